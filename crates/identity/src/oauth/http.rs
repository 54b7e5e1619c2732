//! `/oauth-clients`, `/oauth-requests`, `/oauth-grants`

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use http::StatusCode;
use platform::{Actor, App, Error, Page, PageQuery, Paging, PathId, Permission, Result, Valid, ValidQuery};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::clients::{self, Review};
use super::model::{
    OAuthClient, OAuthClientCreate, OAuthClientId, OAuthClientRejection, OAuthClientState,
    OAuthClientWithSecret, OAuthDecision, OAuthGrant, OAuthGrantId, OAuthRedirect, OAuthRequest,
};
use super::{authorize, grants, queries};
use crate::Authenticator;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_oauth_clients, create_oauth_client))
        .routes(routes!(get_oauth_client, delete_oauth_client))
        .routes(routes!(approve_oauth_client))
        .routes(routes!(reject_oauth_client))
        .routes(routes!(suspend_oauth_client))
        .routes(routes!(renew_oauth_client_secret))
        .routes(routes!(get_oauth_request))
        .routes(routes!(decide_oauth_request))
        .routes(routes!(list_oauth_grants))
        .routes(routes!(revoke_oauth_grant))
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct OAuthClientQuery {
    #[garde(skip)]
    state: Option<OAuthClientState>,
}

/// The applications that were registered, the newest first.
#[utoipa::path(get, path = "/oauth-clients", operation_id = "list_oauth_clients", tag = "applications",
    params(PageQuery, OAuthClientQuery),
    responses((status = 200, description = "One page of applications.", body = Page<OAuthClient>)))]
async fn list_oauth_clients(
    State(app): State<App>,
    actor: Actor,
    paging: Paging,
    ValidQuery(query): ValidQuery<OAuthClientQuery>,
) -> Result<Response> {
    let bound = query.state.map_or("", OAuthClientState::name);
    let before: Option<Uuid> = paging.after(&actor, "oauth_clients", bound)?;
    let found = queries::list_clients(before, query.state, paging.rows());
    let found = app.read(&actor, Permission::OauthClientRead, found).await?;
    platform::ok(Page::new(&actor, &paging, ("oauth_clients", bound), found, |client| client.id.uuid())?)
}

/// Registers an application, which waits for a review. Its secret is shown this once.
#[utoipa::path(post, path = "/oauth-clients", operation_id = "create_oauth_client", tag = "applications",
    request_body = OAuthClientCreate,
    responses((status = 201, description = "The application.", body = OAuthClientWithSecret),
              (status = 409, description = "`too_many_pending_clients`: review those that wait.")))]
async fn create_oauth_client(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    Valid(new): Valid<OAuthClientCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::OauthClientCreate).await?;
    let client = clients::register(&mut tx, authenticator.pepper(), new).await?;
    tx.created_once(client).await
}

/// One application.
#[utoipa::path(get, path = "/oauth-clients/{id}", operation_id = "get_oauth_client", tag = "applications",
    params(("id" = OAuthClientId, Path)),
    responses((status = 200, description = "The application.", body = OAuthClient)))]
async fn get_oauth_client(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<OAuthClientId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::OauthClientRead, queries::find_client(id)).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}

/// Deletes an application; what members granted to it ends at once.
#[utoipa::path(delete, path = "/oauth-clients/{id}", operation_id = "delete_oauth_client",
    tag = "applications",
    params(("id" = OAuthClientId, Path)),
    responses((status = 204, description = "Deleted.")))]
async fn delete_oauth_client(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<OAuthClientId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::OauthClientReview).await?;
    clients::delete(&mut tx, id).await?;
    let answer = tx.no_content().await;
    authenticator.forget_all();
    answer
}

/// Lets people use an application.
#[utoipa::path(post, path = "/oauth-clients/{id}/approve", operation_id = "approve_oauth_client",
    tag = "applications",
    params(("id" = OAuthClientId, Path)),
    responses((status = 200, description = "The application.", body = OAuthClient)))]
async fn approve_oauth_client(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<OAuthClientId>,
) -> Result<Response> {
    let review = Review { state: OAuthClientState::Approved, note: None };
    reviewed((app, actor, authenticator), id, review).await
}

/// Refuses an application, and says why.
#[utoipa::path(post, path = "/oauth-clients/{id}/reject", operation_id = "reject_oauth_client",
    tag = "applications",
    params(("id" = OAuthClientId, Path)),
    request_body = OAuthClientRejection,
    responses((status = 200, description = "The application.", body = OAuthClient),
              (status = 409, description = "`client_approved` or `client_suspended`.")))]
