//! What applications and grants are.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::MemberId;

define_id!(
    /// An application of a developer. The same text is its `client_id`.
    OAuthClientId, "app"
);
define_id!(OAuthGrantId, "grt");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OAuthClientState {
    /// Waits for a review.
    Pending,
    Approved,
    Rejected,
    /// Approved once; nothing of it works at the moment.
    Suspended,
}

impl OAuthClientState {
    const ALL: [Self; 4] = [Self::Pending, Self::Approved, Self::Rejected, Self::Suspended];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Suspended => "suspended",
        }
    }
}

/// An application, as it was registered and reviewed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OAuthClient {
    pub(crate) id: OAuthClientId,
    /// What the application says who it is with.
    pub(crate) client_id: OAuthClientId,
    #[schema(example = "Calendar bridge")]
    pub(crate) name: String,
    pub(crate) description: String,
    #[schema(format = "uri", required = true)]
    pub(crate) homepage: Option<String>,
    pub(crate) redirect_uris: Vec<String>,
    /// What it may ask for.
    #[schema(example = json!(["campaign.read"]))]
    pub(crate) scopes: Vec<String>,
    /// Whether it can keep a secret.
    pub(crate) is_confidential: bool,
    pub(crate) state: OAuthClientState,
    #[schema(required = true)]
    pub(crate) review_note: Option<String>,
    #[schema(required = true)]
    pub(crate) reviewed_by_name: Option<String>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) reviewed_at: Option<Timestamp>,
    pub(crate) created_by_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    pub(crate) version: i64,
}

impl Versioned for OAuthClient {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/oauth-clients/{}", self.id))
    }
}

impl FromRow for OAuthClient {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let state: &str = row.get("state")?;
        let state = OAuthClientState::ALL.into_iter().find(|known| known.name() == state);
        Ok(Self {
            id: row.get("id")?,
            client_id: row.get("id")?,
            name: row.get("name")?,
            description: row.get("description")?,
            homepage: row.get("homepage")?,
            redirect_uris: row.get("redirect_uris")?,
            scopes: row.get("scopes")?,
            is_confidential: row.get("is_confidential")?,
            state: state.ok_or_else(|| DbError::Other("an application in no known state".to_owned()))?,
            review_note: row.get("review_note")?,
            reviewed_by_name: row.get("reviewed_by_name")?,
            reviewed_at: row.get("reviewed_at")?,
            created_by_name: row.get("created_by_name")?,
            created_at: row.get("created_at")?,
            version: row.get("row_version")?,
        })
    }
}

/// An application with its secret, which is not shown again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OAuthClientWithSecret {
    #[serde(flatten)]
    pub(crate) client: OAuthClient,
    /// Null for an application that cannot keep one.
    #[schema(required = true, example = "atl_live_secret_…")]
    pub(crate) client_secret: Option<String>,
}

impl Versioned for OAuthClientWithSecret {
    fn version(&self) -> Option<i64> {
        self.client.version()
    }

    fn location(&self) -> Option<String> {
        self.client.location()
    }
}

/// A new application. It waits for a review.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OAuthClientCreate {
    #[garde(
        length(chars, min = 1, max = 120),
        custom(platform::text::line),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 120, example = "Calendar bridge")]
    pub(crate) name: String,
    #[garde(length(chars, max = 1000), inner(custom(platform::text::line)))]
    #[schema(max_length = 1000)]
    pub(crate) description: Option<String>,
    #[garde(url, length(chars, max = 500), inner(custom(platform::text::line)))]
    #[schema(format = "uri", max_length = 500)]
    pub(crate) homepage: Option<String>,
    /// Where the answer may be sent: exactly these addresses.
    #[garde(
        length(min = 1, max = 20),
        inner(length(chars, min = 1, max = 500), custom(platform::text::line))
    )]
    #[schema(schema_with = platform::openapi::texts::<20, 500>)]
    pub(crate) redirect_uris: Vec<String>,
    /// What it may ask for, as permissions.
    #[garde(
        length(min = 1, max = 128),
        inner(length(chars, min = 1, max = 80), custom(platform::text::line))
    )]
    #[schema(schema_with = platform::openapi::texts::<128, 80>)]
    pub(crate) scopes: Vec<String>,
    #[garde(skip)]
    pub(crate) is_confidential: bool,
}

/// Why an application is not approved.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OAuthClientRejection {
    #[garde(
        length(chars, min = 1, max = 1000),
        custom(platform::text::line),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 1000, example = "It asks for more than a calendar needs.")]
    pub(crate) note: String,
}

/// What a member agreed to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OAuthGrant {
    pub(crate) id: OAuthGrantId,
    pub(crate) client_id: OAuthClientId,
    pub(crate) client_name: String,
    pub(crate) scopes: Vec<String>,
    #[schema(value_type = String)]
    pub(crate) member_id: MemberId,
    pub(crate) member_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) last_used_at: Option<Timestamp>,
}

impl FromRow for OAuthGrant {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            client_id: row.get("client_id")?,
            client_name: row.get("client_name")?,
            scopes: row.get("scopes")?,
            member_id: row.get("member_id")?,
            member_name: row.get("member_name")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

/// What a person is asked to agree to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OAuthRequest {
    pub(crate) client: OAuthRequestClient,
    pub(crate) scopes: Vec<OAuthRequestScope>,
    /// Where they are sent afterwards.
    #[schema(example = "calendar.example")]
    pub(crate) redirect_host: String,
    pub(crate) tenant_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) expires_at: Timestamp,
}

impl Versioned for OAuthRequest {}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OAuthRequestClient {
    pub(crate) name: String,
    pub(crate) description: String,
    #[schema(required = true)]
    pub(crate) homepage: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OAuthRequestScope {
    #[schema(example = "campaign.read")]
    pub(crate) permission: String,
    #[schema(example = "See campaigns")]
    pub(crate) description: String,
    /// Agreed to before.
    pub(crate) is_granted_before: bool,
    /// Whether the person may do it at all; the application cannot do more.
    pub(crate) is_held: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OAuthVerdict {
    Approve,
    Deny,
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OAuthDecision {
    #[garde(skip)]
    pub(crate) decision: OAuthVerdict,
    /// Some of what is asked for; absent is all of it.
    #[garde(
        length(min = 1, max = 128),
        inner(inner(length(chars, min = 1, max = 80), custom(platform::text::line)))
    )]
    #[schema(schema_with = platform::openapi::optional_texts::<128, 80>)]
    pub(crate) scopes: Option<Vec<String>>,
}

/// Where the browser goes on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OAuthRedirect {
    #[schema(format = "uri", example = "https://calendar.example/callback?code=…")]
    pub(crate) redirect_to: String,
}

impl Versioned for OAuthRedirect {}
