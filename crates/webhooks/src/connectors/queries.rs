//! Statements on `webhook_connectors`.

use db::{Query, params};
use jiff::Timestamp;
use platform::Actor;
use serde_json::json;
use uuid::Uuid;

use super::model::{Found, WebhookConnector, WebhookConnectorId};

macro_rules! select {
    ($more:literal, $rest:literal) => {
        concat!(
            "select ",
            $more,
            "id, name, scheme, settings, state, last_received_at, row_version, created_at, updated_at
             from webhook_connectors ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("", "where id < $1 order by tenant_id, id desc limit $2");
    pub(crate) FIND = select!("", "where id = $1");
    pub(crate) FIND_FOR_UPDATE = select!("", "where id = $1 for update");
    // Before the tenant is known.
    pub(crate) FIND_ANYWHERE = select!("tenant_id, secret_sealed, ", "where id = $1 and state = 'enabled'");
    pub(crate) FIND_BY_SECRET = select!("tenant_id, secret_sealed, ",
        "where secret_hash = $2 and name = $1 and state = 'enabled' order by created_at limit 1");
    pub(crate) COUNT = "select count(*) from webhook_connectors";
    pub(crate) INSERT = "insert into webhook_connectors
        (tenant_id, id, name, scheme, settings, secret_sealed, secret_hash, created_by, created_at,
         updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    pub(crate) UPDATE = "update webhook_connectors
        set settings = $2, state = $3, updated_at = $4, row_version = row_version + 1 where id = $1";
    pub(crate) REPLACE_SECRET = "update webhook_connectors set secret_sealed = $2, secret_hash = $3
        where id = $1";
    pub(crate) DELETE = "delete from webhook_connectors where id = $1";
    // Not with every request: many may come at once, and they must not wait for each other.
    pub(crate) SEEN = "update webhook_connectors set last_received_at = $3
        where tenant_id = $1 and id = $2
            and (last_received_at is null or last_received_at < $3::timestamptz - interval '1 minute')";
}

pub(crate) fn list(before: Option<Uuid>, rows: i64) -> Query<Vec<WebhookConnector>> {
    Query::many(&LIST, params![before.unwrap_or(Uuid::max()), rows])
}

pub(crate) fn find(id: WebhookConnectorId) -> Query<Option<WebhookConnector>> {
    Query::optional(&FIND, params![id])
}

pub(crate) fn find_for_update(id: WebhookConnectorId) -> Query<Option<WebhookConnector>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

pub(crate) fn find_anywhere(id: WebhookConnectorId) -> Query<Option<Found>> {
    Query::optional(&FIND_ANYWHERE, params![id])
}

pub(crate) fn find_by_secret(name: &str, hash: [u8; 32]) -> Query<Option<Found>> {
    Query::optional(&FIND_BY_SECRET, params![name.to_owned(), hash.to_vec()])
}

pub(crate) fn count() -> Query<i64> {
    Query::one(&COUNT, params![])
}

pub(crate) fn insert(
    actor: &Actor,
    new: &WebhookConnector,
    (sealed, hash): (String, Option<[u8; 32]>),
) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            new.id,
            new.name.clone(),
            new.scheme.name(),
            json!(new.settings),
            sealed,
            hash.map(|hash| hash.to_vec()),
            actor.member_id(),
            new.created_at,
        ],
    )
}

pub(crate) fn update(changed: &WebhookConnector, now: Timestamp) -> Query<u64> {
    Query::execute(&UPDATE, params![changed.id, json!(changed.settings), changed.state.name(), now])
}

pub(crate) fn replace_secret(
    id: WebhookConnectorId,
    (sealed, hash): (String, Option<[u8; 32]>),
) -> Query<u64> {
    Query::execute(&REPLACE_SECRET, params![id, sealed, hash.map(|hash| hash.to_vec())])
}

pub(crate) fn delete(id: WebhookConnectorId) -> Query<u64> {
    Query::execute(&DELETE, params![id])
}

pub(crate) fn seen(tenant_id: Uuid, id: WebhookConnectorId, now: Timestamp) -> Query<u64> {
    Query::execute(&SEEN, params![tenant_id, id, now])
}
