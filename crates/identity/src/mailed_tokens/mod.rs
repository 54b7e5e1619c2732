//! What mailed tokens open: signing in by link, choosing a new password, confirming a new address.
//!
//! A token is random, kept as a hash, works once (also for two who come at the same moment) and only as
//! long as the person still has the address that it proves. Asking for one answers the same whoever is
//! asked for; see `mails`.

mod http;
mod operations;
pub(crate) mod queries;

pub(crate) use http::{member_routes, routes};
pub(crate) use operations::{actor_of, audit_everywhere, link_invalid, throttle_token};
pub(crate) use queries::Kind;
