//! What the attributes of each kind are out of the box: an order, a label and, where one measures, a unit.

use serde_json::{Map, Value, json};

use super::model::{Attributes, ProfileKind};

/// Name, label, schema.
type Property = (&'static str, &'static str, Value);

/// The schema of a kind that the tenant has not changed.
pub(super) fn schema(kind: ProfileKind) -> Attributes {
    let properties = match kind {
        ProfileKind::Model => model(),
        ProfileKind::Photographer => photographer(),
        ProfileKind::Director => director(),
        ProfileKind::Artist => artist(),
        ProfileKind::Voice => voice(),
    };
    let properties: Map<String, Value> = properties
        .into_iter()
        .enumerate()
        .map(|(place, (name, title, mut property))| {
            property["title"] = json!(title);
            property["x-order"] = json!(place);
            (name.to_owned(), property)
        })
        .collect();
    let schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    match schema {
        Value::Object(schema) => schema,
        _ => Attributes::new(),
    }
}

fn number(minimum: i32, maximum: i32) -> Value {
    json!({ "type": "number", "minimum": minimum, "maximum": maximum })
}

fn measure(minimum: i32, maximum: i32, unit: &str) -> Value {
    json!({ "type": "number", "minimum": minimum, "maximum": maximum, "x-unit": unit })
}

fn word(longest: i32) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": longest })
}

fn words() -> Value {
    json!({ "type": "array", "items": word(60), "maxItems": 40, "uniqueItems": true })
}

/// Codes such as `en` or `pt-BR`.
fn languages() -> Value {
    let language = json!({ "type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" });
    json!({ "type": "array", "items": language, "maxItems": 20, "uniqueItems": true })
}

fn web_address() -> Value {
    json!({ "type": "string", "format": "uri", "pattern": "^https?://[^ ]+$", "maxLength": 300 })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn model() -> Vec<Property> {
    vec![
        ("height_cm", "Height", measure(50, 260, "cm")),
        ("bust_cm", "Bust", measure(30, 200, "cm")),
        ("waist_cm", "Waist", measure(30, 200, "cm")),
        ("hips_cm", "Hips", measure(30, 200, "cm")),
        ("shoe_size_eu", "Shoe size", measure(15, 55, "EU")),
        ("hair", "Hair", word(40)),
        ("eyes", "Eyes", word(40)),
        ("languages", "Languages", languages()),
        ("city", "City", word(80)),
        ("day_rate_eur", "Day rate", measure(0, 1_000_000, "EUR")),
        ("can_travel", "Travels", flag()),
        ("portfolio", "Portfolio", web_address()),
    ]
}

fn photographer() -> Vec<Property> {
    vec![
        ("genres", "Genres", words()),
        ("cameras", "Cameras", words()),
        ("languages", "Languages", languages()),
        ("city", "City", word(80)),
        ("day_rate_eur", "Day rate", measure(0, 1_000_000, "EUR")),
        ("has_studio", "Has a studio", flag()),
        ("has_drone_licence", "Has a drone licence", flag()),
        ("portfolio", "Portfolio", web_address()),
    ]
}

fn director() -> Vec<Property> {
    vec![
        ("genres", "Genres", words()),
        ("longest_film_minutes", "Longest film", measure(0, 1_000, "min")),
        ("languages", "Languages", languages()),
        ("city", "City", word(80)),
        ("day_rate_eur", "Day rate", measure(0, 1_000_000, "EUR")),
        ("showreel", "Showreel", web_address()),
    ]
}

fn artist() -> Vec<Property> {
    vec![
        ("genres", "Genres", words()),
        ("instruments", "Instruments", words()),
        ("languages", "Languages", languages()),
        ("city", "City", word(80)),
        ("monthly_listeners", "Listeners a month", number(0, 2_000_000_000)),
        ("founded_year", "Founded", number(1900, 2100)),
        ("fee_eur", "Fee", measure(0, 10_000_000, "EUR")),
        ("is_touring", "On tour", flag()),
        ("website", "Website", web_address()),
    ]
}

fn voice() -> Vec<Property> {
    vec![
        ("gender", "Gender", word(40)),
        ("pitch", "Pitch", json!({ "type": "string", "enum": ["low", "middle", "high"] })),
        ("age_from_years", "Plays from", measure(1, 120, "years")),
        ("age_to_years", "Plays to", measure(1, 120, "years")),
        ("languages", "Languages", languages()),
        ("accents", "Accents", words()),
        ("minute_rate_eur", "Rate a minute", measure(0, 100_000, "EUR")),
        ("has_studio", "Has a studio", flag()),
        ("sample", "Sample", web_address()),
    ]
}
