//! The job queue on PostgreSQL: leases, attempts, retries, dead letter.
//!
//! A job is a row that its business transaction writes ([`queries::insert`]), so it exists if and only if the
//! change that wants it was committed. A [`Worker`] claims due jobs fairly between tenants, runs the handler
//! that the [`Registry`] names for their kind, and records what came of it.
//!
//! Invariants:
//! - Every write about a running job carries its [`Fence`] (`id`, `attempt`, `state = 'running'`). Who lost
//!   the lease, or whose job was cancelled, changes nothing any more.
//! - A handler runs at least once. With [`Claimed::finish_in`] its result and its completion are one
//!   transaction, so the result exists exactly once.
//! - A lease is kept by heartbeats; a process that dies loses it within [`Options::lease`], and another takes
//!   over.
//! - Nothing depends on a notification: [`Wake`] is a hint, polling finds the rest.
//!
//! This crate knows no product noun. `platform` enqueues (`tx.enqueue`), `atelier` runs the workers.

mod claimed;
mod job;
mod leases;
pub mod queries;
mod registry;
mod retry;
mod wake;
mod worker;

pub use claimed::{Cancelled, Claimed, LeaseLost};
pub use job::{Fence, JobState, NewJob, Origin};
pub use registry::Registry;
pub use retry::{ErrorClass, JobError};
pub use wake::Wake;
pub use worker::{Clock, Options, Worker};

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> &'static [&'static db::Sql] {
    queries::ALL
}
