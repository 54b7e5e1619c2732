//! A passkey, as its owner sees it.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::{Versioned, define_id};
use serde::Serialize;
use utoipa::ToSchema;

define_id!(PasskeyId, "pky");
define_id!(
    /// A challenge that was given out, to be answered once.
    ChallengeId, "chl"
);

/// A key that signs its owner in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Passkey {
    pub(crate) id: PasskeyId,
    #[schema(example = "Work laptop")]
    pub(crate) name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) last_used_at: Option<Timestamp>,
}

impl Versioned for Passkey {}

impl FromRow for Passkey {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}
