//! Acting as another person of the tenant, on record: to see what they see and to help.
//!
//! It takes a permission, a fresh proof and a reason, and lasts an hour at most. Rights are those of both:
//! what the administrator may not do stays out of reach, and so does everything that is about the person
//! alone (their password, their keys, their sessions). Nobody acts as a platform administrator, or as
//! themselves.

mod http;
mod operations;
pub(crate) mod queries;

pub(crate) use http::{admin_routes, auth_routes};
