//! Roles: named sets of permissions, editable by each tenant.
//!
//! Invariants: nobody gives what they do not hold, unless the role held it out of the box; the administrator
//! keeps what it takes to change roles back; a role that somebody has is not deleted.

mod history;
mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub use history::ROLE;
pub(crate) use http::routes;
pub(crate) use model::{RoleKey, parse_one};
