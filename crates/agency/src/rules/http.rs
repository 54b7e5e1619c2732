//! `/rules`

use axum::response::Response;
use garde::Validate;
use platform::{Actor, App, Error, Page, Permission, Result, Valid, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ChannelText, Fold, Issue, Rule, TextChannel, TextCount, all, check, counts, fold};
use crate::ideas::Content;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_rules)).routes(routes!(check_text))
}

/// Every rule of every channel, with where it comes from.
#[utoipa::path(get, path = "/rules", operation_id = "list_rules", tag = "rules",
    responses((status = 200, description = "The rules.", body = Page<Rule>)))]
async fn list_rules(actor: Actor) -> Result<Response> {
    actor.require(Permission::RuleRead)?;
    platform::ok(Page::whole(all().to_vec()))
}

/// A text to check: the channel's variant of a content, or the text itself.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RuleCheck {
    #[garde(skip)]
    channel: TextChannel,
    #[garde(dive)]
    content: Option<Content>,
    // Far above every channel's limit: a text that is much too long is just what is to be checked.
    #[garde(length(chars, max = 200_000), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 200_000)]
    text: Option<String>,
    #[garde(length(chars, max = 2000), custom(platform::text::optional_line))]
    #[schema(max_length = 2000)]
    title: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RuleFindings {
    issues: Vec<Issue>,
    counts: Vec<TextCount>,
    /// Null for a channel that shows the whole text.
    #[schema(required = true)]
    fold: Option<Fold>,
}

impl Versioned for RuleFindings {}

/// Counts a text in the channel's units and checks it against the channel's rules. Nothing is stored.
#[utoipa::path(post, path = "/rules/check", operation_id = "check_text", tag = "rules",
    request_body = RuleCheck,
    responses((status = 200, description = "What was counted and found.", body = RuleFindings)))]
async fn check_text(actor: Actor, Valid(asked): Valid<RuleCheck>) -> Result<Response> {
    actor.require(Permission::RuleRead)?;
    let post = asked.post()?;
    platform::ok(RuleFindings { issues: check(post), counts: counts(post), fold: fold(asked.channel) })
}

impl RuleCheck {
    fn post(&self) -> Result<ChannelText<'_>> {
        let channel = self.channel;
        match (&self.content, &self.text) {
            (Some(content), None) => {
                content.variants.get(channel).map(|variant| variant.on(channel)).ok_or_else(|| {
                    Error::invalid("/content/variants", "required", format!("has no text for {channel}"))
                })
            }
            (None, Some(text)) => Ok(ChannelText { channel, text, title: self.title.as_deref() }),
            _ => Err(Error::invalid("/text", "required", "give either text or content")),
        }
    }
}
