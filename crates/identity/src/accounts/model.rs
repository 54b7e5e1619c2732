//! Types of an account. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::Versioned;
use platform::http::nullable;
use platform::text::says_something;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AccountId, ClientRef};

/// What kind of account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountKind {
    Agency,
    Client,
    Artist,
    Label,
    Brand,
    Individual,
    Studio,
}

impl AccountKind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Agency, Self::Client, Self::Artist, Self::Label, Self::Brand, Self::Individual, Self::Studio];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Client => "client",
            Self::Artist => "artist",
            Self::Label => "label",
            Self::Brand => "brand",
            Self::Individual => "individual",
            Self::Studio => "studio",
        }
    }

    fn parse(name: &str) -> Result<Self, DbError> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| DbError::Other(format!("unknown account kind {name}")))
    }
}

/// An account as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) kind: AccountKind,
    #[schema(example = "Ada Brandt")]
    pub(crate) name: String,
    /// What accounts are sorted by.
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) name_key: String,
    /// What it belongs to.
    #[schema(required = true)]
    pub(crate) parent_id: Option<AccountId>,
    /// People who are confined to it.
    pub(crate) members_count: i64,
    pub(crate) profiles_count: i64,
    /// The client's page, when it has one.
    #[schema(required = true)]
    pub(crate) client_id: Option<ClientRef>,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    #[schema(required = true)]
    pub(crate) archived_at: Option<Timestamp>,
}

impl Versioned for Account {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/accounts/{}", self.id))
    }
}

impl FromRow for Account {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            kind: AccountKind::parse(row.get("kind")?)?,
            name: row.get("name")?,
            name_key: row.get("name_key")?,
            parent_id: row.get("parent_id")?,
            members_count: row.get("members_count")?,
            profiles_count: row.get("profiles_count")?,
            client_id: row.get("client_id")?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// A new account. One of kind `client` is the account alone; the client's page is made under `/clients`, with
/// an account of its own.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountCreate {
    #[garde(skip)]
    pub(crate) kind: AccountKind,
    #[garde(length(chars, max = 120), custom(platform::text::line), custom(says_something))]
    #[schema(min_length = 1, max_length = 120, example = "Ada Brandt")]
    pub(crate) name: String,
    #[garde(skip)]
    pub(crate) parent_id: Option<AccountId>,
}

/// Changes to an account. What is absent stays; `null` takes it out from under its parent.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent, null and given are three things")]
pub(crate) struct AccountUpdate {
    #[garde(length(chars, max = 120), custom(platform::text::optional_line), inner(custom(says_something)))]
    #[schema(min_length = 1, max_length = 120)]
    pub(crate) name: Option<String>,
    #[serde(deserialize_with = "nullable")]
    #[garde(skip)]
    #[schema(value_type = Option<AccountId>)]
    pub(crate) parent_id: Option<Option<AccountId>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_both_ways() {
        for kind in AccountKind::ALL {
            assert_eq!(AccountKind::parse(kind.name()).unwrap(), kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
