//! The OpenAPI document keeps its promises: current, complete, and bounded.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::client::{list, text};
use crate::document::{Document, Operation};

/// What any operation can answer with, beside its own.
const PROBLEMS: [&str; 8] = ["400", "401", "403", "404", "413", "422", "429", "503"];

#[test]
fn the_document_in_the_repository_is_current() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.json"));
    let committed = std::fs::read_to_string(path).expect("openapi.json is at the root of the repository");
    let current = atelier::router::openapi_json().expect("the document is written");
    // A diff of two long documents says less than the command that mends it.
    assert!(committed == current, "openapi.json is not current: run `make openapi` and commit it");
}

#[test]
fn operations_are_named_tagged_and_explained() {
    let document = Document::load();
    let mut ids = BTreeSet::new();
    for operation in &document.operations {
        let Operation { id, method, path, json } = operation;
        assert!(ids.insert(id), "two operations are called {id}");
        let is_name = !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(is_name, "{method} {path} has the id {id}");
        assert!(!list(&json["tags"]).is_empty(), "{id} has no tag");
        let summary = json["summary"].as_str().or(json["description"].as_str()).unwrap_or_default();
        assert!(!summary.is_empty(), "{id} is not explained");
        assert!(json["summary"].is_string(), "{id} has no summary");
    }
}

#[test]
fn every_operation_documents_its_answers() {
    let document = Document::load();
    for operation in &document.operations {
        let responses = operation.json["responses"].as_object().expect("responses");
        for status in PROBLEMS {
            assert!(responses.contains_key(status), "{} does not document {status}", operation.id);
        }
        let successes: Vec<&String> =
            responses.keys().filter(|status| status.starts_with(['2', '3'])).collect();
        assert_eq!(successes.len(), 1, "{} has one kind of success", operation.id);
        // What the HTTP layer itself answers, before there is an operation, has no body.
        let is_read = |status: &str| status >= "400" && !["414", "431"].contains(&status);
        for (status, response) in responses.iter().filter(|(status, _)| is_read(status)) {
            let problem = response.pointer("/content/application~1problem+json/schema");
            assert!(problem.is_some(), "{} {status} is not a problem", operation.id);
            assert_ne!(response["description"], "", "{} {status} is not explained", operation.id);
        }
        assert!(
            !operation.is_change() || operation.body().is_none() || responses.contains_key("415"),
            "{} takes a body and does not document 415",
            operation.id
        );
    }
}

#[test]
fn every_body_has_an_example() {
    let document = Document::load();
    let mut without = Vec::new();
    for operation in &document.operations {
        let Some(body) = operation.body() else { continue };
        if !has_example(&document, body) {
            without.push(format!("the body of {}", operation.id));
        }
    }
    assert_eq!(without, [] as [String; 0], "add `example` to the type or its fields");
}

fn has_example(document: &Document, schema: &Value) -> bool {
    let schema = document.resolve(schema);
    let of_fields = schema["properties"]
        .as_object()
        .is_some_and(|fields| fields.values().any(|field| has_example(document, field)));
    let of_parts = ["oneOf", "anyOf", "allOf"]
        .iter()
        .any(|kind| list(&schema[kind]).iter().any(|part| has_example(document, part)));
    let of_items = schema.get("items").is_some_and(|items| has_example(document, items));
    let is_closed = schema.get("enum").is_some() || schema.get("const").is_some();
    schema.get("example").is_some()
        || schema.get("examples").is_some()
        || of_fields
        || of_parts
        || of_items
        || is_closed
}

#[test]
fn every_field_that_comes_in_has_a_bound() {
    let document = Document::load();
    let mut unbounded = BTreeSet::new();
    for operation in &document.operations {
        if let Some(body) = operation.body() {
            find_unbounded(&document, body, &operation.id, &mut unbounded);
        }
        for place in ["query", "path", "header"] {
            for (name, parameter) in operation.parameters(place) {
                let at = format!("{} {place} {name}", operation.id);
                find_unbounded(&document, &parameter["schema"], &at, &mut unbounded);
            }
        }
    }
    assert!(unbounded.is_empty(), "without a bound in the schema: {unbounded:#?}");
}

fn find_unbounded(document: &Document, schema: &Value, at: &str, found: &mut BTreeSet<String>) {
    let schema = document.resolve(schema);
    if schema.get("enum").is_some() || schema.get("const").is_some() {
        return;
    }
    for kind in ["oneOf", "anyOf", "allOf"] {
        for part in list(&schema[kind]) {
            find_unbounded(document, part, at, found);
        }
    }
    let has = |key: &str| schema.get(key).is_some();
    for kind in types(schema) {
        let is_bounded = match kind {
            "string" => has("maxLength") || has("pattern") || is_bounded_format(schema),
            "array" => has("maxItems"),
            "integer" | "number" => has("minimum") && has("maximum"),
            "object" => has("properties") || has("maxProperties") || schema["additionalProperties"] == false,
            _ => true,
        };
        if !is_bounded {
            found.insert(format!("{at} ({kind})"));
        }
    }
    if let Some(items) = schema.get("items") {
        find_unbounded(document, items, &format!("{at}/-"), found);
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        find_unbounded(document, field, &format!("{at}/{name}"), found);
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().map(text).collect(),
        _ => Vec::new(),
    }
}

fn is_bounded_format(schema: &Value) -> bool {
    ["date", "date-time", "uuid"].iter().any(|format| schema["format"] == *format)
}
