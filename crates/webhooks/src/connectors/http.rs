//! `/webhook-connectors`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{
    WebhookConnector, WebhookConnectorCreate, WebhookConnectorId, WebhookConnectorUpdate,
    WebhookConnectorWithSecret,
};
use super::{operations, queries};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_webhook_connectors, create_webhook_connector)).routes(routes!(
        get_webhook_connector,
        update_webhook_connector,
        delete_webhook_connector
    ))
}

/// The connectors of the tenant, the newest first.
#[utoipa::path(get, path = "/webhook-connectors", operation_id = "list_webhook_connectors",
    tag = "webhooks", params(PageQuery),
    responses((status = 200, description = "One page of connectors.", body = Page<WebhookConnector>)))]
async fn list_webhook_connectors(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before: Option<Uuid> = paging.after(&actor, "webhook_connectors", "")?;
    let found = app.read(&actor, Permission::WebhookRead, queries::list(before, paging.rows())).await?;
    let base_url = app.config().server.base_url();
    let found = found.into_iter().map(|connector| connector.at(&base_url)).collect();
    let key = |connector: &WebhookConnector| connector.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("webhook_connectors", ""), found, key)?)
}

/// Adds a connector. A secret that is made for it is shown this once.
#[utoipa::path(post, path = "/webhook-connectors", operation_id = "create_webhook_connector",
    tag = "webhooks", request_body = WebhookConnectorCreate,
    responses((status = 201, description = "The connector.", body = WebhookConnectorWithSecret),
              (status = 409, description = "`webhook_connector_name_taken`.")))]
async fn create_webhook_connector(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<WebhookConnectorCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let connector = operations::create(&mut tx, new).await?;
    match connector.secret {
        Some(_) => tx.created_once(connector).await,
        None => tx.created(connector).await,
    }
}

/// One connector, without its secret.
#[utoipa::path(get, path = "/webhook-connectors/{id}", operation_id = "get_webhook_connector",
    tag = "webhooks", params(("id" = inline(WebhookConnectorId), Path)),
    responses((status = 200, description = "The connector.", body = WebhookConnector)))]
async fn get_webhook_connector(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookConnectorId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::WebhookRead, queries::find(id)).await?;
    platform::ok(found.ok_or(Error::NotFound)?.at(&app.config().server.base_url()))
}

/// Changes a connector, or switches it off and on. A new secret counts at once.
#[utoipa::path(patch, path = "/webhook-connectors/{id}", operation_id = "update_webhook_connector",
    tag = "webhooks",
    params(("id" = inline(WebhookConnectorId), Path), ("If-Match" = Option<String>, Header)),
    request_body = WebhookConnectorUpdate,
    responses((status = 200, description = "The connector after the change.", body = WebhookConnector)))]
async fn update_webhook_connector(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookConnectorId>,
    if_match: IfMatch,
    Valid(changes): Valid<WebhookConnectorUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    let connector = operations::update(&mut tx, (id, &if_match), changes).await?;
    tx.ok(connector).await
}

/// Deletes a connector, with what came in through it.
#[utoipa::path(delete, path = "/webhook-connectors/{id}", operation_id = "delete_webhook_connector",
    tag = "webhooks", params(("id" = inline(WebhookConnectorId), Path)),
    responses((status = 204, description = "Deleted.")))]
async fn delete_webhook_connector(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<WebhookConnectorId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::WebhookUpdate).await?;
    operations::delete(&mut tx, id).await?;
    tx.no_content().await
}
