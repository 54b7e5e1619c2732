//! Types of a profile. Pure.

use std::fmt;
use std::str::FromStr;

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::http::nullable;
use platform::text::says_something;
use platform::{Target, Versioned};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::MemberId;
use crate::ids::{AccountId, ProfileRef};

/// What a profile is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProfileKind {
    Model,
    Photographer,
    Director,
    Artist,
    Voice,
}

impl ProfileKind {
    pub(crate) const ALL: [Self; 5] =
        [Self::Model, Self::Photographer, Self::Director, Self::Artist, Self::Voice];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Photographer => "photographer",
            Self::Director => "director",
            Self::Artist => "artist",
            Self::Voice => "voice",
        }
    }
}

/// The word names no kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnknownKind;

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown kind of profile")
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for ProfileKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(UnknownKind)
    }
}

/// A profile's attributes by their names.
pub(crate) type Attributes = Map<String, Value>;

/// A profile as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Profile {
    pub(crate) id: ProfileRef,
    pub(crate) account_id: AccountId,
    #[schema(example = "Ada Brandt")]
    pub(crate) account_name: String,
    /// The person whose profile it is, when they sign in here.
    #[schema(required = true)]
    pub(crate) member_id: Option<MemberId>,
    pub(crate) kind: ProfileKind,
    #[schema(example = "Imke Sørensen")]
    pub(crate) name: String,
    /// What profiles are sorted by.
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) name_key: String,
    /// As the tenant's schema of the kind describes them.
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    pub(crate) attributes: Attributes,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Profile {
    pub(super) fn target(&self) -> Target {
        let member_id = self.member_id.map(MemberId::uuid);
        Target::profile(self.account_id.uuid(), member_id, self.id.uuid())
    }
}

impl Versioned for Profile {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/profiles/{}", self.id))
    }
}

/// An object of the database's JSON; anything else is a row that nobody here wrote.
pub(super) fn object(value: Value) -> Result<Attributes, DbError> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err(DbError::Other("a stored JSON object is none".to_owned())),
    }
}

fn kind_of(name: &str) -> Result<ProfileKind, DbError> {
    name.parse().map_err(|error: UnknownKind| DbError::Other(format!("{error}: {name}")))
}

impl FromRow for Profile {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            account_id: row.get("account_id")?,
            account_name: row.get("account_name")?,
            member_id: row.get("member_id")?,
            kind: kind_of(row.get("kind")?)?,
            name: row.get("name")?,
            name_key: row.get("name_key")?,
            attributes: object(row.get("attributes")?)?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// A new profile.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileCreate {
    #[garde(skip)]
    pub(crate) account_id: AccountId,
    #[garde(skip)]
    pub(crate) member_id: Option<MemberId>,
    #[garde(skip)]
    pub(crate) kind: ProfileKind,
    #[garde(length(chars, max = 120), custom(platform::text::line), custom(says_something))]
    #[schema(min_length = 1, max_length = 120, example = "Imke Sørensen")]
    pub(crate) name: String,
    #[serde(default)]
    #[garde(skip)]
    #[schema(schema_with = platform::openapi::object::<100>)]
    pub(crate) attributes: Attributes,
}

/// Changes to a profile. What is absent stays, also of the attributes; `null` removes one.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent, null and given are three things")]
pub(crate) struct ProfileUpdate {
    #[garde(length(chars, max = 120), custom(platform::text::optional_line), inner(custom(says_something)))]
    #[schema(min_length = 1, max_length = 120)]
    pub(crate) name: Option<String>,
    #[serde(deserialize_with = "nullable")]
    #[garde(skip)]
    #[schema(value_type = Option<MemberId>)]
    pub(crate) member_id: Option<Option<MemberId>>,
    #[garde(skip)]
    #[schema(schema_with = platform::openapi::optional_object::<100>)]
    pub(crate) attributes: Option<Attributes>,
}

/// What a tenant asks of the attributes of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct ProfileSchema {
    pub(crate) kind: ProfileKind,
    /// A JSON Schema, draft 2020-12.
    #[schema(value_type = Value)]
    pub(crate) schema: Attributes,
    /// Whether it is what comes out of the box.
    pub(crate) is_default: bool,
    /// 0 for what comes out of the box.
    pub(crate) version: i64,
    #[schema(required = true)]
    pub(crate) updated_at: Option<Timestamp>,
}

impl Versioned for ProfileSchema {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// A schema after a change, and what it means for the profiles there are.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct ProfileSchemaChanged {
    #[serde(flatten)]
    pub(crate) schema: ProfileSchema,
    /// How many profiles were held against it: the first 20,000 of the kind.
    pub(crate) profiles_checked: i64,
    /// How many of them do not fit any more. They are read as before; their attributes have to fit when they
    /// are changed the next time.
    pub(crate) profiles_unfit: i64,
}

impl Versioned for ProfileSchemaChanged {
    fn version(&self) -> Option<i64> {
        Some(self.schema.version)
    }
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": {"type": "object", "properties": {"height_cm": {"type": "integer"}}}}))]
pub(crate) struct ProfileSchemaUpdate {
    /// A JSON Schema of an object, draft 2020-12. It refers to nothing outside itself.
    #[garde(skip)]
    #[schema(schema_with = platform::openapi::object::<40>)]
    pub(crate) schema: Attributes,
}

/// A stored schema.
#[derive(Clone, Debug)]
pub(super) struct SchemaRow {
    pub(super) kind: ProfileKind,
    pub(super) schema: Attributes,
    pub(super) version: i64,
    pub(super) updated_at: Timestamp,
}

impl FromRow for SchemaRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            kind: kind_of(row.get("kind")?)?,
            schema: object(row.get("schema")?)?,
            version: row.get("row_version")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl From<SchemaRow> for ProfileSchema {
    fn from(row: SchemaRow) -> Self {
        let SchemaRow { kind, schema, version, updated_at } = row;
        Self { kind, schema, is_default: false, version, updated_at: Some(updated_at) }
    }
}
