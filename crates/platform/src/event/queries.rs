//! Writing and following the outbox.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use uuid::Uuid;

use crate::Event;

db::statements! {
    pub(crate) INSERT = "insert into events
        (tenant_id, at, topic, type, subject_id, client_id, campaign_id, version, internal)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    // A settled transaction writes nothing more, so every number of it is past: the end of an index says all.
    pub(crate) LATEST = "select coalesce(max(written_by), '0'::xid8)::text, 9223372036854775807
        from events where written_by < pg_snapshot_xmin(pg_current_snapshot())";
    pub(crate) FOLLOW = "select tenant_id, seq, written_by::text as written_by, topic, type, subject_id,
            client_id, campaign_id, version, internal
        from events
        where (written_by, seq) > ($1::text::xid8, $2)
            and written_by < pg_snapshot_xmin(pg_current_snapshot())
        order by events.written_by, seq limit $3";
    pub(crate) FOLLOW_TENANT = "
        select tenant_id, seq, written_by::text as written_by, topic, type, subject_id,
            client_id, campaign_id, version, internal
        from events
        where tenant_id = $1 and (written_by, seq) > ($2::text::xid8, $3)
            and written_by < pg_snapshot_xmin(pg_current_snapshot())
        order by events.written_by, seq limit $4";
    pub(crate) IS_WHOLE_AFTER = "select exists (select from events
        where tenant_id = $1 and (written_by, seq) <= ($2::text::xid8, $3))";
    pub(crate) EXPIRE = "delete from events where at < $1";
}

/// A row of the outbox as readers see it.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub tenant_id: Uuid,
    pub seq: i64,
    pub written_by: String,
    pub topic: String,
    pub kind: String,
    pub subject_id: Uuid,
    pub client_id: Option<Uuid>,
    pub campaign_id: Option<Uuid>,
    pub version: i64,
    pub is_internal: bool,
}

impl FromRow for Recorded {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            seq: row.get("seq")?,
            written_by: row.get("written_by")?,
            topic: row.get("topic")?,
            kind: row.get("type")?,
            subject_id: row.get("subject_id")?,
            client_id: row.get("client_id")?,
            campaign_id: row.get("campaign_id")?,
            version: row.get("version")?,
            is_internal: row.get("internal")?,
        })
    }
}

pub(crate) fn insert(tenant_id: Uuid, now: Timestamp, event: &Event) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            tenant_id,
            now,
            format!("{}:{}", event.subject_kind, event.subject_id),
            event.kind,
            event.subject_id,
            event.client_id,
            event.campaign_id,
            event.version,
            event.is_internal,
        ],
    )
}

/// Where a reader that starts now begins: behind the newest settled transaction.
pub fn latest() -> Query<(String, i64)> {
    Query::one(&LATEST, params![])
}

/// The settled rows after a position, oldest first. A row of a transaction that is still open, or newer than
/// one that is, waits: so none is skipped.
pub fn follow(written_by: String, seq: i64, limit: i64) -> Query<Vec<Recorded>> {
    Query::many(&FOLLOW, params![written_by, seq, limit])
}

/// As [`follow`], within the reader's tenant.
pub fn follow_tenant(tenant_id: Uuid, written_by: String, seq: i64, limit: i64) -> Query<Vec<Recorded>> {
    Query::many(&FOLLOW_TENANT, params![tenant_id, written_by, seq, limit])
}

/// Whether the tenant's rows after a position are all kept: the position itself, or one before it, still is.
pub fn is_whole_after(tenant_id: Uuid, written_by: String, seq: i64) -> Query<bool> {
    Query::one(&IS_WHOLE_AFTER, params![tenant_id, written_by, seq])
}

/// Removes what nobody resumes from any more. Across tenants, by the system.
pub fn expire(before: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE, params![before])
}
