//! Retention policies and legal holds. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Error, Result, Versioned, decode_id, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::privacy::{Subject, SubjectKind};

define_id!(LegalHoldId, "hold");

/// Rows that are kept alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RetentionClass {
    /// The audit log. It goes in whole sealed batches; their signed roots stay.
    Audit,
    Incidents,
    /// Jobs that failed for good.
    Jobs,
    /// Access links that expired or were revoked.
    Links,
    /// Calls of language models and what they cost.
    Usage,
    /// Versions, but for the newest of each thing.
    Versions,
}

impl RetentionClass {
    pub(crate) const ALL: [Self; 6] =
        [Self::Audit, Self::Incidents, Self::Jobs, Self::Links, Self::Usage, Self::Versions];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Incidents => "incidents",
            Self::Jobs => "jobs",
            Self::Links => "links",
            Self::Usage => "usage",
            Self::Versions => "versions",
        }
    }

    pub(super) fn read(name: &str) -> Result<Self, DbError> {
        let found = Self::ALL.into_iter().find(|class| class.as_str() == name);
        found.ok_or_else(|| DbError::Other(format!("an unknown class of retention: {name}")))
    }
}

/// How long a class is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RetentionPolicy {
    pub(super) class: RetentionClass,
    /// Null: for good.
    #[schema(required = true)]
    pub(super) days: Option<i32>,
    #[schema(required = true)]
    pub(super) updated_at: Option<Timestamp>,
    #[schema(required = true)]
    pub(super) updated_by_name: Option<String>,
}

impl Versioned for RetentionPolicy {}

impl FromRow for RetentionPolicy {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            class: RetentionClass::read(row.get("class")?)?,
            days: row.get("days")?,
            updated_at: row.get("updated_at")?,
            updated_by_name: row.get("updated_by_name")?,
        })
    }
}

/// How long a class is kept from now on.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RetentionUpdate {
    #[garde(skip)]
    pub(super) class: RetentionClass,
    /// Null: for good.
    #[garde(inner(range(min = 1, max = 36500)))]
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true, minimum = 1, maximum = 36500)]
    pub(super) days: Option<i32>,
}

/// Something that is kept whatever else is asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LegalHold {
    pub(super) id: LegalHoldId,
    #[serde(skip)]
    pub(super) held: Subject,
    /// A member, a profile, a client, or the whole tenant.
    #[schema(example = "mem_01k9x3m7q8f2vabcdefghjkmnp")]
    subject: String,
    reason: String,
    created_at: Timestamp,
    created_by_name: String,
    #[schema(required = true)]
    pub(super) released_at: Option<Timestamp>,
}

impl Versioned for LegalHold {
    fn location(&self) -> Option<String> {
        Some(String::from("/legal-holds"))
    }
}

impl FromRow for LegalHold {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let held = Subject { kind: SubjectKind::read(row.get("subject_kind")?)?, id: row.get("subject_id")? };
        Ok(Self {
            id: row.get("id")?,
            held,
            subject: held.shown(),
            reason: row.get("reason")?,
            created_at: row.get("created_at")?,
            created_by_name: row.get("created_by_name")?,
            released_at: row.get("released_at")?,
        })
    }
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LegalHoldCreate {
    /// The id of a member, a profile, a client, or of the tenant.
    #[garde(length(max = 60), custom(platform::text::line))]
    #[schema(max_length = 60, example = "mem_01k9x3m7q8f2vabcdefghjkmnp")]
    pub(super) subject: String,
    #[garde(length(chars, min = 1, max = 1000), custom(platform::text::paragraph))]
    #[schema(min_length = 1, max_length = 1000, example = "Proceedings 4 O 117/26")]
    pub(super) reason: String,
}

/// Reads a subject by the prefix of its id.
pub(super) fn subject_of(text: &str) -> Result<Subject> {
    let read = |kind: SubjectKind| decode_id(kind.prefix(), text).ok().map(|id| Subject { kind, id });
    SubjectKind::ALL.into_iter().find_map(read).ok_or_else(|| {
        Error::invalid("/subject", "format", "must be the id of a member, a profile, a client or the tenant")
    })
}
