//! Statements on `campaigns`. Every reading statement has what the actor reaches for a condition.

use db::{Query, params};
use jiff::Timestamp;
use platform::{Actor, Permission, Reach};
use uuid::Uuid;

use super::model::currency_of;
use super::{Campaign, CampaignCreate, CampaignEvent, CampaignId, CampaignKind, CampaignState, Language};
use crate::clients::Channel;

/// The columns of [`Campaign`] around a statement on `campaigns`.
macro_rules! columns {
    ($before:literal, $($after:tt)+) => {
        concat!(
            $before,
            " campaigns.id, campaigns.client_id, campaigns.name, campaigns.kind, campaigns.state,
            campaigns.objective, campaigns.themes, campaigns.starts_on, campaigns.ends_on, campaigns.channels,
            campaigns.posts_count, campaigns.reels_count, campaigns.language, campaigns.budget_minor,
            campaigns.currency, campaigns.external_id, campaigns.idea_counts, campaigns.row_version,
            campaigns.created_at, campaigns.updated_at, campaigns.created_by_name,
            campaigns.owner_id is not null as has_owner, ",
            $($after)+
        )
    };
}

/// The same with the client's name, from a join.
macro_rules! joined {
    ($after:literal) => {
        columns!(
            "select",
            concat!(
                "clients.name as client_name from campaigns
                join clients on clients.tenant_id = campaigns.tenant_id and clients.id = campaigns.client_id
                ",
                $after
            )
        )
    };
}

/// A search for part of a name, which no index helps with: among the newest 5,000 campaigns of the index
/// that is walked, so that it takes the same time in a tenant with a million of them.
macro_rules! searched {
    ($newest:literal, $which:literal) => {
        columns!(
            "select",
            concat!(
                "clients.name as client_name from campaigns
                join clients on clients.tenant_id = campaigns.tenant_id and clients.id = campaigns.client_id
                where campaigns.id < $1 and atelier.reaches($3, campaigns.client_id)
                and strpos(campaigns.name_key, lower($4)) > 0 and ",
                $which,
                " and campaigns.id >= coalesce(
                    (select newest.id from campaigns newest ",
                $newest,
                " order by newest.id desc offset 4999 limit 1), '00000000-0000-0000-0000-000000000000')
                order by campaigns.id desc limit $2"
            )
        )
    };
}

/// Of one row that is written: the client's name by its key.
macro_rules! returning {
    ($before:literal) => {
        columns!(
            $before,
            "(select c.name from clients c where c.tenant_id = campaigns.tenant_id and c.id =
            campaigns.client_id)
                as client_name"
        )
    };
}

