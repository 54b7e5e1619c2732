//! The profiles in which a permission is held, as a condition of a statement: the accounts within reach, and
//! single profiles besides.

use std::collections::BTreeSet;

use serde::Serialize;
use uuid::Uuid;

use super::reach::{self, Reach};
use super::{Effect, Grant};
use crate::permission::Permission;

/// A part of the profiles; what is not named is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
struct ProfileScope {
    id: Option<Uuid>,
    account: Option<Uuid>,
}

/// Which profiles, by one set of grants: those of the accounts and those allowed one by one, but for what is
/// denied. Grants for the profiles of one person are not among them; nothing gives such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProfileReach {
    /// Null for all; a list; or the nil id and the accounts that are left out.
    accounts: Option<Vec<Uuid>>,
    allowed: BTreeSet<ProfileScope>,
    denied: BTreeSet<ProfileScope>,
}

pub(super) fn of_grants(grants: &[Grant], permission: Permission) -> ProfileReach {
    let (mut allowed, mut denied) = (BTreeSet::new(), BTreeSet::new());
    for grant in grants.iter().filter(|grant| grant.permissions.contains(permission)) {
        let scope = ProfileScope { id: grant.scope.profile_id, account: grant.scope.account_id };
        match grant.effect {
            Effect::Allow if scope.id.is_some() && grant.scope.member_id.is_none() => {
                allowed.insert(scope);
            }
            Effect::Deny if grant.scope.member_id.is_none() && grant.channel.is_none() => {
                denied.insert(scope);
            }
            _ => {}
        }
    }
    let accounts: Reach = reach::of_grants(grants, permission);
    ProfileReach { accounts: accounts.encoded(), allowed, denied }
}

impl ProfileReach {
    /// As the statement understands it.
    pub fn contains(&self, account: Uuid, id: Uuid) -> bool {
        let names = |scope: &ProfileScope| {
            scope.id.is_none_or(|named| named == id) && scope.account.is_none_or(|named| named == account)
        };
        let is_reached = match self.accounts.as_deref() {
            None => true,
            Some([first, others @ ..]) if first.is_nil() => !others.contains(&account),
            Some(accounts) => accounts.contains(&account),
        };
        (is_reached || self.allowed.iter().any(names)) && !self.denied.iter().any(names)
    }
}
