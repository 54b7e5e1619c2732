//! Identity through HTTP, against a real PostgreSQL: signing in, sessions, access tokens, links, the tenant
//! wall.

#![expect(clippy::unwrap_used, reason = "a test whose stage cannot be set stops there")]

mod credentials;
mod letters;
mod links;
mod listing;
mod mailroom;
mod refresh;
mod roles;
mod sessions;
mod sign_in;
mod stage;
mod statements;
mod users;
mod wall;
