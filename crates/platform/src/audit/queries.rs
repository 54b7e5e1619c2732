//! Writing the audit log. It is read by `identity::activity` and the crate `audit`.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::personal::{Personal, acting};
use crate::{Actor, Audit};

db::statements! {
    pub(crate) INSERT = "insert into audit_events (tenant_id, id, at, action, class, level, actor_kind,
        actor_id, on_behalf_of, assurance_level, target_kind, target_id, client_id, campaign_id, request_id,
        actor_name, address, actor_sealed, target_name, changes, note, target_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
            $16, $17::text::inet, $18, $19, $20, $21, $22)";
}

pub(crate) fn insert(
    id: Uuid,
    actor: &Actor,
    now: Timestamp,
    audit: Audit,
    personal: Personal,
) -> Query<u64> {
    let request = &actor.request;
    let request_id = (!request.request_id.is_empty()).then(|| request.request_id.clone());
    let by_id = acting(actor).0;
    let (class, level) = (audit.class().name(), audit.level().name());
    let Personal { actor: by, target, actor_sealed, target_sealed } = personal;
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            id,
            now,
            audit.action,
            class,
            level,
            actor.kind_name(),
            by_id,
            actor.member_id().filter(|member| *member != by_id),
            i16::from(actor.assurance.level.clamp(1, 2)),
            audit.target_kind,
            audit.target_id,
            audit.client_id,
            audit.campaign_id,
            request_id,
            by.name,
            by.address,
            actor_sealed,
            target.name,
            target.changes,
            target.note,
            target_sealed,
        ],
    )
}
