//! A batch: ideas that are generated together. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::campaigns::CampaignId;
use crate::words::words;

define_id!(
    /// A batch of ideas.
    BatchId, "bat"
);

/// Ideas of one batch, posts and reels together.
pub(super) const IDEAS_MAX: i32 = 50;

words! {
    /// Where a batch stands.
    pub enum BatchState {
        Queued = "queued",
        Running = "running",
        Succeeded = "succeeded",
        /// The same was asked before: the answers of then, at no cost.
        Cached = "cached",
        /// Not every idea could be had from a model: labelled template drafts stand in.
        Fallback = "fallback",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

impl BatchState {
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

words! {
    /// What is being done.
    pub enum BatchStage {
        Queued = "queued",
        Cache = "cache",
        Prompt = "prompt",
        Model = "model",
        Validate = "validate",
        Store = "store",
        Done = "done",
    }
}

/// Ideas that are generated together, with the progress of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Batch {
    pub id: BatchId,
    pub campaign_id: CampaignId,
    pub state: BatchState,
    pub stage: BatchStage,
    /// Ideas that are written, of `progress_total`.
    pub progress_done: i32,
    pub progress_total: i32,
    pub posts: i32,
    pub reels: i32,
    /// Ideas that were stored.
    pub ideas_created: i32,
    #[schema(required = true, example = "gpt-5-mini")]
    pub model: Option<String>,
    /// The model is this installation's sandbox.
    pub is_sandbox: bool,
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// Millionths of the currency.
    pub cost_micros: i64,
    /// Which try it is.
    pub attempt: i32,
    /// For people: why it waits, fell back or failed.
    #[schema(required = true)]
    pub detail: Option<String>,
    pub created_at: Timestamp,
    #[schema(required = true)]
    pub finished_at: Option<Timestamp>,
    pub created_by_name: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) instructions: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) job_id: Uuid,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) client_id: Uuid,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) campaign_name: String,
}

impl Versioned for Batch {
    fn location(&self) -> Option<String> {
        Some(format!("/batches/{}", self.id))
    }
}

impl FromRow for Batch {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            campaign_id: row.get("campaign_id")?,
            state: row.get("state")?,
            stage: row.get("stage")?,
            progress_done: row.get("progress_done")?,
            progress_total: row.get("progress_total")?,
            posts: row.get("posts")?,
            reels: row.get("reels")?,
            ideas_created: row.get("ideas_created")?,
            model: row.get("model")?,
            is_sandbox: row.get("is_sandbox")?,
            tokens_in: row.get("tokens_in")?,
            tokens_out: row.get("tokens_out")?,
            cost_micros: row.get("cost_micros")?,
            attempt: row.get("attempt")?,
            detail: row.get("detail")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
            created_by_name: row.get("created_by_name")?,
            instructions: row.get("instructions")?,
            job_id: row.get("job_id")?,
            client_id: row.get("client_id")?,
            campaign_name: row.get("campaign_name")?,
        })
    }
}

/// What to generate. What is absent is what the campaign's brief says.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchCreate {
    #[garde(range(min = 0, max = IDEAS_MAX))]
    #[schema(minimum = 0, maximum = 50, example = 4)]
    pub posts: Option<i32>,
    #[garde(range(min = 0, max = IDEAS_MAX))]
    #[schema(minimum = 0, maximum = 50)]
    pub reels: Option<i32>,
    /// What is special this time.
    #[garde(length(chars, max = 2000), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 2000)]
    pub instructions: Option<String>,
}
