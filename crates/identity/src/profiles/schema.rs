//! Schemas of attributes: which ones are taken, and what attributes break. Pure.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use platform::{Error, FieldError, Result};
use serde_json::Value;

use super::model::Attributes;

const SCHEMA_BYTES_MAX: usize = 32 * 1024;
const SCHEMA_DEPTH_MAX: usize = 12;
const ATTRIBUTES_BYTES_MAX: usize = 16 * 1024;
const ATTRIBUTES_DEPTH_MAX: usize = 6;
const NAMES_MAX: usize = 80;
const NAME_CHARS_MAX: usize = 60;
const PROBLEMS_MAX: usize = 20;
const PATTERN_BYTES_MAX: usize = 256 * 1024;
const PATTERN_CHARS_MAX: usize = 400;

/// What would lead out of a schema, or around in it.
const REFERENCES: [&str; 7] =
    ["$ref", "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor", "$schema"];

/// A schema that attributes are held against.
pub(super) struct Compiled {
    validator: Validator,
}

impl Compiled {
    /// # Errors
    /// `Invalid` below `/schema`.
    pub(super) fn new(schema: &Attributes) -> Result<Self> {
        let source = Value::Object(schema.clone());
        check_size(&source, "/schema", (SCHEMA_BYTES_MAX, SCHEMA_DEPTH_MAX))?;
        check_form(schema)?;
        check_keywords(&source, &mut String::from("/schema"))?;
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_BYTES_MAX));
        let validator = options.build(&source).map_err(|error| {
            let place = format!("/schema{}", error.instance_path().as_str());
            Error::invalid(&place, "schema", error.to_string())
        })?;
        Ok(Self { validator })
    }

    pub(super) fn fits(&self, attributes: &Attributes) -> bool {
        self.validator.is_valid(&Value::Object(attributes.clone()))
    }

    /// # Errors
    /// `Invalid` with a field for each attribute that does not fit, the first twenty of them.
    pub(super) fn check(&self, attributes: &Attributes) -> Result<()> {
        let value = Value::Object(attributes.clone());
        check_size(&value, "/attributes", (ATTRIBUTES_BYTES_MAX, ATTRIBUTES_DEPTH_MAX))?;
        check_names(attributes, "/attributes")?;
        check_texts(&value, &mut String::from("/attributes"))?;
        let fields: Vec<FieldError> = self
            .validator
            .iter_errors(&value)
            .flat_map(|error| problems(&error))
            .take(PROBLEMS_MAX)
            .collect();
        if fields.is_empty() { Ok(()) } else { Err(Error::Invalid { fields }) }
    }
}

/// What is wrong, at the attribute that has to change: a missing one is named, not the whole.
fn problems(error: &ValidationError<'_>) -> Vec<FieldError> {
    let place = format!("/attributes{}", error.instance_path().as_str());
    let at = |name: &str| format!("{place}/{}", escaped(name));
    let field =
        |pointer: String, code: &str, detail: String| FieldError { pointer, code: code.to_owned(), detail };
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![field(at(name), "required", "must be given".to_owned())]
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let detail = "is no attribute of this kind of profile";
            unexpected.iter().map(|name| field(at(name), "unknown_field", detail.to_owned())).collect()
        }
        kind => vec![field(place, kind.keyword(), error.to_string().chars().take(300).collect())],
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn check_size(value: &Value, at: &str, (bytes, levels): (usize, usize)) -> Result<()> {
    if value.to_string().len() > bytes {
        return Err(Error::invalid(at, "too_large", format!("must be at most {bytes} bytes of JSON")));
    }
    if depth(value) > levels {
        return Err(Error::invalid(at, "too_deep", format!("must be at most {levels} levels deep")));
    }
    Ok(())
}

/// Attributes are an object of properties with plain names, which lists and filters can ask for.
fn check_form(schema: &Attributes) -> Result<()> {
    if schema.get("type") != Some(&Value::String("object".to_owned())) {
        return Err(Error::invalid("/schema/type", "schema", "must be \"object\""));
    }
    match schema.get("properties") {
        Some(Value::Object(properties)) => check_names(properties, "/schema/properties"),
        _ => Err(Error::invalid("/schema/properties", "required", "must name the attributes")),
    }
}

fn check_names(fields: &Attributes, at: &str) -> Result<()> {
    if fields.len() > NAMES_MAX {
        return Err(Error::invalid(at, "too_many", format!("must be at most {NAMES_MAX} attributes")));
    }
    match fields.keys().find(|name| !is_name(name)) {
        Some(name) => {
            let detail = "must be lower-case letters, digits and underscores, at most 60, a letter first";
            Err(Error::invalid(&format!("{at}/{}", escaped(name)), "name", detail))
        }
        None => Ok(()),
    }
}

pub(super) fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= NAME_CHARS_MAX
        && name.bytes().all(is_plain)
}

