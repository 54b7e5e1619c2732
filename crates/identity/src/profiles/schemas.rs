//! `/profile-schemas`

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::{Actor, App, Error, IfMatch, Page, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{ProfileKind, ProfileSchema, ProfileSchemaChanged, ProfileSchemaUpdate, SchemaRow};
use super::{defaults, operations, queries};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_profile_schemas))
        .routes(routes!(get_profile_schema, update_profile_schema))
}

type KindOfPath = std::result::Result<Path<String>, PathRejection>;

fn kind_of(path: KindOfPath) -> Result<ProfileKind> {
    let Path(kind) = path.map_err(|_| Error::NotFound)?;
    kind.parse().map_err(|_| Error::NotFound)
}

fn or_default(kind: ProfileKind, row: Option<SchemaRow>) -> ProfileSchema {
    let default = || {
        let schema = defaults::schema(kind);
        ProfileSchema { kind, schema, is_default: true, version: 0, updated_at: None }
    };
    row.map_or_else(default, ProfileSchema::from)
}

/// What is asked of the attributes of every kind.
#[utoipa::path(get, path = "/profile-schemas", operation_id = "list_profile_schemas", tag = "profiles",
    responses((status = 200, description = "Every kind with its schema.", body = Page<ProfileSchema>)))]
async fn list_profile_schemas(State(app): State<App>, actor: Actor) -> Result<Response> {
    let mut stored = app.read(&actor, Permission::ProfileRead, queries::list_schemas()).await?;
    let schemas = ProfileKind::ALL.into_iter().map(|kind| {
        let found = stored.iter().position(|row| row.kind == kind);
        or_default(kind, found.map(|index| stored.swap_remove(index)))
    });
    platform::ok(Page::whole(schemas.collect()))
}

/// What is asked of the attributes of one kind.
#[utoipa::path(get, path = "/profile-schemas/{kind}", operation_id = "get_profile_schema", tag = "profiles",
    params(("kind" = ProfileKind, Path)),
    responses((status = 200, description = "The schema.", body = ProfileSchema)))]
async fn get_profile_schema(State(app): State<App>, actor: Actor, path: KindOfPath) -> Result<Response> {
    let kind = kind_of(path)?;
    let stored = app.read(&actor, Permission::ProfileRead, queries::find_schema(kind)).await?;
    platform::ok(or_default(kind, stored))
}

/// Asks something else of the attributes of a kind. Profiles that do not fit any more are read as before.
#[utoipa::path(put, path = "/profile-schemas/{kind}", operation_id = "update_profile_schema",
    tag = "profiles",
    params(("kind" = ProfileKind, Path), ("If-Match" = Option<String>, Header)),
    request_body = ProfileSchemaUpdate,
    responses((status = 200, description = "The schema, and how many profiles do not fit it.",
               body = ProfileSchemaChanged),
              (status = 412, description = "The schema has changed since the version in `If-Match`.")))]
async fn update_profile_schema(
    State(app): State<App>,
    actor: Actor,
    path: KindOfPath,
    if_match: IfMatch,
    Valid(new): Valid<ProfileSchemaUpdate>,
) -> Result<Response> {
    let kind = kind_of(path)?;
    let mut tx = app.begin(&actor, Permission::ProfileSchemaUpdate).await?;
    let changed = operations::change_schema(&mut tx, kind, &if_match, new).await?;
    tx.ok(changed).await
}
