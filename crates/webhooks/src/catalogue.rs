//! The types of events for those who receive them: what a message looks like, by schema and by example.

use platform::event::catalogue::{CATALOGUE, EventType};
use platform::event::queries::Told;
use platform::{Actor, App, Page, Permission, Result, Versioned, encode_id};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use axum::response::Response;

pub(crate) const CREATED: &str = "insight.created";

/// What an insight says beside its id: what the automation that found it knows.
const INSIGHT_FIELDS: [(&str, &str); 6] = [
    ("title", "In a line."),
    ("summary", "In some sentences."),
    ("kind", "Of what kind it is."),
    ("campaign_id", "The campaign that it is about."),
    ("severity", "How much it matters."),
    ("url", "Where there is more."),
];

/// A type of event, for those who choose which to receive.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ListedEventType {
    #[schema(example = "idea.approved")]
    pub(crate) name: String,
    #[schema(example = "An idea was approved.")]
    pub(crate) description: String,
    /// What an application needs in order to be told.
    #[schema(example = "idea.read")]
    pub(crate) permission: String,
    /// JSON Schema of the whole message.
    #[schema(schema_with = platform::openapi::object::<100>)]
    pub(crate) schema: Value,
    #[schema(schema_with = platform::openapi::object::<100>)]
    pub(crate) example: Value,
}

impl Versioned for ListedEventType {}

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_event_types))
}

/// Every type of event, with the schema and an example of its message.
#[utoipa::path(get, path = "/event-types", operation_id = "list_event_types", tag = "webhooks",
    responses((status = 200, description = "All of them.", body = Page<ListedEventType>)))]
async fn list_event_types(actor: Actor) -> Result<Response> {
    actor.require(Permission::WebhookRead)?;
    let listed = |kind: &EventType| ListedEventType {
        name: kind.name.to_owned(),
        description: kind.description.to_owned(),
        permission: kind.permission.name().to_owned(),
        schema: schema(kind),
        example: example(kind),
    };
    platform::ok(Page::whole(CATALOGUE.iter().map(listed).collect::<Vec<_>>()))
}

/// The names of what an insight may say.
pub(crate) fn insight_fields() -> impl Iterator<Item = &'static str> {
    INSIGHT_FIELDS.iter().map(|(name, _)| *name)
}

/// The message of an event: a `CloudEvent` 1.0 in its JSON format.
pub(crate) fn message(base_url: &str, event: &Told) -> Value {
    let subject_kind = event.topic.split_once(':').map_or("", |(kind, _)| kind);
    let mut told = event.data.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    told.insert("id".to_owned(), json!(identity::shown_id(subject_kind, event.subject_id)));
    told.insert("version".to_owned(), json!(event.version));
    for (name, prefix, id) in
        [("account_id", "acc", event.client_id), ("campaign_id", "cmp", event.campaign_id)]
    {
        if let Some(id) = id {
            told.insert(name.to_owned(), json!(encode_id(prefix, id)));
        }
    }
    envelope(base_url, event, told)
}

fn envelope(base_url: &str, event: &Told, told: Map<String, Value>) -> Value {
    json!({
        "specversion": "1.0",
        "id": shown(event.id),
        "source": format!("{base_url}/tenants/{}", encode_id("ten", event.tenant_id)),
        "type": event.kind,
        "subject": told["id"],
        "time": event.at.to_string(),
        "datacontenttype": "application/json",
        "data": told,
    })
}

/// The id of an event as receivers see it, in the message and as `webhook-id`.
pub(crate) fn shown(event_id: Uuid) -> String {
    encode_id("evt", event_id)
}

/// JSON Schema (2020-12) of the message of a type.
pub fn schema(kind: &EventType) -> Value {
    let id =
        |prefix: &str| json!({"type": "string", "pattern": format!("^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$")});
    let text = |description: &str| json!({"type": "string", "maxLength": 4000, "description": description});
    let mut fields = json!({
        "id": {"type": "string", "maxLength": 40, "description": "What it is about."},
        "version": {"type": "integer", "minimum": 0,
            "description": "The version of the subject after the change; 0 where it has none."},
        "account_id": id("acc"),
        "campaign_id": id("cmp"),
    });
    if kind.name == CREATED {
        for (name, description) in INSIGHT_FIELDS {
            fields[name] = text(description);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.name,
        "description": kind.description,
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": id("evt"),
            "source": {"type": "string", "format": "uri-reference", "minLength": 1, "maxLength": 500},
            "type": {"const": kind.name},
            "subject": {"type": "string", "minLength": 1, "maxLength": 40},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "data": {
                "type": "object",
                "required": ["id", "version"],
                "properties": fields,
                "additionalProperties": kind.name == CREATED || kind.name == "webhook.received",
            },
        },
    })
}

