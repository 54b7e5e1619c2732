//! The second factor: codes of an authenticator app (RFC 6238), and recovery codes for who lost it.
//!
//! Whoever has one cannot sign in without it, by whatever door. A code counts once: the step of the last one
//! is kept, and neither it nor an earlier one is taken again; a recovery code is used up. The app's secret is
//! sealed at rest, recovery codes are kept as keyed hashes.

mod http;
mod operations;
pub(crate) mod queries;
mod recovery;
mod totp;
mod verify;

use platform::vault::{Opened, Place};
use platform::{App, Error, Result};
use uuid::Uuid;

pub(crate) use http::routes;
pub(crate) use operations::{downgrade_if_weak, who_has_one};
pub(crate) use verify::{is_asked_for, required, verify};

/// People belong to no tenant: their secrets are sealed with the platform's own key.
const PLATFORM: Uuid = Uuid::nil();

fn place(person_id: Uuid) -> Place {
    Place::new("totp_secrets", "secret", person_id)
}

async fn open(app: &App, person_id: Uuid, sealed: &str) -> Result<String> {
    match app.vault().open(PLATFORM, place(person_id), sealed).await? {
        Opened::Text(secret) => Ok(secret),
        Opened::Erased | Opened::Broken => Err(Error::internal("a TOTP secret does not open")),
    }
}

/// For the vault, which gives every sealed value a new key when the old one is retired.
async fn seal(app: &App, person_id: Uuid, secret: &str) -> Result<String> {
    app.vault().seal(PLATFORM, place(person_id), secret).await
}
