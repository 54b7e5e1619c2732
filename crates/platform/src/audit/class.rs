//! What kind of thing was done, and on which level.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! classes {
    ($($(#[doc = $description:literal])+ $name:ident = $text:literal),+ $(,)?) => {
        /// What kind of thing an audit event tells of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum AuditClass {
            $($(#[doc = $description])+ $name),+
        }

        impl AuditClass {
            pub const ALL: &'static [AuditClass] = &[$(AuditClass::$name),+];

            /// As it is stored.
            pub fn name(self) -> &'static str {
                match self { $(AuditClass::$name => $text),+ }
            }

            /// For people.
            pub fn description(self) -> &'static str {
                match self { $(AuditClass::$name => concat!($($description),+).trim_ascii()),+ }
            }
        }
    };
}

classes! {
    /// Somebody asked for what they may not do.
    AccessDenied = "access_denied",
    /// A way back into an account was asked for or used.
    AccountRecovery = "account_recovery",
    /// Something was approved, rejected or sent back.
    Approval = "approval",
    /// Something was made.
    Create = "create",
    /// Something was removed, ended or withdrawn.
    Delete = "delete",
    /// What was personal was erased.
    Erasure = "erasure",
    /// Data left in bulk.
    Export = "export",
    /// Somebody acted as somebody else.
    Impersonation = "impersonation",
    /// Data came in in bulk.
    Import = "import",
    /// A key, a password, a second factor or an application was added, changed or revoked.
    KeyChange = "key_change",
    /// A key was used.
    KeyUse = "key_use",
    /// A single permission was given to somebody or taken from them.
    PermissionChange = "permission_change",
    /// Something went public.
    Publication = "publication",
    /// Something sensitive was looked at.
    ReadSensitive = "read_sensitive",
    /// An earlier state was brought back.
    Restore = "restore",
    /// A role was changed, given or taken.
    RoleChange = "role_change",
    /// Somebody signed in, or was refused.
    SignIn = "sign_in",
    /// A session ended.
    SignOut = "sign_out",
    /// Something was changed.
    Update = "update",
}

/// Things that are keys, or prove who somebody is.
const KEYS: [&str; 15] = [
    "access_link",
    "api_key",
    "application",
    "email",
    "encryption_key",
    "oauth_client",
    "oauth_grant",
    "oauth_token",
    "passkey",
    "password",
    "recovery_codes",
    "second_factor",
    "token_issuer",
    "totp",
    "webhook_secret",
];

impl AuditClass {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }

    /// What follows from the name of an action, `noun.past_verb`, where nobody says otherwise.
    pub(crate) fn of_action(action: &str) -> Self {
        let (noun, verb) = action.split_once('.').unwrap_or(("", action));
        match (noun, verb) {
            (_, "signed_in" | "sign_in_failed") => Self::SignIn,
            (_, "signed_out") | ("session" | "sessions", _) => Self::SignOut,
            ("access", "denied") => Self::AccessDenied,
            ("impersonation", _) | (_, "impersonated") => Self::Impersonation,
            ("password_reset" | "magic_link" | "recovery", _) => Self::AccountRecovery,
            (_, "erased" | "erasure_ordered") | ("erasure" | "privacy_erasure", _) => Self::Erasure,
            (_, "exported" | "export_ordered" | "downloaded") => Self::Export,
            (_, "imported") => Self::Import,
            (_, "restored" | "undone" | "rolled_back") => Self::Restore,
            (_, "published" | "scheduled") => Self::Publication,
            ("idea", "approved" | "rejected" | "changes_requested" | "held")
            | ("oauth_client", "approved" | "rejected") => Self::Approval,
            (_, "used") => Self::KeyUse,
            (_, "read" | "viewed" | "revealed") => Self::ReadSensitive,
            ("role" | "role_assignment", _) | (_, "role_changed") => Self::RoleChange,
            ("permission" | "permission_override" | "permissions", _) => Self::PermissionChange,
            (noun, _) if KEYS.contains(&noun) => Self::KeyChange,
            (_, "created" | "invited" | "accepted" | "ordered" | "compiled" | "added") => Self::Create,
            (_, "deleted" | "removed" | "revoked" | "withdrawn" | "cancelled" | "archived") => Self::Delete,
            _ => Self::Update,
        }
    }
}

/// The level of the platform that an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditLevel {
    Platform,
    Tenant,
    Account,
    User,
    Profile,
}

impl AuditLevel {
    pub fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Tenant => "tenant",
            Self::Account => "account",
            Self::User => "user",
            Self::Profile => "profile",
        }
    }

    /// What follows from the kind of the target, and from whether it is an account's.
    pub(crate) fn of_target(kind: &str, is_of_account: bool) -> Self {
        match kind {
            "platform" => Self::Platform,
            "tenant" | "role" | "token_issuer" | "oauth_client" => Self::Tenant,
            "account" | "client" => Self::Account,
            "profile" => Self::Profile,
            "member" | "person" | "session" | "invitation" | "passkey" | "password" | "totp" => Self::User,
            _ if is_of_account => Self::Account,
            _ => Self::Tenant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_have_the_class_that_their_name_says() {
        for (action, class) in [
            ("member.signed_in", AuditClass::SignIn),
            ("idea.approved", AuditClass::Approval),
            ("campaigns.imported", AuditClass::Import),
            ("access_link.created", AuditClass::KeyChange),
            ("role.updated", AuditClass::RoleChange),
            ("client.updated", AuditClass::Update),
            ("campaign.restored", AuditClass::Restore),
            ("no_verb", AuditClass::Update),
        ] {
            assert_eq!(AuditClass::of_action(action), class, "{action}");
        }
    }

    #[test]
    fn classes_are_named_both_ways_and_described() {
        assert!(AuditClass::ALL.len() >= 14);
        for &class in AuditClass::ALL {
            assert_eq!(AuditClass::parse(class.name()), Some(class));
            assert_eq!(serde_json::json!(class), class.name());
            assert!(class.description().ends_with('.'), "{class:?}");
        }
    }
}
