//! What may be done: resource × action, held through roles.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! permissions {
    ($($name:ident = $text:tt),+ $(,)?) => {
        /// One action on one kind of resource.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[repr(u8)]
        pub enum Permission {
            $(#[serde(rename = $text)] $name),+
        }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$name),+];

            /// `resource.action`
            pub fn name(self) -> &'static str {
                match self { $(Permission::$name => $text),+ }
            }
        }
    };
}

permissions! {
    ActivityRead = "activity.read",
    CampaignCreate = "campaign.create",
    CampaignRead = "campaign.read",
    CampaignTransition = "campaign.transition",
    CampaignUpdate = "campaign.update",
    ClientCreate = "client.create",
    ClientRead = "client.read",
    ClientUpdate = "client.update",
    CommentCreate = "comment.create",
    CommentCreateInternal = "comment.create_internal",
    ExerciseAnswer = "exercise.answer",
    ExerciseRead = "exercise.read",
    IdeaApproveInternal = "idea.approve_internal",
    IdeaCreate = "idea.create",
    IdeaDecideAsClient = "idea.decide_as_client",
    IdeaGenerate = "idea.generate",
    IdeaRead = "idea.read",
    IdeaSubmit = "idea.submit",
    IdeaUpdate = "idea.update",
    ImportRun = "import.run",
    LinkCreate = "link.create",
    LinkRead = "link.read",
    LinkRevoke = "link.revoke",
    MemberRead = "member.read",
    PrivacyErase = "privacy.erase",
    PrivacyExport = "privacy.export",
    PromptRead = "prompt.read",
    PromptUpdate = "prompt.update",
    RetentionUpdate = "retention.update",
    RuleRead = "rule.read",
    SettingsUpdate = "settings.update",
    UsageRead = "usage.read",
    VersionRead = "version.read",
    VersionRestore = "version.restore",
    VoiceRead = "voice.read",
}

/// A set of permissions, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PermissionSet(u64);

impl PermissionSet {
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < permissions.len() {
            bits |= 1 << permissions[index] as u8;
            index += 1;
        }
        Self(bits)
    }

    pub const fn all() -> Self {
        Self::of(Permission::ALL)
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

/// What a member is in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    SuperAdmin,
    Admin,
    Manager,
    Creator,
    Analyst,
    Client,
}

use Permission as P;

const READ: PermissionSet = PermissionSet::of(&[
    P::ActivityRead,
    P::CampaignRead,
    P::ClientRead,
    P::ExerciseRead,
    P::IdeaRead,
    P::LinkRead,
    P::MemberRead,
    P::PromptRead,
    P::RuleRead,
    P::UsageRead,
    P::VersionRead,
    P::VoiceRead,
]);

const CREATE: PermissionSet = PermissionSet::of(&[
    P::CommentCreate,
    P::CommentCreateInternal,
    P::ExerciseAnswer,
    P::IdeaCreate,
    P::IdeaGenerate,
    P::IdeaSubmit,
    P::IdeaUpdate,
]);

/// What a client's person may do, within their own client.
const CLIENT: PermissionSet = PermissionSet::of(&[
    P::CampaignRead,
    P::ClientRead,
    P::CommentCreate,
    P::ExerciseAnswer,
    P::ExerciseRead,
    P::IdeaDecideAsClient,
    P::IdeaRead,
    P::RuleRead,
]);

impl Role {
    pub const ALL: [Role; 6] =
        [Role::SuperAdmin, Role::Admin, Role::Manager, Role::Creator, Role::Analyst, Role::Client];

    /// Rights of the holder of an access link, for the ideas that the link names.
    pub const ACCESS_LINK: PermissionSet =
        PermissionSet::of(&[P::CommentCreate, P::IdeaDecideAsClient, P::IdeaRead]);

    pub const fn permissions(self) -> PermissionSet {
        // Only the client's side speaks for the client: nobody at the agency approves in their name.
        let agency = PermissionSet::all().without(PermissionSet::of(&[P::IdeaDecideAsClient]));
        match self {
            Role::SuperAdmin | Role::Admin => agency,
            Role::Manager => agency.without(PermissionSet::of(&[
                P::PrivacyErase,
                P::PrivacyExport,
                P::RetentionUpdate,
                P::SettingsUpdate,
            ])),
            Role::Creator => READ.with(CREATE),
            Role::Analyst => READ,
            Role::Client => CLIENT,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Role::SuperAdmin => "super_admin",
            Role::Admin => "admin",
            Role::Manager => "manager",
            Role::Creator => "creator",
            Role::Analyst => "analyst",
            Role::Client => "client",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What [`decide`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Allow,
    Deny,
}

/// Whether the holder of a set may do something. Pure; everything that grants or denies goes through here.
pub fn decide(held: PermissionSet, needed: Permission) -> Decision {
    if held.contains(needed) { Decision::Allow } else { Decision::Deny }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in() {
        for &permission in Permission::ALL {
            assert!(PermissionSet::of(&[permission]).contains(permission));
            assert!(PermissionSet::all().contains(permission));
            assert!(!PermissionSet::all().without(PermissionSet::of(&[permission])).contains(permission));
        }
        assert!(Permission::ALL.len() <= 64, "the set is 64 bits wide");
    }

    #[test]
    fn nobody_at_the_agency_decides_for_the_client() {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Client) {
            assert!(!role.permissions().contains(Permission::IdeaDecideAsClient), "{role:?}");
        }
    }

    #[test]
    fn roles_are_named_both_ways() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(role));
        }
        assert_eq!(Role::parse("owner"), None);
    }
}
