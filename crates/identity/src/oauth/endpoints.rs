//! `/oauth` and `/.well-known`: what applications call, in the words of their RFCs.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use platform::http::frame::Context;
use platform::{App, Permission};
use serde_json::Value;

use super::error::OAuthError;
use super::form::Form;
use super::tokens::Door;
use super::{authorize, clients, metadata, registration};
use crate::Authenticator;

type Answer = Result<Response, OAuthError>;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/oauth/authorize", get(begin))
        .route("/oauth/token", post(token))
        .route("/oauth/revoke", post(revoke))
        .route("/oauth/introspect", post(introspect))
        .route("/oauth/register", post(register))
        .route("/.well-known/oauth-authorization-server", get(describe))
        .route("/.well-known/jwks.json", get(keys))
}

async fn begin(State(app): State<App>, authenticator: Authenticator, RawQuery(query): RawQuery) -> Answer {
    let query = query.unwrap_or_default();
    let location = authorize::begin(&app, &authenticator, query.as_bytes()).await?;
    let location = HeaderValue::try_from(location)
        .map_err(|_| OAuthError::invalid_request("The answer fits no address."))?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}

async fn token(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(context): Extension<Context>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let answer = door(&app, &authenticator, (&headers, &body), context)?.token().await?;
    Ok(kept_by_nobody(answer))
}

async fn revoke(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(context): Extension<Context>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    door(&app, &authenticator, (&headers, &body), context)?.revoke().await?;
    Ok(StatusCode::OK.into_response())
}

async fn introspect(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(context): Extension<Context>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let answer = door(&app, &authenticator, (&headers, &body), context)?.introspect().await?;
    Ok(kept_by_nobody(answer))
}

fn door<'a>(
    app: &'a App,
    authenticator: &'a Authenticator,
    (headers, body): (&'a HeaderMap, &Bytes),
    context: Context,
) -> Result<Door<'a>, OAuthError> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(OAuthError::invalid_request("Send a form: application/x-www-form-urlencoded."));
    }
    let form = Form::parse(body)?;
    Ok(Door { app, authenticator, headers, form, request: context.0 })
}

fn kept_by_nobody(answer: Value) -> Response {
    json(&answer, "no-store")
}

/// Registers an application for a program that may (RFC 7591); it waits for a review like any other.
async fn register(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(context): Extension<Context>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let actor = authenticator.actor_of_bearer(&headers, context.0).await?;
    let new = registration::read(&body, app.config().http.json_depth_max)?;
    let mut tx = app.begin(&actor, Permission::OauthClientCreate).await?;
    let made = clients::register(&mut tx, authenticator.pepper(), new.clone()).await;
    let made = made.map_err(registration::refusal)?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, kept_by_nobody(registration::answer(&new, &made))).into_response())
}

async fn describe(State(app): State<App>) -> Response {
    kept_for_a_while(metadata::document(app.config()))
}

async fn keys(authenticator: Authenticator) -> Response {
    kept_for_a_while(serde_json::json!({ "keys": [authenticator.tokens().public_key()] }))
}

fn kept_for_a_while(answer: Value) -> Response {
    json(&answer, "public, max-age=300")
}

fn json(answer: &Value, caching: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, caching)];
    (headers, answer.to_string()).into_response()
}
