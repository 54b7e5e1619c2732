//! Invitations: how people come into a tenant.
//!
//! An invitation is for one address, works once, for 7 days, and a new one for the same address takes the
//! place of the old. Its token comes by mail and so proves the address; an account that exists is proved
//! besides, by being signed in as it or by its password. Nobody gives away more than they hold.

mod acceptance;
mod http;
mod import;
mod model;
mod operations;
pub(crate) mod queries;

pub(crate) use http::{auth_routes, routes};
pub(crate) use model::InvitationCreate;
pub(crate) use operations::invite;
