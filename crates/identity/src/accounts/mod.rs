//! Accounts: what a tenant works for or consists of; the level between the tenant and its people.
//!
//! Invariants: a client is an account of kind `client` with the client's own id, and both have one name;
//! accounts form trees without cycles, which say what belongs to what and give nobody a right: rights are
//! held account by account; who sees some accounts only sees those, by a condition in every statement.

mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
pub(crate) use model::{Account, AccountCreate, AccountKind};
pub(crate) use operations::create;
