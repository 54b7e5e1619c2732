//! Roles: named sets of permissions, editable by each tenant.
//!
//! Invariants: nobody gives or takes what they do not hold; the administrator keeps what it takes to change
//! roles back; a role that somebody has or is invited to is not deleted.

mod history;
mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub use history::ROLE;
pub(crate) use http::routes;
pub(crate) use model::{Role, RoleKey, parse_one};
