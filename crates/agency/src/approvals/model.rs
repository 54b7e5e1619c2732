//! Types of rounds and decisions. Pure.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::define_id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ideas::{IdeaEvent, Stage};
use crate::words::words;

define_id!(
    /// An approval round.
    RoundId, "rnd"
);

words! {
    /// What became of a round.
    pub enum RoundState {
        Open = "open",
        Approved = "approved",
        ChangesRequested = "changes_requested",
        Rejected = "rejected",
        /// Nothing was decided: the content became another, or the idea was taken back.
        Void = "void",
    }
}

words! {
    /// What was decided.
    pub enum Decided {
        Approved = "approved",
        ChangesRequested = "changes_requested",
        Rejected = "rejected",
    }
}

impl Decided {
    /// The decision that an event is, if it is one.
    pub fn by(event: IdeaEvent) -> Option<Self> {
        match event {
            IdeaEvent::Approve => Some(Self::Approved),
            IdeaEvent::RequestChanges => Some(Self::ChangesRequested),
            IdeaEvent::Reject => Some(Self::Rejected),
            _ => None,
        }
    }
}

words! {
    /// On which side somebody decided.
    pub enum DecisionActor {
        Member = "member",
        Client = "client",
        Link = "link",
        /// The client's policy asks nobody.
        Policy = "policy",
    }
}

/// One decision, as it is shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    pub verdict: Decided,
    pub actor_name: String,
    pub actor_kind: DecisionActor,
    #[schema(required = true)]
    pub comment: Option<String>,
    pub at: Timestamp,
}

/// A stage being decided, for exactly one content.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Round {
    pub id: RoundId,
    pub stage: Stage,
    pub content_version: i32,
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub content_hash: String,
    pub state: RoundState,
    pub opened_at: Timestamp,
    pub opened_by_name: String,
    #[schema(required = true)]
    pub closed_at: Option<Timestamp>,
    pub decisions: Vec<Decision>,
}

impl FromRow for Round {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let decisions: serde_json::Value = row.get("decisions")?;
        Ok(Self {
            id: row.get("id")?,
            stage: row.get("stage")?,
            content_version: row.get("content_version")?,
            content_hash: row.get("content_hash")?,
            state: row.get("state")?,
            opened_at: row.get("opened_at")?,
            opened_by_name: row.get("opened_by_name")?,
            closed_at: row.get("closed_at")?,
            decisions: serde_json::from_value(decisions)
                .map_err(|error| DbError::Other(format!("stored decisions cannot be read: {error}")))?,
        })
    }
}
