//! Endpoints: addresses of a tenant, or of an application registered with it, that are told of events.
//!
//! Invariants: an endpoint of an application is told only of what the application may read; an address is
//! judged before it is kept; the secret is shown when it is made and never again.

mod http;
pub(crate) mod model;
pub(crate) mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
