//! What it takes to give something away.

use super::{Decision, Effect, Grant, Permission, Rights, Target, Timestamp};

impl Grant {
    /// The widest target that it is about.
    pub fn target(&self) -> Target {
        self.scope.as_target().on(self.channel)
    }
}

impl Rights {
    /// Whether it may be done to this and to everything within it: no denial takes a part of it away.
    pub fn may_throughout(&self, permission: Permission, target: &Target) -> bool {
        let takes = |grant: &Grant| {
            grant.effect == Effect::Deny
                && grant.permissions.contains(permission)
                && grant.scope.meets(target)
                && (grant.channel.is_none() || target.channel.is_none() || grant.channel == target.channel)
        };
        self.explain(permission, target).decision == Decision::Allow
            && !self.grants.iter().any(takes)
            && self.bounds.iter().all(|bound| bound.may_throughout(permission, target))
    }

    /// Until when it may be done to this. `None` is without an end.
    pub fn ends_at(&self, permission: Permission, target: &Target) -> Option<Timestamp> {
        let allows = |grant: &&Grant| grant.effect == Effect::Allow && grant.applies(permission, target);
        let mut own = None;
        for grant in self.grants.iter().filter(allows) {
            let Some(end) = grant.expires_at else {
                own = None;
                break;
            };
            own = own.max(Some(end));
        }
        let bounds = self.bounds.iter().filter_map(|bound| bound.ends_at(permission, target));
        bounds.chain(own).min()
    }

    /// What is held here that `other` does not hold there, left aside what `is_left` says.
    pub fn beyond(&self, other: &Rights, is_left: impl Fn(Permission) -> bool) -> Option<Permission> {
        let allows = self.grants.iter().filter(|grant| grant.effect == Effect::Allow);
        allows
            .flat_map(|grant| grant.permissions.iter().map(move |permission| (permission, grant.target())))
            .filter(|(permission, target)| !is_left(*permission) && self.may_in(*permission, target))
            .find(|(permission, target)| !other.may_in(*permission, target))
            .map(|(permission, _)| permission)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{PermissionSet, Scope, Source};

    const HERE: Uuid = Uuid::from_u128(1);

    fn grant(effect: Effect, scope: Scope, expires_at: Option<Timestamp>) -> Grant {
        let permissions = PermissionSet::of(&[Permission::IdeaCreate]);
        Grant { permissions, channel: None, scope, effect, expires_at, source: Source::Credential }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_denial_for_a_part_is_less_than_the_whole() {
        let whole = grant(Effect::Allow, Scope::tenant(), None);
        let part = grant(Effect::Deny, Scope::account(HERE), None);
        let all = Rights::new(vec![whole.clone()], at(0));
        let less = Rights::new(vec![whole, part], at(0));
        let target = Target::tenant();
        assert!(all.may_throughout(Permission::IdeaCreate, &target));
        assert!(less.may_in(Permission::IdeaCreate, &target));
        assert!(!less.may_throughout(Permission::IdeaCreate, &target));
        assert!(less.may_throughout(Permission::IdeaCreate, &Target::account(Uuid::from_u128(2))));
    }

    #[test]
    fn what_ends_last_counts_and_bounds_end_it_sooner() {
        let until = |second| grant(Effect::Allow, Scope::tenant(), Some(at(second)));
        let ends = |grants| Rights::new(grants, at(0)).ends_at(Permission::IdeaCreate, &Target::tenant());
        assert_eq!(ends(vec![until(5), until(9)]), Some(at(9)));
        assert_eq!(ends(vec![until(5), grant(Effect::Allow, Scope::tenant(), None), until(9)]), None);
        let bound = Rights::new(vec![until(3)], at(0));
        let bounded = Rights::new(vec![until(9)], at(0)).bounded_by(std::sync::Arc::new(bound));
        assert_eq!(bounded.ends_at(Permission::IdeaCreate, &Target::tenant()), Some(at(3)));
    }

    #[test]
    fn who_holds_more_is_beyond() {
        let more = Rights::new(vec![grant(Effect::Allow, Scope::tenant(), None)], at(0));
        let less = Rights::new(vec![grant(Effect::Allow, Scope::account(HERE), None)], at(0));
        assert_eq!(more.beyond(&less, |_| false), Some(Permission::IdeaCreate));
        assert_eq!(less.beyond(&more, |_| false), None);
        assert_eq!(more.beyond(&less, |permission| permission == Permission::IdeaCreate), None);
    }
}
