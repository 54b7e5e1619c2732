//! Members: what a person is in a tenant.
//!
//! A member of the role `client` is scoped to one client, and nobody else is; the table enforces it.

pub(crate) mod ending;
mod http;
mod job_actor;
mod model;
pub(crate) mod queries;

pub(crate) use http::routes;
pub use job_actor::job_actor;
pub(crate) use model::{Member, Membership};
