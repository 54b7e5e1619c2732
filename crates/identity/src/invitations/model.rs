//! What an invitation is.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::Versioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AccountId, InvitationId};

/// Somebody who is asked into the tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Invitation {
    #[schema(value_type = String)]
    pub(crate) id: InvitationId,
    #[schema(format = "email", example = "jule@northlight.test")]
    pub(crate) email: String,
    #[schema(required = true)]
    pub(crate) name: Option<String>,
    /// The key of the role.
    #[schema(example = "creator")]
    pub(crate) role: String,
    #[schema(example = "Creator")]
    pub(crate) role_name: String,
    /// The account that they will be confined to.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    pub(crate) invited_by_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) expires_at: Timestamp,
    pub(crate) state: InvitationState,
}

impl Versioned for Invitation {
    fn location(&self) -> Option<String> {
        Some(format!("/invitations/{}", self.id))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InvitationState {
    Pending,
    Accepted,
    Revoked,
    Expired,
}

impl FromRow for Invitation {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let state = match row.get::<&str>("state")? {
            "pending" => InvitationState::Pending,
            "accepted" => InvitationState::Accepted,
            "revoked" => InvitationState::Revoked,
            "expired" => InvitationState::Expired,
            other => return Err(DbError::Other(format!("unknown state {other}"))),
        };
        Ok(Self {
            id: row.get("id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            role: row.get("role")?,
            role_name: row.get("role_name")?,
            account_id: row.get("account_id")?,
            invited_by_name: row.get("invited_by_name")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            state,
        })
    }
}

/// Whom to invite as what.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvitationCreate {
    #[garde(
        email,
        length(chars, min = 3, max = 254),
        custom(platform::text::line),
        custom(platform::text::named_host)
    )]
    #[schema(format = "email", min_length = 3, max_length = 254, example = "jule@northlight.test")]
    pub(crate) email: String,
    /// The key of a role of the tenant.
    #[garde(length(chars, min = 1, max = 63), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 63, example = "creator")]
    pub(crate) role: String,
    /// The account to confine them to; the role `client` needs one.
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) account_id: Option<AccountId>,
    /// What they are called until they say otherwise.
    #[garde(inner(length(chars, min = 1, max = 120)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 120, example = "Jule Petersen")]
    pub(crate) name: Option<String>,
}

/// What the holder of a token is shown before they decide.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationGreeting {
    #[schema(example = "Northlight")]
    pub(crate) tenant_name: String,
    #[schema(example = "northlight")]
    pub(crate) tenant_slug: String,
    #[schema(example = "Creator")]
    pub(crate) role_name: String,
    #[schema(format = "email")]
    pub(crate) email: String,
    #[schema(required = true)]
    pub(crate) name: Option<String>,
    pub(crate) inviter_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) expires_at: Timestamp,
    /// Whether the address belongs to an account: then it is proved, else made.
    pub(crate) has_account: bool,
}

impl Versioned for InvitationGreeting {}

/// What became of the rows of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationImport {
    pub(crate) results: Vec<ImportedRow>,
}

impl Versioned for InvitationImport {}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedRow {
    /// As counted by a person: the first row below the head is 2.
    #[schema(minimum = 2)]
    pub(crate) row: usize,
    pub(crate) email: String,
    pub(crate) status: ImportedStatus,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportedStatus {
    Invited,
    Refused,
}
