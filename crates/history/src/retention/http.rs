//! `/retention-policies` and `/legal-holds`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{LegalHold, LegalHoldCreate, LegalHoldId, RetentionPolicy, RetentionUpdate};
use super::{operations, queries};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_retention_policies, update_retention_policy))
        .routes(routes!(list_legal_holds, create_legal_hold))
        .routes(routes!(delete_legal_hold))
}

/// Every class of rows and how long it is kept.
#[utoipa::path(get, path = "/retention-policies", operation_id = "list_retention_policies",
    tag = "privacy",
    responses((status = 200, description = "Every class.", body = Page<RetentionPolicy>)))]
async fn list_retention_policies(State(app): State<App>, actor: Actor) -> Result<Response> {
    let stored = app.read(&actor, Permission::RetentionUpdate, queries::list_policies()).await?;
    platform::ok(Page::whole(operations::whole(stored)))
}

/// Says how long a class of rows is kept. What is older is removed within the hour, unless it is held.
#[utoipa::path(put, path = "/retention-policies", operation_id = "update_retention_policy",
    tag = "privacy",
    request_body = RetentionUpdate,
    responses((status = 200, description = "The policy of the class.", body = RetentionPolicy)))]
async fn update_retention_policy(
    State(app): State<App>,
    actor: Actor,
    Valid(asked): Valid<RetentionUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::RetentionUpdate).await?;
    let policy = operations::update(&mut tx, asked).await?;
    tx.ok(policy).await
}

/// What is held, and what was, the newest first.
#[utoipa::path(get, path = "/legal-holds", operation_id = "list_legal_holds", tag = "privacy",
    params(PageQuery),
    responses((status = 200, description = "One page of holds.", body = Page<LegalHold>)))]
async fn list_legal_holds(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before = paging.after(&actor, "legal_holds", "")?;
    let found = queries::list_holds(before, paging.rows());
    let holds = app.read(&actor, Permission::RetentionUpdate, found).await?;
    platform::ok(Page::new(&actor, &paging, ("legal_holds", ""), holds, |hold| hold.id.uuid())?)
}

/// Holds what is known of a subject, or everything: it is neither erased nor removed by age.
#[utoipa::path(post, path = "/legal-holds", operation_id = "create_legal_hold", tag = "privacy",
    request_body = LegalHoldCreate,
    responses((status = 201, description = "The hold.", body = LegalHold)))]
async fn create_legal_hold(
    State(app): State<App>,
    actor: Actor,
    Valid(asked): Valid<LegalHoldCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::RetentionUpdate).await?;
    let hold = operations::hold(&mut tx, asked).await?;
    tx.created(hold).await
}

/// Releases a hold.
#[utoipa::path(delete, path = "/legal-holds/{id}", operation_id = "delete_legal_hold", tag = "privacy",
    params(("id" = LegalHoldId, Path)),
    responses((status = 204, description = "Released.")))]
async fn delete_legal_hold(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<LegalHoldId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::RetentionUpdate).await?;
    operations::release(&mut tx, id).await?;
    tx.no_content().await
}
