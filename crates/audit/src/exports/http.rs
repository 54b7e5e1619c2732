//! `/audit-exports`

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use futures_util::Stream;
use futures_util::stream::unfold;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use sha2::{Digest as _, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{AuditExport, AuditExportId, AuditManifest};
use super::{operations, queries};
use crate::events::EventFilter;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_audit_exports, create_audit_export))
        .routes(routes!(get_audit_export, delete_audit_export))
        .routes(routes!(get_audit_export_events))
        .routes(routes!(get_audit_export_manifest))
}

/// The exports of the audit log that are kept, the newest first.
#[utoipa::path(get, path = "/audit-exports", operation_id = "list_audit_exports", tag = "audit",
    params(PageQuery),
    responses((status = 200, description = "One page of exports.", body = Page<AuditExport>)))]
async fn list_audit_exports(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before = paging.after::<Uuid>(&actor, "audit-exports", "")?;
    let exports = app.read(&actor, Permission::AuditExport, queries::list(before, paging.rows())).await?;
    let place = |export: &AuditExport| export.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("audit-exports", ""), exports, place)?)
}

/// Orders an export of the events that match. Asks for a proof that the person is there.
#[utoipa::path(post, path = "/audit-exports", operation_id = "create_audit_export", tag = "audit",
    request_body = EventFilter,
    responses((status = 202, description = "The export, under way.", body = AuditExport)))]
async fn create_audit_export(
    State(app): State<App>,
    actor: Actor,
    Valid(filter): Valid<EventFilter>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::AuditExport).await?;
    let export = operations::order(&mut tx, &filter)?;
    tx.accepted(export).await
}

/// How far an export is.
#[utoipa::path(get, path = "/audit-exports/{id}", operation_id = "get_audit_export", tag = "audit",
    params(("id" = AuditExportId, Path)),
    responses((status = 200, description = "The export.", body = AuditExport)))]
async fn get_audit_export(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AuditExportId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::AuditExport, queries::find(id)).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// Stops an export that is under way and removes what it wrote.
#[utoipa::path(delete, path = "/audit-exports/{id}", operation_id = "delete_audit_export", tag = "audit",
    params(("id" = AuditExportId, Path)),
    responses((status = 204, description = "It is stopped and its file is gone.")))]
async fn delete_audit_export(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AuditExportId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::AuditExport).await?;
    operations::cancel(&mut tx, id).await?;
    tx.no_content().await
}

/// The events, one JSON object a line, the newest first.
#[utoipa::path(get, path = "/audit-exports/{id}/events.jsonl", operation_id = "get_audit_export_events",
    tag = "audit", params(("id" = AuditExportId, Path)),
    responses((status = 200, description = "The file.", content_type = "application/jsonl", body = String)))]
async fn get_audit_export_events(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AuditExportId>,
) -> Result<Response> {
    let export = operations::finished(&app, &actor, id).await?;
    let mut response = Response::new(Body::from_stream(chunks_of(app, actor, id, export.chunks)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    let name = "attachment; filename=\"audit-events.jsonl\"";
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(name));
    Ok(response)
}

/// A chunk is read when the one before has left: the file is never whole in memory.
fn chunks_of(
    app: App,
    actor: Actor,
    id: AuditExportId,
    count: i32,
) -> impl Stream<Item = std::io::Result<String>> {
    unfold((app, actor, 0), move |(app, actor, number)| async move {
        if number >= count {
            return None;
        }
        let chunk = operations::chunk(&app, &actor, id, number).await;
        let chunk = chunk.map_err(|error| std::io::Error::other(error.detail()));
        Some((chunk, (app, actor, number + 1)))
    })
}

/// What the file consists of, with hashes.
#[utoipa::path(get, path = "/audit-exports/{id}/manifest.json", operation_id = "get_audit_export_manifest",
    tag = "audit", params(("id" = AuditExportId, Path)),
    responses((status = 200, description = "The manifest.", body = AuditManifest)))]
async fn get_audit_export_manifest(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<AuditExportId>,
) -> Result<Response> {
    let export = operations::finished(&app, &actor, id).await?;
    let chunks = app.read(&actor, Permission::AuditExport, queries::list_chunks(id)).await?;
    let mut whole = Sha256::new();
    for chunk in &chunks {
        whole.update(chunk.sha256.as_bytes());
    }
    let sha256 = platform::text::hex(&whole.finalize());
    platform::ok(AuditManifest { export, format: "application/jsonl", chunks, sha256 })
}
