//! Activity: who changed what, and when. Written by `platform` in each change's own transaction, read here.

mod http;
mod model;
pub(crate) mod queries;

pub(crate) use http::routes;
