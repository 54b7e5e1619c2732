//! `/privacy-exports` and `/privacy-erasures`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    PrivacyErasure, PrivacyErasureCreate, PrivacyExport, PrivacyExportCreate, PrivacyExportId,
};
use super::{operations, queries};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_privacy_exports, create_privacy_export))
        .routes(routes!(get_privacy_export))
        .routes(routes!(get_privacy_export_file))
        .routes(routes!(list_privacy_erasures, create_privacy_erasure))
}

/// The exports of personal data, the newest first.
#[utoipa::path(get, path = "/privacy-exports", operation_id = "list_privacy_exports", tag = "privacy",
    params(PageQuery),
    responses((status = 200, description = "One page of exports.", body = Page<PrivacyExport>)))]
async fn list_privacy_exports(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before = paging.after(&actor, "privacy_exports", "")?;
    let found = queries::list_exports(before, paging.rows());
    let exports = app.read(&actor, Permission::PrivacyExport, found).await?;
    platform::ok(Page::new(&actor, &paging, ("privacy_exports", ""), exports, |export| export.id.uuid())?)
}

/// Collects everything that is known of one person, for that person. Kept for seven days.
#[utoipa::path(post, path = "/privacy-exports", operation_id = "create_privacy_export", tag = "privacy",
    request_body = PrivacyExportCreate,
    responses((status = 202, description = "The export that is being made.", body = PrivacyExport)))]
async fn create_privacy_export(
    State(app): State<App>,
    actor: Actor,
    Valid(asked): Valid<PrivacyExportCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PrivacyExport).await?;
    let export = operations::order_export(&mut tx, asked).await?;
    tx.accepted(export).await
}

/// One export, with the manifest of its file.
#[utoipa::path(get, path = "/privacy-exports/{id}", operation_id = "get_privacy_export", tag = "privacy",
    params(("id" = PrivacyExportId, Path)),
    responses((status = 200, description = "The export.", body = PrivacyExport)))]
async fn get_privacy_export(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<PrivacyExportId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::PrivacyExport, queries::find_export(id)).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// The file of an export: one JSON object a line, with the table and the row.
#[utoipa::path(get, path = "/privacy-exports/{id}/file", operation_id = "get_privacy_export_file",
    tag = "privacy",
    params(("id" = PrivacyExportId, Path)),
    responses((status = 200, description = "JSON Lines.", body = String,
                  content_type = "application/x-ndjson"),
              (status = 409, description = "`not_ready`: it is not finished, or has expired.")))]
async fn get_privacy_export_file(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<PrivacyExportId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PrivacyExport).await?;
    let file = operations::file(&mut tx, id).await?;
    tx.commit().await?;
    let name = format!("attachment; filename=\"{id}.jsonl\"");
    let headers = [("content-type", "application/x-ndjson"), ("cache-control", "private, no-store")];
    Ok((headers, [("content-disposition", name)], file).into_response())
}

/// Who was erased when, by whom and why, the newest first.
#[utoipa::path(get, path = "/privacy-erasures", operation_id = "list_privacy_erasures", tag = "privacy",
    params(PageQuery),
    responses((status = 200, description = "One page of erasures.", body = Page<PrivacyErasure>)))]
async fn list_privacy_erasures(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let before = paging.after(&actor, "privacy_erasures", "")?;
    let found = queries::list_erasures(before, paging.rows());
    let erasures = app.read(&actor, Permission::PrivacyErase, found).await?;
    platform::ok(Page::new(&actor, &paging, ("privacy_erasures", ""), erasures, |one| one.id.uuid())?)
}

/// Erases everything that is known of one person, for good: in the live rows at once, in the activity log,
/// the versions and every backup by destroying the key that it was sealed with.
#[utoipa::path(post, path = "/privacy-erasures", operation_id = "create_privacy_erasure", tag = "privacy",
    request_body = PrivacyErasureCreate,
    responses((status = 202, description = "The erasure that has begun.", body = PrivacyErasure),
              (status = 409, description = "`legal_hold`: a hold keeps it; `own_erasure`.")))]
async fn create_privacy_erasure(
    State(app): State<App>,
    actor: Actor,
    Valid(asked): Valid<PrivacyErasureCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::PrivacyErase).await?;
    let erasure = operations::order_erasure(&mut tx, asked).await?;
    tx.accepted(erasure).await
}
