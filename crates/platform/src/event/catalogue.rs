//! Every type of event that there is. What is emitted and not here fails every test that emits it.

use crate::Permission as P;

/// A type of event.
#[derive(Clone, Copy, Debug)]
pub struct EventType {
    /// `noun.past_verb`
    pub name: &'static str,
    /// What the event's id is the id of.
    pub subject_kind: &'static str,
    /// What one needs to see the subject: an application is told of what it may read.
    pub permission: P,
    /// For people: what has happened.
    pub description: &'static str,
}

/// The type of this name.
pub fn find(name: &str) -> Option<&'static EventType> {
    CATALOGUE.binary_search_by(|known| known.name.cmp(name)).ok().map(|place| &CATALOGUE[place])
}

macro_rules! catalogue {
    ($($name:literal, $subject:literal, $permission:ident, $description:literal;)+) => {
        /// Sorted by name.
        pub static CATALOGUE: &[EventType] = &[$(EventType {
            name: $name,
            subject_kind: $subject,
            permission: P::$permission,
            description: $description,
        }),+];
    };
}

catalogue! {
    "access_link.created", "access_link", LinkRead, "An access link was made.";
    "access_link.revoked", "access_link", LinkRead, "An access link was revoked.";
    "account.archived", "account", AccountRead, "An account was archived.";
    "account.created", "account", AccountRead, "An account was added.";
    "account.updated", "account", AccountRead, "An account was changed.";
    "api_key.created", "api_key", ApiKeyRead, "An API key was made.";
    "api_key.revoked", "api_key", ApiKeyRead, "An API key was revoked.";
    "api_key.rotated", "api_key", ApiKeyRead, "An API key was replaced by another.";
    "api_key.updated", "api_key", ApiKeyRead, "An API key was changed.";
    "batch.cancelled", "batch", IdeaRead, "Drafting ideas was cancelled.";
    "batch.failed", "batch", IdeaRead, "Drafting ideas failed.";
    "batch.fell_back", "batch", IdeaRead, "Ideas were drafted from templates, because no model answered.";
    "batch.finished", "batch", IdeaRead, "Ideas were drafted.";
    "batch.ordered", "batch", IdeaRead, "Ideas were ordered from a model.";
    "batch.progressed", "batch", IdeaRead, "Some more of the ordered ideas are there.";
    "campaign.activated", "campaign", CampaignRead, "A campaign became active.";
    "campaign.archived", "campaign", CampaignRead, "A campaign was archived.";
    "campaign.cancelled", "campaign", CampaignRead, "A campaign was cancelled.";
    "campaign.completed", "campaign", CampaignRead, "A campaign was completed.";
    "campaign.created", "campaign", CampaignRead, "A campaign was started.";
    "campaign.paused", "campaign", CampaignRead, "A campaign was paused.";
    "campaign.planned", "campaign", CampaignRead, "A campaign was planned.";
    "campaign.resumed", "campaign", CampaignRead, "A campaign goes on.";
    "campaign.updated", "campaign", CampaignRead, "The brief of a campaign was changed.";
    "campaigns.imported", "import", ImportRun, "Campaigns were imported from a file.";
    "client.created", "client", ClientRead, "A client was added.";
    "client.updated", "client", ClientRead, "A client was changed.";
    "comment.created", "idea", IdeaRead, "Somebody commented on an idea.";
    "comment.resolved", "idea", IdeaRead, "A comment on an idea was resolved.";
    "exercise.answered", "exercise", ExerciseRead, "Questions of a brand exercise were answered.";
    "exercise.completed", "exercise", ExerciseRead, "A brand exercise was completed.";
    "idea.accepted", "idea", IdeaRead, "A drafted idea was accepted.";
    "idea.approved", "idea", IdeaRead, "An idea was approved.";
    "idea.archived", "idea", IdeaRead, "An idea was archived.";
    "idea.changes_requested", "idea", IdeaRead, "Changes to an idea were asked for.";
    "idea.created", "idea", IdeaRead, "An idea was written.";
    "idea.discarded", "idea", IdeaRead, "A drafted idea was discarded.";
    "idea.held", "idea", IdeaRead, "An idea is held back.";
    "idea.rejected", "idea", IdeaRead, "An idea was rejected.";
    "idea.resumed", "idea", IdeaRead, "An idea is held back no longer.";
    "idea.submitted", "idea", IdeaRead, "An idea was sent to review.";
    "idea.updated", "idea", IdeaRead, "An idea was edited.";
    "idea.withdrawn", "idea", IdeaRead, "An idea was taken back from review.";
    "insight.created", "insight", WebhookRead, "An insight was published.";
    "invitation.created", "invitation", InvitationRead, "Somebody was invited.";
    "invitation.imported", "invitation", InvitationRead, "Somebody was invited from a list.";
    "invitation.resent", "invitation", InvitationRead, "An invitation was sent again.";
    "invitation.revoked", "invitation", InvitationRead, "An invitation was taken back.";
    "member.removed", "member", MemberRead, "A person was removed.";
    "member.updated", "member", MemberRead, "A person or their rights were changed.";
    "oauth_client.approved", "oauth_client", OauthClientRead, "An application was approved.";
    "oauth_client.created", "oauth_client", OauthClientRead, "An application was registered.";
    "oauth_client.deleted", "oauth_client", OauthClientRead, "An application was deleted.";
    "oauth_client.rejected", "oauth_client", OauthClientRead, "An application was rejected.";
    "oauth_client.suspended", "oauth_client", OauthClientRead, "An application was suspended.";
    "oauth_client.updated", "oauth_client", OauthClientRead, "An application was changed.";
    "profile.created", "profile", ProfileRead, "A profile was added.";
    "profile.deleted", "profile", ProfileRead, "A profile was deleted.";
    "profile.updated", "profile", ProfileRead, "A profile was changed.";
    "profile_schema.updated", "profile_schema", ProfileRead, "Which attributes profiles have was changed.";
    "prompt.version_chosen", "prompt", PromptRead, "Another version of a prompt is used.";
    "prompt.version_created", "prompt", PromptRead, "A prompt was changed.";
    "role.created", "role", RoleRead, "A role was added.";
    "role.deleted", "role", RoleRead, "A role was deleted.";
    "role.updated", "role", RoleRead, "A role was changed.";
    "session.reuse_detected", "session", AuditRead, "A copied token was used, and its session ended.";
    "tenant.updated", "tenant", SettingsRead, "The organisation's settings were changed.";
    "token_issuer.created", "token_issuer", SettingsRead, "The tokens of an issuer are taken.";
    "token_issuer.deleted", "token_issuer", SettingsRead, "The tokens of an issuer are taken no more.";
    "token_issuer.updated", "token_issuer", SettingsRead, "What tokens of an issuer look like was changed.";
    "voice.compiled", "client", VoiceRead, "The brand voice of a client was compiled.";
    "webhook.received", "webhook_received", WebhookRead, "A webhook came in and was accepted.";
    "webhook_connector.created", "webhook_connector", WebhookRead, "A connector for webhooks was added.";
    "webhook_connector.deleted", "webhook_connector", WebhookRead, "A connector for webhooks was deleted.";
    "webhook_connector.updated", "webhook_connector", WebhookRead, "A connector for webhooks was changed.";
    "webhook_endpoint.created", "webhook_endpoint", WebhookRead, "A webhook endpoint was added.";
    "webhook_endpoint.deleted", "webhook_endpoint", WebhookRead, "A webhook endpoint was deleted.";
    "webhook_endpoint.disabled", "webhook_endpoint", WebhookRead, "A webhook endpoint was disabled.";
    "webhook_endpoint.failing", "webhook_endpoint", WebhookRead, "A webhook endpoint has failed for long.";
    "webhook_endpoint.tested", "webhook_endpoint", WebhookRead, "Somebody tests a webhook endpoint.";
    "webhook_endpoint.updated", "webhook_endpoint", WebhookRead, "A webhook endpoint was changed.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_sorted_and_found_by_name() {
        assert!(CATALOGUE.is_sorted_by(|one, next| one.name < next.name), "sorted, each once");
        for known in CATALOGUE {
            assert_eq!(find(known.name).map(|found| found.name), Some(known.name));
            assert!(known.description.ends_with('.'), "{}", known.name);
        }
        assert!(find("idea.eaten").is_none());
    }
}
