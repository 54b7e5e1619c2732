//! `/api/admin/users/{id}/impersonate`, `/auth/impersonation/end`

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use platform::{Actor, App, Error, PathId, Result, Valid};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations;
use crate::sessions::cookie;
use crate::sessions::model::SignedIn;
use crate::{Authenticator, MemberId};

pub(crate) fn admin_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(impersonate_user))
}

pub(crate) fn auth_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(end_impersonation))
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ImpersonationStart {
    /// Kept in the audit log.
    #[garde(length(chars, min = 1, max = 500), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 500, example = "The campaign does not show for her.")]
    reason: String,
}

/// Acts as a person of the tenant for an hour at most, with the rights that both have, on record. A browser's
/// cookie becomes theirs until it ends. Asks for a fresh proof that it is you.
#[utoipa::path(post, path = "/users/{id}/impersonate", operation_id = "impersonate_user", tag = "users",
    params(("id" = MemberId, Path)), request_body = ImpersonationStart,
    responses((status = 200, description = "A session in their name.", body = SignedIn),
              (status = 403, description = "Not allowed, not of this person, or `step_up_required`.")))]
async fn impersonate_user(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<MemberId>,
    headers: HeaderMap,
    Valid(start): Valid<ImpersonationStart>,
) -> Result<Response> {
    let begun = operations::begin(&app, &authenticator, &actor, (id, start.reason)).await?;
    let mut response = platform::ok(begun.signed_in)?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(own) = cookie::read(&headers) {
        let theirs = cookie::set(&begun.token, operations::LIFE);
        let mine = cookie::put_aside(own, operations::LIFE);
        for cookie in [theirs, mine] {
            let cookie = cookie.ok_or_else(|| Error::internal("cookie"))?;
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// Stops acting as somebody else. A browser's cookie becomes one's own again.
#[utoipa::path(post, path = "/impersonation/end", operation_id = "end_impersonation", tag = "auth",
    responses((status = 204, description = "You act as yourself."),
              (status = 409, description = "`not_impersonating`: you did so already.")))]
async fn end_impersonation(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    headers: HeaderMap,
) -> Result<Response> {
    let own = cookie::read_own(&headers);
    let is_theirs = operations::end(&app, &authenticator, &actor, own).await?;
    let mine = own.filter(|_| is_theirs).and_then(|own| cookie::set(own, authenticator.session_life()));
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().append(SET_COOKIE, mine.unwrap_or_else(cookie::clear));
    response.headers_mut().append(SET_COOKIE, cookie::clear_own());
    Ok(response)
}
