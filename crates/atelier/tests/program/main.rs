//! The whole program: the real router on a port, the demo's tenants, the sandbox as the model, and a worker.
//!
//! Acts and assertions go through HTTP, as people and programs do. `server` runs it in this process, `binary`
//! as the process that operators run. What has to hold for every operation walks the OpenAPI document with
//! the examples of `operations.json`, so it fails for the operation that somebody adds next without one.
//!
//! Invariants: every test has a database of its own; nothing waits for time, only for a condition with a
//! deadline.

mod bad_bytes;
mod bad_input;
mod binary;
mod client;
mod commands;
mod document;
mod faults;
mod idempotency;
mod isolation;
mod keys;
mod main_job;
mod matrix;
mod oidc_provider;
mod openapi;
mod openid_client;
mod operations;
mod people;
mod processes;
mod programs;
mod providers;
mod races;
mod receiver;
mod server;
mod standard_webhooks;
mod statements;
mod streams;
mod world;
