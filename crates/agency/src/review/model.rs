//! Types of a review. Nothing internal can be put into them.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::Versioned;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::approvals::Decision;
use crate::campaigns::CampaignId;
use crate::clients::ClientId;
use crate::comments::ClientComment;
use crate::ideas::idea::{IdeaRow, rights};
use crate::ideas::model::allowed_events;
use crate::ideas::{Content, IdeaEvent, IdeaId, IdeaKind, IdeaSource, IdeaState, IdeaStatus};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewAgency {
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewClient {
    pub id: ClientId,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewCampaign {
    pub id: CampaignId,
    pub name: String,
}

/// What a client has been sent in one campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Review {
    pub agency: ReviewAgency,
    pub client: ReviewClient,
    pub campaign: ReviewCampaign,
    /// Who the review was sent to; the caller's own name for a person with an account.
    pub audience_name: String,
    /// When the link ends; null for a person with an account.
    #[schema(required = true)]
    pub expires_at: Option<Timestamp>,
    pub items: Vec<ReviewIdea>,
}

impl Versioned for Review {}

/// An idea as the client reviews it: the version that was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewIdea {
    pub id: IdeaId,
    pub campaign_id: CampaignId,
    pub client_id: ClientId,
    pub kind: IdeaKind,
    pub title: String,
    pub state: IdeaState,
    pub status: IdeaStatus,
    pub position: i32,
    pub content_version: i32,
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub content_hash: String,
    pub content: Content,
    /// The version that the client was sent before, to show what changed.
    #[schema(required = true)]
    pub previous_content: Option<Content>,
    pub source: IdeaSource,
    pub allowed_events: Vec<IdeaEvent>,
    /// The newest 50, the oldest of them first; `/ideas/{id}/comments` has all.
    pub comments: Vec<ClientComment>,
    /// What the client decided last.
    #[schema(required = true)]
    pub decision: Option<Decision>,
    pub version: i64,
    pub updated_at: Timestamp,
}

/// What a review shows of an idea besides the idea.
#[derive(Debug, Clone)]
pub(super) struct Extra {
    pub(super) idea_id: IdeaId,
    previous_content: Option<Content>,
    decision: Option<Decision>,
}

impl FromRow for Extra {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let unreadable = |error: serde_json::Error| DbError::Other(format!("a stored review: {error}"));
        let content: Option<serde_json::Value> = row.get("previous_content")?;
        let decision: Option<serde_json::Value> = row.get("decision")?;
        Ok(Self {
            idea_id: row.get("idea_id")?,
            previous_content: content.map(serde_json::from_value).transpose().map_err(unreadable)?,
            decision: decision.map(serde_json::from_value).transpose().map_err(unreadable)?,
        })
    }
}

impl ReviewIdea {
    pub(super) fn new(
        row: IdeaRow,
        extra: Option<Extra>,
        comments: Vec<ClientComment>,
        actor: &platform::Actor,
    ) -> Self {
        let (previous_content, decision) =
            extra.map_or((None, None), |extra| (extra.previous_content, extra.decision));
        Self {
            id: row.id,
            campaign_id: row.campaign_id,
            client_id: row.client_id,
            kind: row.kind,
            title: row.content.title.clone(),
            state: row.state,
            status: row.status(),
            position: row.position,
            content_version: row.content_version,
            content_hash: row.content_hash.clone(),
            allowed_events: allowed_events(row.state, row.held_from, row.policy, rights(actor, &row)),
            content: row.content,
            previous_content,
            source: row.source,
            comments,
            decision,
            version: row.version,
            updated_at: row.updated_at,
        }
    }
}

/// The names on a review.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) agency_name: String,
    pub(super) client_id: Uuid,
    pub(super) client_name: String,
    pub(super) campaign_name: String,
}

impl FromRow for Heading {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            agency_name: row.get("agency_name")?,
            client_id: row.get("client_id")?,
            client_name: row.get("client_name")?,
            campaign_name: row.get("campaign_name")?,
        })
    }
}
