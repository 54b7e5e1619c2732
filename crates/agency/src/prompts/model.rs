//! Prompt templates as they are stored and shown. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Variable;
use crate::campaigns::CampaignId;
use crate::ideas::IdeaKind;

define_id!(
    /// A prompt template.
    PromptId, "prm"
);

/// A prompt template without its versions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Prompt {
    pub id: PromptId,
    pub name: String,
    pub kind: IdeaKind,
    /// The version that generation uses.
    pub current_version: i32,
    pub versions_count: i32,
    pub version: i64,
    pub updated_at: Timestamp,
}

impl Versioned for Prompt {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl FromRow for Prompt {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            current_version: row.get("current_version")?,
            versions_count: row.get("versions_count")?,
            version: row.get("row_version")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// One version of a template. It never changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptVersion {
    pub n: i32,
    pub body: String,
    /// What the template uses, of what it can use.
    pub variables: Vec<Variable>,
    pub note: String,
    pub created_at: Timestamp,
    pub created_by_name: String,
}

impl FromRow for PromptVersion {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let variables: serde_json::Value = row.get("variables")?;
        Ok(Self {
            n: row.get("n")?,
            body: row.get("body")?,
            variables: serde_json::from_value(variables)
                .map_err(|error| DbError::Other(format!("stored variables cannot be read: {error}")))?,
            note: row.get("note")?,
            created_at: row.get("created_at")?,
            created_by_name: row.get("created_by_name")?,
        })
    }
}

/// A template with its versions, the newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptWithVersions {
    #[serde(flatten)]
    pub prompt: Prompt,
    pub versions: Vec<PromptVersion>,
}

impl Versioned for PromptWithVersions {
    fn version(&self) -> Option<i64> {
        Some(self.prompt.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/prompts/{}", self.prompt.id))
    }
}

/// A new version of a template.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptVersionCreate {
    #[garde(length(chars, min = 1, max = super::BODY_CHARS_MAX), custom(platform::text::paragraph))]
    #[schema(
        min_length = 1,
        max_length = 20_000,
        example = "Write {{ count }} posts for {{ client }}.\n\n{{ brief }}"
    )]
    pub body: String,
    /// What is different, for the colleagues.
    #[serde(default)]
    #[garde(length(chars, max = 500), custom(platform::text::paragraph))]
    #[schema(max_length = 500)]
    pub note: String,
}

/// The version that generation uses from now on.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromptCurrent {
    #[garde(range(min = 1, max = 1_000_000))]
    #[schema(minimum = 1, maximum = 1_000_000, example = 1)]
    pub(super) n: i32,
}

/// A template to try on a campaign.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PromptPreview {
    #[garde(skip)]
    pub(super) kind: IdeaKind,
    #[garde(length(chars, min = 1, max = super::BODY_CHARS_MAX), custom(platform::text::paragraph))]
    #[schema(min_length = 1, max_length = 20_000)]
    pub(super) body: String,
    #[garde(skip)]
    pub(super) campaign_id: CampaignId,
}

/// What a model would be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PromptText {
    pub(super) text: String,
}

impl Versioned for PromptText {}
