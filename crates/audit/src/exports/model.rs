//! What an export is.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::Versioned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::events::EventFilter;

platform::define_id!(AuditExportId, "exp");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AuditExportState {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// An export of the audit log.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AuditExport {
    pub(crate) id: AuditExportId,
    pub(crate) state: AuditExportState,
    /// Which events were asked for.
    #[schema(value_type = EventFilter)]
    pub(crate) filters: Value,
    /// Events written so far.
    #[schema(minimum = 0)]
    pub(crate) rows: i64,
    #[schema(minimum = 0)]
    pub(crate) bytes: i64,
    /// What went wrong, when it failed.
    #[schema(required = true)]
    pub(crate) problem: Option<String>,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) finished_at: Option<Timestamp>,
    /// When it is removed.
    #[schema(value_type = String, format = "date-time")]
    pub(crate) expires_at: Timestamp,
    #[serde(skip)]
    pub(crate) chunks: i32,
    #[serde(skip)]
    pub(crate) place: Option<Uuid>,
    #[serde(skip)]
    pub(crate) job_id: Uuid,
}

impl Versioned for AuditExport {
    fn location(&self) -> Option<String> {
        Some(format!("/audit-exports/{}", self.id))
    }
}

impl FromRow for AuditExport {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let state: &str = row.get("state")?;
        Ok(Self {
            id: row.get("id")?,
            state: serde_json::from_value(state.into()).map_err(|e| DbError::Other(e.to_string()))?,
            filters: row.get("filters")?,
            rows: row.get("rows_done")?,
            bytes: row.get("bytes_done")?,
            problem: row.get("problem")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
            expires_at: row.get("expires_at")?,
            chunks: row.get("chunks")?,
            place: row.get("place")?,
            job_id: row.get("job_id")?,
        })
    }
}

/// What an export consists of, to be kept with it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditManifest {
    pub(crate) export: AuditExport,
    #[schema(example = "application/jsonl")]
    pub(crate) format: &'static str,
    /// In their order; together they are the file.
    pub(crate) chunks: Vec<AuditChunk>,
    /// Over the hashes of the chunks, in their order, in hex.
    pub(crate) sha256: String,
}

impl Versioned for AuditManifest {}

/// A part of the file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditChunk {
    #[schema(minimum = 0)]
    pub(crate) number: i32,
    #[schema(minimum = 1)]
    pub(crate) rows: i32,
    #[schema(minimum = 1)]
    pub(crate) bytes: i32,
    /// In hex.
    pub(crate) sha256: String,
}

impl FromRow for AuditChunk {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            number: row.get("number")?,
            rows: row.get("rows")?,
            bytes: row.get("bytes")?,
            sha256: row.get("sha256")?,
        })
    }
}
