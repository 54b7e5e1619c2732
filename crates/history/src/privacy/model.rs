//! Exports and erasures of what is known of one person. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use identity::MemberId;
use jiff::Timestamp;
use platform::{Error, Result, Versioned, define_id, encode_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

define_id!(PrivacyExportId, "pex");
define_id!(PrivacyErasureId, "era");
define_id!(ProfileRef, "prf");
define_id!(ClientRef, "cli");

/// Whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubjectKind {
    Client,
    Member,
    Profile,
    Tenant,
}

impl SubjectKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Member => "member",
            Self::Profile => "profile",
            Self::Tenant => "tenant",
        }
    }

    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Client => "cli",
            Self::Member => "mem",
            Self::Profile => "prf",
            Self::Tenant => "ten",
        }
    }

    pub(crate) const ALL: [Self; 4] = [Self::Client, Self::Member, Self::Profile, Self::Tenant];

    pub(crate) fn read(name: &str) -> Result<Self, DbError> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == name);
        found.ok_or_else(|| DbError::Other(format!("an unknown kind of subject: {name}")))
    }
}

/// A member, a profile, or the people at a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subject {
    pub(crate) kind: SubjectKind,
    pub(crate) id: Uuid,
}

impl Subject {
    pub(crate) fn shown(self) -> String {
        encode_id(self.kind.prefix(), self.id)
    }
}

/// Whose data is exported. Exactly one of the three.
#[derive(Clone, Copy, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[expect(clippy::struct_field_names, reason = "each is an id of another kind")]
pub(super) struct PrivacyExportCreate {
    pub(super) member_id: Option<MemberId>,
    pub(super) profile_id: Option<ProfileRef>,
    /// The people at the client: the contact, and those whom links were sent to.
    pub(super) client_id: Option<ClientRef>,
}

/// Whose data is erased, and why. Exactly one of the three.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub(super) struct PrivacyErasureCreate {
    pub(super) member_id: Option<MemberId>,
    pub(super) profile_id: Option<ProfileRef>,
    /// The people at the client: the contact, and those whom links were sent to. The client stays.
    pub(super) client_id: Option<ClientRef>,
    /// Kept with the record of the erasure. Do not name the person in it.
    #[garde(length(chars, min = 1, max = 1000), custom(platform::text::paragraph))]
    #[schema(min_length = 1, max_length = 1000, example = "Asked for it by letter.")]
    pub(super) reason: String,
}

/// The one subject that was named.
pub(super) fn subject_of(
    member_id: Option<MemberId>,
    profile_id: Option<ProfileRef>,
    client_id: Option<ClientRef>,
) -> Result<Subject> {
    let named = [
        member_id.map(|id| Subject { kind: SubjectKind::Member, id: id.uuid() }),
        profile_id.map(|id| Subject { kind: SubjectKind::Profile, id: id.uuid() }),
        client_id.map(|id| Subject { kind: SubjectKind::Client, id: id.uuid() }),
    ];
    let mut named = named.into_iter().flatten();
    match (named.next(), named.next()) {
        (Some(subject), None) => Ok(subject),
        _ => Err(Error::invalid("", "one_of", "name exactly one of member_id, profile_id and client_id")),
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum PrivacyState {
    Queued,
    Running,
    Done,
    /// A legal hold is in the way.
    Refused,
    Failed,
}

/// A copy of what is known of one person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PrivacyExport {
    pub(super) id: PrivacyExportId,
    #[serde(skip)]
    pub(super) subject: Subject,
    #[schema(example = "mem_01k9x3m7q8f2vabcdefghjkmnp")]
    subject_id: String,
    pub(super) state: PrivacyState,
    rows: i64,
    bytes: i64,
    /// Rows by table, and the chunks of the file with their SHA-256.
    #[schema(value_type = Object)]
    manifest: Value,
    requested_by_name: String,
    created_at: Timestamp,
    #[schema(required = true)]
    finished_at: Option<Timestamp>,
    /// It is gone afterwards.
    pub(super) expires_at: Timestamp,
}

impl Versioned for PrivacyExport {
    fn location(&self) -> Option<String> {
        Some(format!("/privacy-exports/{}", self.id))
    }
}

/// That somebody was erased.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PrivacyErasure {
    pub(super) id: PrivacyErasureId,
    #[serde(skip)]
    pub(super) subject: Subject,
    #[schema(example = "mem_01k9x3m7q8f2vabcdefghjkmnp")]
    subject_id: String,
    reason: String,
    pub(super) state: PrivacyState,
    /// Rows by table.
    #[schema(value_type = Object)]
    counts: Value,
    /// Why it was refused or failed.
    #[schema(required = true)]
    detail: Option<String>,
    requested_by_name: String,
    created_at: Timestamp,
    #[schema(required = true)]
    finished_at: Option<Timestamp>,
}

impl Versioned for PrivacyErasure {
    fn location(&self) -> Option<String> {
        Some(String::from("/privacy-erasures"))
    }
}

fn subject(row: &Row) -> Result<Subject, DbError> {
    Ok(Subject { kind: SubjectKind::read(row.get("subject_kind")?)?, id: row.get("subject_id")? })
}

fn state(row: &Row) -> Result<PrivacyState, DbError> {
    serde_json::from_value(row.get::<&str>("state")?.into())
        .map_err(|error| DbError::Other(format!("state of a privacy job: {error}")))
}

impl FromRow for PrivacyExport {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let subject = subject(row)?;
        Ok(Self {
            id: row.get("id")?,
            subject,
            subject_id: subject.shown(),
            state: state(row)?,
            rows: row.get("rows")?,
            bytes: row.get("bytes")?,
            manifest: row.get("manifest")?,
            requested_by_name: row.get("requested_by_name")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

impl FromRow for PrivacyErasure {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let subject = subject(row)?;
        Ok(Self {
            id: row.get("id")?,
            subject,
            subject_id: subject.shown(),
            reason: row.get("reason")?,
            state: state(row)?,
            counts: row.get("counts")?,
            detail: row.get("detail")?,
            requested_by_name: row.get("requested_by_name")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
        })
    }
}
