//! What single people are given beside their role: further roles, and permissions allowed or denied, each
//! for a part of the tenant and a time.

mod administrators;
mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use administrators::{KEPT, check_administrators_remain};
pub(crate) use http::routes;
pub(crate) use model::OfMember;
