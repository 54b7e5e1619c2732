//! Exports of the audit log: JSON Lines in chunks, with a manifest of their hashes, made by a job that goes
//! on where it was stopped. They end by themselves.

mod http;
mod job;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
pub(crate) use job::register;
