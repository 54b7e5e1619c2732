//! Statements on `webhooks_received`.

use db::{Query, params};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::model::{ReceivedFilter, ReceivedState, WebhookReceived, WebhookReceivedId};
use crate::connectors::model::WebhookConnectorId;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select r.id, r.connector_id, c.name as connector_name, c.scheme, r.event_id, r.type, r.state,
                r.attempts, r.problem, r.payload_bytes, r.received_at, r.finished_at
             from webhooks_received r
             join webhook_connectors c on c.tenant_id = r.tenant_id and c.id = r.connector_id ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("where r.id < $1 and ($2 = '' or r.state = $2)
        and ($3::uuid is null or r.connector_id = $3) order by r.tenant_id, r.id desc limit $4");
    pub(crate) FIND = select!("where r.id = $1");
    pub(crate) FIND_FOR_UPDATE = select!("where r.id = $1 for update of r");
    pub(crate) FIND_CONTENT = "select headers, payload_sealed from webhooks_received where id = $1";
    pub(crate) INSERT = "insert into webhooks_received
        (tenant_id, id, connector_id, event_id, type, headers, payload_sealed, payload_bytes, received_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (tenant_id, connector_id, event_id) do nothing";
    pub(crate) SET_STATE = "update webhooks_received
        set state = $2, problem = $3, finished_at = $4, attempts = attempts + $5 where id = $1";
    pub(crate) EXPIRE = "delete from webhooks_received where received_at < $1";
}

pub(crate) fn list(filter: &ReceivedFilter, before: Option<Uuid>, rows: i64) -> Query<Vec<WebhookReceived>> {
    let state = filter.state.map_or("", ReceivedState::name);
    let connector = filter.connector_id.map(WebhookConnectorId::uuid);
    Query::many(&LIST, params![before.unwrap_or(Uuid::max()), state, connector, rows])
}

pub(crate) fn find(id: WebhookReceivedId) -> Query<Option<WebhookReceived>> {
    Query::optional(&FIND, params![id])
}

pub(crate) fn find_for_update(id: WebhookReceivedId) -> Query<Option<WebhookReceived>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

pub(crate) fn find_content(id: WebhookReceivedId) -> Query<Option<(Value, String)>> {
    Query::optional(&FIND_CONTENT, params![id])
}

/// A request that proved itself.
pub(crate) struct New {
    pub(crate) id: WebhookReceivedId,
    pub(crate) connector_id: WebhookConnectorId,
    pub(crate) event_id: String,
    pub(crate) kind: String,
    pub(crate) headers: Value,
    pub(crate) payload_sealed: String,
    pub(crate) payload_bytes: i32,
}

/// None affected: it came before.
pub(crate) fn insert(tenant_id: Uuid, new: New, now: Timestamp) -> Query<u64> {
    let New { id, connector_id, event_id, kind, headers, payload_sealed, payload_bytes } = new;
    Query::execute(
        &INSERT,
        params![tenant_id, id, connector_id, event_id, kind, headers, payload_sealed, payload_bytes, now],
    )
}

pub(crate) fn set_state(
    id: WebhookReceivedId,
    state: ReceivedState,
    problem: Option<String>,
    finished_at: Option<Timestamp>,
    attempts: i32,
) -> Query<u64> {
    Query::execute(&SET_STATE, params![id, state.name(), problem, finished_at, attempts])
}

/// Across tenants, by the system.
pub fn expire(before: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE, params![before])
}
