//! How many attempts at signing in are let through. The counting itself is one statement, see `queries`.

use std::net::IpAddr;

use platform::http::rate_limit::subscriber;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Attempts that cost nothing, then a wait that doubles with each further one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) scope: &'static str,
    pub(crate) free: i32,
    pub(crate) wait_secs_max: i32,
    /// After this long without an attempt the count starts again.
    pub(crate) forget_secs: i32,
}

/// Nobody mistypes ten times. The longest wait is short enough that a stranger cannot lock a person out for
/// long.
pub(crate) const ACCOUNT: Limit =
    Limit { scope: "account", free: 10, wait_secs_max: 15 * 60, forget_secs: 60 * 60 };
/// Offices share an address.
pub(crate) const ADDRESS: Limit =
    Limit { scope: "address", free: 50, wait_secs_max: 15 * 60, forget_secs: 60 * 60 };

/// Nobody needs many letters, and nobody should be sent many by strangers.
pub(crate) const LETTER_ACCOUNT: Limit =
    Limit { scope: "letter_account", free: 5, wait_secs_max: 15 * 60, forget_secs: 60 * 60 };
pub(crate) const LETTER_ADDRESS: Limit =
    Limit { scope: "letter_address", free: 50, wait_secs_max: 15 * 60, forget_secs: 60 * 60 };
/// Tokens cannot be guessed; who tries costs work.
pub(crate) const TOKEN_ADDRESS: Limit =
    Limit { scope: "token_address", free: 100, wait_secs_max: 5 * 60, forget_secs: 60 * 60 };

/// The key of an account: the hash of the address that was typed, whether or not anybody has it.
pub(crate) fn account_key(email_normalized: &str) -> Vec<u8> {
    Sha256::digest(email_normalized.as_bytes()).to_vec()
}

/// The key under which attempts to prove presence are counted, for who is signed in already: strangers who
/// try passwords do not use them up.
pub(crate) fn proof_key(person_id: Uuid) -> Vec<u8> {
    Sha256::digest([b"proof".as_slice(), person_id.as_bytes()].concat()).to_vec()
}

/// The key of a network address: its subscriber's.
pub(crate) fn address_key(address: IpAddr) -> Vec<u8> {
    match subscriber(address) {
        IpAddr::V4(address) => Sha256::digest(address.octets()).to_vec(),
        IpAddr::V6(address) => Sha256::digest(address.octets()).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Vec<u8> {
        address_key(text.parse().unwrap())
    }

    #[test]
    fn one_subscriber_has_one_key() {
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }
}
