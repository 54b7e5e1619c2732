//! From events to endpoints, across tenants.
//!
//! ```text
//! events ──dispatch──▶ deliveries (pending) ──take──▶ attempt ──settle──▶ delivered │ failed │ pending
//! ```
//!
//! Each arrow is one transaction. Dying between two of them delays a delivery by its lease and loses nothing;
//! dying between the attempt and its settlement sends the same message, under the same id, again.

mod attempt;
mod dispatch;
mod health;
pub(crate) mod queries;
mod runner;
mod settle;

pub use runner::{Pass, run};
