//! Writing and following the outbox.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::Event;

db::statements! {
    pub(crate) INSERT = "insert into events
        (tenant_id, at, topic, type, subject_id, client_id, campaign_id, version, internal, data, trace_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, nullif($11, ''))";
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
    pub(crate) HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text";
    pub(crate) FOLLOW_AUDIT = "
        select e.tenant_id, 0::bigint as seq, e.written_by::text as written_by,
            'audit_event:' || e.id::text as topic, 'audit.recorded' as type, e.id as subject_id, e.client_id,
            e.campaign_id, 0::bigint as version, true as internal
        from tenants t cross join lateral (
            select a.tenant_id, a.written_by, a.id, a.client_id, a.campaign_id from audit_events a
            where a.tenant_id = t.id and a.written_by >= $1::text::xid8 and a.written_by < $2::text::xid8
            order by a.written_by, a.id limit $3) e
        order by e.written_by, e.id limit $3";
    pub(crate) FOLLOW_WHOLE = "select tenant_id, id, seq, written_by::text as written_by, at, topic, type,
            subject_id, client_id, campaign_id, version, data, trace_id
        from events
        where (written_by, seq) > ($1::text::xid8, $2)
            and written_by < pg_snapshot_xmin(pg_current_snapshot())
        order by events.written_by, seq limit $3";
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

/// A row of the outbox with everything that others may be told.
#[derive(Clone, Debug)]
pub struct Told {
    pub tenant_id: Uuid,
    pub id: Uuid,
    pub seq: i64,
    pub written_by: String,
    pub at: Timestamp,
    pub topic: String,
    pub kind: String,
    pub subject_id: Uuid,
    pub client_id: Option<Uuid>,
    pub campaign_id: Option<Uuid>,
    pub version: i64,
    pub data: Option<Value>,
    pub trace_id: Option<String>,
}

impl FromRow for Told {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: row.get("id")?,
            seq: row.get("seq")?,
            written_by: row.get("written_by")?,
            at: row.get("at")?,
            topic: row.get("topic")?,
            kind: row.get("type")?,
            subject_id: row.get("subject_id")?,
            client_id: row.get("client_id")?,
            campaign_id: row.get("campaign_id")?,
            version: row.get("version")?,
            data: row.get("data")?,
            trace_id: row.get("trace_id")?,
        })
    }
}

pub(crate) fn insert(tenant_id: Uuid, now: Timestamp, event: &Event, trace_id: &str) -> Query<u64> {
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
            event.data.clone(),
            trace_id.to_owned(),
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

/// As [`follow`], with what the rows say.
pub fn follow_whole(written_by: String, seq: i64, limit: i64) -> Query<Vec<Told>> {
    Query::many(&FOLLOW_WHOLE, params![written_by, seq, limit])
}

/// As [`follow`], within the reader's tenant.
pub fn follow_tenant(tenant_id: Uuid, written_by: String, seq: i64, limit: i64) -> Query<Vec<Recorded>> {
    Query::many(&FOLLOW_TENANT, params![tenant_id, written_by, seq, limit])
}

/// The oldest transaction that is still open: everything older has settled.
pub fn horizon() -> Query<String> {
    Query::one(&HORIZON, params![])
}

/// The settled events of the audit log between two horizons, as if they were in the outbox.
pub fn follow_audit(since: String, until: String, limit: i64) -> Query<Vec<Recorded>> {
    Query::many(&FOLLOW_AUDIT, params![since, until, limit])
}

/// Whether the tenant's rows after a position are all kept: the position itself, or one before it, still is.
pub fn is_whole_after(tenant_id: Uuid, written_by: String, seq: i64) -> Query<bool> {
    Query::one(&IS_WHOLE_AFTER, params![tenant_id, written_by, seq])
}

/// Removes what nobody resumes from any more. Across tenants, by the system.
pub fn expire(before: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE, params![before])
}
