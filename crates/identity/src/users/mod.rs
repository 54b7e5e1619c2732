//! People as administrators look after them: who is there, who is invited, what they are, and whether they
//! still come in.
//!
//! Invariants: one active administrator always remains; nobody gives a role that holds more than they do;
//! who is confined to an account looks after people of that account only.

mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