db::statements! {
    pub(crate) FIND = joined!("where atelier.reaches($1, campaigns.client_id) and campaigns.id = $2");

    pub(crate) FIND_FOR_UPDATE = joined!(
        "where atelier.reaches($1, campaigns.client_id) and campaigns.id = $2 for no key update of
        campaigns");

    // One statement for each way to walk an index; the newest first.
    pub(crate) LIST = joined!("
        where campaigns.id < $1 and atelier.reaches($3, campaigns.client_id)
        order by campaigns.id desc limit $2");

    pub(crate) LIST_OF_CLIENT = joined!(
        "where campaigns.client_id = $4 and campaigns.id < $1 and atelier.reaches($3, campaigns.client_id)
        order by campaigns.id desc limit $2");

    pub(crate) LIST_IN_STATE = joined!(
        "where campaigns.state = $4 and campaigns.id < $1 and atelier.reaches($3, campaigns.client_id)
        order by campaigns.id desc limit $2");

    pub(crate) LIST_OF_CLIENT_IN_STATE = joined!(
        "where campaigns.client_id = $4 and campaigns.state = $5 and campaigns.id < $1
          and atelier.reaches($3, campaigns.client_id)
        order by campaigns.id desc limit $2");

    pub(crate) SEARCH = searched!(
        "", "$5::uuid is null and $6::text is null");

    pub(crate) SEARCH_OF_CLIENT = searched!(
        "where newest.client_id = $5",
        "campaigns.client_id = $5 and ($6::text is null or campaigns.state = $6)");

    pub(crate) SEARCH_IN_STATE = searched!(
        "where newest.state = $6", "$5::uuid is null and campaigns.state = $6");

    pub(crate) INSERT = returning!("
        insert into campaigns (tenant_id, id, client_id, name, kind, objective, themes, starts_on, ends_on,
        channels,
            posts_count, reels_count, language, budget_minor, currency, owner_id, created_at, created_by,
            created_by_name, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $16, $18, $17)
        returning");

    pub(crate) UPDATE = returning!("
        update campaigns set name = $2, kind = $3, objective = $4, themes = $5, starts_on = $6, ends_on = $7,
            channels = $8, posts_count = $9, reels_count = $10, language = $11, budget_minor = $12, currency
            = $13,
            updated_at = $14, row_version = row_version + 1
        where id = $1 returning");

    pub(crate) UPDATE_STATE = returning!("
        update campaigns set state = $2, owner_id = coalesce(owner_id, $3), updated_at = $4,
            row_version = row_version + 1,
            planned_brief = case when $5 then jsonb_build_object(
                'name', name, 'objective', objective, 'themes', themes, 'starts_on', starts_on, 'ends_on',
                ends_on,
                'channels', channels, 'posts_count', posts_count, 'reels_count', reels_count, 'language',
                language,
                'budget_minor', budget_minor, 'currency', currency) else planned_brief end
        where id = $1 returning");
}

/// What a list is narrowed to.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) reach: Reach,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) state: Option<CampaignState>,
    /// Part of the name, looked for among the newest 5,000: of the client, else in the state, else of all.
    pub(crate) search: Option<String>,
}

pub fn find(actor: &Actor, id: CampaignId) -> Query<Option<Campaign>> {
    Query::optional(&FIND, params![actor.reach(Permission::CampaignRead), id])
}

/// The campaign, its row locked until the transaction ends.
pub fn find_for_update(actor: &Actor, id: CampaignId) -> Query<Option<Campaign>> {
    Query::optional(&FIND_FOR_UPDATE, params![actor.reach(Permission::CampaignRead), id])
}

/// A page, the newest first. `before` is the last campaign of the page before.
pub(crate) fn list(filter: &Filter, before: Option<Uuid>, rows: i64) -> Query<Vec<Campaign>> {
    let (before, reach) = (before.unwrap_or(Uuid::max()), filter.reach.clone());
    match (filter.client_id, filter.state, &filter.search) {
        (None, None, None) => Query::many(&LIST, params![before, rows, reach]),
        (Some(client_id), None, None) => {
            Query::many(&LIST_OF_CLIENT, params![before, rows, reach, client_id])
        }
        (None, Some(state), None) => Query::many(&LIST_IN_STATE, params![before, rows, reach, state]),
        (Some(client_id), Some(state), None) => {
            Query::many(&LIST_OF_CLIENT_IN_STATE, params![before, rows, reach, client_id, state])
        }
        (client_id, state, Some(part)) => {
            let search = match (client_id, state) {
                (Some(_), _) => &SEARCH_OF_CLIENT,
                (None, Some(_)) => &SEARCH_IN_STATE,
                (None, None) => &SEARCH,
            };
            Query::many(search, params![before, rows, reach, part.clone(), client_id, state])
        }
    }
}

pub(crate) fn insert(actor: &Actor, id: CampaignId, now: Timestamp, new: CampaignCreate) -> Query<Campaign> {
    let currency = currency_of(new.budget_cents, new.currency);
    Query::one(
        &INSERT,
        params![
            actor.tenant_id,
            id,
            new.client_id,
            new.name.trim().to_owned(),
            new.kind.unwrap_or(CampaignKind::Social),
            new.objective,
            new.themes.unwrap_or_default(),
            new.starts_on,
            new.ends_on,
            Channel::distinct(new.channels.unwrap_or_default()),
            new.posts_count.unwrap_or_default(),
            new.reels_count.unwrap_or_default(),
            new.language.unwrap_or(Language::En),
            new.budget_cents,
            currency,
            actor.member_id(),
            now,
            actor.name.to_string(),
        ],
    )
}

pub(crate) fn update(now: Timestamp, campaign: Campaign) -> Query<Campaign> {
    Query::one(
        &UPDATE,
        params![
            campaign.id,
            campaign.name,
            campaign.kind,
            campaign.objective,
            campaign.themes,
            campaign.starts_on,
            campaign.ends_on,
            campaign.channels,
            campaign.posts_count,
            campaign.reels_count,
            campaign.language,
            campaign.budget_cents,
            campaign.currency,
            now,
        ],
    )
}

/// Moves a campaign; planning keeps the brief as it is now.
pub(crate) fn update_state(
    actor: &Actor,
    now: Timestamp,
    id: CampaignId,
    (event, state): (CampaignEvent, CampaignState),
) -> Query<Campaign> {
    let plans = event == CampaignEvent::Plan;
    Query::one(&UPDATE_STATE, params![id, state, actor.member_id(), now, plans])
}
