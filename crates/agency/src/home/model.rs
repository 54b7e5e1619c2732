//! The first page and the page about usage, as they are shown. Pure.

use jiff::civil::Date;
use platform::Versioned;
use platform::incidents::Incident;
use serde::Serialize;
use utoipa::ToSchema;

use crate::generation::Batch;
use crate::ideas::Idea;

/// What is waiting, and how things stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Home {
    /// Ideas that the agency has to decide about, the newest eight.
    pub waiting_internal: Vec<Idea>,
    /// How many ideas are with clients.
    pub waiting_client: i64,
    /// Ideas that came back, the newest eight.
    pub changes_requested: Vec<Idea>,
    /// The newest five; none for the client's side.
    pub recent_batches: Vec<Batch>,
    pub campaigns_active: i64,
    pub ideas_approved_this_month: i64,
    /// Null for who may not see usage.
    #[schema(required = true)]
    pub budget: Option<HomeBudget>,
}

impl Versioned for Home {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HomeBudget {
    pub spent_micros: i64,
    pub budget_micros: i64,
}

/// What language models have cost this month. Amounts are millionths of the currency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Usage {
    pub period_start: Date,
    pub budget_micros: i64,
    pub spent_micros: i64,
    /// What calls under way may still cost.
    pub reserved_micros: i64,
    pub calls: i64,
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub by_model: Vec<ModelUsage>,
    /// The newest twenty things that went wrong.
    pub incidents: Vec<Incident>,
}

impl Versioned for Usage {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ModelUsage {
    #[schema(example = "gpt-5-mini")]
    pub model: String,
    pub provider: String,
    pub calls: i64,
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub cost_micros: i64,
}

impl From<llm::queries::ModelUsage> for ModelUsage {
    fn from(usage: llm::queries::ModelUsage) -> Self {
        let llm::queries::ModelUsage { model, provider, calls, tokens_in, tokens_out, cost_micros } = usage;
        Self { model, provider, calls, tokens_in, tokens_out, cost_micros }
    }
}
