//! A sign-in on its way, and the browser that it belongs to.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use platform::Keys;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::own::Own;
use crate::sessions::{CredentialHash, token};

const COOKIE_NAME: &str = "__Host-atelier-flow";
const PURPOSE: &str = "sign-in flows";
/// How long somebody may take at the provider.
pub(super) const LIFE_SECS: i64 = 10 * 60;

/// What has to be known again when the browser comes back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Flow {
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) return_to: String,
    /// The person who adds this way of signing in to their account, and the session that they do it in.
    pub(super) own: Option<Own>,
}

impl Flow {
    pub(super) fn seal(&self, keys: &Keys, state_hash: &CredentialHash) -> Vec<u8> {
        keys.seal(PURPOSE, state_hash, &serde_json::to_vec(self).unwrap_or_default())
    }

    pub(super) fn open(keys: &Keys, state_hash: &CredentialHash, sealed: &[u8]) -> Option<Self> {
        serde_json::from_slice(&keys.open(PURPOSE, state_hash, sealed)?).ok()
    }
}

pub(super) fn hash_of(text: &str) -> CredentialHash {
    Sha256::digest(text.as_bytes()).into()
}

/// The mark of the browser: the one it has, so that two tabs do not take each other's, or a new one.
pub(super) fn browser(headers: &HeaderMap) -> String {
    let known = read(headers).filter(|mark| token::parse(mark).is_some());
    known.map_or_else(|| token::generate().0, str::to_owned)
}

pub(super) fn read(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    cookies
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}

pub(super) fn set(mark: &str) -> Option<HeaderValue> {
    let text = format!("{COOKIE_NAME}={mark}; Path=/; Max-Age={LIFE_SECS}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::try_from(text).ok()
}

/// Where to go afterwards: a path of ours, whatever was asked for.
pub(super) fn safe_path(wanted: &str) -> String {
    let is_path = wanted.starts_with('/') && !wanted.starts_with("//") && wanted.len() <= 500;
    let is_plain = wanted.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\');
    if is_path && is_plain { wanted.to_owned() } else { String::from("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_returned_to() {
        assert_eq!(safe_path("/campaigns?tab=ideas#top"), "/campaigns?tab=ideas#top");
        for other in [
            "",
            "//evil.test",
            "/\\evil.test",
            "https://evil.test",
            "evil",
            "/a\r\nset-cookie: x",
            "/a b",
            "/ä",
        ] {
            assert_eq!(safe_path(other), "/", "{other:?}");
        }
        assert_eq!(safe_path(&format!("/{}", "a".repeat(600))), "/");
    }

    #[test]
    fn a_flow_opens_under_its_own_state_only() {
        let keys = Keys::new([7; 32]);
        let flow = Flow { nonce: "n".into(), verifier: "v".into(), return_to: "/".into(), own: None };
        let sealed = flow.seal(&keys, &hash_of("one"));
        assert_eq!(Flow::open(&keys, &hash_of("one"), &sealed).unwrap().verifier, "v");
        assert!(Flow::open(&keys, &hash_of("two"), &sealed).is_none());
    }
}
