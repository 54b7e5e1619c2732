//! Decisions and what they are made of, as they are shown.

use jiff::Timestamp;
use platform::{
    Channel, Decision, Effect, Grant, Level, Permission, Reach, Rights, Source, Target, Versioned,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::MemberId;
use crate::ids::{AccountId, AssignmentId, OverrideId, ProfileRef};
use crate::members::Membership;

/// A permission that there is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PermissionEntry {
    #[schema(example = "idea.create")]
    pub(crate) permission: &'static str,
    #[schema(example = "idea")]
    pub(crate) resource: &'static str,
    #[schema(example = "create")]
    pub(crate) action: &'static str,
    /// What it allows.
    #[schema(example = "Write new ideas")]
    pub(crate) description: &'static str,
    /// The channels that it may be held for one by one, as `idea.create:linkedin`; none when it is held as a
    /// whole.
    pub(crate) platforms: Vec<Channel>,
    /// Using it asks for a fresh proof of presence.
    pub(crate) is_sensitive: bool,
    /// The widest level at which it is held.
    pub(crate) level: Level,
}

impl PermissionEntry {
    pub(super) fn of(permission: Permission) -> Self {
        Self {
            permission: permission.name(),
            resource: permission.resource(),
            action: permission.action(),
            description: permission.description(),
            platforms: if permission.is_per_channel() { Channel::ALL.to_vec() } else { Vec::new() },
            is_sensitive: permission.is_sensitive(),
            level: permission.level(),
        }
    }
}

/// A decision, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Explanation {
    pub(crate) decision: Decision,
    #[schema(
        example = "Tomasz Ashgrove may not import campaigns from a file: no role and no override gives it."
    )]
    pub(crate) sentence: String,
    /// What decided; null when nothing gives it.
    #[schema(required = true)]
    pub(crate) rule: Option<DecidingRule>,
    /// Everything that says something about this permission, whether or not it applies here.
    pub(crate) considered: Vec<DecidingRule>,
}

impl Versioned for Explanation {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DecidingKind {
    Role,
    Assignment,
    Override,
    SuperAdmin,
    Credential,
}

/// One grant, as who asks why reads it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DecidingRule {
    pub(crate) kind: DecidingKind,
    /// Of the assignment or the override.
    #[schema(required = true)]
    pub(crate) id: Option<String>,
    /// The key of the role.
    #[schema(required = true, example = "manager")]
    pub(crate) role: Option<String>,
    pub(crate) scope: DecidingScope,
    pub(crate) effect: Effect,
    #[schema(required = true)]
    pub(crate) platform: Option<Channel>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) expires_at: Option<Timestamp>,
    /// Whether it says something about what was asked.
    pub(crate) applies: bool,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct DecidingScope {
    pub(crate) level: Level,
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) profile_id: Option<ProfileRef>,
}

impl DecidingRule {
    pub(super) fn of(grant: &Grant, applies: bool) -> Self {
        let (kind, id, role) = match &grant.source {
            Source::Role(role) => (DecidingKind::Role, None, Some(role.to_string())),
            Source::Assignment { id, role } => {
                (DecidingKind::Assignment, Some(AssignmentId::from(*id).to_string()), Some(role.to_string()))
            }
            Source::Override { id } => {
                (DecidingKind::Override, Some(OverrideId::from(*id).to_string()), None)
            }
            Source::SuperAdmin => (DecidingKind::SuperAdmin, None, None),
            Source::Credential => (DecidingKind::Credential, None, None),
        };
        let scope = DecidingScope {
            level: grant.scope.level(),
            account_id: grant.scope.account_id.map(AccountId::from),
            profile_id: grant.scope.profile_id.map(ProfileRef::from),
        };
        let Grant { effect, channel: platform, expires_at, .. } = *grant;
        Self { kind, id, role, scope, effect, platform, expires_at, applies }
    }
}

/// Everything that one person may do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct UserPermissions {
    pub(crate) member_id: MemberId,
    pub(crate) name: String,
    #[schema(example = "manager")]
    pub(crate) role: String,
    pub(crate) permissions: Vec<HeldPermission>,
}

/// One permission that is held, and where.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct HeldPermission {
    #[schema(example = "campaign.create")]
    pub(crate) permission: &'static str,
    pub(crate) scope: HeldScope,
    /// For the scope `accounts`: these; for `tenant`: all but these.
    #[schema(value_type = Vec<String>)]
    pub(crate) accounts: Vec<AccountId>,
    /// The nearest rule that gives it.
    #[schema(required = true)]
    pub(crate) source: Option<DecidingRule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HeldScope {
    Tenant,
    Accounts,
    /// On some channels, profiles or people only.
    Partial,
}

impl UserPermissions {
    pub(super) fn of(membership: &Membership, now: Timestamp) -> Self {
        let rights = Rights::new(membership.grants.clone(), now);
        let held = Permission::ALL.iter().copied().filter(|permission| rights.may(*permission));
        Self {
            member_id: MemberId::from(membership.member_id),
            name: membership.name.clone(),
            role: membership.role.to_string(),
            permissions: held.map(|permission| HeldPermission::of(&rights, permission)).collect(),
        }
    }
}

impl HeldPermission {
    fn of(rights: &Rights, permission: Permission) -> Self {
        let (scope, accounts) = match rights.reach(permission) {
            _ if !rights.may_in(permission, &Target::tenant()) && rights.reach(permission).is_all() => {
                (HeldScope::Partial, Vec::new())
            }
            Reach::AllBut(accounts) => (HeldScope::Tenant, accounts.into_iter().collect()),
            Reach::Only(accounts) if accounts.is_empty() => (HeldScope::Partial, Vec::new()),
            Reach::Only(accounts) => (HeldScope::Accounts, accounts.into_iter().collect::<Vec<_>>()),
        };
        let allow = rights.about(permission).filter(|grant| grant.effect == Effect::Allow);
        let nearest = allow.max_by_key(|grant| grant.scope.level());
        Self {
            permission: permission.name(),
            scope,
            accounts: accounts.into_iter().map(AccountId::from).collect(),
            source: nearest.map(|grant| DecidingRule::of(grant, true)),
        }
    }
}
