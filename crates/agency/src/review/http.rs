//! `/review` and `/links`

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use identity::{AccessLink, AccessLinkId, Authenticator};
use jiff::Timestamp;
use platform::{Actor, ActorKind, App, Error, Page, PathId, Permission, Result, Target, Valid, ValidQuery};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::links::{self, LinkCreate, LinkWithToken};
use super::model::{Extra, Heading, Review, ReviewAgency, ReviewCampaign, ReviewClient, ReviewIdea};
use super::queries;
use crate::answers::derived;
use crate::campaigns::{self, CampaignId};
use crate::comments::queries as comments;
use crate::comments::{ClientComment, Comment};
use crate::ideas::IdeaId;
use crate::ideas::idea::IdeaRow;
use crate::ideas::queries::{self as ideas, IdeaFilter};
use crate::ideas::scope::Scope;
use crate::scope::is_client_side;

/// Ideas that are read at once; a review has all of its campaign.
const IDEAS_READ: i64 = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(get_review))
        .routes(routes!(list_links, create_link))
        .routes(routes!(revoke_link))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReviewQuery {
    /// Needed by people with an account; a link is for one campaign.
    #[garde(skip)]
    campaign_id: Option<CampaignId>,
}

/// What the caller, a client, was sent to review.
#[utoipa::path(get, path = "/review", operation_id = "get_review", tag = "review",
    params(ReviewQuery),
    responses((status = 200, description = "The review.", body = Review)))]
async fn get_review(
    State(app): State<App>,
    actor: Actor,
    ValidQuery(query): ValidQuery<ReviewQuery>,
) -> Result<Response> {
    let about = about(&app, &actor, query.campaign_id).await?;
    let heading = heading(&app, &actor, about.campaign_id).await?;
    let items = items(&app, &actor, about.campaign_id).await?;
    derived(Review {
        agency: ReviewAgency { name: heading.agency_name },
        client: ReviewClient { id: heading.client_id.into(), name: heading.client_name },
        campaign: ReviewCampaign { id: about.campaign_id, name: heading.campaign_name },
        audience_name: actor.name.to_string(),
        expires_at: about.expires_at,
        items,
    })
}

/// For the client's side of the campaign's account alone.
async fn heading(app: &App, actor: &Actor, campaign_id: CampaignId) -> Result<Heading> {
    let find = queries::find_heading(actor.reach(Permission::IdeaRead), campaign_id);
    let heading = app.read(actor, Permission::IdeaRead, find).await?.ok_or(Error::NotFound)?;
    if !is_client_side(actor, heading.client_id.into()) {
        let detail = "A review is for the client's people. Open the campaign's ideas instead.";
        return Err(Error::forbidden(detail));
    }
    Ok(heading)
}

struct About {
    campaign_id: CampaignId,
    expires_at: Option<Timestamp>,
}

/// Which campaign: the link's own, or the one that is asked for.
async fn about(app: &App, actor: &Actor, asked: Option<CampaignId>) -> Result<About> {
    let ActorKind::AccessLink { link_id } = actor.kind else {
        let campaign_id =
            asked.ok_or_else(|| Error::invalid("/query/campaign_id", "required", "name the campaign"))?;
        return Ok(About { campaign_id, expires_at: None });
    };
    let link = app.read(actor, Permission::IdeaRead, identity::find_link(link_id.into())).await?;
    let link = link.ok_or(Error::NotFound)?;
    let campaign_id = CampaignId::from(link.campaign_id.uuid());
    if asked.is_some_and(|asked| asked != campaign_id) {
        return Err(Error::NotFound);
    }
    Ok(About { campaign_id, expires_at: Some(link.expires_at) })
}

async fn items(app: &App, actor: &Actor, campaign_id: CampaignId) -> Result<Vec<ReviewIdea>> {
    let rows = rows(app, actor, campaign_id).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.uuid()).collect();
    let extras = app.read(actor, Permission::IdeaRead, queries::list_extras(ids.clone())).await?;
    let said = app.read(actor, Permission::IdeaRead, comments::list_of_ideas_for_client(ids)).await?;
    let mut extras: HashMap<IdeaId, Extra> = extras.into_iter().map(|extra| (extra.idea_id, extra)).collect();
    let mut said = by_idea(said);
    let items = rows.into_iter().map(|row| {
        let (extra, comments) = (extras.remove(&row.id), said.remove(&row.id).unwrap_or_default());
        ReviewIdea::new(row, extra, comments, actor)
    });
    Ok(items.collect())
}

async fn rows(app: &App, actor: &Actor, campaign_id: CampaignId) -> Result<Vec<IdeaRow>> {
    let scope = Scope::of(app, actor).await?;
    let mut rows: Vec<IdeaRow> = Vec::new();
    loop {
        let after = rows.last().map(|row| (row.position, row.id.uuid()));
        let found = ideas::list_of_campaign(&scope, campaign_id, IdeaFilter::default(), after, IDEAS_READ);
        let found = app.read(actor, Permission::IdeaRead, found).await?;
        let is_last = i64::try_from(found.len()).is_ok_and(|count| count < IDEAS_READ);
        rows.extend(found);
        if is_last {
            return Ok(rows);
        }
    }
}

fn by_idea(comments: Vec<Comment>) -> HashMap<IdeaId, Vec<ClientComment>> {
    let mut by_idea: HashMap<IdeaId, Vec<ClientComment>> = HashMap::new();
    for comment in comments.into_iter().filter_map(ClientComment::new) {
        by_idea.entry(comment.idea_id()).or_default().push(comment);
    }
    by_idea
}

/// The newest 200 access links of a campaign, the newest first. Every link that is still open is among them.
#[utoipa::path(get, path = "/campaigns/{id}/links", operation_id = "list_links", tag = "links",
    params(("id" = CampaignId, Path)),
    responses((status = 200, description = "The links.", body = Page<AccessLink>)))]
async fn list_links(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::LinkRead, campaigns::queries::find(&actor, id)).await?;
    let campaign = found.ok_or(Error::NotFound)?;
    actor.require_in(Permission::LinkRead, &Target::account(campaign.client_id.uuid()))?;
    let links = identity::links_of_campaign(id.uuid());
    platform::ok(Page::whole(app.read(&actor, Permission::LinkRead, links).await?))
}

/// Makes a link to ideas of a campaign. Its token is shown this once.
#[utoipa::path(post, path = "/campaigns/{id}/links", operation_id = "create_link", tag = "links",
    params(("id" = CampaignId, Path)),
    request_body = LinkCreate,
    responses((status = 201, description = "The link with its token.", body = LinkWithToken),
              (status = 409, description = "`too_many_links`: revoke the oldest one that is open.")))]
async fn create_link(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
    Valid(new): Valid<LinkCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::LinkCreate).await?;
    let link = links::create(&mut tx, id, new).await?;
    tx.created_once(link).await
}

/// Ends a link at once.
#[utoipa::path(post, path = "/links/{id}/revoke", operation_id = "revoke_link", tag = "links",
    params(("id" = AccessLinkId, Path)),
    responses((status = 200, description = "The ended link.", body = AccessLink)))]
async fn revoke_link(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<AccessLinkId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::LinkRevoke).await?;
    let link = identity::revoke_link(&mut tx, id).await?;
    let answer = tx.ok(link).await;
    authenticator.forget_all();
    answer
}
