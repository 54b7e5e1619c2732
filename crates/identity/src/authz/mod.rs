//! What may be done by whom, and why: the catalogue of permissions, the explanation of one decision, and
//! what each person holds.

mod explain;
mod http;
mod model;
pub(crate) mod queries;
mod sentence;

pub(crate) use http::routes;
