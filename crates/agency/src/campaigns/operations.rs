//! Changes to campaigns.

use platform::versions::Snapshot;
use platform::{Audit, Error, Event, IfMatch, Permission, Result, Tx};

use super::history::{CAMPAIGN, fields};
use super::states::{CampaignEvent, CampaignState, TransitionError, transition as decide};
use super::{Campaign, CampaignCreate, CampaignId, CampaignTransition, CampaignUpdate, queries};
use crate::scope;

pub async fn create(tx: &mut Tx, new: CampaignCreate) -> Result<Campaign> {
    tx.require(Permission::CampaignCreate)?;
    require_client(tx, &new)?;
    new.check()?;
    let id = tx.new_id();
    let campaign = tx.run(queries::insert(&tx.actor, id, tx.now, new)).await?;
    tx.audit(audit("campaign.created", &campaign));
    tx.snapshot(Snapshot::created(&CAMPAIGN, id.uuid(), &campaign.name, fields(&campaign)));
    tx.emit(event("campaign.created", &campaign));
    Ok(campaign)
}

pub async fn update(
    tx: &mut Tx,
    id: CampaignId,
    if_match: &IfMatch,
    changes: CampaignUpdate,
) -> Result<Campaign> {
    tx.require(Permission::CampaignUpdate)?;
    let before = load(tx, Permission::CampaignUpdate, id, if_match).await?;
    if before.state == CampaignState::Archived {
        let detail = "The campaign is archived and read-only. Make a new one from its brief.";
        return Err(Error::conflict("campaign_archived", detail));
    }
    let after = changes.apply(&before)?;
    if after == before {
        return Ok(before);
    }
    let campaign = tx.run(queries::update(tx.now, after)).await?;
    tx.audit(
        audit("campaign.updated", &campaign)
            .change("name", &before.name, &campaign.name)
            .change("kind", before.kind, campaign.kind)
            .change("objective", &before.objective, &campaign.objective)
            .change("themes", &before.themes, &campaign.themes)
            .change("starts_on", before.starts_on, campaign.starts_on)
            .change("ends_on", before.ends_on, campaign.ends_on)
            .change("channels", &before.channels, &campaign.channels)
            .change("posts_count", before.posts_count, campaign.posts_count)
            .change("reels_count", before.reels_count, campaign.reels_count)
            .change("language", before.language, campaign.language)
            .change("budget_cents", before.budget_cents, campaign.budget_cents)
            .change("currency", &before.currency, &campaign.currency),
    );
    keep(tx, &before, &campaign);
    tx.emit(event("campaign.updated", &campaign));
    Ok(campaign)
}

/// Moves a campaign through its states.
pub async fn transition(
    tx: &mut Tx,
    id: CampaignId,
    if_match: &IfMatch,
    asked: CampaignTransition,
) -> Result<Campaign> {
    tx.require(Permission::CampaignTransition)?;
    let before = load(tx, Permission::CampaignTransition, id, if_match).await?;
    let CampaignTransition { event: happening, reason } = asked;
    let to = decide(before.state, happening, &before.facts(&tx.actor), reason.as_deref()).map_err(refused)?;
    let campaign = tx.run(queries::update_state(&tx.actor, tx.now, id, (happening, to))).await?;
    let action = past(happening);
    let mut audit = audit(action, &campaign).change("state", before.state, campaign.state);
    if let Some(reason) = reason {
        audit = audit.note(reason);
    }
    tx.audit(audit);
    keep(tx, &before, &campaign);
    tx.emit(event(action, &campaign));
    Ok(campaign)
}

fn keep(tx: &mut Tx, before: &Campaign, after: &Campaign) {
    let states = (fields(before), fields(after));
    tx.snapshot(Snapshot::changed(&CAMPAIGN, after.id.uuid(), &after.name, states));
}

/// A client out of reach is answered as one that does not exist.
fn require_client(tx: &Tx, new: &CampaignCreate) -> Result<()> {
    if !tx.actor.reach(Permission::CampaignRead).contains(new.client_id.uuid()) {
        return Err(Error::invalid("/client_id", "unknown_reference", "there is nothing with this id"));
    }
    scope::require(tx, Permission::CampaignCreate, new.client_id)
}

/// The campaign, locked, for who sees it and may do this to it.
async fn load(tx: &mut Tx, permission: Permission, id: CampaignId, if_match: &IfMatch) -> Result<Campaign> {
    let campaign = tx.run(queries::find_for_update(&tx.actor, id)).await?.ok_or(Error::NotFound)?;
    scope::require(tx, permission, campaign.client_id)?;
    if_match.check(campaign.version)?;
    Ok(campaign)
}

fn audit(action: &'static str, campaign: &Campaign) -> Audit {
    Audit::new(action, "campaign", campaign.id.uuid(), &campaign.name)
        .client(campaign.client_id.uuid())
        .campaign(campaign.id.uuid())
}

fn event(kind: &'static str, campaign: &Campaign) -> Event {
    Event::new(kind, "campaign", campaign.id.uuid())
        .client(campaign.client_id.uuid())
        .campaign(campaign.id.uuid())
        .version(campaign.version)
}

const fn past(event: CampaignEvent) -> &'static str {
    match event {
        CampaignEvent::Plan => "campaign.planned",
        CampaignEvent::Activate => "campaign.activated",
        CampaignEvent::Pause => "campaign.paused",
        CampaignEvent::Resume => "campaign.resumed",
        CampaignEvent::Complete => "campaign.completed",
        CampaignEvent::Cancel => "campaign.cancelled",
        CampaignEvent::Archive => "campaign.archived",
    }
}

fn refused(error: TransitionError) -> Error {
    let detail = error.to_string();
    match error {
        TransitionError::Illegal { .. } => Error::conflict("illegal_transition", detail),
        TransitionError::Incomplete(_) => Error::conflict("campaign_incomplete", detail),
        TransitionError::ReasonRequired => Error::invalid("/reason", "required", detail),
    }
}
