//! Who people are and what they may do: tenants, people, members, sessions, sign-in, access links, activity.
//!
//! [`Authenticator`] turns the credential of a request (the session cookie, an access token, an API key, the
//! token of an application, an access link) into the [`platform::Actor`] of that request; [`authenticate`]
//! is its middleware. Everything behind it sees an actor or none.
//!
//! Invariants:
//! - Secrets are kept as hashes only: passwords as Argon2id, session and link tokens as SHA-256 of random
//!   bytes, API keys and the secrets of applications as a keyed hash.
//! - Roles and rights are looked up, never read from a credential, and never older than half a second.
//! - A wrong password and an unknown address cannot be told apart, by answer, body or time.
//! - An attempt to sign in is counted before the password is looked at.
//!
//! Other areas use what is re-exported here. `people`, `sessions` and `sign_in_throttles` are system tables:
//! only this crate names them, through `SystemTask::Authenticate` and `SystemTask::ManageTenants`.

mod access_links;
mod accounts;
mod activity;
mod api_keys;
mod authenticator;
mod authz;
mod credentials;
mod devices;
mod grants;
mod ids;
mod impersonation;
mod invitations;
mod isolation;
mod mailed_tokens;
mod mails;
mod me;
mod members;
mod oauth;
mod own;
mod passkeys;
mod people;
mod profiles;
mod providers;
mod refresh;
mod rights;
mod roles;
mod scopes;
mod second_factors;
pub mod seed;
mod sessions;
mod sign_in;
mod step_up;
mod tenants;
mod token_issuers;
mod users;

use platform::App;
use utoipa_axum::router::OpenApiRouter;

pub use access_links::{
    AccessLink, AccessLinkCreate, AccessLinkId, create_link, find_link, linked_ideas, links_of_campaign,
    revoke_link,
};
pub use authenticator::{Authenticator, Credential, authenticate};
pub use ids::{MemberId, PersonId, RoleId, SessionId, TenantId, shown_id};
pub use mailed_tokens::queries::expire_mailed_tokens;
pub use mails::notices::{Notice, NoticeWords, Recipient, administrators};
pub use mails::queries::expire_mails;
pub use mails::{deliver_mails, run_mails};
pub use members::job_actor;
pub use oauth::{expire_authorizations, oauth_routes};
pub use passkeys::queries::expire_passkey_ceremonies;
pub use profiles::PROFILE;
pub use providers::queries::expire_sign_in_flows;
pub use roles::ROLE;
pub use sessions::queries::expire_sessions;
pub use sign_in::queries::expire_sign_in_throttles;
pub use tenants::{SETTINGS, TenantKind};

/// Every route below `/api/v1` of this area.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(members::routes())
        .merge(accounts::routes())
        .merge(profiles::routes())
        .merge(profiles::schema_routes())
        .merge(tenants::routes())
        .merge(activity::routes())
        .merge(authz::routes())
        .merge(grants::routes())
        .merge(roles::routes())
        .merge(mailed_tokens::member_routes())
        .merge(invitations::routes())
        .merge(me::routes())
        .merge(devices::routes())
        .merge(second_factors::routes())
        .merge(passkeys::routes())
        .merge(api_keys::routes())
        .merge(oauth::routes())
        .merge(token_issuers::routes())
        .merge(providers::member_routes())
}

/// Every route below `/api/admin`.
pub fn admin_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(users::routes()).merge(impersonation::admin_routes())
}

/// Every route below `/auth`.
pub fn auth_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(sign_in::routes())
        .merge(refresh::routes())
        .merge(passkeys::auth_routes())
        .merge(step_up::routes())
        .merge(impersonation::auth_routes())
        .merge(sessions::routes())
        .merge(isolation::routes())
        .merge(mailed_tokens::routes())
        .merge(invitations::auth_routes())
        .merge(providers::routes())
}

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> Vec<&'static db::Sql> {
    [
        access_links::queries::ALL,
        accounts::queries::ALL,
        activity::queries::ALL,
        authz::queries::ALL,
        grants::queries::ALL,
        invitations::queries::ALL,
        api_keys::queries::ALL,
        isolation::queries::ALL,
        mailed_tokens::queries::ALL,
        mails::queries::ALL,
        members::ending::queries::ALL,
        members::queries::ALL,
        oauth::queries::ALL,
        people::queries::ALL,
        profiles::queries::ALL,
        providers::queries::ALL,
        devices::queries::ALL,
        impersonation::queries::ALL,
        me::queries::ALL,
        passkeys::queries::ALL,
        refresh::queries::ALL,
        roles::queries::ALL,
        second_factors::queries::ALL,
        sessions::queries::ALL,
        sign_in::queries::ALL,
        tenants::queries::ALL,
        token_issuers::queries::ALL,
        users::queries::ALL,
    ]
    .concat()
}
