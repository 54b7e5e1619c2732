//! `/ideas/{id}/comments` and `/comments/{id}`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ClientComment, Comment, CommentCreate, CommentId, operations, queries};
use crate::ideas::IdeaId;
use crate::ideas::queries as ideas;
use crate::ideas::scope::Scope;
use crate::scope::is_client_side;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_comments, create_comment)).routes(routes!(resolve_comment))
}

/// The comments on an idea that the caller sees, the oldest first.
#[utoipa::path(get, path = "/ideas/{id}/comments", operation_id = "list_comments", tag = "comments",
    params(("id" = IdeaId, Path), PageQuery),
    responses((status = 200, description = "One page of comments.", body = Page<Comment>)))]
async fn list_comments(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<IdeaId>,
    paging: Paging,
) -> Result<Response> {
    let scope = Scope::of(&app, &actor).await?;
    let bound = id.to_string();
    let after = paging.after(&actor, "comments", &bound)?;
    let find = ideas::find(&scope, id);
    let idea = app.read(&actor, Permission::IdeaRead, find).await?.ok_or(Error::NotFound)?;
    if is_client_side(&actor, idea.client_id) {
        let found = queries::list_for_client(id, after, paging.rows());
        let comments = app.read(&actor, Permission::IdeaRead, found).await?;
        let comments: Vec<ClientComment> = comments.into_iter().filter_map(ClientComment::new).collect();
        let key = |comment: &ClientComment| comment.id().uuid();
        return platform::ok(Page::new(&actor, &paging, ("comments", &bound), comments, key)?);
    }
    let comments = app.read(&actor, Permission::IdeaRead, queries::list(id, after, paging.rows())).await?;
    let key = |comment: &Comment| comment.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("comments", &bound), comments, key)?)
}

/// Writes a comment.
#[utoipa::path(post, path = "/ideas/{id}/comments", operation_id = "create_comment", tag = "comments",
    params(("id" = IdeaId, Path)),
    request_body = CommentCreate,
    responses((status = 201, description = "The new comment.", body = Comment)))]
async fn create_comment(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<IdeaId>,
    Valid(new): Valid<CommentCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::CommentCreate).await?;
    let comment = operations::create(&mut tx, id, new).await?;
    tx.created(comment).await
}

/// Marks a comment as dealt with.
#[utoipa::path(post, path = "/comments/{id}/resolve", operation_id = "resolve_comment", tag = "comments",
    params(("id" = CommentId, Path)),
    responses((status = 200, description = "The comment.", body = Comment)))]
async fn resolve_comment(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<CommentId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::CommentCreate).await?;
    let comment = operations::resolve(&mut tx, id).await?;
    tx.ok(comment).await
}
