//! Signing in with somebody else's word for who a person is: OpenID Connect, and Spotify's OAuth.
//!
//! A sign-in that leaves for a provider is kept here, under the hash of its state, with nonce and code
//! verifier sealed; it comes back once, within ten minutes, to the browser that it left. Who comes back is
//! found by issuer and subject, and the first time by an address that the issuer verified. Nobody becomes a
//! person by signing in: without an account there is an answer that says so.

mod client;
mod flow;
mod http;
mod operations;
pub(crate) mod queries;
mod spotify;

use platform::{Actor, ActorKind};
use uuid::Uuid;

pub(crate) use client::Providers;
pub(crate) use http::routes;

fn person_of(actor: &Actor) -> Option<Uuid> {
    match actor.kind {
        ActorKind::Member { person_id, .. } => Some(person_id),
        _ => None,
    }
}
