//! `/prompts`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, Page, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{PromptCurrent, PromptPreview, PromptText};
use super::operations::invalid_body;
use super::{Prompt, PromptId, PromptVersionCreate, PromptWithVersions, Template, operations, queries};
use crate::generation;
use crate::ideas::IdeaKind;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_prompts))
        .routes(routes!(get_prompt))
        .routes(routes!(create_prompt_version))
        .routes(routes!(set_current_prompt))
        .routes(routes!(preview_prompt))
}

/// The templates: one for posts, one for reels.
#[utoipa::path(get, path = "/prompts", operation_id = "list_prompts", tag = "prompts",
    responses((status = 200, description = "Every template.", body = Page<Prompt>)))]
async fn list_prompts(State(app): State<App>, actor: Actor) -> Result<Response> {
    let mut prompts = app.read(&actor, Permission::PromptRead, queries::list()).await?;
    if prompts.len() < IdeaKind::ALL.len() {
        let mut tx = app.begin(&actor, Permission::PromptRead).await?;
        operations::ensure_defaults(&mut tx).await?;
        prompts = tx.run(queries::list()).await?;
        tx.commit().await?;
    }
    platform::ok(Page::whole(prompts))
}

/// One template with its versions.
#[utoipa::path(get, path = "/prompts/{id}", operation_id = "get_prompt", tag = "prompts",
    params(("id" = PromptId, Path)),
    responses((status = 200, description = "The template.", body = PromptWithVersions)))]
async fn get_prompt(State(app): State<App>, actor: Actor, PathId(id): PathId<PromptId>) -> Result<Response> {
    let prompt = app.read(&actor, Permission::PromptRead, queries::find(id)).await?.ok_or(Error::NotFound)?;
    let versions = app.read(&actor, Permission::PromptRead, queries::list_versions(id)).await?;
    platform::ok(PromptWithVersions { prompt, versions })
}

/// Writes a new version. It is the current one from then on.
#[utoipa::path(post, path = "/prompts/{id}/versions", operation_id = "create_prompt_version", tag = "prompts",
    params(("id" = PromptId, Path)),
    request_body = PromptVersionCreate,
    responses((status = 201, description = "The template with the new version.", body = PromptWithVersions)))]
async fn create_prompt_version(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<PromptId>,
    Valid(new): Valid<PromptVersionCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PromptUpdate).await?;
    let prompt = operations::create_version(&mut tx, id, new).await?;
    tx.created(prompt).await
}

/// Chooses the version that generation uses.
#[utoipa::path(post, path = "/prompts/{id}/current", operation_id = "set_current_prompt", tag = "prompts",
    params(("id" = PromptId, Path)),
    request_body = PromptCurrent,
    responses((status = 200, description = "The template.", body = PromptWithVersions)))]
async fn set_current_prompt(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<PromptId>,
    Valid(chosen): Valid<PromptCurrent>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PromptUpdate).await?;
    let prompt = operations::set_current(&mut tx, id, chosen.n).await?;
    tx.ok(prompt).await
}

/// What a template says for a campaign. Nothing is stored and no model is asked.
#[utoipa::path(post, path = "/prompts/preview", operation_id = "preview_prompt", tag = "prompts",
    request_body = PromptPreview,
    responses((status = 200, description = "The text.", body = PromptText)))]
async fn preview_prompt(
    State(app): State<App>,
    actor: Actor,
    Valid(tried): Valid<PromptPreview>,
) -> Result<Response> {
    let template = Template::compile(&tried.body).map_err(|error| invalid_body(&error))?;
    let mut tx = app.begin(&actor, Permission::PromptRead).await?;
    let brief = generation::brief_of(&mut tx, tried.campaign_id).await?;
    let count = if tried.kind == IdeaKind::Post { brief.posts } else { brief.reels };
    let text = template.render(&brief, count.max(1)).map_err(|error| invalid_body(&error))?;
    tx.ok(PromptText { text }).await
}
