//! The gateway against the real sandbox over HTTP, the ledger against PostgreSQL, requests against the
//! contract.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is its own program, and fails by panicking"
)]

mod contract;
mod gateway;
mod hosted;
mod ledger;
mod statements;
mod support;
