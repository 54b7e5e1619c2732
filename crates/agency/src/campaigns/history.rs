//! What the versions of a campaign are made of, and how one goes back to them.

use platform::versions::merge::Obstacle;
use platform::versions::{Aggregate, Fields, Found, fields_of};
use platform::{Error, IfMatch, Valid};

use super::states::{CampaignEvent, CampaignState};
use super::{Campaign, CampaignId, CampaignTransition, CampaignUpdate, operations, queries};

const RESTORABLE: &[&str] = &[
    "name",
    "kind",
    "objective",
    "themes",
    "starts_on",
    "ends_on",
    "channels",
    "posts_count",
    "reels_count",
    "language",
    "budget_cents",
    "currency",
];

/// Only a transition moves a campaign.
const FIXED: &[&str] = &["state"];

/// States of ideas that nobody misses when their campaign goes.
const OVER: [&str; 2] = ["archived", "rejected"];

pub(crate) static CAMPAIGN: Aggregate = Aggregate {
    kind: "campaign",
    prefix: "cmp",
    read: platform::Permission::CampaignRead,
    casts: &[],
    restorable: RESTORABLE,
    derived: &[],
    personal: &[],
    load: |tx, id| {
        Box::pin(async move {
            let campaign = tx.run(queries::find_for_update(&tx.actor, CampaignId::from(id))).await?;
            Ok(campaign.map(|campaign| Found {
                fields: fields(&campaign),
                client_id: Some(campaign.client_id.uuid()),
                name: campaign.name,
            }))
        })
    },
    expand: Aggregate::as_stored,
    apply: |tx, id, fields| {
        Box::pin(async move {
            let changes: CampaignUpdate = Valid::of_stored(fields)?;
            operations::update(tx, CampaignId::from(id), &IfMatch::any(), changes).await.map(drop)
        })
    },
    // What was made is cancelled, the way anybody would.
    retract: Some(|tx, id| {
        Box::pin(async move {
            let id = CampaignId::from(id);
            let campaign = tx.run(queries::find_for_update(&tx.actor, id)).await?.ok_or(Error::NotFound)?;
            if matches!(campaign.state, CampaignState::Cancelled | CampaignState::Archived) {
                return Ok(None);
            }
            if has_live_ideas(&campaign) {
                return Ok(Some(Obstacle::WouldOrphan));
            }
            let reason = Some("The change that made it was rolled back.".to_owned());
            let asked = CampaignTransition { event: CampaignEvent::Cancel, reason };
            operations::transition(tx, id, &IfMatch::any(), asked).await.map(|_| None)
        })
    }),
};

pub(super) fn fields(campaign: &Campaign) -> Fields {
    fields_of(campaign, &[RESTORABLE, FIXED])
}

fn has_live_ideas(campaign: &Campaign) -> bool {
    let counts = campaign.idea_counts.as_object();
    counts.is_some_and(|counts| counts.keys().any(|state| !OVER.contains(&state.as_str())))
}
