//! What the attributes of each kind are out of the box. Units are in the names.

use serde_json::{Value, json};

use super::model::{Attributes, ProfileKind};

/// The schema of a kind that the tenant has not changed.
pub(super) fn schema(kind: ProfileKind) -> Attributes {
    let properties = match kind {
        ProfileKind::Model => model(),
        ProfileKind::Photographer => photographer(),
        ProfileKind::Director => director(),
        ProfileKind::Artist => artist(),
        ProfileKind::Voice => voice(),
    };
    let schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    match schema {
        Value::Object(schema) => schema,
        _ => Attributes::new(),
    }
}

fn number(minimum: i32, maximum: i32) -> Value {
    json!({ "type": "number", "minimum": minimum, "maximum": maximum })
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
    json!({ "type": "string", "pattern": "^https?://[^ ]+$", "maxLength": 300 })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn model() -> Value {
    json!({
        "height_cm": number(50, 260),
        "bust_cm": number(30, 200),
        "waist_cm": number(30, 200),
        "hips_cm": number(30, 200),
        "shoe_size_eu": number(15, 55),
        "hair": word(40),
        "eyes": word(40),
        "languages": languages(),
        "city": word(80),
        "day_rate_eur": number(0, 1_000_000),
        "can_travel": flag(),
        "portfolio": web_address(),
    })
}

fn photographer() -> Value {
    json!({
        "genres": words(),
        "cameras": words(),
        "languages": languages(),
        "city": word(80),
        "day_rate_eur": number(0, 1_000_000),
        "has_studio": flag(),
        "has_drone_licence": flag(),
        "portfolio": web_address(),
    })
}

fn director() -> Value {
    json!({
        "genres": words(),
        "longest_film_minutes": number(0, 1_000),
        "languages": languages(),
        "city": word(80),
        "day_rate_eur": number(0, 1_000_000),
        "showreel": web_address(),
    })
}

fn artist() -> Value {
    json!({
        "genres": words(),
        "instruments": words(),
        "languages": languages(),
        "city": word(80),
        "monthly_listeners": number(0, 2_000_000_000),
        "founded_year": number(1900, 2100),
        "fee_eur": number(0, 10_000_000),
        "is_touring": flag(),
        "website": web_address(),
    })
}

fn voice() -> Value {
    json!({
        "gender": word(40),
        "pitch": { "type": "string", "enum": ["low", "middle", "high"] },
        "age_from_years": number(1, 120),
        "age_to_years": number(1, 120),
        "languages": languages(),
        "accents": words(),
        "minute_rate_eur": number(0, 100_000),
        "has_studio": flag(),
        "sample": web_address(),
    })
}
