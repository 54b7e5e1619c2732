//! Recovery codes: ten, each for one time.

use hmac::{Hmac, KeyInit as _, Mac as _};
use platform::Keys;
use rand::RngExt as _;
use sha2::Sha256;
use uuid::Uuid;

pub(crate) const COUNT: usize = 10;
const PURPOSE: &str = "recovery codes";
/// Crockford's: no letter that is taken for another.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 50 bits: nobody guesses one through a throttle, and without the key not from the hash either.
const CHARS: usize = 10;

/// A new code, as it is shown: `4k7x2-m9qt0`.
pub(crate) fn generate() -> String {
    let mut rng = rand::rng();
    let letters: String =
        (0..CHARS).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect();
    format!("{}-{}", &letters[..CHARS / 2], &letters[CHARS / 2..])
}

/// What is kept of a code; `None` for what cannot be one. People type capitals, spaces, and O for 0.
pub(crate) fn hash(keys: &Keys, person_id: Uuid, typed: &str) -> Option<[u8; 32]> {
    let letters = typed.chars().filter(|letter| !matches!(letter, '-' | ' ')).map(|letter| {
        match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            letter => letter,
        }
    });
    let code: String = letters.take(CHARS + 1).collect();
    let is_plausible = code.len() == CHARS && code.bytes().all(|letter| LETTERS.contains(&letter));
    is_plausible.then(|| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&keys.derive(PURPOSE))
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(person_id.as_bytes());
        mac.update(code.as_bytes());
        mac.finalize().into_bytes().into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let (keys, person) = (Keys::new([7; 32]), Uuid::from_u128(1));
        let kept = hash(&keys, person, "4k7x2-m1qt0").unwrap();
        for typed in ["4K7X2M1QT0", "4k7x2 m1qto", " 4k7x2-mlqtO "] {
            assert_eq!(hash(&keys, person, typed), Some(kept), "{typed}");
        }
        assert_ne!(hash(&keys, Uuid::from_u128(2), "4k7x2-m1qt0"), Some(kept));
        assert_ne!(hash(&Keys::new([8; 32]), person, "4k7x2-m1qt0"), Some(kept));
        for refused in ["", "4k7x2", "4k7x2-m1qt0a", "4k7x2-m1qtu", "ßßßßßßßßßß"] {
            assert_eq!(hash(&keys, person, refused), None, "{refused}");
        }
    }

    #[test]
    fn new_codes_are_readable_ones() {
        let codes: std::collections::BTreeSet<String> = (0..100).map(|_| generate()).collect();
        assert_eq!(codes.len(), 100);
        assert!(codes.iter().all(|code| hash(&Keys::new([7; 32]), Uuid::nil(), code).is_some()));
    }
}
