//! `/webhook-endpoints/{id}/deliveries`, replaying and testing.

use axum::extract::{Path, State};
use axum::response::Response;
use platform::{
    Actor, App, Error, Id, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{
    DeliveryFilter, DeliveryState, WebhookDelivery, WebhookDeliveryDetail, WebhookDeliveryId, WebhookReplay,
    WebhookReplayOrder,
};
use super::{operations, queries};
use crate::endpoints::model::WebhookEndpointId;
use crate::endpoints::queries as endpoints;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_webhook_deliveries))
        .routes(routes!(get_webhook_delivery))
        .routes(routes!(replay_webhook_delivery))
        .routes(routes!(replay_webhook_deliveries))
        .routes(routes!(test_webhook_endpoint))
}

/// What was sent to an endpoint and what is on its way, the newest first.
#[utoipa::path(get, path = "/webhook-endpoints/{id}/deliveries", operation_id = "list_webhook_deliveries",
    tag = "webhooks", params(("id" = inline(WebhookEndpointId), Path), DeliveryFilter, PageQuery),
    responses((status = 200, description = "One page of deliveries.", body = Page<WebhookDelivery>)))]
async fn list_webhook_deliveries(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
    ValidQuery(filter): ValidQuery<DeliveryFilter>,
    paging: Paging,
) -> Result<Response> {
    let bound = format!("{id} {}", filter.state.map_or("", DeliveryState::name));
    let before: Option<Uuid> = paging.after(&actor, "webhook_deliveries", &bound)?;
    let endpoint = app.read(&actor, Permission::WebhookRead, endpoints::find(id)).await?;
    endpoint.ok_or(Error::NotFound)?;
    let list = queries::list(id, filter.state, before, paging.rows());
    let found = app.read(&actor, Permission::WebhookRead, list).await?;
    let key = |delivery: &WebhookDelivery| delivery.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("webhook_deliveries", &bound), found, key)?)
}

/// One delivery with its message, and every attempt with request and answer.
#[utoipa::path(get, path = "/webhook-endpoints/{id}/deliveries/{delivery_id}",
    operation_id = "get_webhook_delivery", tag = "webhooks",
    params(("id" = inline(WebhookEndpointId), Path), ("delivery_id" = inline(WebhookDeliveryId), Path)),
    responses((status = 200, description = "The delivery.", body = WebhookDeliveryDetail)))]
async fn get_webhook_delivery(
    State(app): State<App>,
    actor: Actor,
    Path(ids): Path<(String, String)>,
) -> Result<Response> {
    let (endpoint_id, id) = both(&ids)?;
    let found = app.read(&actor, Permission::WebhookRead, queries::find(endpoint_id, id)).await?;
    let delivery = found.ok_or(Error::NotFound)?;
    let payload = app.read(&actor, Permission::WebhookRead, queries::find_payload(delivery.event_id)).await?;
    let attempt_log = app.read(&actor, Permission::WebhookRead, queries::list_attempts(id)).await?;
    platform::ok(WebhookDeliveryDetail { delivery, payload: payload.unwrap_or_default(), attempt_log })
}

/// Sends a delivery again, under the same `webhook-id`.
#[utoipa::path(post, path = "/webhook-endpoints/{id}/deliveries/{delivery_id}/replay",
    operation_id = "replay_webhook_delivery", tag = "webhooks",
    params(("id" = inline(WebhookEndpointId), Path), ("delivery_id" = inline(WebhookDeliveryId), Path)),
    responses((status = 202, description = "On its way again.", body = WebhookDelivery),
              (status = 409, description = "`webhook_endpoint_disabled`.")))]
async fn replay_webhook_delivery(
    State(app): State<App>,
    actor: Actor,
    Path(ids): Path<(String, String)>,
) -> Result<Response> {
    let (endpoint_id, id) = both(&ids)?;
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let delivery = operations::replay(&mut tx, endpoint_id, id).await?;
    let answer = tx.accepted(delivery).await;
    app.events_hint().notify_waiters();
    answer
}

/// Sends many again: all that failed, or those of a time and state. There is a limit a minute; what is over
/// it is `left`.
#[utoipa::path(post, path = "/webhook-endpoints/{id}/replay", operation_id = "replay_webhook_deliveries",
    tag = "webhooks", params(("id" = inline(WebhookEndpointId), Path)), request_body = WebhookReplayOrder,
    responses((status = 202, description = "How many are on their way again.", body = WebhookReplay),
              (status = 409, description = "`webhook_endpoint_disabled`.")))]
async fn replay_webhook_deliveries(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
    Valid(order): Valid<WebhookReplayOrder>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let replayed = operations::replay_many(&mut tx, id, &order).await?;
    let answer = tx.accepted(replayed).await;
    app.events_hint().notify_waiters();
    answer
}

/// Sends `webhook_endpoint.tested` to an endpoint, the way every message goes.
#[utoipa::path(post, path = "/webhook-endpoints/{id}/test", operation_id = "test_webhook_endpoint",
    tag = "webhooks", params(("id" = inline(WebhookEndpointId), Path)),
    responses((status = 202, description = "The delivery.", body = WebhookDelivery),
              (status = 409, description = "`webhook_endpoint_disabled`.")))]
async fn test_webhook_endpoint(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookEndpointId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let delivery = operations::test(&mut tx, id).await?;
    let answer = tx.accepted(delivery).await;
    app.events_hint().notify_waiters();
    answer
}

/// What cannot be an id is not found, as what is nobody's.
fn both((endpoint_id, id): &(String, String)) -> Result<(WebhookEndpointId, WebhookDeliveryId)> {
    let endpoint_id = WebhookEndpointId::parse(endpoint_id).map_err(|_| Error::NotFound)?;
    Ok((endpoint_id, WebhookDeliveryId::parse(id).map_err(|_| Error::NotFound)?))
}
