//! Keys derived from one secret, each for one purpose.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

type HmacSha256 = Hmac<Sha256>;

/// The secret of an installation, 32 bytes. Whoever has it can forge access tokens and cursors.
#[derive(Clone)]
pub struct Keys {
    secret: [u8; 32],
    cursor: HmacSha256,
}

impl Keys {
    pub fn new(secret: [u8; 32]) -> Self {
        let cursor = keyed(&mac(&keyed(&secret), b"cursor"));
        Self { secret, cursor }
    }

    /// A key for one purpose; the same purpose gives the same key.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&keyed(&self.secret), purpose.as_bytes())
    }

    pub(crate) fn sign_cursor(&self, message: &[u8]) -> [u8; 16] {
        let mut short = [0; 16];
        short.copy_from_slice(&mac(&self.cursor, message)[..16]);
        short
    }

    pub(crate) fn verify_cursor(&self, message: &[u8], signature: &[u8]) -> bool {
        self.sign_cursor(message).ct_eq(signature).into()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Keys(..)")
    }
}

fn keyed(key: &[u8]) -> HmacSha256 {
    <HmacSha256 as KeyInit>::new_from_slice(key)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
}

fn mac(key: &HmacSha256, message: &[u8]) -> [u8; 32] {
    let mut mac = key.clone();
    mac.update(message);
    mac.finalize().into_bytes().into()
}
