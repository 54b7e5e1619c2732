//! What somebody may do, and why.
//!
//! Rights are a list of grants. [`decide`] is the one rule: a deny that applies wins; else the nearest allow
//! that applies; else no. It is pure, takes no time that anybody would notice, and is the same for a button,
//! a request, a list and the explanation.

mod giving;
mod profiles;
#[cfg(test)]
mod proofs;
mod reach;
mod scope;

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use profiles::ProfileReach;
pub use reach::Reach;
pub use scope::{Scope, Target};

use crate::channel::Channel;
use crate::level::Level;
use crate::permission::{Permission, PermissionSet};

/// Whether a grant gives or takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    Allow,
    Deny,
}

/// Where a grant comes from, for who asks why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The role of the member, by its key.
    Role(Arc<str>),
    /// A further role, given for a scope.
    Assignment { id: Uuid, role: Arc<str> },
    /// A single permission, allowed or denied to this person.
    Override { id: Uuid },
    /// The platform's own people.
    SuperAdmin,
    /// The credential itself: a link, a key's scopes, the system.
    Credential,
}

/// Some permissions, given or taken for a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub permissions: PermissionSet,
    /// For permissions that are held per channel; `None` is all channels.
    pub channel: Option<Channel>,
    pub scope: Scope,
    pub effect: Effect,
    pub expires_at: Option<Timestamp>,
    pub source: Source,
}

impl Grant {
    fn applies(&self, permission: Permission, target: &Target) -> bool {
        self.permissions.contains(permission)
            && (self.channel.is_none() || self.channel == target.channel)
            && self.scope.contains(target)
    }
}

/// What [`decide`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AccessDecision)]
pub enum Decision {
    Allow,
    Deny,
}

/// A decision with the grant that made it; none when nothing applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    pub decision: Decision,
    pub rule: Option<&'a Grant>,
}

/// Whether these grants let somebody do something to a target.
pub fn decide<'a>(grants: &'a [Grant], permission: Permission, target: &Target) -> Verdict<'a> {
    let mut nearest: Option<&Grant> = None;
    for grant in grants.iter().filter(|grant| grant.applies(permission, target)) {
        let is_nearer = nearest.is_none_or(|found| rank(grant) > rank(found));
        if is_nearer {
            nearest = Some(grant);
        }
    }
    let decision = match nearest {
        Some(Grant { effect: Effect::Allow, .. }) => Decision::Allow,
        _ => Decision::Deny,
    };
    Verdict { decision, rule: nearest }
}

/// Denies before allows, then the nearer before the farther.
fn rank(grant: &Grant) -> (Effect, Level) {
    (grant.effect, grant.scope.level())
}

/// The grants of one actor, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Rights {
    grants: Box<[Grant]>,
    /// Held for at least one target.
    anywhere: PermissionSet,
    /// What else has to allow it: the scopes of a key, the rights of who impersonates, the role looked
    /// through.
    bounds: Vec<Arc<Rights>>,
}

impl Rights {
    /// Of the grants that have not expired. Kept for half a second at most, so nothing here asks the time.
    pub fn new(grants: Vec<Grant>, now: Timestamp) -> Self {
        let is_current = |grant: &Grant| grant.expires_at.is_none_or(|end| end > now);
        let grants: Box<[Grant]> = grants.into_iter().filter(is_current).collect();
        let mut anywhere = PermissionSet::default();
        for grant in grants.iter().filter(|grant| grant.effect == Effect::Allow) {
            let target = grant.scope.as_target().on(grant.channel);
            for permission in grant.permissions.without(anywhere).iter() {
                if decide(&grants, permission, &target).decision == Decision::Allow {
                    anywhere = anywhere.with(PermissionSet::of(&[permission]));
                }
            }
        }
        Self { grants, anywhere, bounds: Vec::new() }
    }

    /// These permissions, for the whole tenant, from the credential itself.
    pub fn of(permissions: PermissionSet) -> Self {
        Self::within(permissions, Scope::tenant())
    }

    /// These permissions within a scope, from the credential itself.
    pub fn within(permissions: PermissionSet, scope: Scope) -> Self {
        let (channel, expires_at) = (None, None);
        let source = Source::Credential;
        let grant = Grant { permissions, channel, scope, effect: Effect::Allow, expires_at, source };
        Self { grants: Box::new([grant]), anywhere: permissions, bounds: Vec::new() }
    }

    /// The same rights as far as the others allow them too.
    #[must_use]
    pub fn bounded_by(mut self, others: Arc<Rights>) -> Self {
        self.bounds.push(others);
        self
    }

    /// Whether it may be done at all: for a permission of the tenant's level, in the tenant; for others,
    /// somewhere.
    pub fn may(&self, permission: Permission) -> bool {
        if permission.level() <= Level::Tenant {
            return self.may_in(permission, &Target::tenant());
        }
        self.anywhere.contains(permission) && self.bounds.iter().all(|bound| bound.may(permission))
    }

    /// Whether it may be done to this.
    pub fn may_in(&self, permission: Permission, target: &Target) -> bool {
        self.explain(permission, target).decision == Decision::Allow
            && self.bounds.iter().all(|bound| bound.may_in(permission, target))
    }

    /// The decision by these grants alone, with the grant that made it.
    pub fn explain(&self, permission: Permission, target: &Target) -> Verdict<'_> {
        decide(&self.grants, permission, target)
    }

    /// Every grant that says anything about a permission.
    pub fn about(&self, permission: Permission) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.permissions.contains(permission))
    }

    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// What is held somewhere.
    pub fn permissions(&self) -> PermissionSet {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission)).collect()
    }

    /// The accounts in which a permission is held.
    pub fn reach(&self, permission: Permission) -> Reach {
        let own = reach::of_grants(&self.grants, permission);
        self.bounds.iter().fold(own, |reach, bound| reach.within(&bound.reach(permission)))
    }

    /// The profiles in which a permission is held: what every one of these allows.
    pub fn profile_reaches(&self, permission: Permission) -> Vec<ProfileReach> {
        let mut reaches = vec![profiles::of_grants(&self.grants, permission)];
        reaches.extend(self.bounds.iter().flat_map(|bound| bound.profile_reaches(permission)));
        reaches
    }

    /// The per-channel permissions held in the whole tenant for some channels only, as
    /// `idea.create:linkedin`.
    pub fn by_channel(&self) -> Vec<String> {
        let mut held = Vec::new();
        for permission in Permission::ALL.iter().copied().filter(|one| one.is_per_channel()) {
            for channel in Channel::ALL {
                if self.may_in(permission, &Target::tenant().on(Some(channel))) {
                    held.push(format!("{}:{}", permission.name(), channel.name()));
                }
            }
        }
        held
    }
}
