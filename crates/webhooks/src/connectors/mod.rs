//! Connectors: whose requests are taken at `/webhooks/{connector}`, and how each proves itself.
//!
//! A request finds its tenant by the connector's id, which is in the path and cannot be guessed; or, where
//! the sender shares a secret with us, by that secret and the connector's name, so that
//! `/webhooks/insight-created` is the same address for everybody.

mod http;
pub(crate) mod model;
mod operations;
pub(crate) mod queries;
pub(crate) mod verify;

pub(crate) use http::routes;
pub(crate) use operations::{hash_of, place_of};
