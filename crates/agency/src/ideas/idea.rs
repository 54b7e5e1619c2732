//! An idea as it is stored, and as it is shown to each side.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Actor, Permission, Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::content::{Content, IdeaKind};
use super::model::{IdeaEvent, IdeaState, IdeaStatus, Rights, Seen, Stage, allowed_events};
use crate::campaigns::CampaignId;
use crate::clients::{ApprovalPolicy, ClientId};
use crate::comments::AnchorCreate;
use crate::generation::BatchId;
use crate::rules::Issue;
use crate::scope;
use crate::words::words;

define_id!(
    /// An idea.
    IdeaId, "idea"
);

words! {
    /// Who wrote an idea first.
    pub enum IdeaSource {
        Model = "model",
        /// The sandbox model of this installation; shown as such wherever a person sees the idea.
        SandboxModel = "sandbox_model",
        /// The labelled draft that stands in when no model answered.
        Template = "template",
        Person = "person",
    }
}

/// An idea: a post or a reel on its way to approval.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Idea {
    pub id: IdeaId,
    pub campaign_id: CampaignId,
    pub campaign_name: String,
    pub client_id: ClientId,
    pub client_name: String,
    #[schema(required = true)]
    pub batch_id: Option<BatchId>,
    pub kind: IdeaKind,
    pub title: String,
    pub state: IdeaState,
    /// The state under the name that users of other tools know.
    pub status: IdeaStatus,
    /// The order on the board.
    pub position: i32,
    /// Counts versions of the content.
    pub content_version: i32,
    /// SHA-256 of the content in canonical form: what an approval is bound to.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub content_hash: String,
    pub content: Content,
    pub source: IdeaSource,
    /// The model that wrote it first.
    #[schema(required = true)]
    pub model: Option<String>,
    /// The rules of the channels that the texts break. Empty for the client's side.
    pub issues: Vec<Issue>,
    /// What the caller may do with it now.
    pub allowed_events: Vec<IdeaEvent>,
    /// Comments that the caller sees and nobody resolved.
    pub open_comments: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Versioned for Idea {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/ideas/{}", self.id))
    }
}

