//! `/campaigns`

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{
    Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::queries::{self, Filter};
use super::{
    Campaign, CampaignCreate, CampaignId, CampaignState, CampaignTransition, CampaignUpdate, operations,
};
use crate::answers::derived;
use crate::clients::ClientId;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_campaigns, create_campaign))
        .routes(routes!(get_campaign, update_campaign))
        .routes(routes!(transition_campaign))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct CampaignQuery {
    #[garde(skip)]
    client_id: Option<ClientId>,
    #[garde(skip)]
    state: Option<CampaignState>,
    /// Part of the name. It is looked for among the newest 5,000 campaigns: of the client when one is named,
    /// else in the state when one is named.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    q: Option<String>,
}

impl CampaignQuery {
    /// What a cursor is bound to.
    fn bound(&self) -> String {
        format!("{:?} {:?} {:?}", self.client_id, self.state, self.q)
    }

    fn filter(self, actor: &Actor) -> Filter {
        let reach = actor.reach(Permission::CampaignRead);
        // Who sees one account only walks the index of that account.
        let client_id = self.client_id.map(ClientId::uuid).or(reach.only_account());
        let search = self.q.filter(|search| !search.is_empty());
        Filter { reach, client_id, state: self.state, search }
    }
}

/// The campaigns, the newest first.
#[utoipa::path(get, path = "/campaigns", operation_id = "list_campaigns", tag = "campaigns",
    params(PageQuery, CampaignQuery),
    responses((status = 200, description = "One page of campaigns.", body = Page<Campaign>)))]
async fn list_campaigns(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<CampaignQuery>,
) -> Result<Response> {
    let bound = query.bound();
    let before = paging.after(&actor, "campaigns", &bound)?;
    let found = queries::list(&query.filter(&actor), before, paging.rows());
    let campaigns = app.read(&actor, Permission::CampaignRead, found).await?;
    let campaigns = campaigns.into_iter().map(|campaign| campaign.shown_to(&actor)).collect();
    platform::ok(Page::new(&actor, &paging, ("campaigns", &bound), campaigns, |campaign| campaign.id.uuid())?)
}

/// Makes a campaign, as a draft.
#[utoipa::path(post, path = "/campaigns", operation_id = "create_campaign", tag = "campaigns",
    request_body = CampaignCreate,
    responses((status = 201, description = "The new campaign.", body = Campaign),
              (status = 409, description = "`campaign_name_taken`: the client has one of this name.")))]
async fn create_campaign(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<CampaignCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::CampaignCreate).await?;
    let campaign = operations::create(&mut tx, new).await?;
    tx.created(campaign).await
}

/// One campaign.
#[utoipa::path(get, path = "/campaigns/{id}", operation_id = "get_campaign", tag = "campaigns",
    params(("id" = CampaignId, Path)),
    responses((status = 200, description = "The campaign.", body = Campaign)))]
async fn get_campaign(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::CampaignRead, queries::find(&actor, id)).await?;
    derived(found.ok_or(Error::NotFound)?.shown_to(&actor))
}

/// Changes the brief of a campaign. What is absent stays; `null` removes what may be absent.
#[utoipa::path(patch, path = "/campaigns/{id}", operation_id = "update_campaign", tag = "campaigns",
    params(("id" = CampaignId, Path), ("If-Match" = Option<String>, Header)),
    request_body = CampaignUpdate,
    responses((status = 200, description = "The campaign after the change.", body = Campaign),
              (status = 409, description = "`campaign_name_taken`, or `campaign_archived`: it is read-only."),
              (status = 412, description = "The campaign has changed since the version in `If-Match`.")))]
async fn update_campaign(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
    if_match: IfMatch,
    Valid(changes): Valid<CampaignUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::CampaignUpdate).await?;
    let campaign = operations::update(&mut tx, id, &if_match, changes).await?;
    tx.ok(campaign).await
}

/// Moves a campaign: plan, activate, pause, resume, complete, cancel, archive.
#[utoipa::path(post, path = "/campaigns/{id}/transition", operation_id = "transition_campaign",
    tag = "campaigns",
    params(("id" = CampaignId, Path), ("If-Match" = Option<String>, Header)),
    request_body = CampaignTransition,
    responses((status = 200, description = "The campaign in its new state.", body = Campaign),
              (status = 409, description = "`illegal_transition` from its state, or `campaign_incomplete`: \
               the brief lacks what planning needs."),
              (status = 412, description = "The campaign has changed since the version in `If-Match`.")))]
async fn transition_campaign(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
    if_match: IfMatch,
    Valid(asked): Valid<CampaignTransition>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::CampaignTransition).await?;
    let campaign = operations::transition(&mut tx, id, &if_match, asked).await?;
    tx.ok(campaign).await
}
