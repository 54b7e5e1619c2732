//! How long what is kept is kept: days by class of rows, and legal holds, which come before any of it.
//!
//! Invariants: without a policy a class is kept for good; what is held is neither removed by age nor erased;
//! a sweep removes in batches, each a transaction of its own.

mod http;
mod model;
mod operations;
pub(crate) mod queries;
mod sweep;

pub(crate) use http::routes;
pub(crate) use queries::held;
pub use sweep::sweep;
