//! How a generation ended.

use std::time::Duration;

use serde_json::Value;

/// What a generation consumed, over all its calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// Millionths of the billing currency.
    pub cost_micros: i64,
}

impl Usage {
    pub(crate) fn add(&mut self, other: Self) {
        self.tokens_in += other.tokens_in;
        self.tokens_out += other.tokens_out;
        self.cost_micros += other.cost_micros;
    }
}

/// A usable answer and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// Valid against the request's schema; a string when there was none.
    pub value: Value,
    /// As the vendor names the model that answered.
    pub model: String,
    pub provider: String,
    pub usage: Usage,
    /// Calls that were made for it.
    pub attempts: u32,
}

/// How a generation ended. Everything but `Ok` is told apart by what the caller can do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Ok(Generated),
    /// The model will not do this. Asking again the same way is pointless.
    Refused {
        reason: String,
    },
    /// The answer did not fit into the output limit. Ask for less, or allow more.
    Truncated {
        output_tokens_max: u32,
    },
    /// No answer in time.
    Timeout,
    /// Every route is rate limited.
    RateLimited {
        retry_after: Option<Duration>,
    },
    /// The answer did not fit the schema, not even after the repair round.
    Invalid {
        problems: Vec<String>,
    },
    /// No route works. `reason` is for operators: it may quote a vendor.
    Unavailable {
        reason: String,
        retry_after: Option<Duration>,
    },
    /// The tenant's budget of this month does not cover the call.
    OverBudget {
        remaining_micros: i64,
        needed_micros: i64,
    },
    Cancelled,
}

impl Outcome {
    /// A short stable name, for the ledger, logs and metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ok(_) => "ok",
            Self::Refused { .. } => "refused",
            Self::Truncated { .. } => "truncated",
            Self::Timeout => "timeout",
            Self::RateLimited { .. } => "rate_limited",
            Self::Invalid { .. } => "invalid",
            Self::Unavailable { .. } => "unavailable",
            Self::OverBudget { .. } => "over_budget",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the same generation may succeed later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Timeout | Self::RateLimited { .. } | Self::Unavailable { .. })
    }
}
