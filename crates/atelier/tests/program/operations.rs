//! An example request for each operation, from `operations.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::document::{Document, Operation};

/// What a test knows about an operation beside its description.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    /// Why a success leaves nothing in the activity log. Absent: it does.
    pub(crate) unaudited: Option<String>,
    /// Why what it names opens to whoever names it: a token in the body is the credential.
    pub(crate) by_token: Option<String>,
    /// Why what it names is there for everybody of the tenant, also for those who see little else of it.
    pub(crate) shared: Option<String>,
    /// Requests that succeed for somebody. `$name` stands for an id of the test's world.
    pub(crate) examples: Vec<Example>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// Tells the examples of one operation apart.
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) path: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<Value>,
}

/// An example with the ids put in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
}

/// Every operation of the document with what is known of it. Panics for one that is not known, and for what
/// is known of none.
pub(crate) fn operations(document: &Document) -> Vec<(Operation, Known)> {
    let known = include_str!("operations.json");
    let mut known: BTreeMap<String, Known> = serde_json::from_str(known).expect("operations.json reads");
    let found = document.operations.iter().map(|operation| {
        let Some(known) = known.remove(&operation.id) else {
            panic!(
                "`{}` ({} {}) is not in tests/program/operations.json: add it with an example request that \
                 succeeds for somebody, and with `unaudited` and the reason if the activity log has no word \
                 of it",
                operation.id, operation.method, operation.path
            )
        };
        (operation.clone(), known)
    });
    let found: Vec<_> = found.collect();
    assert!(known.is_empty(), "operations.json knows operations that are gone: {:?}", known.keys());
    found
}

impl Example {
    /// The request, with `ids` for the names.
    pub(crate) fn request(&self, operation: &Operation, ids: &BTreeMap<String, String>) -> Request {
        let mut path = operation.path.clone();
        for (name, value) in &self.path {
            path = path.replace(&format!("{{{name}}}"), &put_in(value, ids));
        }
        assert!(!path.contains('{'), "the example of `{}` lacks a part of {path}", operation.id);
        let query: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{name}={}", put_in(value, ids))).collect();
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let body = self.body.clone().map(|body| put_in_value(body, ids));
        Request { method: operation.method.clone(), path, body }
    }

    /// Whether it names anything of the world: then it can name what is not there.
    pub(crate) fn names_anything(&self) -> bool {
        let body = self.body.as_ref().map_or_else(String::new, Value::to_string);
        self.path.values().chain(self.query.values()).any(|value| value.starts_with('$'))
            || body.contains("\"$")
    }
}

fn put_in(text: &str, ids: &BTreeMap<String, String>) -> String {
    match text.strip_prefix('$') {
        Some(name) => ids.get(name).unwrap_or_else(|| panic!("the world has no ${name}")).clone(),
        None => text.to_owned(),
    }
}

fn put_in_value(value: Value, ids: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => Value::String(put_in(&text, ids)),
        Value::Array(values) => values.into_iter().map(|value| put_in_value(value, ids)).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, put_in_value(value, ids))).collect()
        }
        other => other,
    }
}
