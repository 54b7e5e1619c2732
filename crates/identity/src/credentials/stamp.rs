//! Credentials that say themselves what they stand for, under a keyed hash.

use hmac::{Hmac, Mac as _};
use platform::Keys;
use platform::config::Environment;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::{CredentialKind, base62, keyed, parse, write};

const PLAIN_BYTES: usize = 40;
const MAC_BYTES: usize = 16;
const BYTES: usize = PLAIN_BYTES + MAC_BYTES;
/// The fewest that hold [`BYTES`].
const CHARS: usize = 76;

/// What a code or a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The authorization that it belongs to.
    pub(crate) id: Uuid,
    /// The generation of a refresh token; when an access token ends, in seconds since the epoch.
    pub(crate) number: u64,
    /// Which scopes of the authorization it has, by their places there.
    pub(crate) scopes: u128,
}

/// Makes and reads them. Nobody else can make one: the key is derived from the installation's secret.
#[derive(Clone)]
pub(crate) struct Stamps {
    key: Hmac<Sha256>,
    environment: Environment,
}

impl Stamps {
    pub(crate) fn new(keys: &Keys, environment: Environment) -> Self {
        Self { key: keyed(&keys.derive("codes and tokens of applications")), environment }
    }

    pub(crate) fn issue(&self, kind: CredentialKind, stamp: Stamp) -> String {
        let mut bytes = [0; BYTES];
        bytes[..16].copy_from_slice(stamp.id.as_bytes());
        bytes[16..24].copy_from_slice(&stamp.number.to_be_bytes());
        bytes[24..PLAIN_BYTES].copy_from_slice(&stamp.scopes.to_be_bytes());
        let mac = self.mac(kind, &bytes[..PLAIN_BYTES]);
        bytes[PLAIN_BYTES..].copy_from_slice(&mac);
        write(kind, self.environment, &base62::encode(&bytes, CHARS))
    }

    /// What a credential stands for; `None` for what is none of ours.
    pub(crate) fn read(&self, text: &str) -> Option<(CredentialKind, Stamp)> {
        let parsed = parse(text, self.environment)?;
        if parsed.body.len() != CHARS {
            return None;
        }
        let bytes: [u8; BYTES] = base62::decode(parsed.body)?;
        let (plain, mac) = bytes.split_at(PLAIN_BYTES);
        if !bool::from(self.mac(parsed.kind, plain).ct_eq(mac)) {
            return None;
        }
        let stamp = Stamp {
            id: Uuid::from_slice(&plain[..16]).ok()?,
            number: u64::from_be_bytes(plain[16..24].try_into().ok()?),
            scopes: u128::from_be_bytes(plain[24..].try_into().ok()?),
        };
        Some((parsed.kind, stamp))
    }

    /// As [`Stamps::read`], for one kind only.
    pub(crate) fn read_as(&self, kind: CredentialKind, text: &str) -> Option<Stamp> {
        self.read(text).filter(|(found, _)| *found == kind).map(|(_, stamp)| stamp)
    }

    fn mac(&self, kind: CredentialKind, plain: &[u8]) -> [u8; MAC_BYTES] {
        let mut mac = self.key.clone();
        mac.update(kind.word().as_bytes());
        mac.update(b":");
        mac.update(plain);
        let mut short = [0; MAC_BYTES];
        short.copy_from_slice(&mac.finalize().into_bytes()[..MAC_BYTES]);
        short
    }
}
