//! API keys: how programs of a tenant come in.
//!
//! A key is shown once; the table keeps a keyed hash of it. Its scopes say what it may do at most. What it
//! may do is that, as far as the member who made it may do it now: who loses a role or leaves takes the right
//! from their keys. Only a person who has just proved to be there makes one.

mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
pub(crate) use queries::KeyRow;
