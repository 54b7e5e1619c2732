//! `/ideas` and `/campaigns/{id}/submit`

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use db::Query;
use garde::Validate;
use platform::{
    Actor, App, Error, Id, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::idea::IdeaRow;
use super::queries::IdeaFilter;
use super::scope::Scope;
use super::{
    Idea, IdeaCreate, IdeaEvent, IdeaId, IdeaState, IdeaTransition, IdeaUpdate, IdeaVersion, Submission,
    SubmissionResults, operations, queries, submission,
};
use crate::answers::derived;
use crate::campaigns::CampaignId;
use crate::clients::ClientId;
use crate::optional::Optional;

/// Names the list in its cursors.
const IDEAS: &str = "ideas";

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_ideas, create_idea))
        .routes(routes!(get_idea, update_idea))
        .routes(routes!(list_idea_versions))
        .routes(routes!(transition_idea))
        .routes(routes!(submit_ideas))
}

#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[garde(allow_unvalidated)]
struct IdeaQuery {
    /// Of this campaign, in the order of its board. Without it: the newest first.
    campaign_id: Option<CampaignId>,
    client_id: Option<ClientId>,
    state: Option<IdeaState>,
    /// Part of the title.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    q: Option<String>,
}

impl IdeaQuery {
    /// What a cursor is bound to.
    fn bound(&self) -> String {
        format!("{:?} {:?} {:?} {:?}", self.campaign_id, self.client_id, self.state, self.q)
    }

    fn found(&self, scope: &Scope, actor: &Actor, paging: &Paging) -> Result<Query<Vec<IdeaRow>>> {
        let (bound, rows) = (self.bound(), paging.rows());
        let search = self.q.clone().filter(|search| !search.is_empty());
        let filter = IdeaFilter { client_id: self.client_id, state: self.state, search };
        Ok(match self.campaign_id {
            Some(campaign_id) => {
                let after = paging.after(actor, IDEAS, &bound)?;
                queries::list_of_campaign(scope, campaign_id, filter, after, rows)
            }
            None => queries::list(scope, filter, paging.after(actor, IDEAS, &bound)?, rows),
        })
    }
}

/// What the page after this idea begins behind.
fn position(idea: &Idea, is_board: bool) -> serde_json::Value {
    if is_board { json!([idea.position, idea.id.uuid()]) } else { json!(idea.id.uuid()) }
}

/// The ideas that the caller sees.
#[utoipa::path(get, path = "/ideas", operation_id = "list_ideas", tag = "ideas",
    params(PageQuery, IdeaQuery),
    responses((status = 200, description = "One page of ideas.", body = Page<Idea>)))]
async fn list_ideas(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<IdeaQuery>,
) -> Result<Response> {
    let bound = query.bound();
    let scope = Scope::of(&app, &actor).await?;
    let found = query.found(&scope, &actor, &paging)?;
    let rows = app.read(&actor, Permission::IdeaRead, found).await?;
    let ideas: Vec<Idea> = rows.into_iter().map(|row| row.shown_to(&actor)).collect();
    let key = |idea: &Idea| position(idea, query.campaign_id.is_some());
    platform::ok(Page::new(&actor, &paging, (IDEAS, &bound), ideas, key)?)
}

/// Writes an idea of one's own: a draft.
#[utoipa::path(post, path = "/ideas", operation_id = "create_idea", tag = "ideas",
    request_body = IdeaCreate,
    responses((status = 201, description = "The new idea.", body = Idea)))]
async fn create_idea(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<IdeaCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::IdeaCreate).await?;
    let idea = operations::create(&mut tx, new).await?;
    tx.created(idea).await
}

/// One idea. For the client's side: as it was sent.
#[utoipa::path(get, path = "/ideas/{id}", operation_id = "get_idea", tag = "ideas",
    params(("id" = IdeaId, Path)),
    responses((status = 200, description = "The idea.", body = Idea)))]
