//! A person of the tenant, as administrators see and change them.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::Versioned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::MemberId;
use crate::ids::{AccountId, shown_id};

/// Whether somebody comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UserState {
    Active,
    Deactivated,
    /// Has not accepted yet.
    Invited,
}

impl UserState {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
            Self::Invited => "invited",
        }
    }
}

/// A person, or an invitation that is open.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct User {
    /// `mem_…`, or `inv_…` for who is invited.
    #[schema(example = "mem_01k9x3m7q8f2vabcdefghjkmnp")]
    pub(crate) id: String,
    #[schema(example = "Mara Lindqvist")]
    pub(crate) name: String,
    #[schema(format = "email")]
    pub(crate) email: String,
    #[schema(example = "manager")]
    pub(crate) role: String,
    #[schema(example = "Manager")]
    pub(crate) role_name: String,
    /// The account that they are confined to.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    #[schema(required = true)]
    pub(crate) account_name: Option<String>,
    pub(crate) state: UserState,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) last_sign_in_at: Option<Timestamp>,
    /// Whether they have an authenticator app or a passkey. Null of who is invited, and for who may not
    /// change people: it tells whose password is worth stealing.
    #[schema(required = true)]
    pub(crate) has_second_factor: Option<bool>,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    /// What they chose for themselves: appearance, notifications, language.
    #[schema(value_type = Object)]
    pub(crate) preferences: Value,
    pub(crate) version: i64,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) sort_key: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) uuid: Uuid,
    /// None of who is invited.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) person_id: Option<Uuid>,
}

impl Versioned for User {
    fn version(&self) -> Option<i64> {
        (self.state != UserState::Invited).then_some(self.version)
    }
}

impl FromRow for User {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let state = match row.get("state")? {
            "active" => UserState::Active,
            "deactivated" => UserState::Deactivated,
            _ => UserState::Invited,
        };
        let uuid: Uuid = row.get("id")?;
        Ok(Self {
            id: shown_id(if state == UserState::Invited { "invitation" } else { "member" }, uuid),
            name: row.get("name")?,
            email: row.get("email")?,
            role: row.get("role")?,
            role_name: row.get("role_name")?,
            account_id: row.get("account_id")?,
            account_name: row.get("account_name")?,
            state,
            last_sign_in_at: row.get("last_sign_in_at")?,
            has_second_factor: None,
            created_at: row.get("created_at")?,
            preferences: row.get("preferences")?,
            version: row.get("row_version")?,
            sort_key: row.get("sort_key")?,
            uuid,
            person_id: row.get("person_id")?,
        })
    }
}

/// The order of the list; a minus turns it around.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub(crate) enum UserSort {
    #[default]
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "-name")]
    NameDown,
    #[serde(rename = "email")]
    Email,
    #[serde(rename = "-email")]
    EmailDown,
    #[serde(rename = "last_sign_in")]
    LastSignIn,
    #[serde(rename = "-last_sign_in")]
    LastSignInDown,
    #[serde(rename = "created")]
    Created,
    #[serde(rename = "-created")]
    CreatedDown,
}

impl UserSort {
    /// What the statement sorts by, and whether downwards.
    pub(super) fn parts(self) -> (&'static str, bool) {
        match self {
            Self::Name => ("name", false),
            Self::NameDown => ("name", true),
            Self::Email => ("email", false),
            Self::EmailDown => ("email", true),
            Self::LastSignIn => ("last_sign_in", false),
            Self::LastSignInDown => ("last_sign_in", true),
            Self::Created => ("created", false),
            Self::CreatedDown => ("created", true),
        }
    }
}

/// Who is listed.
#[derive(Clone, Debug, Default, Deserialize, Validate, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct UserQuery {
    /// Part of the name or the address.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    pub(crate) q: Option<String>,
    /// The key of a role.
    #[garde(length(chars, max = 63), custom(platform::text::optional_line))]
    #[param(max_length = 63)]
    pub(crate) role: Option<String>,
    #[garde(skip)]
    #[param(inline)]
    pub(crate) state: Option<UserState>,
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^acc_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub(crate) account_id: Option<AccountId>,
    #[garde(skip)]
    #[param(inline)]
    pub(crate) sort: Option<UserSort>,
}

/// Everything that an administrator says of a person.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserUpdate {
    #[garde(
        length(chars, min = 1, max = 120),
        custom(platform::text::line),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 120, example = "Mara Lindqvist")]
    pub(crate) name: String,
    /// The key of a role.
    #[garde(length(chars, min = 1, max = 63), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 63, example = "manager")]
    pub(crate) role: String,
    /// Confines them to this account; absent or null: the whole tenant.
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) account_id: Option<AccountId>,
    /// `active` or `deactivated`; absent: as it is.
    #[garde(skip)]
    pub(crate) state: Option<UserState>,
    /// Absent: as they are.
    #[garde(custom(small_enough))]
    #[schema(schema_with = platform::openapi::optional_object::<100>)]
    pub(crate) preferences: Option<Map<String, Value>>,
}

/// What is stored of one person is bounded.
#[expect(clippy::ref_option, reason = "as garde calls it")]
fn small_enough<C>(preferences: &Option<Map<String, Value>>, _: &C) -> garde::Result {
    let length = preferences.as_ref().map_or(0, |map| Value::Object(map.clone()).to_string().len());
    if length <= 4096 { Ok(()) } else { Err(garde::Error::new("must be at most 4096 bytes as JSON")) }
}

/// A member as it is before a change, its row locked.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: MemberId,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) account_id: Option<AccountId>,
    pub(super) is_deactivated: bool,
    pub(super) preferences: Value,
    pub(super) version: i64,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            role: row.get("role")?,
            account_id: row.get("account_id")?,
            is_deactivated: row.get::<Option<Timestamp>>("deactivated_at")?.is_some(),
            preferences: row.get("preferences")?,
            version: row.get("row_version")?,
        })
    }
}
