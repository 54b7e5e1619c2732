//! What a member sees first, and what the tenant's models cost: two pages that show other slices' work and
//! own none.

mod http;
mod model;
pub(crate) mod queries;

pub use http::routes;
pub use model::{Home, HomeBudget, ModelUsage, Usage};
