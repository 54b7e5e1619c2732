//! Statements of the table `incidents`.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Incident, IncidentId};

db::statements! {
    pub(crate) INSERT = "insert into incidents (tenant_id, id, at, kind, message, subject_id)
        values ($1, $2, $3, $4, $5, $6)";
    pub(crate) LIST_RECENT = "select id, at, kind, message, subject_id from incidents
        where tenant_id = $1 order by id desc limit $2";
}

pub(crate) fn insert(
    tenant_id: Uuid,
    id: IncidentId,
    now: Timestamp,
    (kind, message, subject_id): (&'static str, String, Uuid),
) -> Query<u64> {
    Query::execute(&INSERT, params![tenant_id, id, now, kind, message, subject_id])
}

/// The newest incidents of the tenant.
pub fn list_recent(tenant_id: Uuid, limit: i64) -> Query<Vec<Incident>> {
    Query::many(&LIST_RECENT, params![tenant_id, limit])
}
