//! `/role-assignments` and `/permission-overrides`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    OfMember, PermissionOverride, PermissionOverrideCreate, RoleAssignment, RoleAssignmentCreate,
};
use super::{operations, queries};
use crate::Authenticator;
use crate::ids::{AssignmentId, OverrideId};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_role_assignments, create_role_assignment))
        .routes(routes!(delete_role_assignment))
        .routes(routes!(list_permission_overrides, create_permission_override))
        .routes(routes!(delete_permission_override))
}

/// The further roles of people.
#[utoipa::path(get, path = "/role-assignments", operation_id = "list_role_assignments", tag = "roles",
    params(PageQuery, OfMember),
    responses((status = 200, description = "One page of assignments.", body = Page<RoleAssignment>)))]
async fn list_role_assignments(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(of): ValidQuery<OfMember>,
) -> Result<Response> {
    let bound = of.bound();
    let after = paging.after(&actor, "role_assignments", &bound)?;
    let found = queries::list_assignments(of.member_id, after, paging.rows());
    let items = app.read(&actor, Permission::RoleRead, found).await?;
    let key = |one: &RoleAssignment| one.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("role_assignments", &bound), items, key)?)
}

/// Gives a person a further role, for the tenant, an account or a profile, for good or until a moment.
#[utoipa::path(post, path = "/role-assignments", operation_id = "create_role_assignment", tag = "roles",
    request_body = RoleAssignmentCreate,
    responses((status = 201, description = "The assignment.", body = RoleAssignment)))]
async fn create_role_assignment(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(new): Valid<RoleAssignmentCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::RoleAssign).await?;
    let given = operations::assign_role(&mut tx, new).await?;
    let answer = tx.created(given).await;
    authenticator.forget_all();
    answer
}

/// Takes a further role away.
#[utoipa::path(delete, path = "/role-assignments/{id}", operation_id = "delete_role_assignment",
    tag = "roles",
    params(("id" = AssignmentId, Path)),
    responses((status = 204, description = "Taken away.")))]
async fn delete_role_assignment(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<AssignmentId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::RoleAssign).await?;
    operations::unassign_role(&mut tx, id).await?;
    let answer = tx.no_content().await;
    authenticator.forget_all();
    answer
}

/// What is allowed or denied to people, whatever their roles say.
#[utoipa::path(get, path = "/permission-overrides", operation_id = "list_permission_overrides", tag = "roles",
    params(PageQuery, OfMember),
    responses((status = 200, description = "One page of overrides.", body = Page<PermissionOverride>)))]
async fn list_permission_overrides(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(of): ValidQuery<OfMember>,
) -> Result<Response> {
    let bound = of.bound();
    let after = paging.after(&actor, "permission_overrides", &bound)?;
    let found = queries::list_overrides(of.member_id, after, paging.rows());
    let items = app.read(&actor, Permission::RoleRead, found).await?;
    let key = |one: &PermissionOverride| one.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("permission_overrides", &bound), items, key)?)
}

/// Allows or denies a person one permission. A deny wins over everything.
#[utoipa::path(post, path = "/permission-overrides", operation_id = "create_permission_override",
    tag = "roles",
    request_body = PermissionOverrideCreate,
    responses((status = 201, description = "The override.", body = PermissionOverride)))]
async fn create_permission_override(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(new): Valid<PermissionOverrideCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PermissionOverride).await?;
    let made = operations::create_override(&mut tx, new).await?;
    let answer = tx.created(made).await;
    authenticator.forget_all();
    answer
}

/// Ends an override.
#[utoipa::path(delete, path = "/permission-overrides/{id}", operation_id = "delete_permission_override",
    tag = "roles",
    params(("id" = OverrideId, Path)),
    responses((status = 204, description = "Ended.")))]
async fn delete_permission_override(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<OverrideId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PermissionOverride).await?;
    operations::delete_override(&mut tx, id).await?;
    let answer = tx.no_content().await;
    authenticator.forget_all();
    answer
}
