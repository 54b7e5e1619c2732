//! The session's token: 32 random bytes in a cookie, kept as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngExt as _;
use sha2::{Digest as _, Sha256};

/// The length of the token's text.
const CHARS: usize = 43;

/// The hash under which a credential is stored and cached; useless to who reads it.
pub(crate) type CredentialHash = [u8; 32];

/// A new token and the hash to keep.
pub(crate) fn generate() -> (String, CredentialHash) {
    let secret: [u8; 32] = rand::rng().random();
    (URL_SAFE_NO_PAD.encode(secret), Sha256::digest(secret).into())
}

/// The hash of a token as it came in; `None` for what cannot be one. Exactly one spelling of a token is
/// accepted.
pub(crate) fn parse(text: &str) -> Option<CredentialHash> {
    if text.len() != CHARS {
        return None;
    }
    let mut secret = [0; 33];
    let length = URL_SAFE_NO_PAD.decode_slice(text, &mut secret).ok()?;
    (length == 32).then(|| Sha256::digest(&secret[..32]).into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_reads_back_to_its_hash() {
        let (token, hash) = generate();
        assert_eq!(parse(&token), Some(hash));
    }

    #[test]
    fn the_last_character_has_one_spelling() {
        // 43 characters carry two bits more than 32 bytes; they must be zero.
        assert!(parse(&"A".repeat(43)).is_some());
        assert!(parse(&format!("{}B", "A".repeat(42))).is_none());
    }

    proptest! {
        #[test]
        fn only_exact_spellings_are_read(text in "[A-Za-z0-9_=+/ -]{40,46}") {
            if let Some(hash) = parse(&text) {
                let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
                prop_assert_eq!(URL_SAFE_NO_PAD.encode(&bytes), text);
                prop_assert_eq!(hash, <[u8; 32]>::from(Sha256::digest(&bytes)));
            }
        }
    }
}
