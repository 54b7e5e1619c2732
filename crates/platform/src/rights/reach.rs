//! The accounts in which a permission is held, as a condition of a statement.

use std::collections::BTreeSet;
use std::error::Error;

use db::{BytesMut, IsNull, ToSql, Type};
use uuid::Uuid;

use super::{Effect, Grant};
use crate::permission::Permission;

/// Which accounts. A parameter for `atelier.reaches($n, account_id)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of the tenant but these.
    AllBut(BTreeSet<Uuid>),
    Only(BTreeSet<Uuid>),
}

/// Grants for single people or profiles say nothing about a whole account; those for single channels show it
/// but do not hide it.
pub(super) fn of_grants(grants: &[Grant], permission: Permission) -> Reach {
    let (mut is_tenant_allowed, mut is_tenant_denied) = (false, false);
    let (mut allowed, mut denied) = (BTreeSet::new(), BTreeSet::new());
    for grant in grants.iter().filter(|grant| grant.permissions.contains(permission)) {
        let scope = &grant.scope;
        if scope.member_id.is_some() || scope.profile_id.is_some() {
            continue;
        }
        match (grant.effect, scope.account_id) {
            (Effect::Allow, None) => is_tenant_allowed = true,
            (Effect::Allow, Some(account)) => _ = allowed.insert(account),
            (Effect::Deny, _) if grant.channel.is_some() => {}
            (Effect::Deny, None) => is_tenant_denied = true,
            (Effect::Deny, Some(account)) => _ = denied.insert(account),
        }
    }
    match (is_tenant_denied, is_tenant_allowed) {
        (true, _) => Reach::Only(BTreeSet::new()),
        (false, true) => Reach::AllBut(denied),
        (false, false) => Reach::Only(allowed.difference(&denied).copied().collect()),
    }
}

impl Reach {
    pub fn all() -> Self {
        Self::AllBut(BTreeSet::new())
    }

    pub fn contains(&self, account_id: Uuid) -> bool {
        match self {
            Self::AllBut(denied) => !denied.contains(&account_id),
            Self::Only(allowed) => allowed.contains(&account_id),
        }
    }

    /// Whether nothing of the tenant is out of reach.
    pub fn is_all(&self) -> bool {
        matches!(self, Self::AllBut(denied) if denied.is_empty())
    }

    /// The one account, where there is exactly one.
    pub fn only_account(&self) -> Option<Uuid> {
        match self {
            Self::Only(allowed) if allowed.len() == 1 => allowed.first().copied(),
            _ => None,
        }
    }

    /// What both reach.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::AllBut(one), Self::AllBut(two)) => Self::AllBut(one.union(two).copied().collect()),
            (Self::AllBut(denied), Self::Only(allowed)) | (Self::Only(allowed), Self::AllBut(denied)) => {
                Self::Only(allowed.difference(denied).copied().collect())
            }
            (Self::Only(one), Self::Only(two)) => Self::Only(one.intersection(two).copied().collect()),
        }
    }

    /// Null for everything; a list of accounts; or the nil id and the accounts that are left out.
    pub(super) fn encoded(&self) -> Option<Vec<Uuid>> {
        match self {
            Self::AllBut(denied) if denied.is_empty() => None,
            Self::AllBut(denied) => {
                Some(std::iter::once(Uuid::nil()).chain(denied.iter().copied()).collect())
            }
            Self::Only(allowed) => Some(allowed.iter().copied().collect()),
        }
    }
}

impl ToSql for Reach {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.encoded().to_sql(kind, out)
    }

    fn accepts(kind: &Type) -> bool {
        <Option<Vec<Uuid>> as ToSql>::accepts(kind)
    }

    db::to_sql_checked!();
}
