//! Keeping what came in, and replaying it.

use http::HeaderMap;
use jobs::NewJob;
use platform::{Audit, Error, Permission, Result, Tx};
use serde_json::{Map, Value, json};

use super::model::{ReceivedState, WebhookReceived, WebhookReceivedId, place_of};
use super::queries::{self, New};
use crate::connectors::model::WebhookConnector;
use crate::connectors::queries as connectors;
use crate::connectors::verify::{Genuine, Incoming};

pub(super) const HANDLE_WEBHOOK: &str = "handle_webhook";

/// Headers that prove who sent a request, or hold a secret: not kept.
const LEFT_OUT: [&str; 5] = ["authorization", "cookie", "x-webhook-secret", "proxy-authorization", "host"];

/// Keeps a request that proved itself, and orders its job: once for each event. `None` when it came before.
pub(super) async fn keep(
    tx: &mut Tx,
    connector: &WebhookConnector,
    genuine: Genuine,
    incoming: &Incoming<'_>,
) -> Result<Option<WebhookReceivedId>> {
    tx.require(Permission::WebhookUpdate)?;
    let id: WebhookReceivedId = tx.new_id();
    let payload = String::from_utf8_lossy(incoming.body).into_owned();
    let new = New {
        id,
        connector_id: connector.id,
        event_id: genuine.event_id,
        kind: genuine.kind,
        headers: shown(incoming.headers, connector.settings.header.as_deref()),
        payload_sealed: tx.seal(place_of(id), &payload).await?,
        payload_bytes: i32::try_from(incoming.body.len()).unwrap_or(i32::MAX),
    };
    if tx.run(queries::insert(tx.actor.tenant_id, new, tx.now)).await? == 0 {
        return Ok(None);
    }
    order(tx, id);
    tx.defer(connectors::seen(tx.actor.tenant_id, connector.id, tx.now));
    Ok(Some(id))
}

fn order(tx: &mut Tx, id: WebhookReceivedId) {
    let job = NewJob::new(HANDLE_WEBHOOK, json!({ "received_id": id.uuid() }));
    tx.enqueue(job.unique_key(id.uuid().to_string()));
}

/// Has a webhook worked on again.
pub(super) async fn replay(tx: &mut Tx, id: WebhookReceivedId) -> Result<WebhookReceived> {
    tx.require(Permission::WebhookUpdate)?;
    let mut received = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    let before = received.state;
    (received.state, received.problem, received.finished_at) = (ReceivedState::Received, None, None);
    tx.run(queries::set_state(id, received.state, None, None, 0)).await?;
    order(tx, id);
    let name = format!("{} {}", received.connector_name, received.event_id);
    let audit = Audit::new("webhook_received.replayed", "webhook_received", id.uuid(), name);
    tx.audit(audit.change("state", before, received.state));
    Ok(received)
}

fn shown(headers: &HeaderMap, secret_header: Option<&str>) -> Value {
    let is_kept = |name: &str| {
        !LEFT_OUT.contains(&name) && !secret_header.is_some_and(|secret| secret.eq_ignore_ascii_case(name))
    };
    let text = |value: &http::HeaderValue| -> String {
        let text = String::from_utf8_lossy(value.as_bytes());
        text.chars().filter(|letter| *letter != '\0').take(500).collect()
    };
    let kept = headers.iter().filter(|(name, _)| is_kept(name.as_str())).take(40);
    Value::Object(kept.map(|(name, value)| (name.to_string(), text(value).into())).collect::<Map<_, _>>())
}
