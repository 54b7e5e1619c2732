//! Audit events: who did what to what, with which proof of who they are.

mod filter;
mod http;
mod model;
pub(crate) mod queries;

pub(crate) use filter::{EventFilter, Filter};
pub(crate) use http::routes;
pub(crate) use model::reveal;
