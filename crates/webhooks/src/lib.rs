//! Webhooks: events that leave for endpoints of the tenant's choice, and requests of others that come in.
//!
//! Out: an event is a row of the outbox; `sending` turns it into one delivery for each endpoint that listens,
//! in the transaction that moves its cursor, and attempts deliveries until one stands. The table of
//! deliveries is the queue, so an endpoint that hangs occupies nobody but itself.
//!
//! In: a request is believed when its raw bytes prove who sent it, kept once, answered, and worked on by a
//! job.
//!
//! Invariants:
//! - What was committed is delivered at least once, always under the same `webhook-id` and with the same
//!   bytes.
//! - Every address passes one judgement, [`WayOut::admit`]: when it is kept and each time it is called.
//! - Secrets are sealed with the tenant's key and shown once.

pub mod catalogue;
mod connectors;
mod deliveries;
mod endpoints;
mod received;
mod sending;
mod signing;
mod way_out;

use axum::Router;
use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub use deliveries::queries::expire as expire_deliveries;
pub use received::queries::expire as expire_received;
pub use sending::{Pass, run as run_deliveries};
pub use signing::SigningKeys;
pub use way_out::WayOut;

/// Every route below `/api/v1` of this area.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(catalogue::routes())
        .merge(endpoints::routes())
        .merge(deliveries::routes())
        .merge(connectors::routes())
        .merge(received::routes())
}

/// `/webhooks/{connector}`: for requests that prove themselves by their own bytes.
pub fn receiving_routes() -> Router<App> {
    received::receiving_routes()
}

/// Names the handlers of this area's jobs.
#[must_use]
pub fn register_jobs(registry: jobs::Registry, app: App) -> jobs::Registry {
    received::register(registry, app)
}

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> Vec<&'static db::Sql> {
    [
        connectors::queries::ALL,
        deliveries::queries::ALL,
        endpoints::queries::ALL,
        received::queries::ALL,
        sending::queries::ALL,
    ]
    .concat()
}
