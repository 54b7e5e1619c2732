//! Versions as they are stored and shown. Pure.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::versions::merge;
use platform::versions::{Aggregate, Fields};
use platform::{Versioned, define_id, encode_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

define_id!(
    /// A version of anything that has versions.
    VersionId, "ver"
);

define_id!(
    /// A request, as its answer named it in `X-Request-Id`.
    RequestId, "req"
);

/// What has versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum VersionKind {
    Campaign,
    Client,
    Idea,
    Profile,
    Prompt,
    Role,
    Settings,
}

impl VersionKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Client => "client",
            Self::Idea => "idea",
            Self::Profile => "profile",
            Self::Prompt => "prompt",
            Self::Role => "role",
            Self::Settings => "settings",
        }
    }
}

/// Why a version was written. A baseline is what was found before a change: it was there before versions were
/// kept, or came another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VersionReason {
    Baseline,
    Created,
    Updated,
    Restored,
    Undone,
    RolledBack,
}

/// One version, without what it holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Version {
    pub id: VersionId,
    #[schema(value_type = VersionKind, example = "campaign")]
    pub kind: String,
    /// Whose version it is.
    #[schema(example = "cmp_01k9x3m7q8f2vabcdefghjkmnp")]
    pub entity_id: String,
    pub entity_name: String,
    /// Counts the versions of one thing.
    pub number: i32,
    pub action: VersionReason,
    pub at: Timestamp,
    pub actor_name: String,
    /// The request that wrote it.
    #[schema(required = true)]
    pub request_id: Option<String>,
    /// The version that it goes back to.
    #[schema(required = true)]
    pub source_id: Option<VersionId>,
    /// What changed.
    pub fields: Vec<String>,
}

impl Versioned for Version {
    fn location(&self) -> Option<String> {
        Some(format!("/versions/{}", self.id))
    }
}

/// A field in two versions.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FieldChange {
    field: String,
    before: Value,
    after: Value,
}

/// One version with what it holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct VersionWithSnapshot {
    #[serde(flatten)]
    pub(super) version: Version,
    /// The fields as they were after the change.
    #[schema(value_type = Object)]
    pub(super) snapshot: Fields,
    /// The fields as they were before it; null for the first version.
    #[schema(value_type = Option<Object>, required = true)]
    pub(super) before: Option<Fields>,
    pub(super) changes: Vec<FieldChange>,
    /// The fields that going back writes. The others are shown and stay.
    pub(super) restorable: Vec<String>,
}

impl Versioned for VersionWithSnapshot {}

/// The difference of two versions of one thing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct VersionDiff {
    pub(super) from: Version,
    pub(super) to: Version,
    pub(super) changes: Vec<FieldChange>,
}

impl Versioned for VersionDiff {}

/// What became of one change that was taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct UndoResult {
    /// The new version; null when it already was as before.
    #[schema(required = true)]
    pub(super) version: Option<Version>,
}

impl Versioned for UndoResult {}

/// The versions that a request wrote.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RequestChanges {
    pub(super) versions: Vec<Version>,
}

impl Versioned for RequestChanges {}

/// What became of one thing that a request had changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RollbackResult {
    #[schema(value_type = VersionKind)]
    pub(super) kind: String,
    pub(super) entity_id: String,
    /// The new version; null when it already was as before.
    #[schema(required = true)]
    pub(super) version: Option<Version>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RollbackResults {
    pub(super) results: Vec<RollbackResult>,
}

impl Versioned for RollbackResults {}

/// A stored snapshot and the schema that it was written in.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) version_id: VersionId,
    pub(super) schema_version: i32,
    pub(super) snapshot: Fields,
}

/// A row of `versions`, and the snapshot of the version before it.
#[derive(Clone, Debug)]
pub(super) struct VersionRow {
    pub(super) id: VersionId,
    pub(super) kind: String,
    pub(super) entity_id: Uuid,
    entity_name: String,
    pub(super) number: i32,
    pub(super) action: VersionReason,
    at: Timestamp,
    actor_name: String,
    request_id: Option<String>,
    source_id: Option<VersionId>,
    fields: Vec<String>,
    pub(super) stored: Stored,
    pub(super) before: Option<Stored>,
}

fn object(value: Value) -> Fields {
    if let Value::Object(fields) = value { fields } else { Fields::new() }
}

impl FromRow for VersionRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let unreadable = |error: serde_json::Error| DbError::Other(format!("version: {error}"));
        let before: Option<Value> = row.get("before")?;
        let before_schema_version: Option<i32> = row.get("before_schema_version")?;
        let before_id: Option<VersionId> = row.get("before_id")?;
        let before = before.zip(before_schema_version).zip(before_id);
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            entity_id: row.get("entity_id")?,
            entity_name: row.get("entity_name")?,
            number: row.get("number")?,
            action: serde_json::from_value(row.get::<&str>("action")?.into()).map_err(unreadable)?,
            at: row.get("at")?,
            actor_name: row.get("actor_name")?,
            request_id: row.get("request_id")?,
            source_id: row.get("source_id")?,
            fields: row.get("fields")?,
            stored: Stored {
                version_id: row.get("id")?,
                schema_version: row.get("schema_version")?,
                snapshot: object(row.get("snapshot")?),
            },
            before: before.map(|((before, schema_version), version_id)| Stored {
                version_id,
                schema_version,
                snapshot: object(before),
            }),
        })
    }
}

impl VersionRow {
    pub(super) fn shown(self, aggregate: &Aggregate) -> Version {
        Version {
            id: self.id,
            entity_id: encode_id(aggregate.prefix, self.entity_id),
            kind: self.kind,
            entity_name: self.entity_name,
            number: self.number,
            action: self.action,
            at: self.at,
            actor_name: self.actor_name,
            request_id: self.request_id,
            source_id: self.source_id,
            fields: self.fields,
        }
    }
}

/// The fields in which two states differ, with both values.
pub(super) fn changes(before: &Fields, after: &Fields) -> Vec<FieldChange> {
    let at = |fields: &Fields, field: &str| fields.get(field).cloned().unwrap_or(Value::Null);
    merge::changed(before, after)
        .into_iter()
        .map(|field| FieldChange { before: at(before, &field), after: at(after, &field), field })
        .collect()
}
