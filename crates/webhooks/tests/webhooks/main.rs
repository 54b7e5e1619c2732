//! Webhooks out and in, over a database and a receiver on this machine.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is its own program, and fails by panicking"
)]

mod deliveries;
mod isolation;
mod received;
mod receiver;
mod stage;
