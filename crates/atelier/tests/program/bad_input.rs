//! Bodies that break what the schema says, field by field: each is refused with the field's name, and nothing
//! is written.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::client::{Answer, list, text};
use crate::document::{Document, Operation};
use crate::operations::{Request, operations};
use crate::people::Caller;
use crate::world::World;

db::statements! {
    CREATE_FINGERPRINT = "create function atelier.fingerprint() returns table (name text, hash text)
        language plpgsql security definer as $$
        begin
            for name in select c.relname from pg_class c where c.relnamespace = 'atelier'::regnamespace
                and c.relkind = 'r' order by 1
            loop
                execute format('select md5(coalesce(string_agg(t::text, '''' order by t::text), ''''))
                    from atelier.%I t', name) into hash;
                return next;
            end loop;
        end $$";
    FINGERPRINT = "select name, hash from atelier.fingerprint()";
}

/// One way to be wrong about one place of a body.
pub(crate) struct Mistake {
    /// What is wrong, for the message of a failure.
    what: String,
    /// Where.
    pointer: String,
    body: Value,
}

#[tokio::test]
async fn every_field_is_held_to_its_schema() {
    let document = Document::load();
    let world = World::make().await;
    let (program, client) = world.visited_by(Caller::Admin).await;
    program.database.alter(CREATE_FINGERPRINT.text()).await.unwrap();
    let before = fingerprint(&program.database).await;
    let mut tried = 0;
    let mut accepted = Vec::new();
    for (operation, known) in operations(&document) {
        let Some(schema) = operation.body() else { continue };
        for example in &known.examples {
            let request = example.request(&operation, &world.ids);
            let body = request.body.clone().expect("an operation with a body has an example of it");
            for mistake in mistakes(&document, schema, &body) {
                tried += 1;
                let answer = client.call(&request.method, &request.path).json(&mistake.body).send().await;
                if let Some(objection) = objection(&answer, &mistake) {
                    accepted.push(named(&operation, &request, &mistake, &objection, &answer));
                }
            }
        }
    }
    assert!(accepted.is_empty(), "{} of {tried}:\n{}", accepted.len(), accepted.join("\n"));
    assert!(tried > 500, "only {tried} mistakes were made");
    assert_eq!(
        fingerprint(&program.database).await,
        before,
        "nothing is written by a request that is refused"
    );
}

async fn fingerprint(database: &db::testing::TestDatabase) -> Vec<(String, String)> {
    let mut tx = database.system(db::SystemTask::CheckHealth);
    tx.run(db::Query::many(&FINGERPRINT, db::params![])).await.expect("a fingerprint")
}

fn named(
    operation: &Operation,
    request: &Request,
    mistake: &Mistake,
    objection: &str,
    answer: &Answer,
) -> String {
    let Mistake { what, pointer, .. } = mistake;
    format!(
        "{} ({}): {what} at `{pointer}` {objection}: {} {}",
        operation.id,
        request.path,
        answer.status,
        answer.text()
    )
}

/// What is wrong with the refusal.
fn objection(answer: &Answer, mistake: &Mistake) -> Option<String> {
    if answer.header("content-type") != "application/problem+json" {
        return Some("is not answered with a problem".to_owned());
    }
    match answer.status {
        // A number that no type can hold is a matter of syntax.
        400 if mistake.what == "an endless number" => None,
        422 => {
            // A field that is missing or unknown is reported by name, at the object it belongs to.
            let (parent, field) = mistake.pointer.rsplit_once('/').unwrap_or_default();
            let is_named = answer.pointers().iter().any(|pointer| {
                pointer.starts_with(&mistake.pointer) || (pointer == parent && answer.text().contains(field))
            });
            (!is_named).then(|| "is refused without naming the field".to_owned())
        }
        _ => Some("is not refused".to_owned()),
    }
}

/// Every mistake that the schema knows of, in the fields that the example has.
pub(crate) fn mistakes(document: &Document, schema: &Value, example: &Value) -> Vec<Mistake> {
    let mut places = Vec::new();
    find_places(document, schema, example, "", &mut places);
    let mut mistakes = Vec::new();
    for Place { pointer, schema, takes_null } in places {
        let wrong = wrong_values(schema, example.pointer(&pointer));
        for (what, value) in wrong.into_iter().filter(|(_, value)| !(takes_null && value.is_null())) {
            let mut body = example.clone();
            *body.pointer_mut(&pointer).expect("the place was found in the example") = value;
            mistakes.push(Mistake { what, pointer: pointer.clone(), body });
        }
        let is_closed = schema["additionalProperties"] == false;
        if let (true, Some(object)) = (is_closed, example.pointer(&pointer).and_then(Value::as_object)) {
            mistakes.extend(wrong_objects(schema, object, &pointer, example));
        }
    }
    mistakes
}

/// A place of a body that the schema describes.
struct Place<'a> {
    pointer: String,
    schema: &'a Value,
    takes_null: bool,
}

