//! Deliveries, for people: what was sent and what is on its way, replaying, testing. `sending` does the work.

mod http;
pub(crate) mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
