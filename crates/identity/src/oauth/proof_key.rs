//! The proof that who exchanges a code is who asked for it (RFC 7636), by SHA-256 only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Whether a text can be the challenge: the SHA-256 of something, in base64url.
pub(crate) fn is_challenge(text: &str) -> bool {
    text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether the verifier is what the challenge was made of.
pub(crate) fn is_verified(verifier: &str, challenge: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(is_plain) {
        return false;
    }
    let expected = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    expected.as_bytes().ct_eq(challenge.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc_holds() {
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_challenge(challenge));
        assert!(is_verified(verifier, challenge));
        assert!(!is_verified(challenge, challenge), "plain");
        assert!(!is_verified(&verifier[..42], challenge));
        assert!(!is_verified(&format!("{verifier}!"), challenge));
        assert!(!is_verified(&"a".repeat(129), challenge));
        for refused in ["", "short", &verifier[1..], &format!("{}+", &challenge[..42])] {
            assert!(!is_challenge(refused), "{refused}");
        }
    }
}
