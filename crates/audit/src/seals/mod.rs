//! Seals, as a tenant sees them: the roots of its log with their signatures, to be kept where the operator
//! of this installation cannot reach.

mod http;
pub(crate) mod queries;

pub(crate) use http::routes;
