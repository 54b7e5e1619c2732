//! Signing in with somebody else's word for who a person is: OpenID Connect, and Spotify's OAuth.
//!
//! A sign-in that leaves for a provider is kept here, under the hash of its state, with nonce and code
//! verifier sealed; it comes back once, within ten minutes, to the browser that it left. Who comes back is
//! found by issuer and subject, and the first time by an address that the issuer verified. Nobody becomes a
//! person by signing in: without an account there is an answer that says so. Who is signed in connects a
//! provider by themselves, with a fresh proof, in the session that they leave from; the person is written to.

mod client;
mod flow;
mod http;
mod identities;
mod operations;
pub(crate) mod queries;
mod spotify;

pub(crate) use client::Providers;
pub(crate) use http::routes;
pub(crate) use identities::member_routes;
