//! The authorization server: applications of others that act for a member who agreed (OAuth 2.1).
//!
//! A developer registers an application, an administrator of the tenant approves it, a person agrees to what
//! it may do, and the application exchanges a code for tokens. Scopes are permissions. What a token may do is
//! its scopes, as far as the person may do it now.
//!
//! Invariants:
//! - Nobody is sent anywhere before application and address are verified.
//! - A code counts once, for a minute, with the proof key of who asked for it; a second use ends all that the
//!   first one gave.
//! - A refresh token counts once. The one before is answered again for half a minute, as an answer may get
//!   lost; anything older ends the authorization.
//! - Errors of the endpoints for applications are those of RFC 6749, not problem+json.

mod authorize;
mod clients;
mod endpoints;
mod error;
mod form;
mod grants;
mod http;
mod metadata;
mod model;
mod proof_key;
pub(crate) mod queries;
mod redirect;
mod registration;
mod tokens;

use axum::Router;
use platform::App;

pub(crate) use http::routes;
pub(crate) use queries::ApplicationRow;
pub use queries::expire_authorizations;
pub(crate) use tokens::in_places;

/// `/oauth` and what is found at `/.well-known`: for applications of any origin.
pub fn oauth_routes() -> Router<App> {
    endpoints::routes()
}
