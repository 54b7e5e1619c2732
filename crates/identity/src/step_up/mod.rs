//! Proving again that it is the person: for what a stolen session must not do.
//!
//! Whoever has an authenticator app or a passkey proves it with that; a password is no proof then, because it
//! may be what was stolen.

mod http;
mod operations;

pub(crate) use http::routes;
