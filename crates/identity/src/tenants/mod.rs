//! Tenants: the organisations whose walls row-level security holds.
//!
//! Reading them across tenants (which ones may a person enter) is authentication and happens nowhere else.

mod model;
pub(crate) mod queries;

pub use model::TenantKind;
pub(crate) use model::{Tenant, TenantSummary};
