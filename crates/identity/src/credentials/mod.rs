//! What programs prove themselves with: the text of API keys, client secrets, codes and tokens.
//!
//! Each is `atl_<environment>_<kind>_`, at least 22 letters and digits, and a checksum of six. A typo, a
//! credential of another environment and one of another kind are turned away without a look into the
//! database, and scanners of leaked secrets recognise one by itself; docs/security.md has the pattern.
//!
//! Two sorts: keys and client secrets are chance and are kept as a keyed hash ([`Pepper`]); what
//! authorizations give is sealed with a keyed hash over what it stands for ([`Stamp`]), so the table holds
//! nothing that would have to be kept secret.

mod base62;
mod network;
mod stamp;

use hmac::{Hmac, KeyInit as _, Mac as _};
use platform::Keys;
use platform::config::Environment;
use rand::RngExt as _;
use sha2::Sha256;

pub(crate) use network::{Networks, canonical as canonical_network};
pub(crate) use stamp::{Stamp, Stamps};

use crate::sessions::CredentialHash;

/// 178 bits of chance.
const RANDOM_CHARS: usize = 30;
const CHECKSUM_CHARS: usize = 6;
const BODY_CHARS_MIN: usize = 22;
/// Longer text is refused unread.
const CHARS_MAX: usize = 160;
/// How much of what is random is shown, so that people can tell their keys apart.
const SHOWN_CHARS: usize = 8;

/// What a credential is for. The word is part of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CredentialKind {
    TenantKey,
    ApplicationKey,
    PersonKey,
    ServiceKey,
    ClientSecret,
    Code,
    AccessToken,
    RefreshToken,
}

impl CredentialKind {
    const ALL: [Self; 8] = [
        Self::TenantKey,
        Self::ApplicationKey,
        Self::PersonKey,
        Self::ServiceKey,
        Self::ClientSecret,
        Self::Code,
        Self::AccessToken,
        Self::RefreshToken,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::TenantKey => "tenant",
            Self::ApplicationKey => "application",
            Self::PersonKey => "person",
            Self::ServiceKey => "service",
            Self::ClientSecret => "secret",
            Self::Code => "code",
            Self::AccessToken => "access",
            Self::RefreshToken => "refresh",
        }
    }

    pub(crate) fn is_key(self) -> bool {
        matches!(self, Self::TenantKey | Self::ApplicationKey | Self::PersonKey | Self::ServiceKey)
    }
}

/// What a text says of itself, when its checksum agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parsed<'a> {
    pub(crate) kind: CredentialKind,
    body: &'a str,
}

/// Whether a text means to be one of these. An access link does not: its environment would be `link`.
pub(crate) fn is_ours(text: &str) -> bool {
    [Environment::Live, Environment::Test].iter().any(|environment| {
        text.strip_prefix("atl_").and_then(|rest| rest.strip_prefix(environment.name())).is_some()
    })
}

/// `None` for what cannot be a credential of this environment.
pub(crate) fn parse(text: &str, environment: Environment) -> Option<Parsed<'_>> {
    if text.len() > CHARS_MAX || !text.is_ascii() {
        return None;
    }
    let rest = text.strip_prefix("atl_")?.strip_prefix(environment.name())?.strip_prefix('_')?;
    let (word, tail) = rest.split_once('_')?;
    let kind = CredentialKind::ALL.into_iter().find(|kind| kind.word() == word)?;
    let body_chars = tail.len().checked_sub(CHECKSUM_CHARS)?;
    let is_plain = tail.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if body_chars < BODY_CHARS_MIN || !is_plain {
        return None;
    }
    let (sealed, sum) = text.split_at(text.len() - CHECKSUM_CHARS);
    (checksum(sealed) == sum).then(|| Parsed { kind, body: &tail[..body_chars] })
}

fn write(kind: CredentialKind, environment: Environment, body: &str) -> String {
    let mut text = format!("atl_{}_{}_{body}", environment.name(), kind.word());
    let sum = checksum(&text);
    text.push_str(&sum);
    text
}

fn checksum(text: &str) -> String {
    base62::encode(&crc32fast::hash(text.as_bytes()).to_be_bytes(), CHECKSUM_CHARS)
}

/// A new secret: what to show once, and what to keep.
pub(crate) struct Secret {
    pub(crate) text: String,
    pub(crate) hash: CredentialHash,
    /// Its beginning, for people who have several.
    pub(crate) prefix: String,
}

/// Keeps what it hashes useless to who reads the table: the key is not in the database.
#[derive(Clone)]
pub(crate) struct Pepper {
    key: Hmac<Sha256>,
    environment: Environment,
}

impl Pepper {
    pub(crate) fn new(keys: &Keys, environment: Environment) -> Self {
        Self { key: keyed(&keys.derive("api keys and client secrets")), environment }
    }

    pub(crate) fn generate(&self, kind: CredentialKind) -> Secret {
        let mut rng = rand::rng();
        let body: String = (0..RANDOM_CHARS).map(|_| base62::digit(rng.random_range(0..62))).collect();
        let text = write(kind, self.environment, &body);
        let shown = text.len() - RANDOM_CHARS - CHECKSUM_CHARS + SHOWN_CHARS;
        Secret { hash: self.hash(&text), prefix: text[..shown].to_owned(), text }
    }

    /// The kind and the hash of a secret as it came in; `None` for what cannot be one.
    pub(crate) fn parse(&self, text: &str) -> Option<(CredentialKind, CredentialHash)> {
        let parsed = parse(text, self.environment)?;
        let is_secret = parsed.kind.is_key() || parsed.kind == CredentialKind::ClientSecret;
        (is_secret && parsed.body.len() == RANDOM_CHARS).then(|| (parsed.kind, self.hash(text)))
    }

    fn hash(&self, text: &str) -> CredentialHash {
        let mut mac = self.key.clone();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
}

#[cfg(test)]
mod tests;
