//! Where a person is signed in: every session of theirs, with its device, and how to end it.

mod agent;
mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
