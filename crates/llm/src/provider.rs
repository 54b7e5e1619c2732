//! A vendor of models, as the gateway sees it.

use std::fmt;
use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::request::{Message, estimate_tokens};
use crate::schema::Schema;

/// One call: the request with the repair round in it, for one model.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub model: String,
    pub system: String,
    pub messages: Vec<Message>,
    pub schema: Option<Schema>,
    pub output_tokens_max: u32,
    pub temperature: Option<f64>,
}

impl Prompt {
    /// The input as the ledger reserves it: every byte that is sent, and a little for the frame around each
    /// message.
    pub fn estimate_tokens_in(&self) -> i64 {
        let texts: usize = self.messages.iter().map(|message| message.text.len() + 16).sum();
        let schema = self.schema.as_ref().map_or(0, |schema| schema.source().to_string().len());
        estimate_tokens(self.system.len() + texts + schema)
    }
}

/// Tokens as the vendor counted them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenCount {
    pub tokens_in: i64,
    pub tokens_out: i64,
}

/// Why a model stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finish {
    Stop,
    Length,
    Refused(String),
}

/// A model's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub text: String,
    pub finish: Finish,
    /// As the vendor names it; may be more precise than what was asked for.
    pub model: String,
    /// `None` when the vendor does not say.
    pub tokens: Option<TokenCount>,
}

/// A call without an answer, by what it means for the next call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    #[error("rate limited")]
    RateLimited { retry_after: Option<Duration> },
    /// The vendor is in trouble (5xx, overloaded).
    #[error("the vendor failed with status {status}")]
    Server { status: u16, retry_after: Option<Duration> },
    /// The call may have been processed, and billed.
    #[error("no answer in time")]
    Timeout,
    /// The call was not processed.
    #[error("could not connect: {0}")]
    Connect(String),
    /// The call may have been processed, and billed.
    #[error("the answer broke off: {0}")]
    Broken(String),
    /// Our request, model name or key is wrong; the same call will fail again.
    #[error("the vendor rejected the call: {0}")]
    Rejected(String),
}

impl ProviderError {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate_limited",
            Self::Server { .. } => "server_error",
            Self::Timeout => "timeout",
            Self::Connect(_) => "not_connected",
            Self::Broken(_) => "broken",
            Self::Rejected(_) => "rejected",
        }
    }

    /// Whether the vendor may bill the call although there is no answer.
    pub(crate) fn may_cost(&self) -> bool {
        matches!(self, Self::Timeout | Self::Broken(_))
    }

    /// Whether the vendor is ill, which is what a circuit breaker counts.
    pub(crate) fn is_illness(&self) -> bool {
        !matches!(self, Self::RateLimited { .. } | Self::Rejected(_))
    }
}

/// A vendor account that completes prompts. Implementations do not retry, and do not log prompts or keys.
pub trait Provider: fmt::Debug + Send + Sync {
    /// Names the account in the ledger, in logs and among the circuit breakers.
    fn name(&self) -> &str;

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> BoxFuture<'a, Result<Completion, ProviderError>>;
}
