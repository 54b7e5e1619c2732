//! The text of a refresh token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use platform::Keys;
use sha2::Sha256;
use uuid::Uuid;

pub(crate) const PREFIX: &str = "atl_rt_";
const PURPOSE: &str = "refresh tokens";
/// Session, number and keyed hash.
const BYTES: usize = 16 + 8 + 32;
const CHARS: usize = 75;

/// The right to the next access token of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    pub(crate) session_id: Uuid,
    pub(crate) counter: i64,
}

impl RefreshToken {
    /// The one that a session begins with.
    pub(crate) fn first(session_id: Uuid) -> Self {
        Self { session_id, counter: 0 }
    }

    /// Always the same text for the same session and number.
    pub(crate) fn text(self, keys: &Keys) -> String {
        let named = self.named();
        let bytes = [named.as_slice(), mac(keys, &named).finalize().into_bytes().as_slice()].concat();
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A token of this installation; `None` for everything else.
    pub(crate) fn read(text: &str, keys: &Keys) -> Option<Self> {
        let text = text.strip_prefix(PREFIX).filter(|text| text.len() == CHARS)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == BYTES)?;
        let (named, signature) = bytes.split_at(24);
        mac(keys, named).verify_slice(signature).ok()?;
        let session_id = Uuid::from_slice(&named[..16]).ok()?;
        let counter = i64::from_be_bytes(named[16..].try_into().ok()?);
        Some(Self { session_id, counter })
    }

    fn named(self) -> Vec<u8> {
        [self.session_id.as_bytes().as_slice(), &self.counter.to_be_bytes()].concat()
    }
}

fn mac(keys: &Keys, message: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&keys.derive(PURPOSE))
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(counter: i64) -> RefreshToken {
        RefreshToken { session_id: Uuid::from_u128(7), counter }
    }

    #[test]
    fn it_reads_back_under_its_own_key_only() {
        let keys = Keys::new([7; 32]);
        for counter in [0, 1, i64::MAX] {
            let text = token(counter).text(&keys);
            assert_eq!(text, token(counter).text(&keys), "a lost answer can be given again");
            assert_eq!(RefreshToken::read(&text, &keys), Some(token(counter)));
            assert_eq!(RefreshToken::read(&text, &Keys::new([8; 32])), None);
        }
    }

    proptest! {
        #[test]
        fn no_change_survives(place in 0_usize..82, letter in "[A-Za-z0-9_=-]") {
            let keys = Keys::new([7; 32]);
            let text = token(3).text(&keys);
            let changed = format!("{}{letter}{}", &text[..place], &text[place + 1..]);
            prop_assert_eq!(RefreshToken::read(&changed, &keys).is_some(), changed == text);
            prop_assert_eq!(RefreshToken::read(&text[..place], &keys), None);
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,120}") {
            prop_assert_eq!(RefreshToken::read(&text, &Keys::new([7; 32])), None);
        }
    }
}
