//! Profiles: what is known of the people and acts whom an account works with: models, photographers,
//! directors, artists, voices.
//!
//! Invariants: the attributes of a profile fitted the tenant's JSON Schema of its kind when they were
//! written; a schema that changes later breaks no reading; a schema is of bounded size, refers to nothing
//! outside itself and its patterns are matched in linear time; a profile is seen by who may see its
//! account or it alone.

mod defaults;
mod filter;
mod history;
mod http;
mod model;
mod operations;
pub(crate) mod queries;
mod schema;
mod schemas;

pub use history::PROFILE;
pub(crate) use http::routes;
pub(crate) use model::{ProfileCreate, ProfileKind};
pub(crate) use operations::create;
pub(crate) use schemas::routes as schema_routes;