fn find_places<'a>(
    document: &'a Document,
    schema: &'a Value,
    example: &Value,
    pointer: &str,
    places: &mut Vec<Place<'a>>,
) {
    let schema = document.resolve(schema);
    let mut parts = list(&schema["oneOf"]).iter().chain(list(&schema["anyOf"]));
    let takes_null = parts.clone().any(|part| part["type"] == "null");
    let schema = parts.find(|part| part["type"] != "null").map_or(schema, |part| document.resolve(part));
    places.push(Place { pointer: pointer.to_owned(), schema, takes_null });
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(value) = example.get(name) {
            find_places(document, field, value, &format!("{pointer}/{name}"), places);
        }
    }
    if let (Some(items), Some(first)) = (schema.get("items"), example.get(0)) {
        find_places(document, items, first, &format!("{pointer}/0"), places);
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().map(text).collect(),
        _ if schema.get("enum").is_some() => vec!["string"],
        _ => Vec::new(),
    }
}

fn wrong_values(schema: &Value, example: Option<&Value>) -> Vec<(String, Value)> {
    let kinds = kinds(schema);
    let mut wrong = Vec::new();
    let mut add = |what: &str, value: Value| wrong.push((what.to_owned(), value));
    for (kind, value) in [
        ("string", json!("a text")),
        ("integer", json!(7)),
        ("boolean", json!(true)),
        ("array", json!([])),
        ("object", json!({})),
        ("null", Value::Null),
    ] {
        let fits =
            kinds.contains(&kind) || (kind == "integer" && kinds.contains(&"number")) || kinds.is_empty();
        let is_absent = kind == "null" && example.is_none();
        if !fits && !is_absent {
            add(&format!("{value} for {}", kinds.join(" or ")), value);
        }
    }
    if kinds.contains(&"string") {
        wrong_strings(schema, &mut add);
    }
    if kinds.contains(&"integer") {
        wrong_numbers(schema, &mut add);
    }
    if let (Some(max), Some(first)) = (schema["maxItems"].as_u64(), example.and_then(|list| list.get(0))) {
        let count = usize::try_from(max).expect("a limit") + 1;
        add("one element too many", Value::Array(vec![first.clone(); count]));
    }
    if schema["minItems"].as_u64().is_some_and(|min| min > 0) {
        add("no element", json!([]));
    }
    wrong
}

fn wrong_strings(schema: &Value, add: &mut impl FnMut(&str, Value)) {
    let is_free = ["enum", "pattern", "format"].iter().all(|key| schema.get(*key).is_none());
    if !is_free && schema["format"] != "password" {
        add("a word that is none of those", json!("no such word"));
    }
    if let Some(max) = schema["maxLength"].as_u64() {
        let length = usize::try_from(max).expect("a limit") + 1;
        add("one character too many", json!("x".repeat(length)));
        add("one character too many, each of four bytes", json!("𝄞".repeat(length)));
    }
    if schema["minLength"].as_u64().is_some_and(|min| min > 0) {
        add("an empty text", json!(""));
    }
    if is_free {
        add("a NUL character", json!("a\u{0}b"));
        add("a bell", json!("a\u{7}b"));
    }
}

fn wrong_numbers(schema: &Value, add: &mut impl FnMut(&str, Value)) {
    if let Some(max) = schema["maximum"].as_i64() {
        add("one more than the most", json!(max + 1));
    }
    if let Some(min) = schema["minimum"].as_i64() {
        add("one less than the least", json!(min - 1));
    }
    add("half of one", json!(0.5));
    add("more than 64 bits", json!(18_446_744_073_709_551_615_u64));
    add("a number in quotes", json!("7"));
}

fn wrong_objects(
    schema: &Value,
    object: &Map<String, Value>,
    pointer: &str,
    example: &Value,
) -> Vec<Mistake> {
    let mut wrong: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut unknown = object.clone();
    unknown.insert("zz_unknown".to_owned(), json!(1));
    wrong.insert("zz_unknown".to_owned(), unknown);
    for name in list(&schema["required"]).iter().map(text) {
        let mut without = object.clone();
        without.remove(name);
        wrong.insert(name.to_owned(), without);
    }
    let mistake = |(name, object): (String, Map<String, Value>)| {
        let what =
            if name == "zz_unknown" { "a field that nobody knows" } else { "a required field is missing" };
        let mut body = example.clone();
        *body.pointer_mut(pointer).expect("the place was found in the example") = Value::Object(object);
        Mistake { what: what.to_owned(), pointer: format!("{pointer}/{name}"), body }
    };
    wrong.into_iter().map(mistake).collect()
}
