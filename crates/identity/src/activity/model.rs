//! A line of the activity log, as it is shown.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{ActivityId, CampaignRef, ClientRef, shown_id};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Activity {
    pub(crate) id: ActivityId,
    #[schema(value_type = String, format = "date-time")]
    at: Timestamp,
    #[schema(example = "idea.approved")]
    action: String,
    actor_kind: ActivityActorKind,
    #[schema(example = "Mara Lindqvist")]
    actor_name: String,
    #[schema(example = "idea")]
    target_kind: String,
    #[schema(required = true)]
    target_id: Option<String>,
    target_name: String,
    #[schema(value_type = Option<String>, required = true)]
    campaign_id: Option<CampaignRef>,
    #[schema(value_type = Option<String>, required = true)]
    client_id: Option<ClientRef>,
    /// What the actor did, to be read after their name.
    #[schema(example = "approved the idea “Behind the harvest”")]
    summary: String,
    changes: Vec<Change>,
    /// What the actor said about it.
    #[schema(required = true)]
    note: Option<String>,
    #[schema(required = true)]
    request_id: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Change {
    field: String,
    before: Value,
    after: Value,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActivityActorKind {
    Member,
    ApiKey,
    Application,
    AccessLink,
    Job,
    System,
}

impl FromRow for Activity {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let unreadable = |error: serde_json::Error| DbError::Other(format!("audit event: {error}"));
        let action: String = row.get("action")?;
        let target_kind: String = row.get("target_kind")?;
        let target_name: String = row.get("target_name")?;
        let target_id: Option<Uuid> = row.get("target_id")?;
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor_kind: serde_json::from_value(row.get::<&str>("actor_kind")?.into()).map_err(unreadable)?,
            actor_name: row.get("actor_name")?,
            target_id: target_id.filter(|id| !id.is_nil()).map(|id| shown_id(&target_kind, id)),
            campaign_id: row.get("campaign_id")?,
            client_id: row.get("client_id")?,
            summary: summary(&action, &target_kind, &target_name),
            changes: serde_json::from_value(row.get("changes")?).map_err(unreadable)?,
            note: row.get("note")?,
            request_id: row.get("request_id")?,
            action,
            target_kind,
            target_name,
        })
    }
}

/// `idea.approved` of an idea becomes “approved the idea “…””. Actions are `noun.past_verb`; what does not
/// read by that rule is named here.
fn summary(action: &str, target_kind: &str, target_name: &str) -> String {
    let verb = match action {
        "member.signed_in" | "member.signed_out" => return action["member.".len()..].replace('_', " "),
        "access_link.created" => "made",
        "batch.fell_back" => "fell back to templates in",
        "campaigns.imported" => "imported campaigns with",
        "comment.created" => "commented on",
        "comment.resolved" => "resolved a comment on",
        "idea.changes_requested" => "requested changes to",
        "idea.held" => "put on hold",
        "idea.withdrawn" => "withdrew",
        "prompt.version_chosen" => "chose a version of",
        "prompt.version_created" => "wrote a new version of",
        "version.undone" => "undid a change of",
        _ => action.split_once('.').map_or(action, |(_, verb)| verb),
    };
    let (verb, noun) = (verb.replace('_', " "), target_kind.replace('_', " "));
    if target_name.is_empty() {
        return format!("{verb} the {noun}");
    }
    format!("{verb} the {noun} “{target_name}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_read_after_a_name() {
        assert_eq!(summary("idea.approved", "idea", "Harvest"), "approved the idea “Harvest”");
        assert_eq!(
            summary("idea.changes_requested", "idea", "Harvest"),
            "requested changes to the idea “Harvest”"
        );
        assert_eq!(summary("member.signed_in", "member", "Mara"), "signed in");
        assert_eq!(summary("access_link.revoked", "access_link", ""), "revoked the access link");
        assert_eq!(summary("comment.created", "idea", "Harvest"), "commented on the idea “Harvest”");
    }
}
