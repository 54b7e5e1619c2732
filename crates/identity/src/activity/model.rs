//! A line of the activity log, as it is shown.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::audit::personal::{ActorPart, Personal, TargetPart};
use platform::{App, Result};
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

/// A row of the audit log, with what is personal still sealed.
pub(crate) struct SealedActivity {
    activity: Activity,
    personal: Personal,
}

impl FromRow for SealedActivity {
    fn from_row(row: &Row) -> std::result::Result<Self, DbError> {
        let unreadable = |error: serde_json::Error| DbError::Other(format!("audit event: {error}"));
        let target_kind: String = row.get("target_kind")?;
        let target_id: Option<Uuid> = row.get("target_id")?;
        let activity = Activity {
            id: row.get("id")?,
            at: row.get("at")?,
            actor_kind: serde_json::from_value(row.get::<&str>("actor_kind")?.into()).map_err(unreadable)?,
            actor_name: String::new(),
            target_id: target_id.filter(|id| !id.is_nil()).map(|id| shown_id(&target_kind, id)),
            campaign_id: row.get("campaign_id")?,
            client_id: row.get("client_id")?,
            summary: String::new(),
            changes: Vec::new(),
            note: None,
            request_id: row.get("request_id")?,
            action: row.get("action")?,
            target_kind,
            target_name: String::new(),
        };
        let actor = ActorPart { name: row.get("actor_name")?, address: None };
        let target = TargetPart {
            name: row.get("target_name")?,
            changes: row.get("changes")?,
            note: row.get("note")?,
        };
        let (actor_sealed, target_sealed) = (row.get("actor_sealed")?, row.get("target_sealed")?);
        Ok(Self { activity, personal: Personal { actor, target, actor_sealed, target_sealed } })
    }
}

/// The rows as they are shown, with the names of those who were not erased.
pub(crate) async fn reveal(app: &App, tenant_id: Uuid, rows: Vec<SealedActivity>) -> Result<Vec<Activity>> {
    let sealed = Personal::sealed_texts(rows.iter().map(|row| &row.personal));
    let opener = app.vault().opener(tenant_id, sealed).await?;
    let show = |SealedActivity { mut activity, mut personal }| {
        personal.reveal(activity.id.uuid(), &opener);
        let Personal { actor, target, .. } = personal;
        activity.summary = summary(&activity.action, &activity.target_kind, &target.name);
        activity.actor_name = actor.name;
        activity.changes = serde_json::from_value(target.changes).unwrap_or_default();
        activity.note = target.note;
        activity.target_name = target.name;
        activity
    };
    Ok(rows.into_iter().map(show).collect())
}

/// `idea.approved` of an idea becomes “approved the idea “…””. Actions are `noun.past_verb`; what does not
/// read by that rule is named here.
fn summary(action: &str, target_kind: &str, target_name: &str) -> String {
    let verb = match action {
        "passkey.added" => return "added a passkey".to_owned(),
        "passkey.removed" => return "removed a passkey".to_owned(),
        "passkey.renamed" => return "renamed a passkey".to_owned(),
        "password.changed" => return "changed the password".to_owned(),
        "recovery_codes.created" => return "made new recovery codes".to_owned(),
        "session.ended" => return "signed out one of their devices".to_owned(),
        "sessions.ended" => return "signed out their other devices".to_owned(),
        "member.stepped_up" => return "proved to be there".to_owned(),
        "totp.disabled" => return "removed the authenticator app".to_owned(),
        "totp.enabled" => return "set up an authenticator app".to_owned(),
        "totp.prepared" => return "began to set up an authenticator app".to_owned(),
        "impersonation.started" => "began to act as",
        "impersonation.ended" => "stopped acting as",
        "session.reuse_detected" => return "was signed out: a refresh token was copied".to_owned(),
        "member.identity_connected" => return "connected a provider".to_owned(),
        "member.identity_removed" => return "removed a provider".to_owned(),
        "member.sign_in_failed" => return "could not be signed in".to_owned(),
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
