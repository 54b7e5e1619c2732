//! Signatures of Standard Webhooks 1.0: `v1` (HMAC-SHA256) and `v1a` (ed25519), over id, time and payload.
//!
//! Both are sent with every attempt: receivers take the one that they know, and skip the other. For a while
//! after a rotation the keys before sign as well, so receivers change over when it suits them.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What one endpoint's messages are signed with.
#[derive(Clone, Serialize, Deserialize)]
pub struct SigningKeys {
    /// `whsec_` and 32 bytes in base64, which sender and receiver share.
    pub secret: String,
    /// `whsk_` and the seed of an ed25519 key.
    private: String,
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SigningKeys(..)")
    }
}

impl SigningKeys {
    pub fn generate() -> Self {
        Self::of_bytes(rand::random(), rand::random())
    }

    fn of_bytes(secret: [u8; 32], seed: [u8; 32]) -> Self {
        Self {
            secret: format!("whsec_{}", STANDARD.encode(secret)),
            private: format!("whsk_{}", STANDARD.encode(seed)),
        }
    }

    /// `whpk_` and the public key, for receivers that would rather not hold a secret.
    pub fn public_key(&self) -> String {
        let public = self.pair().map(|pair| STANDARD.encode(pair.public_key().as_ref()));
        format!("whpk_{}", public.unwrap_or_default())
    }

    /// The value of `webhook-signature` under these keys.
    pub fn sign(&self, id: &str, timestamp: i64, payload: &[u8]) -> String {
        let content = [format!("{id}.{timestamp}.").as_bytes(), payload].concat();
        let shared = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes_of(&self.secret)), &content);
        let mut signatures = format!("v1,{}", STANDARD.encode(shared));
        if let Some(pair) = self.pair() {
            signatures.push_str(" v1a,");
            signatures.push_str(&STANDARD.encode(pair.sign(&content)));
        }
        signatures
    }

    fn pair(&self) -> Option<Ed25519KeyPair> {
        Ed25519KeyPair::from_seed_unchecked(&bytes_of(&self.private)).ok()
    }
}

/// The current keys, and those before them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Keyring {
    pub(crate) current: SigningKeys,
    pub(crate) previous: Option<SigningKeys>,
}

impl Keyring {
    pub(crate) fn generate() -> Self {
        Self { current: SigningKeys::generate(), previous: None }
    }

    /// New keys; the ones so far become those before.
    pub(crate) fn rotated(self) -> Self {
        Self { current: SigningKeys::generate(), previous: Some(self.current) }
    }

    /// The value of `webhook-signature`; with the keys before while they count.
    pub(crate) fn sign(&self, id: &str, timestamp: i64, payload: &[u8], with_previous: bool) -> String {
        let mut signatures = self.current.sign(id, timestamp, payload);
        if let Some(previous) = self.previous.as_ref().filter(|_| with_previous) {
            signatures.push(' ');
            signatures.push_str(&previous.sign(id, timestamp, payload));
        }
        signatures
    }
}

fn bytes_of(text: &str) -> Vec<u8> {
    let encoded = text.split_once('_').map_or(text, |(_, encoded)| encoded);
    STANDARD.decode(encoded).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn the_shared_secret_signs_as_the_specification_says() {
        let keys = SigningKeys {
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            ..SigningKeys::generate()
        };
        let signed = keys.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b"{\"test\": 2432232314}");
        assert!(signed.starts_with("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,"), "{signed}");
    }

    #[test]
    fn the_private_key_signs_what_the_public_key_verifies() {
        let keys = SigningKeys::of_bytes([1; 32], std::array::from_fn(|n| u8::try_from(n).unwrap()));
        assert_eq!(keys.public_key(), "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");
        let signed = keys.sign("msg_1", 7, b"{}");
        let (_, signature) = signed.split_once(" v1a,").unwrap();
        let public = STANDARD.decode(keys.public_key().trim_start_matches("whpk_")).unwrap();
        let key = aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ED25519, public);
        let signature = STANDARD.decode(signature).unwrap();
        assert!(key.verify(b"msg_1.7.{}", &signature).is_ok());
        assert!(key.verify(b"msg_1.8.{}", &signature).is_err());
    }

    #[test]
    fn during_a_rotation_both_sign() {
        let before = Keyring::generate();
        let after = before.clone().rotated();
        let both = after.sign("msg_1", 7, b"{}", true);
        assert_eq!(both.split(' ').count(), 4);
        assert!(both.ends_with(&before.current.sign("msg_1", 7, b"{}")));
        assert_eq!(after.sign("msg_1", 7, b"{}", false), after.current.sign("msg_1", 7, b"{}"));
    }
}
