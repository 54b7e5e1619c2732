//! What is to be sent.

use mail::Letter;
use platform::{App, Error, Keys, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::letters::{self, Language};

const PURPOSE: &str = "mails";

/// A letter, or what one is made of when its turn comes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Order {
    /// To whoever has this normalized address, if anybody has.
    MagicLink { email: String },
    /// To whoever has this normalized address, if anybody has.
    PasswordReset { email: String },
    /// To the new address, unless somebody else has it.
    EmailChange { person_id: Uuid, email: String },
    /// As it is.
    Letter(Letter),
}

/// What an invitation says.
pub(crate) struct Invited<'a> {
    pub(crate) to: &'a str,
    pub(crate) to_name: &'a str,
    pub(crate) tenant_name: &'a str,
    pub(crate) inviter_name: &'a str,
    pub(crate) token: &'a str,
}

impl Order {
    pub(crate) fn invitation(app: &App, language: Language, invited: &Invited<'_>) -> Self {
        let link = format!("{}/invitations/accept#{}", app.config().server.base_url(), invited.token);
        let words = letters::invitation(language, invited.tenant_name, invited.inviter_name);
        Self::Letter(words.letter(language, (invited.to, invited.to_name), Some(&link)))
    }

    pub(crate) fn password_changed(language: Language, to: (&str, &str)) -> Self {
        Self::Letter(letters::password_changed(language).letter(language, to, None))
    }

    pub(crate) fn address_changed(language: Language, to: (&str, &str), new: &str) -> Self {
        Self::Letter(letters::address_changed(language, new).letter(language, to, None))
    }

    pub(crate) fn identity_connected(language: Language, to: (&str, &str), issuer: &str) -> Self {
        Self::Letter(letters::identity_connected(language, issuer).letter(language, to, None))
    }

    pub(super) fn seal(&self, keys: &Keys, id: Uuid) -> Vec<u8> {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        keys.seal(PURPOSE, id.as_bytes(), &plain)
    }

    pub(super) fn open(keys: &Keys, id: Uuid, sealed: &[u8]) -> Result<Self> {
        let plain = keys.open(PURPOSE, id.as_bytes(), sealed);
        let plain = plain.ok_or_else(|| Error::internal("a mail is sealed with another secret"))?;
        serde_json::from_slice(&plain).map_err(Error::internal)
    }
}
