//! What must hold of deciding, on random rights.

use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};

use super::*;

const ACCOUNTS: [Uuid; 3] = [Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3)];
const MEMBERS: [Uuid; 2] = [Uuid::from_u128(11), Uuid::from_u128(12)];
const PROFILES: [Uuid; 2] = [Uuid::from_u128(21), Uuid::from_u128(22)];
const PERMISSIONS: [Permission; 3] =
    [Permission::IdeaCreate, Permission::CampaignRead, Permission::SettingsUpdate];

/// The rule in as few words as possible, against which the real one is held.
mod reference {
    use super::*;

    pub(super) fn is_allowed(grants: &[Grant], permission: Permission, target: &Target) -> bool {
        let concerns = |grant: &&Grant| {
            grant.permissions.iter().any(|one| one == permission)
                && (grant.channel.is_none() || grant.channel == target.channel)
                && [
                    (grant.scope.account_id, target.account_id),
                    (grant.scope.member_id, target.member_id),
                    (grant.scope.profile_id, target.profile_id),
                ]
                .iter()
                .all(|(wanted, has)| wanted.is_none() || wanted == has)
        };
        let concerning: Vec<&Grant> = grants.iter().filter(concerns).collect();
        let is_denied = concerning.iter().any(|grant| grant.effect == Effect::Deny);
        !is_denied && !concerning.is_empty()
    }
}

fn pick<T: Copy>(random: &mut SmallRng, from: &[T]) -> T {
    from[random.random_range(0..from.len())]
}

fn maybe<T: Copy>(random: &mut SmallRng, from: &[T]) -> Option<T> {
    random.random_bool(0.5).then(|| pick(random, from))
}

fn scope(random: &mut SmallRng) -> Scope {
    let account_id = maybe(random, &ACCOUNTS);
    let member_id = account_id.and_then(|_| maybe(random, &MEMBERS));
    let profile_id = member_id.and_then(|_| maybe(random, &PROFILES));
    Scope { account_id, member_id, profile_id, is_platform: account_id.is_none() && random.random_bool(0.2) }
}

fn grant(random: &mut SmallRng) -> Grant {
    let permissions = (0..2).map(|_| pick(random, &PERMISSIONS)).collect();
    Grant {
        permissions,
        channel: if random.random_bool(0.2) { maybe(random, &Channel::ALL[..2]) } else { None },
        scope: scope(random),
        effect: if random.random_bool(0.25) { Effect::Deny } else { Effect::Allow },
        expires_at: None,
        source: Source::Credential,
    }
}

fn target(random: &mut SmallRng) -> Target {
    let channel = maybe(random, &Channel::ALL[..2]);
    scope(random).as_target().on(channel)
}

fn grants(random: &mut SmallRng) -> Vec<Grant> {
    (0..random.random_range(0..6)).map(|_| grant(random)).collect()
}

fn is_allowed(grants: &[Grant], permission: Permission, target: &Target) -> bool {
    decide(grants, permission, target).decision == Decision::Allow
}

#[test]
fn a_million_random_cases_are_decided_as_the_reference_does() {
    let mut random = SmallRng::seed_from_u64(1);
    for _ in 0..1_000_000 {
        let (grants, target) = (grants(&mut random), target(&mut random));
        let permission = pick(&mut random, &PERMISSIONS);
        let expected = reference::is_allowed(&grants, permission, &target);
        assert_eq!(
            is_allowed(&grants, permission, &target),
            expected,
            "{grants:?} {permission:?} {target:?}"
        );
    }
}

#[test]
fn adding_a_deny_never_widens() {
    let mut random = SmallRng::seed_from_u64(2);
    for _ in 0..100_000 {
        let mut grants = grants(&mut random);
        let (permission, target) = (pick(&mut random, &PERMISSIONS), target(&mut random));
        let before = is_allowed(&grants, permission, &target);
        grants.push(Grant { effect: Effect::Deny, ..grant(&mut random) });
        assert!(before || !is_allowed(&grants, permission, &target), "{grants:?}");
    }
}

/// The same grant one level further down gives no more than it did.
#[test]
fn moving_down_a_level_never_widens() {
    let mut random = SmallRng::seed_from_u64(3);
    for _ in 0..100_000 {
        let (permission, target) = (pick(&mut random, &PERMISSIONS), target(&mut random));
        let wide = Grant { effect: Effect::Allow, ..grant(&mut random) };
        let mut narrow = wide.clone();
        match wide.scope.level() {
            Level::Platform | Level::Tenant => {
                narrow.scope = Scope::account(pick(&mut random, &ACCOUNTS));
            }
            Level::Account => narrow.scope.member_id = Some(pick(&mut random, &MEMBERS)),
            Level::User => narrow.scope.profile_id = Some(pick(&mut random, &PROFILES)),
            Level::Profile => continue,
        }
        let (wide, narrow) = ([wide], [narrow]);
        assert!(is_allowed(&wide, permission, &target) || !is_allowed(&narrow, permission, &target));
    }
}

#[test]
fn what_is_held_somewhere_is_what_some_target_allows() {
    let mut random = SmallRng::seed_from_u64(4);
    for _ in 0..5_000 {
        let grants = grants(&mut random);
        let rights = Rights::new(grants.clone(), Timestamp::UNIX_EPOCH);
        for permission in [Permission::IdeaCreate, Permission::CampaignRead] {
            let is_held = every_target().any(|target| is_allowed(&grants, permission, &target));
            assert_eq!(rights.may(permission), is_held, "{permission:?} {grants:?}");
        }
        let in_tenant = is_allowed(&grants, Permission::SettingsUpdate, &Target::tenant());
        assert_eq!(rights.may(Permission::SettingsUpdate), in_tenant);
    }
}

