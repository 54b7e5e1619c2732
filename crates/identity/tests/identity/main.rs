//! Identity through HTTP, against a real PostgreSQL: signing in, sessions, access tokens, links, the tenant
//! wall.

#![expect(clippy::unwrap_used, reason = "a test whose stage cannot be set stops there")]

mod accounts;
mod api_keys;
mod application;
mod credentials;
mod devices;
mod giving;
mod identities;
mod impersonation;
mod invitations;
mod issuers;
mod letters;
mod links;
mod listing;
mod mailroom;
mod me;
mod oauth;
mod passkeys;
mod profiles;
mod refresh;
mod roles;
mod second_factors;
mod sessions;
mod sign_in;
mod soft_key;
mod stage;
mod statements;
mod step_up;
mod users;
mod wall;
