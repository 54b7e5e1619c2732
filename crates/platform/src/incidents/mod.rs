//! Things that went wrong and that a person of the tenant should know of.

pub mod queries;

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

crate::define_id!(IncidentId, "inc");

/// One thing that went wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Incident {
    pub id: IncidentId,
    pub at: Timestamp,
    /// What kind of failure, for programs.
    #[schema(example = "generation_fell_back")]
    pub kind: String,
    /// What happened and what to do, for people.
    pub message: String,
    #[serde(skip)]
    pub subject_id: Option<Uuid>,
}

impl FromRow for Incident {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            kind: row.get("kind")?,
            message: row.get("message")?,
            subject_id: row.get("subject_id")?,
        })
    }
}

/// Records an incident with the change that caused it.
pub fn record(tx: &mut crate::Tx, kind: &'static str, message: String, subject_id: Uuid) {
    let id: IncidentId = tx.new_id();
    let query = queries::insert(tx.actor.tenant_id, id, tx.now, (kind, message, subject_id));
    tx.defer(query);
}
