//! Members: what a person is in a tenant.
//!
//! A member of the role `client` is scoped to one client, and nobody else is; the table enforces it.

mod http;
mod model;
pub(crate) mod queries;

pub(crate) use http::routes;
pub(crate) use model::Membership;
