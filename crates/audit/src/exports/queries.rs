//! Statements of the tables `audit_exports` and `audit_export_chunks`.

use db::{Query, params};
use jiff::Timestamp;
use platform::Actor;
use serde_json::Value;
use uuid::Uuid;

use super::model::{AuditChunk, AuditExport, AuditExportId};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, state, filters, rows_done, bytes_done, problem, created_at, finished_at, expires_at,
                chunks, place, job_id from audit_exports ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) INSERT = "insert into audit_exports
        (tenant_id, id, state, filters, job_id, created_by, created_at, expires_at)
        values ($1, $2, 'queued', $3, $4, $5, $6, $7)";
    pub(crate) FIND = select!("where id = $1");
    pub(crate) FIND_FOR_UPDATE = select!("where id = $1 for update");
    pub(crate) LIST = select!("where id < $1 order by tenant_id, id desc limit $2");
    pub(crate) BEGIN = "update audit_exports set state = 'running'
        where tenant_id = $1 and id = $2 and state in ('queued', 'running')";
    pub(crate) ADVANCE = "update audit_exports
        set rows_done = rows_done + $3, bytes_done = bytes_done + $4, chunks = chunks + 1, place = $5
        where tenant_id = $1 and id = $2 and state = 'running' and chunks = $6";
    pub(crate) END = "update audit_exports set state = $3, problem = $4, finished_at = $5
        where tenant_id = $1 and id = $2 and state in ('queued', 'running')";
    pub(crate) INSERT_CHUNK = "insert into audit_export_chunks
        (tenant_id, export_id, number, rows, bytes, sha256, content) values ($1, $2, $3, $4, $5, $6, $7)";
    pub(crate) REMOVE_CHUNKS = "delete from audit_export_chunks where tenant_id = $1 and export_id = $2";
    pub(crate) LIST_CHUNKS = "select number, rows, bytes, encode(sha256, 'hex') as sha256
        from audit_export_chunks where export_id = $1 order by number";
    pub(crate) FIND_CHUNK = "select content from audit_export_chunks where export_id = $1 and number = $2";
    pub(crate) EXPIRE = "delete from audit_exports where expires_at < $1";
}

pub(crate) fn insert(actor: &Actor, export: &AuditExport) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            export.id,
            export.filters.clone(),
            export.job_id,
            actor.id(),
            export.created_at,
            export.expires_at,
        ],
    )
}

pub(crate) fn find(id: AuditExportId) -> Query<Option<AuditExport>> {
    Query::optional(&FIND, params![id])
}

pub(crate) fn find_for_update(id: AuditExportId) -> Query<Option<AuditExport>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

pub(crate) fn list(before: Option<Uuid>, rows: i64) -> Query<Vec<AuditExport>> {
    Query::many(&LIST, params![before.unwrap_or(Uuid::max()), rows])
}

/// None affected: it was cancelled, or is over.
pub(crate) fn begin(tenant_id: Uuid, id: AuditExportId) -> Query<u64> {
    Query::execute(&BEGIN, params![tenant_id, id])
}

/// A chunk as it is stored.
pub(crate) struct NewChunk {
    pub(crate) number: i32,
    pub(crate) rows: i32,
    pub(crate) bytes: i32,
    pub(crate) sha256: Vec<u8>,
    pub(crate) content: String,
    /// The last event in it.
    pub(crate) place: Uuid,
}

pub(crate) fn insert_chunk(tenant_id: Uuid, id: AuditExportId, chunk: &NewChunk) -> Query<u64> {
    let NewChunk { number, rows, bytes, sha256, content, .. } = chunk;
    Query::execute(
        &INSERT_CHUNK,
        params![tenant_id, id, *number, *rows, *bytes, sha256.clone(), content.clone()],
    )
}

/// None affected: it was cancelled, or another worker is at it.
pub(crate) fn advance(tenant_id: Uuid, id: AuditExportId, chunk: &NewChunk) -> Query<u64> {
    let NewChunk { number, rows, bytes, place, .. } = chunk;
    let (rows, bytes) = (i64::from(*rows), i64::from(*bytes));
    Query::execute(&ADVANCE, params![tenant_id, id, rows, bytes, *place, *number])
}

pub(crate) fn end(
    tenant_id: Uuid,
    id: AuditExportId,
    state: &'static str,
    problem: Option<String>,
    now: Timestamp,
) -> Query<u64> {
    Query::execute(&END, params![tenant_id, id, state, problem, now])
}

pub(crate) fn remove_chunks(tenant_id: Uuid, id: AuditExportId) -> Query<u64> {
    Query::execute(&REMOVE_CHUNKS, params![tenant_id, id])
}

pub(crate) fn list_chunks(id: AuditExportId) -> Query<Vec<AuditChunk>> {
    Query::many(&LIST_CHUNKS, params![id])
}

pub(crate) fn find_chunk(id: AuditExportId, number: i32) -> Query<Option<String>> {
    Query::optional(&FIND_CHUNK, params![id, number])
}

/// Across tenants, by the system.
pub fn expire(now: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE, params![now])
}

/// The filters as they were asked for.
pub(crate) fn filters(value: &Value) -> crate::events::EventFilter {
    serde_json::from_value(value.clone()).unwrap_or_default()
}
