//! The gateway: one request, a chain of routes, one outcome.

mod chain;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use outbound::{Breakers, Retry};
use tokio::time::Instant;
use uuid::Uuid;

use self::chain::Chain;
use crate::ledger::Ledger;
use crate::outcome::Outcome;
use crate::prices::Prices;
use crate::provider::Provider;
use crate::request::Request;

/// A model at a provider.
#[derive(Debug, Clone)]
pub struct Route {
    pub provider: Arc<dyn Provider>,
    pub model: String,
}

/// On whose behalf, for what, and how long.
#[derive(Debug, Clone)]
pub struct Context {
    pub tenant_id: Uuid,
    /// Groups the calls in the ledger: the job or batch they are made for.
    pub work_id: Uuid,
    pub now: Timestamp,
    /// For everything: all routes, retries and the repair round.
    pub timeout: Duration,
    /// Tried in order.
    pub routes: Vec<Route>,
}

/// How patient the gateway is.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// For one call.
    pub attempt_timeout: Duration,
    /// For the calls along one route.
    pub retry: Retry,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            attempt_timeout: Duration::from_secs(90),
            retry: Retry { attempts_max: 3, ..Retry::default() },
        }
    }
}

/// The way to models. Cheap to clone; clones share breakers.
#[derive(Clone)]
pub struct Gateway {
    ledger: Ledger,
    prices: Arc<Prices>,
    breakers: Breakers,
    options: Options,
    new_id: fn() -> Uuid,
}

impl Gateway {
    /// `new_id` makes the ids of ledger rows; time-ordered ones keep their index small.
    pub fn new(ledger: Ledger, prices: Prices, options: Options, new_id: fn() -> Uuid) -> Self {
        Self { ledger, prices: Arc::new(prices), breakers: Breakers::default(), options, new_id }
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Takes the request along the routes until one answers or all have failed.
    ///
    /// Dropping the future abandons a call under way; its reservation is void at its deadline.
    pub async fn generate(&self, request: &Request, context: &Context) -> Outcome {
        self.generate_unless(request, context, std::future::pending()).await
    }

    /// [`Gateway::generate`], given up when `cancelled` completes. What was under way is booked as its
    /// estimated input.
    pub async fn generate_unless(
        &self,
        request: &Request,
        context: &Context,
        cancelled: impl Future<Output = ()>,
    ) -> Outcome {
        let clock = Clock { started: Instant::now(), now: context.now, timeout: context.timeout };
        let mut chain = Chain::new(self, request, context, clock);
        let outcome = {
            let walk = chain.walk();
            tokio::pin!(walk, cancelled);
            tokio::select! {
                biased;
                () = &mut cancelled => None,
                outcome = &mut walk => Some(outcome),
            }
        };
        let outcome = match outcome {
            Some(outcome) => outcome,
            None => chain.abandon(Outcome::Cancelled).await,
        };
        let (name, attempts) = (outcome.name(), chain.attempts());
        let work_id = context.work_id;
        tracing::info!(purpose = request.purpose, %work_id, attempts, outcome = name, "generated");
        outcome
    }
}

/// The caller's time, carried forward by a monotonic clock, so that no other clock is consulted.
#[derive(Debug, Clone, Copy)]
struct Clock {
    started: Instant,
    now: Timestamp,
    timeout: Duration,
}

impl Clock {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.started.elapsed()).unwrap_or_default();
        self.now.saturating_add(elapsed).unwrap_or(Timestamp::MAX)
    }

    fn remaining(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }
}