/// The message of a type, as it could be.
pub fn example(kind: &EventType) -> Value {
    let id = Uuid::from_u128(0x0199_a3d0_7c11_7e3a_9d5e_2b6f_8c41_77aa);
    let data = (kind.name == CREATED).then(|| {
        json!({"title": "Saves doubled after the reel of Tuesday", "kind": "anomaly",
            "summary": "42 saves against 20 on an ordinary day."})
    });
    let event = Told {
        tenant_id: Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001),
        id,
        seq: 0,
        written_by: String::new(),
        at: jiff::Timestamp::constant(1_764_000_000, 0),
        topic: format!("{}:", kind.subject_kind),
        kind: kind.name.to_owned(),
        subject_id: id,
        client_id: None,
        campaign_id: None,
        version: 3,
        data,
        trace_id: None,
    };
    message("https://atelier.example.com", &event)
}

/// The `webhooks` section of the API's description.
pub fn described() -> Value {
    let operation = |kind: &EventType| {
        json!({"post": {
            "summary": kind.description,
            "operationId": format!("receive_{}", kind.name.replace('.', "_")),
            "tags": ["webhooks"],
            "requestBody": {"required": true, "content": {
                "application/json": {"schema": schema_of_document(kind), "example": example(kind)},
            }},
            "responses": {"2XX": {"description": "Taken. Anything else is tried again."}},
        }})
    };
    Value::Object(CATALOGUE.iter().map(|kind| (kind.name.to_owned(), operation(kind))).collect())
}

/// The catalogue as a page for people: `docs/events.md`.
pub fn page() -> String {
    use std::fmt::Write as _;
    let mut page = String::from(
        "# Event types\n\nWritten from the code by `make openapi`; do not edit. A message is a \
         CloudEvent 1.0 in its JSON format; see\n[webhooks](webhooks.md). JSON Schema and an example of \
         each: `GET /api/v1/event-types`, and `webhooks` in `openapi.json`.\n\n\
         | type | what happened | `data.id` is of | an application needs |\n| --- | --- | --- | --- |\n",
    );
    for kind in CATALOGUE {
        let (name, description, subject) = (kind.name, kind.description, kind.subject_kind);
        let permission = kind.permission.name();
        let _ =
            writeln!(page, "| `{name}` | {description} | {} | `{permission}` |", subject.replace('_', " "));
    }
    let example = platform::event::catalogue::find("idea.approved").map(example).unwrap_or_default();
    let example = serde_json::to_string_pretty(&example).unwrap_or_default();
    let _ = writeln!(page, "\nFor example:\n\n```json\n{example}\n```");
    page
}

/// The parts of a schema that stand inside an OpenAPI document.
fn schema_of_document(kind: &EventType) -> Value {
    let mut schema = schema(kind);
    if let Value::Object(fields) = &mut schema {
        fields.remove("$schema");
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_what_its_schema_says() {
        for kind in CATALOGUE {
            let validator = jsonschema::draft202012::new(&schema(kind)).unwrap();
            let example = example(kind);
            let errors: Vec<String> = validator.iter_errors(&example).map(|e| e.to_string()).collect();
            assert_eq!(errors, [] as [String; 0], "{}", kind.name);
            assert_eq!(example["type"], kind.name);
            assert!(!validator.is_valid(&json!({"type": kind.name})));
        }
    }

    #[test]
    fn the_description_has_every_type_with_schema_and_example() {
        let described = described();
        for kind in CATALOGUE {
            let content = &described[kind.name]["post"]["requestBody"]["content"]["application/json"];
            assert_eq!(content["example"]["type"], kind.name);
            assert_eq!(content["schema"]["properties"]["specversion"]["const"], "1.0", "{content:#}");
        }
    }

    #[test]
    fn the_page_in_the_repository_is_current() {
        let written = include_str!("../../../docs/events.md");
        assert_eq!(written, page(), "docs/events.md is not what the code says: run make openapi");
    }

    #[test]
    fn every_subject_has_a_prefix_of_its_own() {
        for kind in CATALOGUE.iter().filter(|kind| !["import", "profile_schema"].contains(&kind.subject_kind))
        {
            let shown = identity::shown_id(kind.subject_kind, Uuid::nil());
            assert!(!shown.starts_with("obj_"), "{} has no prefix", kind.subject_kind);
        }
    }
}
