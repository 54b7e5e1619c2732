//! The OpenAPI document, as the tests read it.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::client::{Answer, list, text};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// The description that the program generates.
pub(crate) struct Document {
    pub(crate) json: Value,
    pub(crate) operations: Vec<Operation>,
}

/// One operation of it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    /// In capitals.
    pub(crate) method: String,
    /// With `{name}` for each parameter.
    pub(crate) path: String,
    pub(crate) json: Value,
}

impl Document {
    pub(crate) fn load() -> Self {
        let json = atelier::router::openapi_json().expect("the document is written");
        let json: Value = serde_json::from_str(&json).expect("the document is JSON");
        let mut operations = Vec::new();
        for (path, methods) in json["paths"].as_object().expect("paths") {
            for method in METHODS {
                if let Some(operation) = methods.get(method) {
                    let id = operation["operationId"].as_str().unwrap_or("(none)").to_owned();
                    let (method, path) = (method.to_uppercase(), path.clone());
                    operations.push(Operation { id, method, path, json: operation.clone() });
                }
            }
        }
        operations.sort_by(|one, other| one.id.cmp(&other.id));
        Self { json, operations }
    }

    /// The schema behind a `$ref`, or the schema itself.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let found = self.json.pointer(reference.trim_start_matches('#'));
                self.resolve(found.unwrap_or_else(|| panic!("{reference} is nowhere in the document")))
            }
            None => schema,
        }
    }

    /// What the answer lacks to be one that the operation documents; `None` when it is one.
    pub(crate) fn objection(&self, operation: &Operation, answer: &Answer) -> Option<String> {
        let documented = &operation.json["responses"][answer.status.to_string()];
        if documented.is_null() {
            return Some(format!("the status {} is not documented", answer.status));
        }
        let contents = documented["content"].as_object().cloned().unwrap_or_default();
        if contents.is_empty() {
            return (!answer.body.is_empty()).then(|| "a body that is not documented".to_owned());
        }
        let kind = answer.header("content-type").split(';').next().unwrap_or_default();
        let Some(content) = contents.get(kind) else {
            return Some(format!("the content type `{kind}` is not documented"));
        };
        if kind != "application/json" && !kind.ends_with("+json") {
            return None;
        }
        let body = answer.json();
        let errors: Vec<String> = self
            .validator(&content["schema"])
            .iter_errors(&body)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        (!errors.is_empty()).then(|| errors.join("; "))
    }

    fn validator(&self, schema: &Value) -> Validator {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema],
            "components": self.json["components"],
        });
        jsonschema::validator_for(&whole).expect("the schema can be used")
    }
}

impl Operation {
    pub(crate) fn is_change(&self) -> bool {
        self.method != "GET"
    }

    /// Whether it sends a browser on.
    pub(crate) fn redirects(&self) -> bool {
        !self.json["responses"]["303"].is_null()
    }

    /// Whether a request carries `Idempotency-Key`.
    pub(crate) fn takes_idempotency_key(&self) -> bool {
        self.method == "POST" || self.method == "PATCH"
    }

    /// The schema of the body.
    pub(crate) fn body(&self) -> Option<&Value> {
        self.json.pointer("/requestBody/content/application~1json/schema")
    }

    /// The parameters by their place: `query`, `path`, `header`.
    pub(crate) fn parameters(&self, place: &str) -> BTreeMap<&str, &Value> {
        let all = list(&self.json["parameters"]).iter().filter(|parameter| parameter["in"] == place);
        all.map(|parameter| (text(&parameter["name"]), parameter)).collect()
    }
}
