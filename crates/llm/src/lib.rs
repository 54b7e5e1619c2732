//! Language models: one gateway, budgets, structured output, fallback.
//!
//! [`Gateway::generate`] takes a [`Request`] along a chain of [`Route`]s and answers with one [`Outcome`].
//! Each call that leaves is first reserved in the tenant's [`Ledger`] and settled after it, so concurrent
//! calls cannot overspend a budget.
//!
//! Invariants:
//! - no reservation, no call; a reservation whose caller died is void at its deadline;
//! - refusal, truncation, time-out, rate limit and invalid output are distinct outcomes, and what was
//!   truncated is never sent again as it was;
//! - structured output is validated here against the whole schema, whatever a vendor promises, with exactly
//!   one repair round;
//! - a model name can never reach a key of the environment or a vendor that its provider was not built for.
//!
//! Callers: product areas, from jobs, with no database transaction open. This crate knows no product noun.

pub mod cache;
mod gateway;
mod hosted;
mod ledger;
mod outcome;
mod prices;
mod provider;
pub mod queries;
mod request;
mod schema;
pub mod testing;

pub use gateway::{Context, Gateway, Options, Route};
pub use hosted::{Endpoint, Hosted, Vendor};
pub use ledger::{Ledger, LedgerError, Reservation, Settlement};
pub use outcome::{Generated, Outcome, Usage};
pub use prices::{Price, PriceError, Prices};
pub use provider::{Completion, Finish, Prompt, Provider, ProviderError, TokenCount};
pub use request::{Message, Request, Role, estimate_tokens};
pub use schema::{Schema, SchemaError};

/// Every SQL statement of this crate, for the test that prepares them against the migrated schema.
pub fn statements() -> Vec<&'static db::Sql> {
    queries::ALL.to_vec()
}
