//! Versions: the list, the difference, and the three ways back: restoring one, undoing one change, rolling
//! back everything that one request did.

mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
pub use model::{Version, VersionId};
