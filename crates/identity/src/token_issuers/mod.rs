//! Tokens of issuers that a tenant trusts: its own sign-in (Clerk, Supabase, Auth0, any with public keys).
//!
//! A token counts when its signature is right under a key of the issuer, by an algorithm that the tenant
//! named (what the token's header says chooses among those, and nothing else), for the audience that the
//! tenant named, at this moment. It makes its holder the member that its subject was matched with, the
//! first time by a verified address; in this tenant alone, and never one of the platform's own people.

mod http;
mod keys;
mod model;
mod operations;
pub(crate) mod queries;
mod verify;

pub(crate) use http::routes;
pub(crate) use keys::KeyRings;
pub(crate) use verify::load;
