//! Where a grant holds, and what is asked about.

use uuid::Uuid;

use crate::channel::Channel;
use crate::level::Level;

/// The part of a tenant in which a grant holds. What is not named is not narrowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    pub account_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub profile_id: Option<Uuid>,
    /// Given by the platform, not by the tenant.
    pub is_platform: bool,
}

impl Scope {
    pub const fn platform() -> Self {
        Self { account_id: None, member_id: None, profile_id: None, is_platform: true }
    }

    pub const fn tenant() -> Self {
        Self { is_platform: false, ..Self::platform() }
    }

    pub const fn account(id: Uuid) -> Self {
        Self { account_id: Some(id), ..Self::tenant() }
    }

    /// The whole tenant, or one account of it.
    pub const fn of_account(id: Option<Uuid>) -> Self {
        Self { account_id: id, ..Self::tenant() }
    }

    pub const fn level(&self) -> Level {
        match self {
            Self { profile_id: Some(_), .. } => Level::Profile,
            Self { member_id: Some(_), .. } => Level::User,
            Self { account_id: Some(_), .. } => Level::Account,
            Self { is_platform: true, .. } => Level::Platform,
            _ => Level::Tenant,
        }
    }

    pub(super) fn contains(&self, target: &Target) -> bool {
        let fits = |wanted: Option<Uuid>, has: Option<Uuid>| wanted.is_none() || wanted == has;
        fits(self.account_id, target.account_id)
            && fits(self.member_id, target.member_id)
            && fits(self.profile_id, target.profile_id)
    }

    /// Whether something is in both.
    pub(super) fn meets(&self, target: &Target) -> bool {
        let meets = |a: Option<Uuid>, b: Option<Uuid>| a.is_none() || b.is_none() || a == b;
        meets(self.account_id, target.account_id)
            && meets(self.member_id, target.member_id)
            && meets(self.profile_id, target.profile_id)
    }

    /// The widest target that it contains.
    pub(super) fn as_target(&self) -> Target {
        let Self { account_id, member_id, profile_id, .. } = *self;
        Target { account_id, member_id, profile_id, channel: None }
    }
}

/// What somebody wants to do something to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Target {
    pub account_id: Option<Uuid>,
    pub member_id: Option<Uuid>,
    pub profile_id: Option<Uuid>,
    pub channel: Option<Channel>,
}

impl Target {
    /// The tenant as a whole.
    pub const fn tenant() -> Self {
        Self { account_id: None, member_id: None, profile_id: None, channel: None }
    }

    /// An account, or what belongs to it.
    pub fn account(id: impl Into<Uuid>) -> Self {
        Self { account_id: Some(id.into()), ..Self::tenant() }
    }

    /// A person, within the account that they are confined to.
    pub fn user(account_id: Option<Uuid>, member_id: impl Into<Uuid>) -> Self {
        Self { account_id, member_id: Some(member_id.into()), ..Self::tenant() }
    }

    /// A profile of a person or of nobody, in its account.
    pub fn profile(account_id: Uuid, member_id: Option<Uuid>, profile_id: impl Into<Uuid>) -> Self {
        Self { account_id: Some(account_id), member_id, profile_id: Some(profile_id.into()), channel: None }
    }

    /// The same on a channel.
    #[must_use]
    pub const fn on(self, channel: Option<Channel>) -> Self {
        Self { channel, ..self }
    }
}