async fn get_idea(State(app): State<App>, actor: Actor, PathId(id): PathId<IdeaId>) -> Result<Response> {
    let scope = Scope::of(&app, &actor).await?;
    let found = app.read(&actor, Permission::IdeaRead, queries::find(&scope, id)).await?;
    derived(found.ok_or(Error::NotFound)?.shown_to(&actor))
}

/// Edits content or order, or writes the client's approval as a status.
#[utoipa::path(patch, path = "/ideas/{id}", operation_id = "update_idea", tag = "ideas",
    params(("id" = IdeaId, Path), ("If-Match" = Option<String>, Header)),
    request_body = IdeaUpdate,
    responses((status = 200, description = "The idea after the change.", body = Idea),
              (status = 409, description = "`illegal_transition`: not in this state. `stale_content`: the \
                                            content has changed. `content_breaks_rules`: a text breaks a \
                                            channel's rule."),
              (status = 412, description = "The idea has changed since the version in `If-Match`.")))]
async fn update_idea(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<IdeaId>,
    if_match: IfMatch,
    Valid(changes): Valid<IdeaUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::IdeaRead).await?;
    let idea = operations::update(&mut tx, id, &if_match, changes).await?;
    tx.ok(idea).await
}

/// The versions of an idea's content, the newest first.
#[utoipa::path(get, path = "/ideas/{id}/versions", operation_id = "list_idea_versions", tag = "ideas",
    params(("id" = IdeaId, Path), PageQuery),
    responses((status = 200, description = "One page of versions.", body = Page<IdeaVersion>)))]
async fn list_idea_versions(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<IdeaId>,
    paging: Paging,
) -> Result<Response> {
    let scope = Scope::of(&app, &actor).await?;
    let bound = id.to_string();
    let before = paging.after(&actor, "idea_versions", &bound)?;
    let find = queries::find(&scope, id);
    let idea = app.read(&actor, Permission::IdeaRead, find).await?.ok_or(Error::NotFound)?;
    let is_client_side = crate::scope::is_client_side(&actor, idea.client_id);
    let found = queries::list_versions(is_client_side, id, before, paging.rows());
    let versions = app.read(&actor, Permission::IdeaRead, found).await?;
    let list = ("idea_versions", bound.as_str());
    platform::ok(Page::new(&actor, &paging, list, versions, |version: &IdeaVersion| version.n)?)
}

/// Moves an idea: accept, discard, submit, approve, request changes, reject, hold, resume, withdraw, archive.
#[utoipa::path(post, path = "/ideas/{id}/{event}", operation_id = "transition_idea", tag = "ideas",
    params(("id" = IdeaId, Path), ("event" = IdeaEvent, Path)),
    request_body = Option<IdeaTransition>,
    responses((status = 200, description = "The idea after the event.", body = Idea),
              (status = 409, description = "`illegal_transition`: not in this state. `stale_content`: the \
                                            content has changed. `content_breaks_rules`: a text breaks a \
                                            channel's rule.")))]
async fn transition_idea(
    State(app): State<App>,
    actor: Actor,
    path: std::result::Result<Path<(String, String)>, PathRejection>,
    Optional(said): Optional<IdeaTransition>,
) -> Result<Response> {
    let Path((id, event)) = path.map_err(|_| Error::NotFound)?;
    let id = IdeaId::parse(&id).map_err(|_| Error::NotFound)?;
    let event: IdeaEvent = event.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin(&actor, Permission::IdeaRead).await?;
    let idea = operations::transition(&mut tx, id, event, &said).await?;
    tx.ok(idea).await
}

/// Sends ideas one stage further, towards the client. Each has its own result.
#[utoipa::path(post, path = "/campaigns/{id}/submit", operation_id = "submit_ideas", tag = "ideas",
    params(("id" = CampaignId, Path)),
    request_body = Submission,
    responses((status = 200, description = "What became of each idea.", body = SubmissionResults)))]
async fn submit_ideas(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CampaignId>,
    Valid(ideas): Valid<Submission>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::IdeaSubmit).await?;
    let results = submission::submit(&mut tx, id, &ideas).await?;
    tx.ok(results).await
}
