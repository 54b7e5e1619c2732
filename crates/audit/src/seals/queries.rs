//! Reading `audit_seals`.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;

db::statements! {
    pub(crate) LIST = "select batch, rows, encode(root, 'hex') as root,
            encode(previous_root, 'hex') as previous_root, encode(signature, 'hex') as signature, first_at,
            last_at, last_written_by::text as last_written_by, last_id, sealed_at
        from audit_seals where batch < $1 order by tenant_id, batch desc limit $2";
    pub(crate) COUNT_UNSEALED = "select count(*) from audit_events e
        where (e.written_by, e.id) > (
            coalesce((select s.last_written_by from audit_seals s order by s.tenant_id, s.batch desc limit 1),
                '0'::xid8),
            coalesce((select s.last_id from audit_seals s order by s.tenant_id, s.batch desc limit 1),
                '00000000-0000-0000-0000-000000000000'::uuid))";
}

/// A seal, as its row tells it.
pub(crate) struct SealRow {
    pub(crate) batch: i64,
    pub(crate) rows: i32,
    pub(crate) root: String,
    pub(crate) previous_root: String,
    pub(crate) signature: String,
    pub(crate) first_at: Timestamp,
    pub(crate) last_at: Timestamp,
    pub(crate) last_written_by: String,
    pub(crate) last_id: uuid::Uuid,
    pub(crate) sealed_at: Timestamp,
}

impl FromRow for SealRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            batch: row.get("batch")?,
            rows: row.get("rows")?,
            root: row.get("root")?,
            previous_root: row.get("previous_root")?,
            signature: row.get("signature")?,
            first_at: row.get("first_at")?,
            last_at: row.get("last_at")?,
            last_written_by: row.get("last_written_by")?,
            last_id: row.get("last_id")?,
            sealed_at: row.get("sealed_at")?,
        })
    }
}

pub(crate) fn list(before: Option<i64>, rows: i64) -> Query<Vec<SealRow>> {
    Query::many(&LIST, params![before.unwrap_or(i64::MAX), rows])
}

pub(crate) fn count_unsealed() -> Query<i64> {
    Query::one(&COUNT_UNSEALED, params![])
}