/// A row of `ideas` with the content that the reader sees: the current version, for the client's side the one
/// that was sent to them.
#[derive(Debug, Clone)]
pub(crate) struct IdeaRow {
    pub(crate) id: IdeaId,
    pub(crate) campaign_id: CampaignId,
    pub(crate) campaign_name: String,
    pub(crate) client_id: ClientId,
    pub(crate) client_name: String,
    pub(crate) policy: ApprovalPolicy,
    pub(crate) batch_id: Option<BatchId>,
    pub(crate) kind: IdeaKind,
    pub(crate) state: IdeaState,
    pub(crate) held_from: Option<IdeaState>,
    pub(crate) approved_in: Option<Stage>,
    pub(crate) position: i32,
    pub(crate) content_version: i32,
    pub(crate) content_hash: String,
    pub(crate) content: Content,
    /// What the client sees; none before it is sent and while the agency has it back.
    pub(crate) sent_version: Option<i32>,
    /// What the client was given to see before that.
    pub(crate) sent_version_before: Option<i32>,
    pub(crate) source: IdeaSource,
    pub(crate) model: Option<String>,
    pub(crate) open_comments: i64,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl FromRow for IdeaRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let content: serde_json::Value = row.get("content")?;
        let content = serde_json::from_value(content).map_err(|error| {
            DbError::Other(format!("the stored content of an idea cannot be read: {error}"))
        })?;
        Ok(Self {
            id: row.get("id")?,
            campaign_id: row.get("campaign_id")?,
            campaign_name: row.get("campaign_name")?,
            client_id: row.get("client_id")?,
            client_name: row.get("client_name")?,
            policy: row.get("approval_policy")?,
            batch_id: row.get("batch_id")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            held_from: row.get("held_from")?,
            approved_in: row.get("approved_in")?,
            position: row.get("position")?,
            content_version: row.get("content_version")?,
            content_hash: row.get("content_hash")?,
            content,
            sent_version: row.get("sent_version")?,
            sent_version_before: row.get("sent_version_before")?,
            source: row.get("source")?,
            model: row.get("model")?,
            open_comments: row.get("open_comments")?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl IdeaRow {
    pub(crate) fn status(&self) -> IdeaStatus {
        IdeaStatus::of(self.state, self.approved_in)
    }

    /// Whether the client's side sees it: it was sent, and is not back on the agency's desk.
    pub(crate) fn is_visible_to_client(&self) -> bool {
        use IdeaState as S;
        let state = self.held_from.unwrap_or(self.state);
        self.sent_version.is_some()
            && matches!(state, S::ClientReview | S::ChangesRequested | S::Approved | S::Rejected)
    }

    /// What the caller says they decide about, against what is there.
    pub(crate) fn seen(&self, hash: Option<&str>) -> Seen {
        match hash {
            None => Seen::Unsaid,
            Some(hash) if hash == self.content_hash => Seen::Current,
            Some(_) => Seen::Stale,
        }
    }

    pub(crate) fn shown_to(self, actor: &Actor) -> Idea {
        let issues =
            if scope::is_client_side(actor, self.client_id) { Vec::new() } else { self.content.issues() };
        let allowed_events = allowed_events(self.state, self.held_from, self.policy, rights(actor, &self));
        Idea {
            status: self.status(),
            id: self.id,
            campaign_id: self.campaign_id,
            campaign_name: self.campaign_name,
            client_id: self.client_id,
            client_name: self.client_name,
            batch_id: self.batch_id,
            kind: self.kind,
            title: self.content.title.clone(),
            state: self.state,
            position: self.position,
            content_version: self.content_version,
            content_hash: self.content_hash,
            content: self.content,
            source: self.source,
            model: self.model,
            issues,
            allowed_events,
            open_comments: self.open_comments,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// What the actor may do with this idea, on each of its channels, as the state machine asks for it.
pub(crate) fn rights(actor: &Actor, row: &IdeaRow) -> Rights {
    let channels = row.content.channels();
    let may = |permission| scope::may_on(actor, permission, row.client_id, &channels);
    Rights {
        create: may(Permission::IdeaCreate),
        update: may(Permission::IdeaUpdate),
        submit: may(Permission::IdeaSubmit),
        approve_internal: may(Permission::IdeaApproveInternal),
        decide_as_client: may(Permission::IdeaDecideAsClient),
    }
}

fn hash<C>(text: &str, _: &C) -> garde::Result {
    if text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        Ok(())
    } else {
        Err(garde::Error::new("must be a content hash: 64 hexadecimal digits"))
    }
}

/// A new idea, written by a person.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdeaCreate {
    #[garde(skip)]
    pub campaign_id: CampaignId,
    #[garde(skip)]
    pub kind: IdeaKind,
    #[garde(dive)]
    pub content: Content,
}

/// A status that can be written. Every other move is an operation of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
pub enum IdeaStatusUpdate {
    /// The client's approval.
    #[serde(rename = "CLIENT_APPROVED")]
    ClientApproved,
    /// Accepted of an idea that has it, and changes nothing.
    #[serde(rename = "GENERATED")]
    Generated,
}

/// A change of an idea. What is absent stays as it is.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdeaUpdate {
    #[garde(dive)]
    pub content: Option<Content>,
    /// The hash of the content that was edited: 409 `stale_content` when it is not the current one any more.
    #[garde(inner(custom(hash)))]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub expected_content_hash: Option<String>,
    #[garde(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub position: Option<i32>,
    /// Why the content changed; kept with the version. Alone it makes a version with the same content.
    #[garde(length(chars, max = 500), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 500)]
    pub note: Option<String>,
    #[garde(skip)]
    pub status: Option<IdeaStatusUpdate>,
}

/// What goes with an event.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdeaTransition {
    /// Needed to request changes and to reject.
    #[garde(length(chars, max = 4000), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 4000)]
    pub comment: Option<String>,
    /// The hash of the content that was decided about; needed to approve as the client.
    #[garde(inner(custom(hash)))]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub content_hash: Option<String>,
    /// The passage that the comment is about.
    #[garde(dive)]
    pub anchor: Option<AnchorCreate>,
}

impl IdeaTransition {
    pub(crate) fn comment(&self) -> Option<&str> {
        self.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty())
    }
}

/// A version of an idea's content.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IdeaVersion {
    pub n: i32,
    pub content: Content,
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub content_hash: String,
    pub created_at: Timestamp,
    pub created_by_name: String,
    /// Why it changed. Null for the client's side, who sees the versions that were sent.
    #[schema(required = true)]
    pub note: Option<String>,
}

impl FromRow for IdeaVersion {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let content: serde_json::Value = row.get("content")?;
        Ok(Self {
            n: row.get("n")?,
            content: serde_json::from_value(content)
                .map_err(|error| DbError::Other(format!("a stored version cannot be read: {error}")))?,
            content_hash: row.get("content_hash")?,
            created_at: row.get("created_at")?,
            created_by_name: row.get("created_by_name")?,
            note: row.get("note")?,
        })
    }
}

/// What an idea is made of when it is stored for the first time.
#[derive(Debug, Clone)]
pub(crate) struct NewIdea {
    pub(crate) id: IdeaId,
    pub(crate) kind: IdeaKind,
    pub(crate) state: IdeaState,
    pub(crate) content: Content,
    pub(crate) source: IdeaSource,
    pub(crate) model: Option<String>,
    pub(crate) batch_id: Option<BatchId>,
}
