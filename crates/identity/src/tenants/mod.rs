//! Tenants: the organisations whose walls row-level security holds.
//!
//! They are read across tenants for two reasons only: authentication asks which ones a person may enter, and
//! the platform's own people look after all of them.

mod detail;
mod history;
mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use detail::{Locale, is_time_zone};
pub use history::SETTINGS;
pub(crate) use http::routes;
pub use model::TenantKind;
pub(crate) use model::{Tenant, TenantSummary};
