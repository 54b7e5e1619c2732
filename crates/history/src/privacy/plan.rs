//! `migrations/tables.toml`, compiled to what the database's two functions follow.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Table {
    class: String,
    #[serde(default = "tenant_id")]
    tenant_column: String,
    personal: Vec<String>,
    plain: Vec<String>,
    #[serde(default)]
    secret: Vec<String>,
    #[serde(default)]
    subjects: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    left: String,
    #[serde(default)]
    is_copy: bool,
}

fn tenant_id() -> String {
    "tenant_id".to_owned()
}

static PLAN: LazyLock<Value> =
    LazyLock::new(|| compiled(toml::from_str(include_str!("../../../../migrations/tables.toml"))));

/// The rules by which rows of a person are found, shown and rewritten.
pub(super) fn plan() -> Value {
    PLAN.clone()
}

fn compiled(tables: Result<BTreeMap<String, Table>, toml::de::Error>) -> Value {
    // A test reads it, so it reads.
    let tables = tables.unwrap_or_default();
    let mut rules = Vec::new();
    let mut copies = Vec::new();
    let mut written = Vec::new();
    for (name, table) in &tables {
        if table.is_copy {
            copies.push(json!(name));
            continue;
        }
        for (kind, by_key) in &table.subjects {
            rules.extend(by_key.iter().map(|(key, columns)| rule(name, table, kind, (key, columns))));
        }
        if table.class == "tenant" && table.left.is_empty() && !table.personal.is_empty() {
            written.push(json!({ "table": name, "columns": table.personal }));
        }
    }
    json!({ "rules": rules, "copies": copies, "written": written })
}

fn rule(name: &str, table: &Table, kind: &str, (key, columns): (&String, &Vec<String>)) -> Value {
    let is_whole = columns.iter().any(|column| column == "*");
    let about = columns.iter().filter(|column| *column != "*" && !table.secret.contains(column));
    let mut shown: Vec<&String> = table.plain.iter().chain(about).collect();
    if is_whole {
        shown.extend(&table.personal);
    }
    // A person is one in every tenant; everything else is found within one.
    let has_tenant = table.plain.contains(&table.tenant_column) && kind != "person";
    let tenant_column = has_tenant.then_some(&table.tenant_column);
    json!({
        "table": name, "kind": kind, "key": key, "columns": columns, "shown": shown,
        "tenant_column": tenant_column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_is_compiled_and_shows_no_secret() {
        let plan = plan();
        assert!(plan["rules"].as_array().unwrap().len() > 20);
        let text = plan["rules"].to_string();
        let members =
            plan["rules"].as_array().unwrap().iter().find(|rule| rule["table"] == "members").unwrap();
        assert_eq!((&members["kind"], &members["tenant_column"]), (&json!("member"), &json!("tenant_id")));
        let shown = |rule: &Value| rule["shown"].to_string();
        for rule in plan["rules"].as_array().unwrap() {
            for secret in ["password_hash", "token_hash", "\"secret\"", "code_hash", "key_hash"] {
                assert!(!shown(rule).contains(secret), "{rule}");
            }
        }
        assert!(!text.contains("audit_events"), "what is sealed is not rewritten");
    }
}
