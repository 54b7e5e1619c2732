//! Passkeys (WebAuthn): registration, and signing in without naming an address first.
//!
//! A key is asked to verify its user, so that it is two factors in one. Challenges live in the database for
//! five minutes and are taken away by the first answer, right or wrong, so that none is answered twice. The
//! counter of a key must go up; a copy of a key shows by one that does not.

mod assertion;
mod http;
mod model;
mod operations;
pub(crate) mod queries;
mod relying_party;

pub(crate) use assertion::assert;
pub(crate) use http::{Credential, auth_routes, optional_credential_schema, routes};
pub(crate) use model::{ChallengeId, Passkey};
pub(crate) use relying_party::RelyingParty;
