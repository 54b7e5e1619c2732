//! Role assignments and permission overrides, as they are shown and made.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Effect, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::MemberId;
use crate::ids::{AccountId, AssignmentId, OverrideId, ProfileRef};

/// A further role of a member.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RoleAssignment {
    pub(crate) id: AssignmentId,
    pub(crate) member_id: MemberId,
    #[schema(example = "manager")]
    pub(crate) role: String,
    /// Within this account; null for the whole tenant.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    /// Within this profile.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) profile_id: Option<ProfileRef>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) expires_at: Option<Timestamp>,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
}

impl Versioned for RoleAssignment {}

impl FromRow for RoleAssignment {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            member_id: row.get("member_id")?,
            role: row.get("role")?,
            account_id: row.get("account_id")?,
            profile_id: row.get("profile_id")?,
            expires_at: row.get("expires_at")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// A permission that a member has or has not, whatever their roles say.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PermissionOverride {
    pub(crate) id: OverrideId,
    pub(crate) member_id: MemberId,
    /// `idea.create`, or `idea.create:linkedin` for one channel.
    #[schema(example = "campaign.create")]
    pub(crate) permission: String,
    pub(crate) effect: Effect,
    /// Within this account; null for the whole tenant.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) profile_id: Option<ProfileRef>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) expires_at: Option<Timestamp>,
    #[schema(required = true)]
    pub(crate) reason: Option<String>,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
}

impl Versioned for PermissionOverride {}

impl FromRow for PermissionOverride {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let effect = if row.get::<&str>("effect")? == "deny" { Effect::Deny } else { Effect::Allow };
        Ok(Self {
            id: row.get("id")?,
            member_id: row.get("member_id")?,
            permission: row.get("permission")?,
            effect,
            account_id: row.get("account_id")?,
            profile_id: row.get("profile_id")?,
            expires_at: row.get("expires_at")?,
            reason: row.get("reason")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// Whose grants are listed.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfMember {
    #[garde(skip)]
    #[param(value_type = Option<String>, pattern = "^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$")]
    pub(crate) member_id: Option<MemberId>,
}

impl OfMember {
    /// What a cursor of the list is bound to.
    pub(crate) fn bound(&self) -> String {
        self.member_id.map(|id| id.to_string()).unwrap_or_default()
    }
}

/// A further role for a member.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleAssignmentCreate {
    #[garde(skip)]
    pub(crate) member_id: MemberId,
    /// The key of the role.
    #[garde(length(chars, min = 1, max = 63), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 63, example = "manager")]
    pub(crate) role: String,
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) account_id: Option<AccountId>,
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) profile_id: Option<ProfileRef>,
    /// In the future.
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub(crate) expires_at: Option<Timestamp>,
}

/// A permission to allow or to deny.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PermissionOverrideCreate {
    #[garde(skip)]
    pub(crate) member_id: MemberId,
    #[garde(length(chars, min = 1, max = 80), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 80, example = "campaign.create")]
    pub(crate) permission: String,
    #[garde(skip)]
    pub(crate) effect: Effect,
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) account_id: Option<AccountId>,
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) profile_id: Option<ProfileRef>,
    /// In the future.
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub(crate) expires_at: Option<Timestamp>,
    #[garde(length(chars, max = 400), custom(platform::text::optional_line))]
    #[schema(max_length = 400)]
    pub(crate) reason: Option<String>,
}
