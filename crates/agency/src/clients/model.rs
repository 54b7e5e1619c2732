//! Types of a client. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::http::nullable;
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::exercises;
use crate::words::words;

define_id!(
    /// A client of the tenant.
    ClientId, "cli"
);

words! {
    /// Where content of a client appears.
    pub enum Channel {
        Linkedin = "linkedin",
        Instagram = "instagram",
        Youtube = "youtube",
        X = "x",
        Spotify = "spotify",
        Soundcloud = "soundcloud",
    }
}

impl Channel {
    /// Whether ideas are written for it. Music services carry releases, not posts.
    pub const fn takes_posts(self) -> bool {
        matches!(self, Self::Linkedin | Self::Instagram | Self::Youtube | Self::X)
    }

    /// Each channel once, in the order it was named first.
    pub fn distinct(channels: Vec<Self>) -> Vec<Self> {
        let mut distinct = Vec::with_capacity(channels.len());
        for channel in channels {
            if !distinct.contains(&channel) {
                distinct.push(channel);
            }
        }
        distinct
    }
}

words! {
    /// Who has to agree before an idea counts as approved.
    pub enum ApprovalPolicy {
        None = "none",
        Internal = "internal",
        Client = "client",
        InternalClient = "internal_client",
    }
}

/// A client as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Client {
    pub id: ClientId,
    #[schema(example = "Alte Rösterei Wedding")]
    pub name: String,
    /// What clients are sorted by.
    #[serde(skip)]
    #[schema(ignore)]
    pub name_key: String,
    #[schema(required = true, example = "Speciality coffee")]
    pub industry: Option<String>,
    #[schema(required = true, example = "https://alte-roesterei.example")]
    pub website: Option<String>,
    #[schema(required = true)]
    pub description: Option<String>,
    pub approval_policy: ApprovalPolicy,
    pub channels: Vec<Channel>,
    #[schema(required = true)]
    pub contact_name: Option<String>,
    #[schema(required = true)]
    pub contact_email: Option<String>,
    pub exercises_completed: i64,
    pub exercises_total: i64,
    pub campaigns_active: i64,
    /// Ideas that wait for a decision.
    pub ideas_waiting: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[schema(required = true)]
    pub archived_at: Option<Timestamp>,
}

impl Versioned for Client {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/clients/{}", self.id))
    }
}

impl FromRow for Client {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            name_key: row.get("name_key")?,
            industry: row.get("industry")?,
            website: row.get("website")?,
            description: row.get("description")?,
            approval_policy: row.get("approval_policy")?,
            channels: row.get("channels")?,
            contact_name: row.get("contact_name")?,
            contact_email: row.get("contact_email")?,
            exercises_completed: row.get("exercises_completed")?,
            exercises_total: i64::try_from(exercises::exercises().len()).unwrap_or(0),
            campaigns_active: row.get("campaigns_active")?,
            ideas_waiting: row.get("ideas_waiting")?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// A new client.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientCreate {
    #[garde(length(chars, max = 120), custom(platform::text::line), custom(platform::text::says_something))]
    #[schema(min_length = 1, max_length = 120, example = "Alte Rösterei Wedding")]
    pub name: String,
    #[garde(length(chars, max = 120), custom(platform::text::optional_line))]
    #[schema(max_length = 120)]
    pub industry: Option<String>,
    #[garde(length(chars, max = 300), custom(optional_web_address))]
    #[schema(max_length = 300, pattern = "^https?://[^ ]+$")]
    pub website: Option<String>,
    #[garde(length(chars, max = 4000), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// By default the agency decides first, then the client.
    #[garde(skip)]
    pub approval_policy: Option<ApprovalPolicy>,
    #[garde(length(max = 12))]
    #[schema(max_items = 12)]
    pub channels: Option<Vec<Channel>>,
    #[garde(length(chars, max = 120), custom(platform::text::optional_line))]
    #[schema(max_length = 120)]
    pub contact_name: Option<String>,
    #[garde(inner(email), length(chars, max = 254))]
    #[schema(max_length = 254, format = "email")]
    pub contact_email: Option<String>,
}

/// Changes to a client. What is absent stays; `null` removes what may be absent.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClientUpdate {
    #[garde(
        length(chars, max = 120),
        custom(platform::text::optional_line),
        inner(custom(platform::text::says_something))
    )]
    #[schema(min_length = 1, max_length = 120)]
    pub name: Option<String>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(length(chars, max = 120), custom(platform::text::optional_line)))]
    #[schema(value_type = Option<String>, max_length = 120)]
    pub industry: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(length(chars, max = 300), custom(optional_web_address)))]
    #[schema(value_type = Option<String>, max_length = 300, pattern = "^https?://[^ ]+$")]
    pub website: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(length(chars, max = 4000), custom(platform::text::optional_paragraph)))]
    #[schema(value_type = Option<String>, max_length = 4000)]
    pub description: Option<Option<String>>,
    #[garde(skip)]
    pub approval_policy: Option<ApprovalPolicy>,
    #[garde(length(max = 12))]
    #[schema(max_items = 12)]
    pub channels: Option<Vec<Channel>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(length(chars, max = 120), custom(platform::text::optional_line)))]
    #[schema(value_type = Option<String>, max_length = 120)]
    pub contact_name: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(inner(email), length(chars, max = 254)))]
    #[schema(value_type = Option<String>, max_length = 254, format = "email")]
    pub contact_email: Option<Option<String>>,
}

impl ClientUpdate {
    /// The client after these changes.
    pub(super) fn apply(self, client: &Client) -> Client {
        let client = client.clone();
        Client {
            name: self.name.map_or(client.name, |name| name.trim().to_owned()),
            industry: self.industry.unwrap_or(client.industry),
            website: self.website.unwrap_or(client.website),
            description: self.description.unwrap_or(client.description),
            approval_policy: self.approval_policy.unwrap_or(client.approval_policy),
            channels: self.channels.map_or(client.channels, Channel::distinct),
            contact_name: self.contact_name.unwrap_or(client.contact_name),
            contact_email: self.contact_email.unwrap_or(client.contact_email),
            ..client
        }
    }
}

/// For garde: an address that a browser opens.
#[expect(clippy::ref_option, reason = "garde calls it with a reference to the field")]
fn optional_web_address<C>(address: &Option<String>, context: &C) -> garde::Result {
    let Some(address) = address else { return Ok(()) };
    platform::text::line(address, context)?;
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let is_address = host.is_some_and(|host| !host.is_empty()) && !address.contains(char::is_whitespace);
    if is_address { Ok(()) } else { Err(garde::Error::new("must start with https:// or http://")) }
}
