//! `/versions` and `/changes`

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{
    Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, ValidQuery, decode_id,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{
    RequestChanges, RequestId, RollbackResults, UndoResult, Version, VersionDiff, VersionId, VersionKind,
    VersionWithSnapshot,
};
use super::{operations, queries};
use crate::Aggregates;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_versions))
        .routes(routes!(get_version))
        .routes(routes!(diff_versions))
        .routes(routes!(restore_version))
        .routes(routes!(undo_change))
        .routes(routes!(get_changes))
        .routes(routes!(roll_back_changes))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct VersionQuery {
    #[garde(skip)]
    #[param(inline)]
    kind: VersionKind,
    /// Of what the versions are.
    #[garde(length(max = 60), custom(platform::text::line))]
    #[param(max_length = 60, example = "cmp_01k9x3m7q8f2vabcdefghjkmnp")]
    id: String,
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct DiffQuery {
    /// The version to compare with, of the same thing.
    #[garde(skip)]
    with: VersionId,
}

/// The versions of one thing, the newest first.
#[utoipa::path(get, path = "/versions", operation_id = "list_versions", tag = "history",
    params(PageQuery, VersionQuery),
    responses((status = 200, description = "One page of versions.", body = Page<Version>)))]
async fn list_versions(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    paging: Paging,
    ValidQuery(query): ValidQuery<VersionQuery>,
) -> Result<Response> {
    let aggregate = aggregates.of_kind(query.kind.as_str())?;
    let id = decode_id(aggregate.prefix, &query.id).map_err(|_| {
        Error::invalid("/query/id", "format", format!("must start with {}_", aggregate.prefix))
    })?;
    let bound = format!("{:?} {id}", query.kind);
    let before = paging.after(&actor, "versions", &bound)?;
    let mut tx = app.begin(&actor, Permission::VersionRead).await?;
    operations::find(&mut tx, aggregate, id).await?.ok_or(Error::NotFound)?;
    let rows = tx.run(queries::list(aggregate.kind, id, before, paging.rows())).await?;
    let versions: Vec<Version> = rows.into_iter().map(|row| row.shown(aggregate)).collect();
    platform::ok(Page::new(&actor, &paging, ("versions", &bound), versions, |version| version.number)?)
}

/// One version: what it holds, and what its change did.
#[utoipa::path(get, path = "/versions/{id}", operation_id = "get_version", tag = "history",
    params(("id" = VersionId, Path)),
    responses((status = 200, description = "The version.", body = VersionWithSnapshot)))]
async fn get_version(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    PathId(id): PathId<VersionId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::VersionRead).await?;
    platform::ok(operations::get(&mut tx, &aggregates, id).await?)
}

/// What is different in another version of the same thing.
#[utoipa::path(get, path = "/versions/{id}/diff", operation_id = "diff_versions", tag = "history",
    params(("id" = VersionId, Path), DiffQuery),
    responses((status = 200, description = "The fields that differ.", body = VersionDiff)))]
async fn diff_versions(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    PathId(id): PathId<VersionId>,
    ValidQuery(query): ValidQuery<DiffQuery>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::VersionRead).await?;
    platform::ok(operations::diff(&mut tx, &aggregates, (id, query.with)).await?)
}

/// Makes a thing as it was in a version, as a new version. States stay: only their own moves change them.
#[utoipa::path(post, path = "/versions/{id}/restore", operation_id = "restore_version", tag = "history",
    params(("id" = VersionId, Path)),
    responses((status = 201, description = "The new version.", body = Version),
              (status = 409, description = "`nothing_to_restore`, or a rule of today is in the way."),
              (status = 422, description = "What was stored then is not valid any more.")))]
async fn restore_version(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    PathId(id): PathId<VersionId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::VersionRestore).await?;
    let version = operations::restore(&mut tx, &aggregates, id).await?;
    tx.created(version).await
}

/// Takes back the change that a version records, and leaves what was changed after it.
#[utoipa::path(post, path = "/versions/{id}/undo", operation_id = "undo_change", tag = "history",
    params(("id" = VersionId, Path)),
    responses((status = 200, description = "The new version.", body = UndoResult),
              (status = 409, description = "`undo_conflict`: fields that have changed since are listed.")))]
async fn undo_change(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    PathId(id): PathId<VersionId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::VersionRestore).await?;
    let result = operations::undo(&mut tx, &aggregates, id).await?;
    tx.ok(result).await
}

/// Everything that one request changed, as versions.
#[utoipa::path(get, path = "/changes/{request_id}", operation_id = "get_changes", tag = "history",
    params(("request_id" = inline(RequestId), Path)),
    responses((status = 200, description = "The versions, the newest first.", body = RequestChanges)))]
async fn get_changes(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    PathId(id): PathId<RequestId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::VersionRead).await?;
    let versions = operations::of_request(&mut tx, &aggregates, id).await?;
    platform::ok(RequestChanges { versions })
}

/// Takes back everything that one request changed, or nothing of it.
#[utoipa::path(post, path = "/changes/{request_id}/rollback", operation_id = "roll_back_changes",
    tag = "history",
    params(("request_id" = inline(RequestId), Path)),
    responses((status = 200, description = "What became of each thing.", body = RollbackResults),
              (status = 409, description = "`rollback_conflict`: everything in the way is listed.")))]
async fn roll_back_changes(
    State(app): State<App>,
    actor: Actor,
    Extension(aggregates): Extension<Aggregates>,
    PathId(id): PathId<RequestId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::VersionRestore).await?;
    let results = operations::roll_back(&mut tx, &aggregates, id).await?;
    tx.ok(results).await
}
