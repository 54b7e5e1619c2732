//! How a session began.

use db::DbError;
use serde::Serialize;
use utoipa::ToSchema;

/// By what the person proved who they are when they signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Method {
    Password,
    MagicLink,
    /// A provider of identities, by OpenID Connect.
    Provider,
    /// A token of an issuer that the tenant trusts.
    Token,
    Invitation,
    Passkey,
    /// An administrator acts as this person.
    Impersonation,
}

impl Method {
    const ALL: [Self; 7] = [
        Self::Password,
        Self::MagicLink,
        Self::Provider,
        Self::Token,
        Self::Invitation,
        Self::Passkey,
        Self::Impersonation,
    ];

    /// As stored.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::MagicLink => "magic_link",
            Self::Provider => "provider",
            Self::Token => "token",
            Self::Invitation => "invitation",
            Self::Passkey => "passkey",
            Self::Impersonation => "impersonation",
        }
    }

    pub(crate) fn parse(name: &str) -> Result<Self, DbError> {
        let found = Self::ALL.into_iter().find(|method| method.name() == name);
        found.ok_or_else(|| DbError::Other(format!("unknown method of signing in {name}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_named_both_ways() {
        for method in Method::ALL {
            assert_eq!(Method::parse(method.name()).unwrap(), method);
            assert_eq!(serde_json::to_value(method).unwrap(), method.name());
        }
        assert!(Method::parse("guess").is_err());
    }
}
