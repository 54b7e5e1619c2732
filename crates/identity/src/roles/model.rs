//! What a role is, as it is shown and as it is changed.

use std::str::FromStr;

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Error, Level, Result, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::RoleId;
use crate::rights::{Held, HeldText};

/// The short name of a role, by which members have it and the API knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RoleKey(pub(crate) String);

impl FromStr for RoleKey {
    type Err = Error;

    /// Anything else is the key of no role.
    fn from_str(text: &str) -> Result<Self> {
        let is_inner =
            |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || b"_-".contains(&letter);
        let is_key = (1..=63).contains(&text.len())
            && text.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
            && text.bytes().all(is_inner);
        if is_key { Ok(Self(text.to_owned())) } else { Err(Error::NotFound) }
    }
}

impl RoleKey {
    /// Of a name, for who gave no key.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let mut key = String::new();
        for letter in name.chars() {
            match letter.to_ascii_lowercase() {
                plain if plain.is_ascii_alphanumeric() => key.push(plain),
                _ if key.is_empty() || key.ends_with('-') => {}
                _ => key.push('-'),
            }
        }
        key.truncate(63);
        key.trim_end_matches('-').parse().ok()
    }
}

/// A role of the tenant.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Role {
    pub(crate) id: RoleId,
    #[schema(example = "manager")]
    pub(crate) key: String,
    #[schema(example = "Manager")]
    pub(crate) name: String,
    pub(crate) description: String,
    /// Came with Atelier; it can be changed, not deleted.
    pub(crate) is_built_in: bool,
    /// `idea.create` for all channels, `idea.create:linkedin` for one.
    pub(crate) permissions: Vec<String>,
    /// What the tenant added to what came with Atelier.
    pub(crate) granted: Vec<String>,
    /// What it took away.
    pub(crate) revoked: Vec<String>,
    pub(crate) members_count: i64,
    pub(crate) version: i64,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) updated_at: Timestamp,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) held: Held,
}

impl Versioned for Role {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/roles/{}", self.key))
    }
}

impl FromRow for Role {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let (key, is_built_in): (String, bool) = (row.get("key")?, row.get("is_built_in")?);
        let (granted, revoked): (Vec<String>, Vec<String>) = (row.get("granted")?, row.get("revoked")?);
        let held = Held::of(&key, is_built_in, &granted, &revoked);
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            description: row.get("description")?,
            is_built_in,
            permissions: held.texts(),
            granted: if is_built_in { granted } else { Vec::new() },
            revoked,
            members_count: row.get("members_count")?,
            version: row.get("row_version")?,
            updated_at: row.get("updated_at")?,
            key,
            held,
        })
    }
}

impl Role {
    /// With what a change of its permissions made of it.
    pub(super) fn holding(mut self, held: Held) -> Self {
        let default = if self.is_built_in { Held::built_in(&self.key) } else { Held::default() };
        let (granted, revoked) = held.against(&default);
        self.permissions = held.texts();
        (self.granted, self.revoked, self.held) = (granted, revoked, held);
        self
    }
}

/// A new role.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleCreate {
    /// Made of the name when absent.
    #[garde(inner(length(chars, min = 1, max = 63), pattern("^[a-z][a-z0-9_-]*$")))]
    #[schema(min_length = 1, max_length = 63, pattern = "^[a-z][a-z0-9_-]*$", example = "junior-writer")]
    pub(crate) key: Option<String>,
    #[garde(
        length(chars, min = 1, max = 80),
        custom(platform::text::line),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 80, example = "Junior writer")]
    pub(crate) name: String,
    #[garde(length(chars, max = 400), custom(platform::text::optional_line))]
    #[schema(max_length = 400)]
    pub(crate) description: Option<String>,
    /// The key of a role to begin with.
    #[garde(length(chars, max = 63), custom(platform::text::optional_line))]
    #[schema(max_length = 63, example = "creator")]
    pub(crate) based_on: Option<String>,
    #[garde(length(max = 400), inner(inner(length(chars, max = 80), custom(platform::text::line))))]
    #[schema(schema_with = platform::openapi::optional_texts::<400, 80>)]
    pub(crate) permissions: Option<Vec<String>>,
}

/// Changes to a role. What is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"name": "Junior writer", "description": "Drafts, and sends nothing."}))]
pub(crate) struct RoleUpdate {
    #[garde(
        length(chars, min = 1, max = 80),
        custom(platform::text::optional_line),
        inner(custom(platform::text::says_something))
    )]
    #[schema(min_length = 1, max_length = 80)]
    pub(crate) name: Option<String>,
    #[garde(length(chars, max = 400), custom(platform::text::optional_line))]
    #[schema(max_length = 400)]
    pub(crate) description: Option<String>,
    /// Everything that it holds from now on.
    #[garde(length(max = 400), inner(inner(length(chars, max = 80), custom(platform::text::line))))]
    #[schema(schema_with = platform::openapi::optional_texts::<400, 80>)]
    pub(crate) permissions: Option<Vec<String>>,
}

/// Ticks of the matrix. Two people who tick at once do not undo each other.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"grant": ["idea.create:linkedin"], "revoke": ["import.run"]}))]
pub(crate) struct PermissionChange {
    #[garde(length(max = 400), inner(length(chars, max = 80), custom(platform::text::line)))]
    #[schema(schema_with = platform::openapi::texts::<400, 80>)]
    pub(crate) grant: Vec<String>,
    #[garde(length(max = 400), inner(length(chars, max = 80), custom(platform::text::line)))]
    #[schema(schema_with = platform::openapi::texts::<400, 80>)]
    pub(crate) revoke: Vec<String>,
}

/// The permissions that a request names. The platform's own are nobody's to give.
pub(crate) fn parse_all(field: &str, texts: &[String]) -> Result<Vec<HeldText>> {
    let parse = |(index, text): (usize, &String)| {
        let known = text.parse::<HeldText>().ok().filter(|held| held.permission.level() > Level::Platform);
        let unknown = || {
            Error::invalid(
                &format!("/{field}/{index}"),
                "unknown_permission",
                "is not a permission; GET /permissions lists them",
            )
        };
        known.ok_or_else(unknown)
    };
    texts.iter().enumerate().map(parse).collect()
}

/// As [`parse_all`], for one.
pub(crate) fn parse_one(field: &str, text: &str) -> Result<HeldText> {
    let known = text.parse::<HeldText>().ok().filter(|held| held.permission.level() > Level::Platform);
    let detail = "is not a permission; GET /permissions lists them";
    known.ok_or_else(|| Error::invalid(&format!("/{field}"), "unknown_permission", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_names() {
        let key = |name: &str| RoleKey::of_name(name).map(|key| key.0);
        assert_eq!(key("Junior writer").as_deref(), Some("junior-writer"));
        assert_eq!(key("  Über & Co.  ").as_deref(), Some("ber-co"));
        assert_eq!(key("日本"), None);
        assert_eq!(key("2nd unit"), None);
    }
}
