//! What the versions of a prompt template are made of, and how one goes back to them: by choosing an older
//! text, which is never changed.

use platform::versions::{Aggregate, Fields, Found, Snapshot};
use serde_json::{Value, json};

use super::model::{Prompt, PromptId};
use super::{operations, queries};

pub(crate) static PROMPT: Aggregate = Aggregate {
    kind: "prompt",
    prefix: "prm",
    read: platform::Permission::PromptRead,
    casts: &[],
    restorable: &["current_version"],
    derived: &["body"],
    personal: &[],
    load: |tx, id| {
        Box::pin(async move {
            let Some(prompt) = tx.run(queries::find_for_update(PromptId::from(id))).await? else {
                return Ok(None);
            };
            let fields = (PROMPT.expand)(tx, id, fields(&prompt)).await?;
            Ok(Some(Found { fields, client_id: None, name: prompt.name }))
        })
    },
    expand: |tx, id, mut stored| {
        Box::pin(async move {
            let n = number(&stored);
            let body = tx.run(queries::find_body(PromptId::from(id), n)).await?;
            stored.insert("body".to_owned(), json!(body));
            Ok(stored)
        })
    },
    apply: |tx, id, fields| {
        Box::pin(
            async move { operations::set_current(tx, PromptId::from(id), number(&fields)).await.map(drop) },
        )
    },
    retract: None,
};

fn number(fields: &Fields) -> i32 {
    let n = fields.get("current_version").and_then(Value::as_i64).unwrap_or_default();
    i32::try_from(n).unwrap_or_default()
}

fn fields(prompt: &Prompt) -> Fields {
    let fields = json!({
        "name": prompt.name, "kind": prompt.kind, "current_version": prompt.current_version,
    });
    if let Value::Object(fields) = fields { fields } else { Fields::new() }
}

/// The version after another text became the current one.
pub(super) fn snapshot(prompt: &Prompt, chosen_before: i32) -> Snapshot {
    let before = Prompt { current_version: chosen_before, ..prompt.clone() };
    Snapshot::changed(&PROMPT, prompt.id.uuid(), &*prompt.name, (fields(&before), fields(prompt)))
}
