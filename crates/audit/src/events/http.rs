//! `/audit-events`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, ValidQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::filter::{EventFilter, Filter};
use super::model::{AuditActions, AuditEvent, AuditEventId, reveal};
use super::queries;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_audit_events))
        .routes(routes!(get_audit_event))
        .routes(routes!(list_audit_actions))
}

/// Who did what, the newest first.
#[utoipa::path(get, path = "/audit-events", operation_id = "list_audit_events", tag = "audit",
    params(PageQuery, EventFilter),
    responses((status = 200, description = "One page of the audit log.", body = Page<AuditEvent>)))]
async fn list_audit_events(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<EventFilter>,
) -> Result<Response> {
    let filter = query.of(&actor)?;
    let bound = format!("{filter:?}");
    let before = paging.after::<Uuid>(&actor, "audit-events", &bound)?;
    let found = queries::list(&filter, before, paging.rows());
    let rows = app.read(&actor, Permission::AuditRead, found).await?;
    let events = reveal(&app, actor.tenant_id, rows).await?;
    let place = |event: &AuditEvent| event.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("audit-events", &bound), events, place)?)
}

/// One event.
#[utoipa::path(get, path = "/audit-events/{id}", operation_id = "get_audit_event", tag = "audit",
    params(("id" = AuditEventId, Path)),
    responses((status = 200, description = "The event.", body = AuditEvent)))]
async fn get_audit_event(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AuditEventId>,
) -> Result<Response> {
    let filter = Filter { account_id: actor.account_id, ..Filter::default() };
    let found = app.read(&actor, Permission::AuditRead, queries::find(&filter, id.uuid())).await?;
    let rows = found.into_iter().collect();
    let event = reveal(&app, actor.tenant_id, rows).await?.pop().ok_or(Error::NotFound)?;
    platform::ok(event)
}

/// Every class of events, with the actions that occur in this tenant's log.
#[utoipa::path(get, path = "/audit-actions", operation_id = "list_audit_actions", tag = "audit",
    responses((status = 200, description = "The classes.", body = AuditActions)))]
async fn list_audit_actions(State(app): State<App>, actor: Actor) -> Result<Response> {
    let found = app.read(&actor, Permission::AuditRead, queries::actions()).await?;
    platform::ok(AuditActions::from(found))
}
