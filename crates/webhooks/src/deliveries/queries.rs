//! Statements on `webhook_deliveries`, `webhook_messages` and `webhook_attempts`, for people.

use db::{Query, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::model::{DeliveryState, WebhookAttempt, WebhookDelivery, WebhookDeliveryId, WebhookReplayOrder};
use crate::endpoints::model::WebhookEndpointId;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, endpoint_id, message_id, type, state, attempts, due_at, last_status, last_error,
                created_at, finished_at from webhook_deliveries ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("where endpoint_id = $1 and id < $2 and ($3 = '' or state = $3)
        order by tenant_id, endpoint_id, id desc limit $4");
    pub(crate) FIND = select!("where id = $1 and endpoint_id = $2");
    pub(crate) FIND_FOR_UPDATE = select!("where id = $1 and endpoint_id = $2 for update");
    pub(crate) FIND_PAYLOAD = "select payload from webhook_messages where id = $1";
    pub(crate) LIST_ATTEMPTS = "select id, number, at, duration_ms, url, request_headers, status,
            response_headers, response_body, error
        from webhook_attempts where delivery_id = $1 order by number desc, id desc limit 50";
    pub(crate) COUNT_REPLAYED = "select count(*) from webhook_deliveries where replayed_at > $1";
    pub(crate) REPLAY = "update webhook_deliveries
        set state = 'pending', tries = 0, due_at = $2, finished_at = null, replayed_at = $2
        where id = $1";
    // What is under way is left alone.
    pub(crate) REPLAY_MANY = "update webhook_deliveries
        set state = 'pending', tries = 0, due_at = $6, finished_at = null, replayed_at = $6
        where id in (select id from webhook_deliveries
            where endpoint_id = $1 and state = $2 and state <> 'pending' and created_at >= $3
                and created_at < $4
            order by id limit $5 for update)";
    pub(crate) COUNT = "select count(*) from webhook_deliveries
        where endpoint_id = $1 and state = $2 and state <> 'pending' and created_at >= $3
            and created_at < $4";
    pub(crate) INSERT_MESSAGE = "insert into webhook_messages (tenant_id, id, type, payload, created_at)
        values ($1, $2, $3, $4, $5)";
    pub(crate) INSERT = "insert into webhook_deliveries
        (tenant_id, id, endpoint_id, message_id, type, due_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $6)";
    pub(crate) EXPIRE_ATTEMPTS = "delete from webhook_attempts where at < $1";
    // What is still waiting is kept, however old.
    pub(crate) EXPIRE_MESSAGES = "delete from webhook_messages m where created_at < $1
        and not exists (select from webhook_deliveries d where d.tenant_id = m.tenant_id
            and d.message_id = m.id and d.state = 'pending')";
}

pub(crate) fn list(
    endpoint: WebhookEndpointId,
    state: Option<DeliveryState>,
    before: Option<Uuid>,
    rows: i64,
) -> Query<Vec<WebhookDelivery>> {
    let state = state.map_or("", DeliveryState::name);
    Query::many(&LIST, params![endpoint, before.unwrap_or(Uuid::max()), state, rows])
}

pub(crate) fn find(endpoint: WebhookEndpointId, id: WebhookDeliveryId) -> Query<Option<WebhookDelivery>> {
    Query::optional(&FIND, params![id, endpoint])
}

pub(crate) fn find_for_update(
    endpoint: WebhookEndpointId,
    id: WebhookDeliveryId,
) -> Query<Option<WebhookDelivery>> {
    Query::optional(&FIND_FOR_UPDATE, params![id, endpoint])
}

pub(crate) fn find_payload(message_id: Uuid) -> Query<Option<String>> {
    Query::optional(&FIND_PAYLOAD, params![message_id])
}

pub(crate) fn list_attempts(id: WebhookDeliveryId) -> Query<Vec<WebhookAttempt>> {
    Query::many(&LIST_ATTEMPTS, params![id])
}

pub(crate) fn count_replayed(since: Timestamp) -> Query<i64> {
    Query::one(&COUNT_REPLAYED, params![since])
}

pub(crate) fn replay(id: WebhookDeliveryId, now: Timestamp) -> Query<u64> {
    Query::execute(&REPLAY, params![id, now])
}

fn range(order: &WebhookReplayOrder, now: Timestamp) -> (&'static str, Timestamp, Timestamp) {
    let state = order.state.unwrap_or(DeliveryState::Failed).name();
    (state, order.since.unwrap_or(Timestamp::UNIX_EPOCH), order.until.unwrap_or(now))
}

pub(crate) fn replay_many(
    endpoint: WebhookEndpointId,
    order: &WebhookReplayOrder,
    limit: i64,
    now: Timestamp,
) -> Query<u64> {
    let (state, since, until) = range(order, now);
    Query::execute(&REPLAY_MANY, params![endpoint, state, since, until, limit, now])
}

pub(crate) fn count(endpoint: WebhookEndpointId, order: &WebhookReplayOrder, now: Timestamp) -> Query<i64> {
    let (state, since, until) = range(order, now);
    Query::one(&COUNT, params![endpoint, state, since, until])
}

pub(crate) fn insert_message(
    actor: &Actor,
    id: Uuid,
    kind: &str,
    payload: String,
    now: Timestamp,
) -> Query<u64> {
    Query::execute(&INSERT_MESSAGE, params![actor.tenant_id, id, kind.to_owned(), payload, now])
}

pub(crate) fn insert(actor: &Actor, delivery: &WebhookDelivery) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            delivery.id,
            delivery.endpoint_id,
            delivery.event_id,
            delivery.kind.clone(),
            delivery.created_at,
        ],
    )
}

/// What is past its time, with the attempts first. Across tenants, by the system.
pub fn expire(before: Timestamp) -> [Query<u64>; 2] {
    [Query::execute(&EXPIRE_ATTEMPTS, params![before]), Query::execute(&EXPIRE_MESSAGES, params![before])]
}