fn check_keywords(value: &Value, place: &mut String) -> Result<()> {
    walk(value, place, &mut |name, value, place| {
        if name.is_some_and(|name| REFERENCES.contains(&name)) {
            return Err(Error::invalid(place, "schema", "schemas do not refer to anything"));
        }
        let is_long = |text: &str| text.chars().count() > PATTERN_CHARS_MAX;
        match (name, value) {
            (Some("pattern"), Value::String(pattern)) if is_long(pattern) => {
                Err(Error::invalid(place, "too_large", "must be at most 400 characters"))
            }
            (Some("patternProperties"), _) => {
                Err(Error::invalid(place, "schema", "name the attributes under properties"))
            }
            _ => Ok(()),
        }
    })
}

/// As for any text that people write; PostgreSQL takes no NUL.
fn check_texts(value: &Value, place: &mut String) -> Result<()> {
    walk(value, place, &mut |_, value, place| match value {
        Value::String(text) => platform::text::paragraph(text, &())
            .map_err(|error| Error::invalid(place, "invalid", error.to_string())),
        _ => Ok(()),
    })
}

/// Every value, with its name in the object that it is in and where it is.
fn walk(
    value: &Value,
    place: &mut String,
    check: &mut impl FnMut(Option<&str>, &Value, &str) -> Result<()>,
) -> Result<()> {
    let depth = place.len();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                place.push('/');
                place.push_str(&escaped(name));
                check(Some(name), value, place)?;
                walk(value, place, check)?;
                place.truncate(depth);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                place.push('/');
                place.push_str(&index.to_string());
                check(None, value, place)?;
                walk(value, place, check)?;
                place.truncate(depth);
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::defaults;
    use super::super::model::{ProfileKind, object};
    use super::*;

    fn compile(schema: Value) -> Result<Compiled> {
        Compiled::new(&object(schema).unwrap())
    }

    fn pointers(error: &Error) -> Vec<String> {
        match error {
            Error::Invalid { fields } => fields.iter().map(|field| field.pointer.clone()).collect(),
            error => panic!("{error:?}"),
        }
    }

    #[test]
    fn what_comes_out_of_the_box_compiles_and_takes_nothing_too() {
        for kind in ProfileKind::ALL {
            let compiled = Compiled::new(&defaults::schema(kind)).unwrap();
            compiled.check(&Attributes::new()).unwrap();
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let compiled = Compiled::new(&defaults::schema(ProfileKind::Model)).unwrap();
        let wrong = json!({ "height_cm": 1200, "eyes": 7, "wingspan": 3, "languages": ["en", "en"] });
        let error = compiled.check(&object(wrong).unwrap()).unwrap_err();
        let mut found = pointers(&error);
        found.sort();
        let expected =
            ["/attributes/eyes", "/attributes/height_cm", "/attributes/languages", "/attributes/wingspan"];
        assert_eq!(found, expected);
        let required =
            compile(json!({ "type": "object", "properties": { "a": {} }, "required": ["a"] })).unwrap();
        assert_eq!(pointers(&required.check(&Attributes::new()).unwrap_err()), ["/attributes/a"]);
    }

    #[test]
    fn schemas_lead_nowhere_and_end() {
        let property = |schema: Value| json!({ "type": "object", "properties": { "a": schema } });
        let mut deep = json!({});
        for _ in 0..20 {
            deep = json!({ "items": deep });
        }
        let refused = [
            property(json!({ "$ref": "https://example.com/schema" })),
            property(json!({ "$ref": "#" })),
            property(json!({ "$dynamicRef": "#a" })),
            property(json!({ "type": "no such type" })),
            property(json!({ "pattern": "(" })),
            property(json!({ "pattern": "(a{0,1000}){0,1000}" })),
            property(json!({ "pattern": "a".repeat(500) })),
            property(json!({ "description": "a".repeat(40_000) })),
            property(deep),
            json!({ "type": "object", "properties": { "Not Plain": {} } }),
            json!({ "type": "object", "properties": {}, "patternProperties": { ".*": {} } }),
            json!({ "type": "array" }),
            json!({}),
        ];
        for schema in refused {
            let text = schema.to_string();
            assert!(compile(schema).is_err(), "{}", &text[..text.len().min(200)]);
        }
    }

    #[test]
    fn a_pattern_made_to_take_forever_does_not() {
        let compiled = compile(json!({
            "type": "object", "properties": { "a": { "type": "string", "pattern": "^(a+)+$" } }
        }));
        let long = json!({ "a": format!("{}!", "a".repeat(10_000)) });
        let started = std::time::Instant::now();
        assert!(compiled.unwrap().check(&object(long).unwrap()).is_err());
        assert!(started.elapsed() < std::time::Duration::from_secs(1));
    }

    #[test]
    fn attributes_are_of_bounded_size_and_depth() {
        let compiled = compile(json!({ "type": "object", "properties": {} })).unwrap();
        for attributes in [
            json!({ "a": "x".repeat(20_000) }),
            json!({ "a": [[[[[[[1]]]]]]] }),
            json!({ "a b": 1 }),
            json!({ "a": "nul \u{0}" }),
        ] {
            assert!(compiled.check(&object(attributes).unwrap()).is_err());
        }
    }
}
