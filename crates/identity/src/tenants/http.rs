//! `/tenants`, for the platform's people, and `/tenant`, one's own

use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use platform::{
    Actor, App, Error, IfMatch, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::detail::{TenantCreate, TenantDetail, TenantUpdate};
use super::{operations, queries};
use crate::TenantId;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_tenants, create_tenant))
        .routes(routes!(update_tenant))
        .routes(routes!(get_own_tenant, update_own_tenant))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct TenantQuery {
    /// Part of the name or the slug.
    #[garde(length(chars, max = 100), custom(platform::text::optional_line))]
    #[param(max_length = 100)]
    q: Option<String>,
}

/// Every tenant of the platform, by slug. For the platform's own people.
#[utoipa::path(get, path = "/tenants", operation_id = "list_tenants", tag = "tenants",
    params(PageQuery, TenantQuery),
    responses((status = 200, description = "One page of tenants.", body = Page<TenantDetail>)))]
async fn list_tenants(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<TenantQuery>,
) -> Result<Response> {
    let search = query.q.filter(|search| !search.is_empty());
    let bound = search.clone().unwrap_or_default();
    let after = paging.after(&actor, "tenants", &bound)?;
    let tenants = operations::list(&app, &actor, search, after, paging.rows()).await?;
    let key = |tenant: &TenantDetail| tenant.slug.clone();
    platform::ok(Page::new(&actor, &paging, ("tenants", &bound), tenants, key)?)
}

/// Makes a tenant. For the platform's own people.
#[utoipa::path(post, path = "/tenants", operation_id = "create_tenant", tag = "tenants",
    request_body = TenantCreate,
    responses((status = 201, description = "The new tenant.", body = TenantDetail),
              (status = 409, description = "`tenant_slug_taken`: another tenant has this slug.")))]
async fn create_tenant(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<TenantCreate>,
) -> Result<Response> {
    let tx = app.begin(&actor, Permission::TenantManage).await?;
    let tenant = operations::create(&tx, new).await?;
    tx.created(tenant).await
}

/// Changes any tenant. For the platform's own people.
#[utoipa::path(patch, path = "/tenants/{id}", operation_id = "update_tenant", tag = "tenants",
    params(("id" = TenantId, Path), ("If-Match" = Option<String>, Header)),
    request_body = TenantUpdate,
    responses((status = 200, description = "The tenant after the change.", body = TenantDetail),
              (status = 412, description = "The tenant has changed since the version in `If-Match`.")))]
async fn update_tenant(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<TenantId>,
    if_match: IfMatch,
    Valid(changes): Valid<TenantUpdate>,
) -> Result<Response> {
    // To all others there is one tenant, and it is not here.
    actor.require(Permission::TenantManage).map_err(|_| Error::NotFound)?;
    let tx = app.begin(&actor, Permission::TenantManage).await?;
    let tenant = operations::update_any(&tx, id, &if_match, changes).await?;
    tx.ok(tenant).await
}

/// The tenant that the caller acts in, with its settings.
#[utoipa::path(get, path = "/tenant", operation_id = "get_own_tenant", tag = "tenants",
    responses((status = 200, description = "The tenant.", body = TenantDetail)))]
async fn get_own_tenant(State(app): State<App>, actor: Actor) -> Result<Response> {
    let find = queries::find_detail(TenantId::from(actor.tenant_id));
    let found = app.read(&actor, Permission::SettingsRead, find).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// Changes name, language, time zone or settings of the tenant that the caller acts in.
#[utoipa::path(patch, path = "/tenant", operation_id = "update_own_tenant", tag = "tenants",
    params(("If-Match" = Option<String>, Header)),
    request_body = TenantUpdate,
    responses((status = 200, description = "The tenant after the change.", body = TenantDetail),
              (status = 412, description = "The tenant has changed since the version in `If-Match`.")))]
async fn update_own_tenant(
    State(app): State<App>,
    actor: Actor,
    if_match: IfMatch,
    Valid(changes): Valid<TenantUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::SettingsUpdate).await?;
    let tenant = operations::update_own(&mut tx, &if_match, changes).await?;
    tx.ok(tenant).await
}
