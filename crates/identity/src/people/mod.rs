//! People: one row for one human being, whatever tenants they are a member of.
//!
//! An address belongs to one person; two spellings that differ only in case are one address.

mod model;
pub(crate) mod queries;

pub(crate) use model::{Person, normalize_email};