fn every_target() -> impl Iterator<Item = Target> {
    let or_none = |ids: &[Uuid]| -> Vec<Option<Uuid>> {
        std::iter::once(None).chain(ids.iter().copied().map(Some)).collect()
    };
    let channels: Vec<Option<Channel>> = vec![None, Some(Channel::ALL[0]), Some(Channel::ALL[1])];
    let mut targets = Vec::new();
    for account_id in or_none(&ACCOUNTS) {
        for member_id in or_none(&MEMBERS) {
            for profile_id in or_none(&PROFILES) {
                for channel in channels.iter().copied() {
                    targets.push(Target { account_id, member_id, profile_id, channel });
                }
            }
        }
    }
    targets.into_iter()
}

#[test]
fn the_reach_of_a_permission_is_the_accounts_in_which_it_is_held() {
    let mut random = SmallRng::seed_from_u64(5);
    for _ in 0..50_000 {
        let mut grants = grants(&mut random);
        for grant in &mut grants {
            grant.channel = None;
            (grant.scope.member_id, grant.scope.profile_id) = (None, None);
        }
        let rights = Rights::new(grants.clone(), Timestamp::UNIX_EPOCH);
        let reach = rights.reach(Permission::CampaignRead);
        for account in ACCOUNTS.into_iter().chain([Uuid::from_u128(9)]) {
            let is_held = is_allowed(&grants, Permission::CampaignRead, &Target::account(account));
            assert_eq!(reach.contains(account), is_held, "{grants:?}");
        }
    }
}

#[test]
fn the_profiles_within_reach_are_those_in_which_it_is_held() {
    let mut random = SmallRng::seed_from_u64(7);
    for _ in 0..50_000 {
        let mut grants = grants(&mut random);
        for grant in &mut grants {
            grant.channel = None;
            grant.scope.member_id = None;
            grant.scope.profile_id = maybe(&mut random, &PROFILES);
        }
        let (now, permission) = (Timestamp::UNIX_EPOCH, Permission::CampaignRead);
        let bound = Rights::new(grants[..grants.len() / 2].to_vec(), now);
        let rights = Rights::new(grants, now).bounded_by(Arc::new(bound));
        let reaches = rights.profile_reaches(permission);
        for account in ACCOUNTS.into_iter().chain([Uuid::from_u128(9)]) {
            for profile in PROFILES.into_iter().chain([Uuid::from_u128(8)]) {
                let is_held = rights.may_in(permission, &Target::profile(account, None, profile));
                let is_reached = reaches.iter().all(|reach| reach.contains(account, profile));
                assert_eq!(is_reached, is_held, "{rights:?}");
            }
        }
    }
}

#[test]
fn bounds_only_take() {
    let mut random = SmallRng::seed_from_u64(6);
    for _ in 0..20_000 {
        let now = Timestamp::UNIX_EPOCH;
        let (own, bound) = (Rights::new(grants(&mut random), now), Rights::new(grants(&mut random), now));
        let both = own.clone().bounded_by(Arc::new(bound.clone()));
        let (permission, target) = (pick(&mut random, &PERMISSIONS), target(&mut random));
        let expected = own.may_in(permission, &target) && bound.may_in(permission, &target);
        assert_eq!(both.may_in(permission, &target), expected);
        for account in ACCOUNTS {
            let reach = both.reach(permission);
            let expected =
                own.reach(permission).contains(account) && bound.reach(permission).contains(account);
            assert_eq!(reach.contains(account), expected);
        }
    }
}

#[test]
fn the_nearest_rule_is_named() {
    let role = Source::Role(Arc::from("manager"));
    let id = Uuid::from_u128(7);
    let everywhere = Grant {
        permissions: PermissionSet::of(&[Permission::CampaignRead]),
        channel: None,
        scope: Scope::tenant(),
        effect: Effect::Allow,
        expires_at: None,
        source: role.clone(),
    };
    let here =
        Grant { scope: Scope::account(ACCOUNTS[0]), source: Source::Override { id }, ..everywhere.clone() };
    let not_here = Grant { effect: Effect::Deny, ..here.clone() };
    let target = Target::account(ACCOUNTS[0]);
    let allows = [everywhere.clone(), here];
    let verdict = decide(&allows, Permission::CampaignRead, &target);
    assert_eq!(verdict.rule.unwrap().source, Source::Override { id });
    let mixed = [not_here, everywhere];
    let verdict = decide(&mixed, Permission::CampaignRead, &target);
    assert_eq!((verdict.decision, &verdict.rule.unwrap().source), (Decision::Deny, &Source::Override { id }));
    let elsewhere = decide(&mixed, Permission::CampaignRead, &Target::account(ACCOUNTS[1]));
    assert_eq!(elsewhere.rule.unwrap().source, role);
}

#[test]
fn an_expired_grant_is_none() {
    let end: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let allow = Rights::of(PermissionSet::of(&[Permission::CampaignRead])).grants()[0].clone();
    let grants = vec![Grant { expires_at: Some(end), ..allow }];
    assert!(!Rights::new(grants.clone(), end).may(Permission::CampaignRead));
    let before = end.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap();
    assert!(Rights::new(grants, before).may(Permission::CampaignRead));
}
