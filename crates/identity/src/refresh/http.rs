//! `/auth/refresh`

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::HeaderMap;
use http::header::CACHE_CONTROL;
use platform::http::frame::Context;
use platform::{App, Result, Valid};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations;
use crate::Authenticator;
use crate::sessions::cookie;
use crate::sessions::model::SignedIn;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(refresh_session))
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SessionRefresh {
    /// The last one that was answered. Without it the session cookie counts, which stays as it is.
    #[garde(inner(length(chars, min = 1, max = 200)), custom(platform::text::optional_line))]
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "atl_rt_AZqcwr_0eqCRvUZvkTjxJQAAAAAAAAAAdWJwZ4mVQ2kqCk8n2nZ0cGxhdGVsaWVyLWV4YW1wbGU"
    )]
    refresh_token: Option<String>,
}

/// Gives a fresh access token. A refresh token counts once: its successor is in the answer. Asking again with
/// the one before gives the same successor, so an answer that was lost does no harm: to the browser that got
/// it, or within 30 seconds where nothing marks the device. Anything older ends the session.
#[utoipa::path(post, path = "/refresh", operation_id = "refresh_session", tag = "auth",
    request_body = SessionRefresh, security(()),
    responses((status = 200, description = "A fresh access token.", body = SignedIn),
              (status = 401, description = "`session_ended`: sign in again.")))]
async fn refresh_session(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    headers: HeaderMap,
    Valid(SessionRefresh { refresh_token }): Valid<SessionRefresh>,
) -> Result<Response> {
    let signed_in = match (refresh_token, cookie::read(&headers)) {
        (Some(token), _) => operations::refresh(&app, &authenticator, &token, request).await?,
        (None, Some(cookie)) => {
            cookie::refuse_other_sites(&headers, &authenticator)?;
            operations::refresh_by_cookie(&app, &authenticator, cookie).await?
        }
        (None, None) => return Err(operations::session_ended()),
    };
    Ok(([(CACHE_CONTROL, "no-store")], platform::ok(signed_in)?).into_response())
}
