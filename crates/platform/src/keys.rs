//! Keys derived from one secret, each for one purpose.

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
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

    /// Encrypts for [`Keys::open`] with the same purpose and context: what the database keeps but must not
    /// know. The context (whose it is) is bound to it, not hidden.
    pub fn seal(&self, purpose: &str, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; 12] = rand::random();
        let mut sealed = plain.to_vec();
        let (key, whole) = (self.sealing_key(purpose), Nonce::assume_unique_for_key(nonce));
        if key.seal_in_place_append_tag(whole, Aad::from(context), &mut sealed).is_err() {
            unreachable!("only texts of many gigabytes cannot be sealed");
        }
        [&nonce[..], &sealed].concat()
    }

    /// What was sealed; `None` when it was sealed otherwise or changed since.
    pub fn open(&self, purpose: &str, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(12)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let plain = self.sealing_key(purpose).open_in_place(nonce, Aad::from(context), &mut text).ok()?;
        Some(plain.to_vec())
    }

    fn sealing_key(&self, purpose: &str) -> LessSafeKey {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.derive(purpose));
        LessSafeKey::new(key.unwrap_or_else(|_| unreachable!("the key has the length of the algorithm")))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_only_as_it_was_sealed() {
        let keys = Keys::new([7; 32]);
        let sealed = keys.seal("answers", b"link 1", b"atl_link_secret");
        assert_eq!(keys.open("answers", b"link 1", &sealed).as_deref(), Some(&b"atl_link_secret"[..]));
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(keys.open("answers", b"link 2", &sealed), None);
        assert_eq!(keys.open("cursors", b"link 1", &sealed), None);
        assert_eq!(Keys::new([8; 32]).open("answers", b"link 1", &sealed), None);
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(keys.open("answers", b"link 1", &changed), None, "byte {place}");
        }
        assert_eq!(keys.open("answers", b"link 1", &[]), None);
    }
}
