//! What may be done: resource × action, and for what is published also × channel.
//!
//! A permission belongs to a level: that of a tenant is held for the whole tenant or not at all, that of an
//! account may be held in some accounts only.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::level::Level;

macro_rules! permissions {
    ($($name:ident = $text:tt, $level:ident, $description:literal $(, $flag:ident)*;)+) => {
        /// One action on one kind of resource.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(Serialize, Deserialize, ToSchema)]
        #[repr(u8)]
        pub enum Permission {
            $(#[doc = $description] #[serde(rename = $text)] $name),+
        }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$name),+];

            /// `resource.action`
            pub const fn name(self) -> &'static str {
                match self { $(Permission::$name => $text),+ }
            }

            /// What it allows, for the people who give it.
            pub const fn description(self) -> &'static str {
                match self { $(Permission::$name => $description),+ }
            }

            /// The highest level at which it means something.
            pub const fn level(self) -> Level {
                match self { $(Permission::$name => Level::$level),+ }
            }

            const fn flags(self) -> Flags {
                match self { $(Permission::$name => Flags::NONE $(.$flag())*),+ }
            }
        }
    };
}

#[derive(Clone, Copy)]
struct Flags {
    is_per_channel: bool,
    is_sensitive: bool,
}

impl Flags {
    const NONE: Self = Self { is_per_channel: false, is_sensitive: false };

    const fn per_channel(self) -> Self {
        Self { is_per_channel: true, ..self }
    }

    const fn sensitive(self) -> Self {
        Self { is_sensitive: true, ..self }
    }
}

