//! Signing in with address and password.
//!
//! An attempt is counted before anything else, by account and by network address, in the database: attempts
//! in parallel, on several processes, or across a restart see the same count. Then the same statements and
//! the same hashing run whether or not the address is known, so that neither answer nor time says which it
//! was.

pub(crate) mod failures;
mod http;
mod operations;
pub(crate) mod passwords;
pub(crate) mod queries;
pub(crate) mod strength;
pub(crate) mod throttle;

use platform::Permission;

pub(crate) use http::{optional_password_length, password_length, routes};
pub(crate) use operations::count;

/// Held by each role and each link: testing the wall needs no right beyond being somebody.
pub(crate) const EVERYBODY: Permission = Permission::IdeaRead;

#[cfg(test)]
mod tests {
    use platform::Role;

    use super::EVERYBODY;

    #[test]
    fn everybody_has_it() {
        assert!(Role::ALL.into_iter().all(|role| role.permissions().contains(EVERYBODY)));
        assert!(Role::ACCESS_LINK.contains(EVERYBODY));
    }
}
