//! `/ideas/{id}/rounds`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Round, queries};
use crate::ideas::IdeaId;
use crate::ideas::queries as ideas;
use crate::ideas::scope::Scope;
use crate::scope::is_client_side;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_rounds))
}

/// The approval rounds of an idea with their decisions, the newest first.
#[utoipa::path(get, path = "/ideas/{id}/rounds", operation_id = "list_rounds", tag = "approvals",
    params(("id" = IdeaId, Path), PageQuery),
    responses((status = 200, description = "One page of rounds.", body = Page<Round>)))]
async fn list_rounds(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<IdeaId>,
    paging: Paging,
) -> Result<Response> {
    let scope = Scope::of(&app, &actor).await?;
    let bound = id.to_string();
    let before = paging.after(&actor, "rounds", &bound)?;
    let find = ideas::find(&scope, id);
    let idea = app.read(&actor, Permission::IdeaRead, find).await?.ok_or(Error::NotFound)?;
    let is_client_side = is_client_side(&actor, idea.client_id);
    let found = queries::list_rounds(id, is_client_side, before, paging.rows());
    let rounds = app.read(&actor, Permission::IdeaRead, found).await?;
    platform::ok(Page::new(&actor, &paging, ("rounds", &bound), rounds, |round: &Round| round.id.uuid())?)
}
