//! `/api-keys`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{
    ApiKey, ApiKeyCreate, ApiKeyId, ApiKeyRotation, ApiKeyUpdate, ApiKeyWithSecret, StoredKey,
};
use super::{operations, queries};
use crate::Authenticator;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_api_keys, create_api_key))
        .routes(routes!(get_api_key, update_api_key, revoke_api_key))
        .routes(routes!(rotate_api_key))
}

/// The keys of the tenant, the newest first.
#[utoipa::path(get, path = "/api-keys", operation_id = "list_api_keys", tag = "api keys",
    params(PageQuery),
    responses((status = 200, description = "One page of keys.", body = Page<ApiKey>)))]
async fn list_api_keys(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before: Option<Uuid> = paging.after(&actor, "api_keys", "")?;
    let found = queries::list(before, paging.rows());
    let found = app.read(&actor, Permission::ApiKeyRead, found).await?;
    let now = app.clock().now();
    let keys: Vec<ApiKey> = found.into_iter().map(|stored: StoredKey| stored.at(now)).collect();
    platform::ok(Page::new(&actor, &paging, ("api_keys", ""), keys, |key| key.id.uuid())?)
}

/// Makes a key, which is shown this once. Needs a fresh proof that you are there (403 `step_up_required`).
#[utoipa::path(post, path = "/api-keys", operation_id = "create_api_key", tag = "api keys",
    request_body = ApiKeyCreate,
    responses((status = 201, description = "The key.", body = ApiKeyWithSecret)))]
async fn create_api_key(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    Valid(new): Valid<ApiKeyCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ApiKeyCreate).await?;
    let key = operations::create(&mut tx, authenticator.pepper(), new).await?;
    tx.created_once(key).await
}

/// One key, without what it is.
#[utoipa::path(get, path = "/api-keys/{id}", operation_id = "get_api_key", tag = "api keys",
    params(("id" = ApiKeyId, Path)),
    responses((status = 200, description = "The key.", body = ApiKey)))]
async fn get_api_key(State(app): State<App>, actor: Actor, PathId(id): PathId<ApiKeyId>) -> Result<Response> {
    let found = app.read(&actor, Permission::ApiKeyRead, queries::find(id)).await?;
    platform::ok(found.ok_or(Error::NotFound)?.at(app.clock().now()))
}

/// Changes the name, the networks or the limit of a key.
#[utoipa::path(patch, path = "/api-keys/{id}", operation_id = "update_api_key", tag = "api keys",
    params(("id" = ApiKeyId, Path), ("If-Match" = Option<String>, Header)),
    request_body = ApiKeyUpdate,
    responses((status = 200, description = "The key after the change.", body = ApiKey),
              (status = 409, description = "`api_key_ended`: it is revoked or expired.")))]
async fn update_api_key(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<ApiKeyId>,
    if_match: IfMatch,
    Valid(changes): Valid<ApiKeyUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ApiKeyCreate).await?;
    let key = operations::update(&mut tx, id, &if_match, changes).await?;
    let answer = tx.ok(key).await;
    authenticator.forget_all();
    answer
}

/// Revokes a key at once.
#[utoipa::path(delete, path = "/api-keys/{id}", operation_id = "revoke_api_key", tag = "api keys",
    params(("id" = ApiKeyId, Path)),
    responses((status = 204, description = "Revoked.")))]
async fn revoke_api_key(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<ApiKeyId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ApiKeyRevoke).await?;
    operations::revoke(&mut tx, id).await?;
    let answer = tx.no_content().await;
    authenticator.forget_all();
    answer
}

/// Makes a key that takes the place of this one; for the days of the overlap both are good. Needs a fresh
/// proof that you are there (403 `step_up_required`).
#[utoipa::path(post, path = "/api-keys/{id}/rotate", operation_id = "rotate_api_key", tag = "api keys",
    params(("id" = ApiKeyId, Path)),
    request_body = ApiKeyRotation,
    responses((status = 201, description = "The new key.", body = ApiKeyWithSecret),
              (status = 409, description = "`api_key_ended` or `api_key_replaced`.")))]
async fn rotate_api_key(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<ApiKeyId>,
    Valid(rotation): Valid<ApiKeyRotation>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::ApiKeyCreate).await?;
    let key = operations::rotate(&mut tx, authenticator.pepper(), id, &rotation).await?;
    let answer = tx.created_once(key).await;
    authenticator.forget_all();
    answer
}
