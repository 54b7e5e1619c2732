//! Writing versions. They are read by the crate `history`.

use db::{Query, params};
use jiff::Timestamp;
use serde_json::Value;

use super::{Kept, Purpose, Sealed, VersionAction};
use crate::Actor;

db::statements! {
    // The aggregate's row is locked by whoever changes it, so the numbers of one come one after the other.
    // A state that the newest version does not show was there before versions were kept, or came past the
    // operations: it is recorded first.
    pub(crate) INSERT = "
        with newest as (
            select number, digest from versions where tenant_id = $1 and kind = $2 and entity_id = $3
            order by number desc limit 1
        ),
        baseline as (
            insert into versions (tenant_id, id, kind, entity_id, entity_name, number, action, at, actor_kind,
                actor_name, schema_version, snapshot, digest)
            select $1, $4, $2, $3, $5, coalesce((select number from newest), 0) + 1, 'baseline', $6, 'system',
                'Atelier', $7, $8, $9
            where $8::jsonb is not null and not exists (select from newest where digest = $9)
            returning number
        )
        insert into versions (tenant_id, id, kind, entity_id, entity_name, number, action, at, actor_kind,
            actor_id, actor_name, request_id, schema_version, snapshot, digest, fields, source_id)
        values ($1, $10, $2, $3, $5,
            coalesce((select number from baseline), (select number from newest), 0) + 1,
            $11, $6, $12, $13, $14, $15, $7, $16, $17, $18, $19)";
}

pub(crate) fn insert(actor: &Actor, now: Timestamp, sealed: Sealed) -> Query<u64> {
    let Sealed { kept: Kept { baseline_id, id, purpose, snapshot }, before_digest, after_digest } = sealed;
    let made = if snapshot.before.is_some() { VersionAction::Updated } else { VersionAction::Created };
    let purpose = purpose.unwrap_or(Purpose { action: made, source: None });
    let request_id = (!actor.request.request_id.is_empty()).then(|| actor.request.request_id.clone());
    let actor_id = Some(actor.id()).filter(|id| !id.is_nil());
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            snapshot.aggregate.kind,
            snapshot.id,
            baseline_id,
            snapshot.name,
            now,
            snapshot.aggregate.schema_version(),
            snapshot.before.map(Value::Object),
            before_digest,
            id,
            purpose.action.as_str(),
            actor.kind_name(),
            actor_id,
            actor.name.to_string(),
            request_id,
            Value::Object(snapshot.after),
            after_digest,
            snapshot.fields,
            purpose.source,
        ],
    )
}
