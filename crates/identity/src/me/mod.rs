//! What a person says about themselves, and how they prove who they are.

mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::routes;
pub(crate) use model::Theme;