async fn reject_oauth_client(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<OAuthClientId>,
    Valid(rejection): Valid<OAuthClientRejection>,
) -> Result<Response> {
    let review = Review { state: OAuthClientState::Rejected, note: Some(rejection.note) };
    reviewed((app, actor, authenticator), id, review).await
}

/// Stops an application that was approved, at once. What was granted stays, for when it is approved again.
#[utoipa::path(post, path = "/oauth-clients/{id}/suspend", operation_id = "suspend_oauth_client",
    tag = "applications",
    params(("id" = OAuthClientId, Path)),
    responses((status = 200, description = "The application.", body = OAuthClient),
              (status = 409, description = "`client_not_approved`: reject it instead.")))]
async fn suspend_oauth_client(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<OAuthClientId>,
) -> Result<Response> {
    let review = Review { state: OAuthClientState::Suspended, note: None };
    reviewed((app, actor, authenticator), id, review).await
}

async fn reviewed(
    (app, actor, authenticator): (App, Actor, Authenticator),
    id: OAuthClientId,
    review: Review,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::OauthClientReview).await?;
    let client = clients::review(&mut tx, id, review).await?;
    let answer = tx.ok(client).await;
    authenticator.forget_all();
    answer
}

/// A new secret for an application; the one before counts no more. It is shown this once.
#[utoipa::path(post, path = "/oauth-clients/{id}/secret", operation_id = "renew_oauth_client_secret",
    tag = "applications",
    params(("id" = OAuthClientId, Path)),
    responses((status = 200, description = "The application.", body = OAuthClientWithSecret),
              (status = 409, description = "`client_is_public`: it has no secret.")))]
async fn renew_oauth_client_secret(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<OAuthClientId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::OauthClientCreate).await?;
    let client = clients::renew_secret(&mut tx, authenticator.pepper(), id).await?;
    tx.ok_once(client).await
}

/// What an application asks the caller for.
#[utoipa::path(get, path = "/oauth-requests/{id}", operation_id = "get_oauth_request",
    tag = "applications",
    params(("id" = String, Path, max_length = 8000)),
    responses((status = 200, description = "The request.", body = OAuthRequest)))]
async fn get_oauth_request(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    Path(id): Path<String>,
) -> Result<Response> {
    platform::ok(authorize::show(&app, &authenticator, &actor, &id).await?)
}

/// Agrees to what an application asks for, or does not.
#[utoipa::path(post, path = "/oauth-requests/{id}/decision", operation_id = "decide_oauth_request",
    tag = "applications",
    params(("id" = String, Path, max_length = 8000)),
    request_body = OAuthDecision,
    responses((status = 200, description = "Where the browser goes on.", body = OAuthRedirect)))]
async fn decide_oauth_request(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    Path(id): Path<String>,
    Valid(decision): Valid<OAuthDecision>,
) -> Result<Response> {
    let redirect_to = authorize::decide(&app, &authenticator, &actor, &id, decision).await?;
    platform::ok(OAuthRedirect { redirect_to })
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct OAuthGrantQuery {
    /// Those of everybody, for who may take them back.
    #[garde(skip)]
    #[param(default = false)]
    all: Option<bool>,
}

/// The applications that the caller has connected, the newest first.
#[utoipa::path(get, path = "/oauth-grants", operation_id = "list_oauth_grants", tag = "applications",
    params(PageQuery, OAuthGrantQuery),
    responses((status = 200, description = "One page of grants.", body = Page<OAuthGrant>)))]
async fn list_oauth_grants(
    actor: Actor,
    authenticator: Authenticator,
    paging: Paging,
    ValidQuery(query): ValidQuery<OAuthGrantQuery>,
) -> Result<Response> {
    let is_of_all = query.all.unwrap_or(false);
    let bound = if is_of_all { "all" } else { "own" };
    let before: Option<Uuid> = paging.after(&actor, "oauth_grants", bound)?;
    let found = grants::list(&authenticator, &actor, before, paging.rows(), is_of_all).await?;
    platform::ok(Page::new(&actor, &paging, ("oauth_grants", bound), found, |grant| grant.id.uuid())?)
}

/// Disconnects an application: every token of it ends at once.
#[utoipa::path(delete, path = "/oauth-grants/{id}", operation_id = "revoke_oauth_grant",
    tag = "applications",
    params(("id" = OAuthGrantId, Path)),
    responses((status = 204, description = "Disconnected.")))]
async fn revoke_oauth_grant(
    State(app): State<App>,
    actor: Actor,
    authenticator: Authenticator,
    PathId(id): PathId<OAuthGrantId>,
) -> Result<Response> {
    grants::revoke(&app, &authenticator, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
