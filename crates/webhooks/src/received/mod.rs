//! What came in: believed, kept once, answered, and worked on by a job.
//!
//! ```text
//! received ──job──▶ done
//!     ▲       └───▶ failed ──tries left──▶ received's job again; none left ──▶ dead
//!     └── replay ── done, failed, dead
//! ```

mod handler;
mod http;
mod model;
mod operations;
pub(crate) mod queries;
mod receiving;

pub(crate) use handler::register;
pub(crate) use http::routes;
pub(crate) use receiving::routes as receiving_routes;
