//! What the versions of an idea are made of, and how one goes back to them.
//!
//! The content has versions of its own, which approvals are bound to. A snapshot names the one it had, and
//! going back writes the earlier content as a new one: what was approved of the later is void, as after any
//! edit.

use platform::versions::merge::Obstacle;
use platform::versions::{Aggregate, Fields, Found, Snapshot};
use platform::{Error, IfMatch, Valid};
use serde_json::{Value, json};

use super::content::Content;
use super::idea::{IdeaRow, IdeaTransition, IdeaUpdate};
use super::model::{IdeaEvent, IdeaState};
use super::scope::Scope;
use super::{IdeaId, operations, queries};

const CONTENT: &[&str] =
    &["title", "hook", "body", "hashtags", "call_to_action", "visual", "scenes", "variants"];

const RESTORABLE: &[&str] =
    &["title", "hook", "body", "hashtags", "call_to_action", "visual", "scenes", "variants", "position"];

pub(crate) static IDEA: Aggregate = Aggregate {
    kind: "idea",
    prefix: "idea",
    read: platform::Permission::IdeaRead,
    casts: &[],
    restorable: RESTORABLE,
    derived: &[],
    personal: &[],
    load: |tx, id| {
        Box::pin(async move {
            let scope = Scope::of_tx(tx).await?;
            tx.run(queries::lock(vec![id])).await?;
            let row = tx.run(queries::find(&scope, IdeaId::from(id))).await?;
            Ok(row.map(|row| Found {
                fields: fields(&row),
                client_id: Some(row.client_id.uuid()),
                name: row.content.title,
            }))
        })
    },
    expand: |tx, id, mut stored| {
        Box::pin(async move {
            let n = stored.remove("content_version").and_then(|n| n.as_i64()).unwrap_or_default();
            let n = i32::try_from(n).unwrap_or_default();
            let content = tx.run(queries::find_content(IdeaId::from(id), n)).await?;
            let content: Content = serde_json::from_value(content.unwrap_or_default())
                .map_err(|error| Error::internal(format!("version {n} of an idea's content: {error}")))?;
            stored.extend(content_fields(&content));
            Ok(stored)
        })
    },
    apply: |tx, id, mut fields| {
        Box::pin(async move {
            let id = IdeaId::from(id);
            let position = fields.remove("position");
            let mut changes = Fields::new();
            if let Some(position) = position {
                changes.insert("position".to_owned(), position);
            }
            if !fields.is_empty() {
                let scope = Scope::of_tx(tx).await?;
                let row = tx.run(queries::find(&scope, id)).await?.ok_or(Error::NotFound)?;
                let mut content = content_fields(&row.content);
                content.extend(fields);
                changes.insert("content".to_owned(), Value::Object(content));
            }
            let changes: IdeaUpdate = Valid::of_stored(changes)?;
            operations::update(tx, id, &IfMatch::any(), changes).await.map(drop)
        })
    },
    // Only what nobody has looked at yet.
    retract: Some(|tx, id| {
        Box::pin(async move {
            let id = IdeaId::from(id);
            let scope = Scope::of_tx(tx).await?;
            let row = tx.run(queries::find(&scope, id)).await?.ok_or(Error::NotFound)?;
            let event = match row.state {
                IdeaState::Generated => IdeaEvent::Discard,
                IdeaState::Draft => IdeaEvent::Archive,
                IdeaState::Archived => return Ok(None),
                _ => return Ok(Some(Obstacle::WouldOrphan)),
            };
            operations::transition(tx, id, event, &IdeaTransition::default()).await.map(|_| None)
        })
    }),
};

fn content_fields(content: &Content) -> Fields {
    let mut fields = match content.json() {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    };
    fields.retain(|field, _| CONTENT.contains(&field.as_str()));
    fields
}

fn fields(row: &IdeaRow) -> Fields {
    let mut fields = content_fields(&row.content);
    fields.insert("position".to_owned(), json!(row.position));
    fields.insert("state".to_owned(), json!(row.state));
    fields
}

fn stored(content_version: i32, position: i32, state: IdeaState) -> Fields {
    let stored = json!({ "content_version": content_version, "position": position, "state": state });
    if let Value::Object(fields) = stored { fields } else { Fields::new() }
}

fn stored_of(row: &IdeaRow) -> Fields {
    stored(row.content_version, row.position, row.state)
}

/// The version after a change of an idea.
pub(super) fn snapshot(row: &IdeaRow, before: Option<&IdeaRow>) -> Snapshot {
    let (id, title) = (row.id.uuid(), row.content.title.clone());
    let snapshot = match before {
        Some(before) => Snapshot::changed(&IDEA, id, title, (fields(before), fields(row))),
        None => Snapshot::created(&IDEA, id, title, fields(row)),
    };
    snapshot.stored_as(before.map(stored_of), stored_of(row))
}
