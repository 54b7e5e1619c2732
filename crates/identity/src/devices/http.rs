//! `/sessions`

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use platform::{Actor, App, PathId, Result};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::SessionList;
use super::operations;
use crate::{Authenticator, SessionId};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_sessions, delete_other_sessions)).routes(routes!(delete_session))
}

/// Where you are signed in, the device used last first.
#[utoipa::path(get, path = "/sessions", operation_id = "list_sessions", tag = "me",
    responses((status = 200, description = "Your sessions.", body = SessionList)))]
async fn list_sessions(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
) -> Result<Response> {
    platform::ok(operations::list(&app, &authenticator, &actor).await?)
}

/// Signs out one of your devices.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "delete_session", tag = "me",
    params(("id" = SessionId, Path)),
    responses((status = 204, description = "Its cookie and its tokens are worth nothing any more.")))]
async fn delete_session(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<SessionId>,
) -> Result<Response> {
    operations::end(&app, &authenticator, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Signs out every device but the one that asks.
#[utoipa::path(delete, path = "/sessions", operation_id = "delete_other_sessions", tag = "me",
    responses((status = 204, description = "The others are signed out.")))]
async fn delete_other_sessions(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
) -> Result<Response> {
    operations::end_others(&app, &authenticator, &actor).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
