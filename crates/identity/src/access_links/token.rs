//! The secret of an access link: `atl_link_`, 32 random characters, 6 characters of checksum.
//!
//! The alphabet is letters and digits, so a double click selects all of it. The checksum turns typos away
//! without a look into the database, and lets scanners for leaked secrets recognise one.

use rand::RngExt as _;
use sha2::{Digest as _, Sha256};

use crate::sessions::CredentialHash;

pub(crate) const PREFIX: &str = "atl_link_";
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARS: usize = 32;
const CHECKSUM_CHARS: usize = 6;

/// A new token (190 bits of chance) and the hash to keep.
pub(crate) fn generate() -> (String, CredentialHash) {
    let mut rng = rand::rng();
    let mut token = String::from(PREFIX);
    for _ in 0..RANDOM_CHARS {
        token.push(char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]));
    }
    let sum = checksum(&token);
    token.push_str(&sum);
    let hash = Sha256::digest(token.as_bytes()).into();
    (token, hash)
}

/// The hash of a token as it came in; `None` for what cannot be one.
pub(crate) fn parse(text: &str) -> Option<CredentialHash> {
    let is_right_length = text.len() == PREFIX.len() + RANDOM_CHARS + CHECKSUM_CHARS;
    if !is_right_length || !text.starts_with(PREFIX) || !text.is_ascii() {
        return None;
    }
    let (body, sum) = text.split_at(PREFIX.len() + RANDOM_CHARS);
    (checksum(body) == sum).then(|| Sha256::digest(text.as_bytes()).into())
}

fn checksum(body: &str) -> String {
    let digest = Sha256::digest([b"checksum:", body.as_bytes()].concat());
    digest[..CHECKSUM_CHARS]
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_reads_back_to_its_hash() {
        let (token, hash) = generate();
        assert_eq!(parse(&token), Some(hash));
        assert!(token[PREFIX.len()..].chars().all(|letter| letter.is_ascii_alphanumeric()));
    }

    proptest! {
        #[test]
        fn a_typo_is_noticed(position in 9_usize..47, replacement in "[A-Za-z0-9]") {
            let (token, hash) = generate();
            let changed = format!("{}{replacement}{}", &token[..position], &token[position + 1..]);
            if changed == token {
                prop_assert_eq!(parse(&changed), Some(hash));
            } else {
                prop_assert_ne!(parse(&changed), Some(hash));
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text in "(atl_link_)?\\PC{0,60}") {
            prop_assert!(parse(&text).is_none());
        }
    }
}
