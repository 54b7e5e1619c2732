//! Statements on `webhook_endpoints`.

use db::{Query, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::model::{ApplicationRef, DisabledReason, WebhookEndpoint, WebhookEndpointId};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, url, description, event_types, application_id, ordering, state, disabled_reason,
                public_key, previous_until, failures_in_row, failing_since, paused_until, row_version,
                created_at, updated_at
             from webhook_endpoints ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("where id < $1 order by tenant_id, id desc limit $2");
    pub(crate) FIND = select!("where id = $1");
    pub(crate) FIND_FOR_UPDATE = select!("where id = $1 for update");
    pub(crate) FIND_KEYS = "select keys_sealed from webhook_endpoints where id = $1";
    pub(crate) COUNT = "select count(*) from webhook_endpoints";
    pub(crate) INSERT = "insert into webhook_endpoints
        (tenant_id, id, url, description, event_types, application_id, ordering, keys_sealed, public_key,
         created_by, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";
    pub(crate) UPDATE = "update webhook_endpoints
        set url = $2, description = $3, event_types = $4, ordering = $5, state = $6, disabled_reason = $7,
            failures_in_row = $8, failing_since = $9, paused_until = $10,
            warnings = case when $8 = 0 then 0 else warnings end, updated_at = $11,
            row_version = row_version + 1
        where id = $1";
    pub(crate) ROTATE = "update webhook_endpoints
        set keys_sealed = $2, public_key = $3, previous_until = $4, updated_at = $5,
            row_version = row_version + 1
        where id = $1";
    pub(crate) DELETE = "delete from webhook_endpoints where id = $1";
    pub(crate) FIND_APPLICATION = "select name from oauth_clients where id = $1 and state = 'approved'";
}

pub(crate) fn list(before: Option<Uuid>, rows: i64) -> Query<Vec<WebhookEndpoint>> {
    Query::many(&LIST, params![before.unwrap_or(Uuid::max()), rows])
}

pub(crate) fn find(id: WebhookEndpointId) -> Query<Option<WebhookEndpoint>> {
    Query::optional(&FIND, params![id])
}

pub(crate) fn find_for_update(id: WebhookEndpointId) -> Query<Option<WebhookEndpoint>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

pub(crate) fn find_keys(id: WebhookEndpointId) -> Query<Option<String>> {
    Query::optional(&FIND_KEYS, params![id])
}

pub(crate) fn count() -> Query<i64> {
    Query::one(&COUNT, params![])
}

pub(crate) fn insert(actor: &Actor, new: &WebhookEndpoint, keys_sealed: String) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            new.id,
            new.url.clone(),
            new.description.clone(),
            new.event_types.clone(),
            new.application_id.map(ApplicationRef::uuid),
            new.ordering.name(),
            keys_sealed,
            new.public_key.clone(),
            actor.member_id(),
            new.created_at,
        ],
    )
}

pub(crate) fn update(changed: &WebhookEndpoint, now: Timestamp) -> Query<u64> {
    Query::execute(
        &UPDATE,
        params![
            changed.id,
            changed.url.clone(),
            changed.description.clone(),
            changed.event_types.clone(),
            changed.ordering.name(),
            changed.state.name(),
            changed.disabled_reason.map(DisabledReason::name),
            changed.failures_in_row,
            changed.failing_since,
            changed.paused_until,
            now,
        ],
    )
}

pub(crate) fn rotate(changed: &WebhookEndpoint, keys_sealed: String, now: Timestamp) -> Query<u64> {
    let public_key = changed.public_key.clone();
    Query::execute(&ROTATE, params![changed.id, keys_sealed, public_key, changed.previous_until, now])
}

pub(crate) fn delete(id: WebhookEndpointId) -> Query<u64> {
    Query::execute(&DELETE, params![id])
}

/// The name of an application that was approved.
pub(crate) fn find_application(id: Uuid) -> Query<Option<String>> {
    Query::optional(&FIND_APPLICATION, params![id])
}
