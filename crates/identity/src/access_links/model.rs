//! What an access link is.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::define_id;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{CampaignRef, ClientRef};

define_id!(AccessLinkId, "lnk");

/// A link that was made for somebody at a client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccessLink {
    pub id: AccessLinkId,
    #[schema(value_type = String, example = "cmp_01k9x3m7q8f2vabcdefghjkmnp")]
    pub campaign_id: CampaignRef,
    #[schema(value_type = String, example = "cli_01k9x3m7q8f2vabcdefghjkmnp")]
    pub client_id: ClientRef,
    #[schema(example = "Jonas Weber")]
    pub audience_name: String,
    #[schema(format = "email", required = true)]
    pub audience_email: Option<String>,
    #[schema(minimum = 0)]
    pub idea_count: i64,
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub revoked_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub last_used_at: Option<Timestamp>,
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    pub created_by_name: String,
}

impl platform::Versioned for AccessLink {}

/// What a link is made of. The caller has checked that client, campaign and ideas are the tenant's and belong
/// together.
#[derive(Clone, Debug)]
pub struct AccessLinkCreate {
    pub client_id: Uuid,
    pub client_name: String,
    pub campaign_id: Uuid,
    pub audience_name: String,
    pub audience_email: Option<String>,
    pub expires_at: Timestamp,
    pub idea_ids: Vec<Uuid>,
}

impl FromRow for AccessLink {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            campaign_id: row.get("campaign_id")?,
            client_id: row.get("client_id")?,
            audience_name: row.get("audience_name")?,
            audience_email: row.get("audience_email")?,
            idea_count: row.get("idea_count")?,
            expires_at: row.get("expires_at")?,
            revoked_at: row.get("revoked_at")?,
            last_used_at: row.get("last_used_at")?,
            created_at: row.get("created_at")?,
            created_by_name: row.get("created_by_name")?,
        })
    }
}
