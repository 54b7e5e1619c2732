//! The roles that every tenant starts with. A tenant may change what each may do, and add its own.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::permission::{Permission as P, PermissionSet};

/// A role out of the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The platform's own people; no tenant can change what they may do.
    SuperAdmin,
    Admin,
    Manager,
    Analyst,
    Creator,
    Sales,
    Vendor,
    ContentModerator,
    BrandCreator,
    Employee,
    AccountOwner,
    Member,
    Client,
}

const READ: PermissionSet = PermissionSet::of(&[
    P::AccountRead,
    P::ActivityRead,
    P::CampaignRead,
    P::ClientRead,
    P::ExerciseRead,
    P::IdeaRead,
    P::InternalRead,
    P::LinkRead,
    P::MemberRead,
    P::ProfileRead,
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

/// What nobody but the tenant's administrators does.
const ADMINISTER: PermissionSet = PermissionSet::of(&[
    P::ApiKeyCreate,
    P::ApiKeyRead,
    P::ApiKeyRevoke,
    P::AuditExport,
    P::AuditRead,
    P::MemberImpersonate,
    P::MemberRemove,
    P::OauthClientCreate,
    P::OauthClientRead,
    P::OauthClientReview,
    P::OauthGrantRevoke,
    P::PermissionOverride,
    P::PrivacyErase,
    P::PrivacyExport,
    P::ProfileSchemaUpdate,
    P::RetentionUpdate,
    P::RoleAssign,
    P::RoleUpdate,
    P::SettingsUpdate,
    P::TokenIssuerUpdate,
    P::WebhookRead,
    P::WebhookUpdate,
]);

/// Works on what it is given: sees no people, prices or prompts.
const VENDOR: PermissionSet = PermissionSet::of(&[
    P::CampaignRead,
    P::CommentCreate,
    P::CommentCreateInternal,
    P::IdeaCreate,
    P::IdeaRead,
    P::IdeaUpdate,
    P::InternalRead,
    P::RuleRead,
    P::VoiceRead,
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
    pub const ALL: [Role; 13] = [
        Role::SuperAdmin,
        Role::Admin,
        Role::Manager,
        Role::Analyst,
        Role::Creator,
        Role::Sales,
        Role::Vendor,
        Role::ContentModerator,
        Role::BrandCreator,
        Role::Employee,
        Role::AccountOwner,
        Role::Member,
        Role::Client,
    ];

    /// Rights of the holder of an access link, for the ideas that the link names.
    pub const ACCESS_LINK: PermissionSet =
        PermissionSet::of(&[P::CommentCreate, P::IdeaDecideAsClient, P::IdeaRead]);

    /// What the role may do where nobody changed it.
    pub const fn permissions(self) -> PermissionSet {
        // Only the client's side speaks for the client: nobody at the agency approves in their name.
        let everything = PermissionSet::all().without(PermissionSet::of(&[P::IdeaDecideAsClient]));
        let tenant = everything.without(PermissionSet::of(&[P::TenantManage]));
        match self {
            Role::SuperAdmin => everything,
            Role::Admin => tenant,
            Role::Manager => tenant.without(ADMINISTER),
            Role::Analyst => READ,
            Role::Creator => READ.with(CREATE),
            Role::Sales => READ.with(PermissionSet::of(&[
                P::AccountCreate,
                P::AccountUpdate,
                P::ClientCreate,
                P::ClientUpdate,
                P::CommentCreateInternal,
                P::LinkCreate,
            ])),
            Role::Vendor => VENDOR,
            Role::ContentModerator => READ.with(PermissionSet::of(&[
                P::CommentCreate,
                P::CommentCreateInternal,
                P::IdeaApproveInternal,
                P::VersionRestore,
            ])),
            Role::BrandCreator => READ.with(CREATE).with(PermissionSet::of(&[
                P::CampaignCreate,
                P::CampaignUpdate,
                P::ClientUpdate,
                P::PromptUpdate,
            ])),
            Role::Employee => READ
                .without(PermissionSet::of(&[P::UsageRead, P::PromptRead]))
                .with(PermissionSet::of(&[P::CommentCreate, P::CommentCreateInternal, P::ExerciseAnswer])),
            Role::AccountOwner => READ.with(CREATE).with(PermissionSet::of(&[
                P::AccountUpdate,
                P::CampaignCreate,
                P::CampaignTransition,
                P::CampaignUpdate,
                P::ClientUpdate,
                P::InvitationCreate,
                P::InvitationRead,
                P::InvitationRevoke,
                P::LinkCreate,
                P::LinkRevoke,
                P::MemberUpdate,
                P::ProfileCreate,
                P::ProfileDelete,
                P::ProfileUpdate,
                P::VersionRestore,
            ])),
            Role::Member => READ.without(PermissionSet::of(&[
                P::ActivityRead,
                P::LinkRead,
                P::PromptRead,
                P::UsageRead,
                P::VersionRead,
            ])),
            Role::Client => CLIENT,
        }
    }

    /// The key of its row.
    pub const fn name(self) -> &'static str {
        match self {
            Role::SuperAdmin => "super_admin",
            Role::Admin => "admin",
            Role::Manager => "manager",
            Role::Analyst => "analyst",
            Role::Creator => "creator",
            Role::Sales => "sales",
            Role::Vendor => "vendor",
            Role::ContentModerator => "content_moderator",
            Role::BrandCreator => "brand_creator",
            Role::Employee => "employee",
            Role::AccountOwner => "account_owner",
            Role::Member => "member",
            Role::Client => "client",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether who has it is confined to one account.
    pub const fn is_confined(self) -> bool {
        matches!(self, Role::Client | Role::AccountOwner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_at_the_agency_decides_for_the_client() {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Client) {
            assert!(!role.permissions().contains(P::IdeaDecideAsClient), "{role:?}");
            assert!(role.permissions().contains(P::InternalRead), "{role:?}");
        }
        assert!(!CLIENT.contains(P::InternalRead));
    }

    #[test]
    fn only_the_platform_manages_tenants() {
        for role in Role::ALL {
            assert_eq!(role.permissions().contains(P::TenantManage), role == Role::SuperAdmin, "{role:?}");
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