permissions! {
    AccountCreate = "account.create", Tenant, "Add accounts";
    AccountRead = "account.read", Account, "See accounts";
    AccountUpdate = "account.update", Account, "Rename, move and archive accounts";
    ActivityRead = "activity.read", Account, "See what was done";
    ApiKeyCreate = "api_key.create", Tenant, "Make and rotate API keys", sensitive;
    ApiKeyRead = "api_key.read", Tenant, "See which API keys there are";
    ApiKeyRevoke = "api_key.revoke", Tenant, "Revoke API keys";
    AuditExport = "audit.export", Tenant, "Take the audit log out as a file", sensitive;
    AuditRead = "audit.read", Tenant, "Read the audit log";
    CampaignCreate = "campaign.create", Account, "Start campaigns";
    CampaignRead = "campaign.read", Account, "See campaigns";
    CampaignTransition = "campaign.transition", Account, "Plan, activate, pause, complete, cancel campaigns";
    CampaignUpdate = "campaign.update", Account, "Change briefs";
    ClientCreate = "client.create", Tenant, "Add clients";
    ClientRead = "client.read", Account, "See clients";
    ClientUpdate = "client.update", Account, "Change clients";
    CommentCreate = "comment.create", Account, "Comment on ideas";
    CommentCreateInternal = "comment.create_internal", Account, "Comment where clients do not see it";
    ExerciseAnswer = "exercise.answer", Account, "Answer brand exercises";
    ExerciseRead = "exercise.read", Account, "See brand exercises";
    IdeaApproveInternal = "idea.approve_internal", Account, "Approve ideas for the agency", per_channel;
    IdeaCreate = "idea.create", Account, "Write new ideas", per_channel;
    IdeaDecideAsClient = "idea.decide_as_client", Account, "Decide on ideas for the client";
    IdeaGenerate = "idea.generate", Account, "Have ideas drafted by a model", per_channel;
    IdeaRead = "idea.read", Account, "See ideas";
    IdeaSubmit = "idea.submit", Account, "Send ideas to review", per_channel;
    IdeaUpdate = "idea.update", Account, "Edit ideas", per_channel;
    ImportRun = "import.run", Tenant, "Import campaigns from a file";
    InternalRead = "internal.read", Account, "See what is hidden from clients";
    InvitationCreate = "invitation.create", Account, "Invite people";
    InvitationRead = "invitation.read", Account, "See who is invited";
    InvitationRevoke = "invitation.revoke", Account, "Take invitations back";
    LinkCreate = "link.create", Account, "Make access links";
    LinkRead = "link.read", Account, "See access links";
    LinkRevoke = "link.revoke", Account, "Revoke access links";
    MemberImpersonate = "member.impersonate", Tenant, "Act as another person, on record", sensitive;
    MemberRead = "member.read", Account, "See people";
    MemberRemove = "member.remove", Account, "Remove people", sensitive;
    MemberUpdate = "member.update", Account, "Change and deactivate people";
    OauthClientCreate = "oauth_client.create", Tenant, "Register applications of developers";
    OauthClientRead = "oauth_client.read", Tenant, "See registered applications";
    OauthClientReview = "oauth_client.review", Tenant, "Approve, reject and suspend applications", sensitive;
    OauthGrantRevoke = "oauth_grant.revoke", Tenant, "Disconnect applications of others";
    PermissionOverride = "permission.override", Tenant, "Allow or deny single people", sensitive;
    PrivacyErase = "privacy.erase", Tenant, "Erase a person's data", sensitive;
    PrivacyExport = "privacy.export", Tenant, "Export a person's data", sensitive;
    ProfileCreate = "profile.create", Account, "Add profiles";
    ProfileDelete = "profile.delete", Account, "Delete profiles";
    ProfileRead = "profile.read", Account, "See profiles";
    ProfileUpdate = "profile.update", Account, "Change profiles";
    ProfileSchemaUpdate = "profile_schema.update", Tenant, "Say which attributes profiles have";
    PromptRead = "prompt.read", Tenant, "See prompts";
    PromptUpdate = "prompt.update", Tenant, "Change prompts";
    RetentionUpdate = "retention.update", Tenant, "Say how long what is kept, and hold it", sensitive;
    RoleAssign = "role.assign", Tenant, "Give people roles", sensitive;
    RoleRead = "role.read", Tenant, "See roles and why somebody may do something";
    RoleUpdate = "role.update", Tenant, "Change what roles may do", sensitive;
    RuleRead = "rule.read", Account, "See the rules of channels";
    SettingsRead = "settings.read", Tenant, "See the organisation's settings";
    SettingsUpdate = "settings.update", Tenant, "Change the organisation's settings";
    TenantManage = "tenant.manage", Platform, "Add and change tenants", sensitive;
    TokenIssuerUpdate = "token_issuer.update", Tenant, "Trust the tokens of other sign-ins", sensitive;
    UsageRead = "usage.read", Tenant, "See what models cost";
    VersionRead = "version.read", Account, "See earlier versions";
    VersionRestore = "version.restore", Account, "Restore versions, undo and roll back changes";
    VoiceRead = "voice.read", Account, "See brand voices";
    WebhookRead = "webhook.read", Tenant, "See webhooks, and what was sent and received";
    WebhookUpdate = "webhook.update", Tenant, "Set up webhooks, test and replay them";
}

impl Permission {
    /// The noun before the dot.
    pub fn resource(self) -> &'static str {
        self.name().split_once('.').map_or(self.name(), |(resource, _)| resource)
    }

    /// The verb after the dot.
    pub fn action(self) -> &'static str {
        self.name().split_once('.').map_or("", |(_, action)| action)
    }

    /// Whether it may be held for some channels only.
    pub const fn is_per_channel(self) -> bool {
        self.flags().is_per_channel
    }

    /// Whether using it asks for a fresh proof of presence.
    pub const fn is_sensitive(self) -> bool {
        self.flags().is_sensitive
    }

    /// By its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.name() == name)
    }
}

/// A set of permissions, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PermissionSet(u128);

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

    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::default(), |set, one| set.with(Self::of(&[one])))
    }
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
        assert!(Permission::ALL.len() <= 128, "the set is 128 bits wide");
    }

    #[test]
    fn permissions_are_named_both_ways_and_sorted() {
        for &permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.name()), Some(permission));
            assert_eq!(
                format!("{}.{}", permission.resource(), permission.action()),
                permission.name(),
                "a resource, a dot, an action"
            );
        }
        let variants: Vec<String> = Permission::ALL.iter().map(|one| format!("{one:?}")).collect();
        let mut names: Vec<&str> = Permission::ALL.iter().map(|one| one.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), variants.len());
    }
}
