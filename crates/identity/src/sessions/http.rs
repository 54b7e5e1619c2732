//! `/auth/sign-out`, `/auth/me`, `/auth/switch-tenant`, `/auth/permissions`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use garde::Validate;
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use platform::{Actor, App, Permission, Result, Valid, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Me, SignedIn};
use super::{cookie, operations};
use crate::Authenticator;
use crate::authenticator::SEE_AS;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_out))
        .routes(routes!(get_me))
        .routes(routes!(switch_tenant))
        .routes(routes!(check_permissions))
}

/// Ends the session: the cookie and every access token of it.
#[utoipa::path(post, path = "/sign-out", operation_id = "sign_out", tag = "auth",
    responses((status = 204, description = "Signed out.")))]
async fn sign_out(State(app): State<App>, authenticator: Authenticator, actor: Actor) -> Result<Response> {
    operations::sign_out(&app, &authenticator, &actor).await?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear())]).into_response())
}

/// Who the caller is, and what they may do.
#[utoipa::path(get, path = "/me", operation_id = "get_me", tag = "auth",
    responses((status = 200, description = "The member, or the link.", body = Me)))]
async fn get_me(authenticator: Authenticator, actor: Actor, headers: HeaderMap) -> Result<Response> {
    let mut me = operations::me(&authenticator, &actor).await?;
    me.see_as = headers.get(SEE_AS).and_then(|key| key.to_str().ok()).map(str::to_owned);
    platform::ok(me)
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct TenantSwitch {
    /// Slug or id of a tenant that the person belongs to.
    #[garde(length(chars, min = 1, max = 63), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 63, example = "bluenote")]
    tenant: String,
}

/// Goes on in another tenant. The cookie stays; access tokens of the tenant before end.
#[utoipa::path(post, path = "/switch-tenant", operation_id = "switch_tenant", tag = "auth",
    request_body = TenantSwitch,
    responses((status = 200, description = "A new access token.", body = SignedIn)))]
async fn switch_tenant(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(wanted): Valid<TenantSwitch>,
) -> Result<Response> {
    let signed_in = operations::switch_tenant(&app, &authenticator, &actor, &wanted.tenant).await?;
    Ok(([(CACHE_CONTROL, "no-store")], platform::ok(signed_in)?).into_response())
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"permissions": ["campaign.create", "idea.approve_internal"]}))]
struct PermissionCheck {
    /// Names as `campaign.create`. One that does not exist is not held.
    #[garde(
        length(min = 1, max = 100),
        inner(length(chars, min = 1, max = 80), custom(platform::text::line))
    )]
    #[schema(schema_with = platform::openapi::texts::<100, 80>)]
    permissions: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PermissionAnswer {
    /// Whether the caller holds each.
    #[schema(example = json!({"campaign.create": true, "idea.approve_internal": false}))]
    permissions: BTreeMap<String, bool>,
}

impl Versioned for PermissionAnswer {}

/// Which of these the caller may do.
#[utoipa::path(post, path = "/permissions", operation_id = "check_permissions", tag = "auth",
    request_body = PermissionCheck,
    responses((status = 200, description = "Each permission, held or not.", body = PermissionAnswer)))]
async fn check_permissions(actor: Actor, Valid(asked): Valid<PermissionCheck>) -> Result<Response> {
    let is_held = |name: &str| Permission::parse(name).is_some_and(|permission| actor.may(permission));
    let permissions =
        asked.permissions.into_iter().map(|name| (is_held(&name), name)).map(|(held, name)| (name, held));
    platform::ok(PermissionAnswer { permissions: permissions.collect() })
}
