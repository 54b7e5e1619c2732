//! Statements of the table `idempotency_keys`.

use db::{Query, params};
use jiff::Timestamp;
use serde_json::Value;

use crate::Actor;
use crate::actor::IdempotentRequest;
use crate::http::respond::Answer;

db::statements! {
    pub(crate) CLAIM = "insert into idempotency_keys (tenant_id, actor_id, key, fingerprint, created_at)
        values ($1, $2, $3, $4, $5) on conflict do nothing";
    pub(crate) STORE = "update idempotency_keys set status = $4, headers = $5, body = $6
        where tenant_id = $1 and actor_id = $2 and key = $3";
    pub(crate) FIND = "select fingerprint, status, headers, body from idempotency_keys
        where tenant_id = $1 and actor_id = $2 and key = $3";
    pub(crate) EXPIRE = "delete from idempotency_keys where created_at < $1";
}

/// What was answered to a key before.
pub(crate) type Stored = (Vec<u8>, Option<i16>, Value, Option<Vec<u8>>);

/// One affected row: the key is ours. None: somebody has it, or waited for and committed it.
pub(crate) fn claim(actor: &Actor, request: &IdempotentRequest, now: Timestamp) -> Query<u64> {
    Query::execute(
        &CLAIM,
        params![actor.tenant_id, actor.id(), request.key.clone(), request.fingerprint.clone(), now],
    )
}

/// `body` is sealed: an answer may hold what the database must not know, the token of a link.
pub(crate) fn store(
    actor: &Actor,
    request: &IdempotentRequest,
    answer: &Answer,
    body: Option<Vec<u8>>,
) -> Query<u64> {
    let status = i16::try_from(answer.status.as_u16()).unwrap_or(500);
    Query::execute(
        &STORE,
        params![actor.tenant_id, actor.id(), request.key.clone(), status, answer.stored_headers(), body,],
    )
}

pub(crate) fn find(actor: &Actor, key: &str) -> Query<Option<Stored>> {
    Query::optional(&FIND, params![actor.tenant_id, actor.id(), key.to_owned()])
}

/// Across tenants, by the system.
pub fn expire(before: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE, params![before])
}
