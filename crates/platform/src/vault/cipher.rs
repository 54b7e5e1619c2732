//! The form of what is sealed: `v1|key|nonce|text`, XChaCha20-Poly1305, bound to its place.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// 32 bytes that encrypt. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretKey(pub(crate) [u8; 32]);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretKey(..)")
    }
}

/// The parts of a sealed text.
pub(crate) struct Parts<'a> {
    pub(crate) key: &'a str,
    nonce: [u8; 24],
    text: Vec<u8>,
}

/// `None` for what is not in this form.
pub(crate) fn parse(sealed: &str) -> Option<Parts<'_>> {
    let mut parts = sealed.split('|');
    let (version, key) = (parts.next()?, parts.next()?);
    let nonce = BASE64.decode(parts.next()?).ok()?.try_into().ok()?;
    let text = BASE64.decode(parts.next()?).ok()?;
    (version == "v1" && parts.next().is_none()).then_some(Parts { key, nonce, text })
}

pub(crate) fn seal(key: &SecretKey, key_id: &str, bound_to: &[u8], plain: &[u8]) -> String {
    let nonce: [u8; 24] = rand::random();
    let payload = Payload { msg: plain, aad: bound_to };
    let Ok(text) = cipher(key).encrypt(&XNonce::from(nonce), payload) else {
        unreachable!("only texts of many gigabytes cannot be sealed");
    };
    format!("v1|{key_id}|{}|{}", BASE64.encode(nonce), BASE64.encode(text))
}

/// `None` when it was sealed with another key or for another place, or changed since.
pub(crate) fn open(key: &SecretKey, bound_to: &[u8], parts: &Parts<'_>) -> Option<Vec<u8>> {
    let payload = Payload { msg: &parts.text, aad: bound_to };
    cipher(key).decrypt(&XNonce::from(parts.nonce), payload).ok()
}

fn cipher(key: &SecretKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.0.into())
}
