//! `/webhooks-received`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, ValidQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{
    ReceivedFilter, ReceivedState, WebhookReceived, WebhookReceivedDetail, WebhookReceivedId, place_of,
};
use super::{operations, queries};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_webhooks_received))
        .routes(routes!(get_webhook_received))
        .routes(routes!(replay_webhook_received))
}

/// What came in, the newest first.
#[utoipa::path(get, path = "/webhooks-received", operation_id = "list_webhooks_received",
    tag = "webhooks", params(ReceivedFilter, PageQuery),
    responses((status = 200, description = "One page of webhooks.", body = Page<WebhookReceived>)))]
async fn list_webhooks_received(
    State(app): State<App>,
    actor: Actor,
    ValidQuery(filter): ValidQuery<ReceivedFilter>,
    paging: Paging,
) -> Result<Response> {
    let connector = filter.connector_id.map(|id| id.to_string()).unwrap_or_default();
    let bound = format!("{} {connector}", filter.state.map_or("", ReceivedState::name));
    let before: Option<Uuid> = paging.after(&actor, "webhooks_received", &bound)?;
    let list = queries::list(&filter, before, paging.rows());
    let found = app.read(&actor, Permission::WebhookRead, list).await?;
    let key = |received: &WebhookReceived| received.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("webhooks_received", &bound), found, key)?)
}

/// One webhook with its headers and its body.
#[utoipa::path(get, path = "/webhooks-received/{id}", operation_id = "get_webhook_received",
    tag = "webhooks", params(("id" = inline(WebhookReceivedId), Path)),
    responses((status = 200, description = "The webhook.", body = WebhookReceivedDetail)))]
async fn get_webhook_received(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookReceivedId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::WebhookRead, queries::find(id)).await?;
    let received = found.ok_or(Error::NotFound)?;
    let content = app.read(&actor, Permission::WebhookRead, queries::find_content(id)).await?;
    let (headers, sealed) = content.ok_or(Error::NotFound)?;
    let payload = app.vault().open(actor.tenant_id, place_of(id), &sealed).await?.text()?;
    platform::ok(WebhookReceivedDetail { received, headers, payload })
}

/// Has a webhook worked on again, whatever became of it.
#[utoipa::path(post, path = "/webhooks-received/{id}/replay", operation_id = "replay_webhook_received",
    tag = "webhooks", params(("id" = inline(WebhookReceivedId), Path)),
    responses((status = 202, description = "Waiting for its job.", body = WebhookReceived)))]
async fn replay_webhook_received(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookReceivedId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let received = operations::replay(&mut tx, id).await?;
    tx.accepted(received).await
}
