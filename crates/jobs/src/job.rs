//! What a job is, before and while it runs. Pure.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// An order for work, written with the change that wants it. `kind` names the handler in the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    pub kind: &'static str,
    /// What the handler needs to find its subject: ids, not copies of rows that may change before it runs.
    pub payload: Value,
    /// Higher runs earlier, among the jobs of one tenant only: no tenant can overtake another by priority.
    pub priority: i16,
    /// Not before this time; `None` is now.
    pub run_at: Option<Timestamp>,
    /// Claims until the job is dead. Leases given back at shutdown do not count.
    pub max_attempts: i32,
    /// While a job of the same tenant, kind and key is ready or running, another one is not written.
    pub unique_key: Option<String>,
}

impl NewJob {
    pub const MAX_ATTEMPTS: i32 = 5;

    pub fn new(kind: &'static str, payload: Value) -> Self {
        Self { kind, payload, priority: 0, run_at: None, max_attempts: Self::MAX_ATTEMPTS, unique_key: None }
    }

    #[must_use]
    pub fn priority(mut self, priority: i16) -> Self {
        self.priority = priority;
        self
    }

    #[must_use]
    pub fn run_at(mut self, at: Timestamp) -> Self {
        self.run_at = Some(at);
        self
    }

    #[must_use]
    pub fn max_attempts(mut self, attempts: i32) -> Self {
        self.max_attempts = attempts;
        self
    }

    #[must_use]
    pub fn unique_key(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }
}

/// Where an order comes from: whose it is, who gave it, in which trace, when.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    pub tenant_id: Uuid,
    /// The actor as the enqueuing side describes it; handed to the handler unread.
    pub actor: Value,
    /// W3C `traceparent` of the request that enqueued.
    pub trace_parent: Option<String>,
    pub now: Timestamp,
}

/// What a write about a running job must prove. `attempt` counts up at each claim, so an older holder of the
/// same job fails the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence {
    pub tenant_id: Uuid,
    pub id: Uuid,
    pub attempt: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    Ready,
    Running,
    Done,
    /// Failed for good, or out of attempts: kept for a person to look at.
    Dead,
    Cancelled,
}

impl JobState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ready, Self::Running, Self::Done, Self::Dead, Self::Cancelled]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}
