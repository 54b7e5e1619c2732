//! Making access links to ideas of a campaign.

use garde::Validate;
use identity::{AccessLink, AccessLinkCreate};
use jiff::SignedDuration;
use platform::{Error, Permission, Result, Tx, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries;
use crate::campaigns::{self, CampaignId};
use crate::ideas::IdeaId;
use crate::scope;

const DAYS_DEFAULT: i64 = 14;
/// Links that the list of a campaign shows.
const LISTED_MAX: usize = 200;

/// A new link. It opens these ideas, for one audience.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkCreate {
    /// Who it is for; what they decide is recorded under this name.
    #[garde(
        length(chars, min = 1, max = 120),
        custom(platform::text::line),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 120, example = "Jonas Weber")]
    audience_name: String,
    #[garde(email, length(chars, max = 254), custom(platform::text::optional_named_host))]
    #[schema(format = "email", max_length = 254)]
    audience_email: Option<String>,
    #[garde(range(min = 1, max = 90))]
    #[schema(minimum = 1, maximum = 90, default = 14)]
    expires_in_days: Option<i64>,
    #[garde(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    idea_ids: Vec<IdeaId>,
}

/// The new link with its token, which is not shown again.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LinkWithToken {
    #[serde(flatten)]
    link: AccessLink,
    /// What to send to the audience.
    #[schema(format = "uri", example = "https://atelier.example/r/atl_link_…")]
    url: String,
    token: String,
}

impl Versioned for LinkWithToken {}

pub(super) async fn create(tx: &mut Tx, campaign_id: CampaignId, new: LinkCreate) -> Result<LinkWithToken> {
    tx.require(Permission::LinkCreate)?;
    // Locked, so that two at once do not both take the last place in the list.
    let find = campaigns::queries::find_for_update(&tx.actor, campaign_id);
    let campaign = tx.run(find).await?.ok_or(Error::NotFound)?;
    scope::require(tx, Permission::LinkCreate, campaign.client_id)?;
    require_place(tx, campaign_id).await?;
    let mut idea_ids: Vec<Uuid> = new.idea_ids.iter().map(|id| id.uuid()).collect();
    idea_ids.sort_unstable();
    idea_ids.dedup();
    let known = tx.run(queries::count_ideas(campaign_id, idea_ids.clone())).await?;
    if usize::try_from(known).ok() != Some(idea_ids.len()) {
        let detail = "name ideas of this campaign only";
        return Err(Error::invalid("/idea_ids", "unknown_reference", detail));
    }
    let days = new.expires_in_days.unwrap_or(DAYS_DEFAULT);
    let create = AccessLinkCreate {
        client_id: campaign.client_id.uuid(),
        client_name: campaign.client_name,
        campaign_id: campaign_id.uuid(),
        audience_name: new.audience_name.trim().to_owned(),
        audience_email: new.audience_email,
        expires_at: tx.now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(tx.now),
        idea_ids,
    };
    let (link, token) = identity::create_link(tx, create).await?;
    let url = format!("{}/r/{token}", tx.app().config().server.base_url());
    Ok(LinkWithToken { link, url, token })
}

/// The list shows the newest links; an open one never falls off its end, because who cannot see it cannot
/// revoke it.
async fn require_place(tx: &mut Tx, campaign_id: CampaignId) -> Result<()> {
    let links = tx.run(identity::links_of_campaign(campaign_id.uuid())).await?;
    let is_open = |link: &AccessLink| link.revoked_at.is_none() && link.expires_at > tx.now;
    if links.get(LISTED_MAX - 1).is_some_and(is_open) {
        let detail =
            "The campaign has 200 links and the oldest of them is open. Revoke it, then make a new one.";
        return Err(Error::conflict("too_many_links", detail));
    }
    Ok(())
}
