//! `/roles`

use axum::extract::{Path, State};
use axum::response::Response;
use platform::{Actor, App, Error, IfMatch, Page, PageQuery, Paging, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{PermissionChange, Role, RoleCreate, RoleKey, RoleUpdate};
use super::{operations, queries};
use crate::Authenticator;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_roles, create_role))
        .routes(routes!(get_role, update_role, delete_role))
        .routes(routes!(change_role_permissions))
}

/// The roles of the tenant, those that came with Atelier first.
#[utoipa::path(get, path = "/roles", operation_id = "list_roles", tag = "roles", params(PageQuery),
    responses((status = 200, description = "One page of roles.", body = Page<Role>)))]
async fn list_roles(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let after = paging.after(&actor, "roles", "")?;
    let roles = app.read(&actor, Permission::RoleRead, queries::list(after, paging.rows())).await?;
    let key = |role: &Role| (role.is_built_in, role.name.clone(), role.key.clone());
    platform::ok(Page::new(&actor, &paging, ("roles", ""), roles, key)?)
}

/// Makes a role.
#[utoipa::path(post, path = "/roles", operation_id = "create_role", tag = "roles", request_body = RoleCreate,
    responses((status = 201, description = "The new role.", body = Role),
              (status = 409, description = "`role_key_taken`: another role has this key.")))]
async fn create_role(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<RoleCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::RoleUpdate).await?;
    let role = operations::create(&mut tx, new).await?;
    tx.created(role).await
}

/// One role, by its key.
#[utoipa::path(get, path = "/roles/{key}", operation_id = "get_role", tag = "roles",
    params(("key" = String, Path, max_length = 63, example = "manager")),
    responses((status = 200, description = "The role.", body = Role)))]
async fn get_role(State(app): State<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let key: RoleKey = key.parse()?;
    let found = app.read(&actor, Permission::RoleRead, queries::find(&key.0)).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// Changes a role. What is absent stays.
#[utoipa::path(patch, path = "/roles/{key}", operation_id = "update_role", tag = "roles",
    params(("key" = String, Path, max_length = 63, example = "manager"),
           ("If-Match" = Option<String>, Header)),
    request_body = RoleUpdate,
    responses((status = 200, description = "The role after the change.", body = Role),
              (status = 409, description = "`role_would_lock_out`: nobody could take it back."),
              (status = 412, description = "The role has changed since the version in `If-Match`.")))]
async fn update_role(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Path(key): Path<String>,
    if_match: IfMatch,
    Valid(changes): Valid<RoleUpdate>,
) -> Result<Response> {
    let key: RoleKey = key.parse()?;
    let mut tx = app.begin(&actor, Permission::RoleUpdate).await?;
    let role = operations::update(&mut tx, &key, &if_match, changes).await?;
    let answer = tx.ok(role).await;
    authenticator.forget_all();
    answer
}

/// Ticks of the permission matrix: grants and revokes single permissions. Whoever has the role has them, or
/// has not, within a second, on every page and process.
#[utoipa::path(post, path = "/roles/{key}/permissions", operation_id = "change_role_permissions",
    tag = "roles",
    params(("key" = String, Path, max_length = 63, example = "manager")),
    request_body = PermissionChange,
    responses((status = 200, description = "The role after the change.", body = Role),
              (status = 409, description = "`role_would_lock_out`: nobody could take it back.")))]
async fn change_role_permissions(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Path(key): Path<String>,
    Valid(change): Valid<PermissionChange>,
) -> Result<Response> {
    let key: RoleKey = key.parse()?;
    let mut tx = app.begin(&actor, Permission::RoleUpdate).await?;
    let role = operations::change_permissions(&mut tx, &key, change).await?;
    let answer = tx.ok(role).await;
    authenticator.forget_all();
    answer
}

/// Deletes a role of the tenant's own that nobody has.
#[utoipa::path(delete, path = "/roles/{key}", operation_id = "delete_role", tag = "roles",
    params(("key" = String, Path, max_length = 63, example = "junior-writer")),
    responses((status = 204, description = "Deleted."),
              (status = 409, description = "`role_in_use` or `role_is_built_in`.")))]
async fn delete_role(State(app): State<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let key: RoleKey = key.parse()?;
    let mut tx = app.begin(&actor, Permission::RoleUpdate).await?;
    operations::delete(&mut tx, &key).await?;
    tx.no_content().await
}
