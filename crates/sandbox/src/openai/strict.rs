//! What `strict: true` demands of a schema (OpenAI, "Structured model outputs", supported schemas).

use serde_json::Value;

const DEPTH_MAX: usize = 10;

/// The first rule that a schema breaks.
pub(super) fn problem(schema: &Value) -> Option<String> {
    if schema.get("type").and_then(Value::as_str) != Some("object") {
        return Some("schema must be a JSON Schema of 'type: \"object\"'.".to_owned());
    }
    find(schema, &mut Vec::new())
}

fn find(schema: &Value, path: &mut Vec<String>) -> Option<String> {
    let context = format!(
        "In context=({})",
        path.iter().map(|part| format!("'{part}'")).collect::<Vec<_>>().join(", ")
    );
    if path.len() > 2 * DEPTH_MAX {
        return Some(format!("{context}, the schema is nested too deeply."));
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
            return Some(format!(
                "{context}, 'additionalProperties' is required to be supplied and to be false."
            ));
        }
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if let Some(missing) = properties.keys().find(|name| !required.contains(&name.as_str())) {
            return Some(format!(
                "{context}, 'required' is required to be supplied and to be an array including every key in \
                 properties. Missing '{missing}'."
            ));
        }
    }
    for keyword in ["oneOf", "allOf", "not", "if", "dependentSchemas", "patternProperties"] {
        if schema.get(keyword).is_some() {
            return Some(format!("{context}, '{keyword}' is not permitted."));
        }
    }
    children(schema).into_iter().find_map(|(name, child)| {
        path.extend(name);
        let found = find(child, path);
        path.truncate(path.len() - 2);
        found
    })
}

/// The schemas inside a schema, each with the two parts that lead to it.
fn children(schema: &Value) -> Vec<([String; 2], &Value)> {
    let mut found = Vec::new();
    for keyword in ["properties", "$defs", "definitions"] {
        for (name, child) in schema.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            found.push(([keyword.to_owned(), name.clone()], child));
        }
    }
    if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
        found.push((["items".to_owned(), String::new()], items));
    }
    for (index, child) in schema.get("anyOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
        found.push((["anyOf".to_owned(), index.to_string()], child));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_that_the_vendor_takes() {
        assert_eq!(problem(&json!({"type": "object"})), None);
        let nested = json!({
            "type": "object", "additionalProperties": false, "required": ["list"],
            "properties": {"list": {"type": "array", "items": {
                "anyOf": [{"type": "null"}, {"$ref": "#/$defs/a"}]
            }}},
            "$defs": {"a": {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"],
                            "additionalProperties": false}}
        });
        assert_eq!(problem(&nested), None);
    }

    #[test]
    fn schemas_that_the_vendor_refuses() {
        for (schema, part) in [
            (json!({"type": "array"}), "type: \"object\""),
            (json!({"type": "object", "properties": {}}), "additionalProperties"),
            (
                json!({"type": "object", "properties": {"a": {}}, "required": [],
                       "additionalProperties": false}),
                "Missing 'a'",
            ),
            (json!({"type": "object", "oneOf": []}), "'oneOf' is not permitted"),
            (
                json!({"type": "object", "additionalProperties": false, "required": ["a"],
                       "properties": {"a": {"type": "array", "items": {"properties": {"b": {}}}}}}),
                "'items'",
            ),
        ] {
            let problem = problem(&schema).unwrap_or_default();
            assert!(problem.contains(part), "{problem}");
        }
    }
}
