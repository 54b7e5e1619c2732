//! Writing the activity log. It is read by `identity::activity`.

use db::{Query, params};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{Actor, Audit};

db::statements! {
    pub(crate) INSERT = "insert into audit_events (tenant_id, id, at, action, actor_kind, actor_id,
        actor_name, target_kind, target_id, target_name, client_id, campaign_id, changes, note, request_id,
        address)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
}

pub(crate) fn insert(id: Uuid, actor: &Actor, now: Timestamp, audit: Audit) -> Query<u64> {
    let request = &actor.request;
    let request_id = (!request.request_id.is_empty()).then(|| request.request_id.clone());
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            id,
            now,
            audit.action,
            actor.kind_name(),
            actor.id(),
            actor.name.to_string(),
            audit.target_kind,
            audit.target_id,
            audit.target_name,
            audit.client_id,
            audit.campaign_id,
            Value::Array(audit.changes),
            audit.note,
            request_id,
            request.address,
        ],
    )
}
