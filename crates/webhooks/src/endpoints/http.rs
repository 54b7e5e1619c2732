//! `/webhook-endpoints`

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{
    WebhookEndpoint, WebhookEndpointCreate, WebhookEndpointId, WebhookEndpointUpdate,
    WebhookEndpointWithSecret,
};
use super::{operations, queries};
use crate::WayOut;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_webhook_endpoints, create_webhook_endpoint))
        .routes(routes!(get_webhook_endpoint, update_webhook_endpoint, delete_webhook_endpoint))
        .routes(routes!(rotate_webhook_endpoint))
}

/// The endpoints of the tenant, the newest first.
#[utoipa::path(get, path = "/webhook-endpoints", operation_id = "list_webhook_endpoints", tag = "webhooks",
    params(PageQuery),
    responses((status = 200, description = "One page of endpoints.", body = Page<WebhookEndpoint>)))]
async fn list_webhook_endpoints(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before: Option<Uuid> = paging.after(&actor, "webhook_endpoints", "")?;
    let found = app.read(&actor, Permission::WebhookRead, queries::list(before, paging.rows())).await?;
    let key = |endpoint: &WebhookEndpoint| endpoint.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("webhook_endpoints", ""), found, key)?)
}

/// Adds an endpoint. Its secret is shown this once.
#[utoipa::path(post, path = "/webhook-endpoints", operation_id = "create_webhook_endpoint",
    tag = "webhooks", request_body = WebhookEndpointCreate,
    responses((status = 201, description = "The endpoint.", body = WebhookEndpointWithSecret)))]
async fn create_webhook_endpoint(
    State(app): State<App>,
    Extension(way_out): Extension<WayOut>,
    actor: Actor,
    Valid(new): Valid<WebhookEndpointCreate>,
) -> Result<Response> {
    actor.require(Permission::WebhookUpdate)?;
    way_out.admit(&new.url).await?;
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let endpoint = operations::create(&mut tx, new).await?;
    tx.created_once(endpoint).await
}

/// One endpoint, without its secret.
#[utoipa::path(get, path = "/webhook-endpoints/{id}", operation_id = "get_webhook_endpoint",
    tag = "webhooks", params(("id" = inline(WebhookEndpointId), Path)),
    responses((status = 200, description = "The endpoint.", body = WebhookEndpoint)))]
async fn get_webhook_endpoint(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::WebhookRead, queries::find(id)).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// Changes an endpoint, or switches it off and on.
#[utoipa::path(patch, path = "/webhook-endpoints/{id}", operation_id = "update_webhook_endpoint",
    tag = "webhooks",
    params(("id" = inline(WebhookEndpointId), Path), ("If-Match" = Option<String>, Header)),
    request_body = WebhookEndpointUpdate,
    responses((status = 200, description = "The endpoint after the change.", body = WebhookEndpoint)))]
async fn update_webhook_endpoint(
    State(app): State<App>,
    Extension(way_out): Extension<WayOut>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
    if_match: IfMatch,
    Valid(changes): Valid<WebhookEndpointUpdate>,
) -> Result<Response> {
    actor.require(Permission::WebhookUpdate)?;
    if let Some(url) = &changes.url {
        way_out.admit(url).await?;
    }
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let endpoint = operations::update(&mut tx, (id, &if_match), changes).await?;
    tx.ok(endpoint).await
}

/// Makes new keys, shown this once. The ones so far sign beside them for a while (`previous_until`).
#[utoipa::path(post, path = "/webhook-endpoints/{id}/rotate", operation_id = "rotate_webhook_endpoint",
    tag = "webhooks", params(("id" = inline(WebhookEndpointId), Path)),
    responses((status = 200, description = "The endpoint.", body = WebhookEndpointWithSecret)))]
async fn rotate_webhook_endpoint(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let endpoint = operations::rotate(&mut tx, id).await?;
    tx.ok_once(endpoint).await
}

/// Deletes an endpoint, with what is on its way to it.
#[utoipa::path(delete, path = "/webhook-endpoints/{id}", operation_id = "delete_webhook_endpoint",
    tag = "webhooks", params(("id" = inline(WebhookEndpointId), Path)),
    responses((status = 204, description = "Deleted.")))]
async fn delete_webhook_endpoint(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    operations::delete(&mut tx, id).await?;
    tx.no_content().await
}
