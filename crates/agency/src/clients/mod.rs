//! Clients: whom the tenant works for. An agency's customers, a label's artists.
//!
//! Invariants: a name is unique in the tenant, whatever its case; the approval policy of a client decides
//! which stages an idea passes; who may see some accounts only sees those, by a condition in every statement.

pub(crate) mod history;
mod http;
mod model;
pub mod operations;
pub mod queries;

pub use http::routes;
pub use model::{ApprovalPolicy, Channel, Client, ClientCreate, ClientId, ClientUpdate};
