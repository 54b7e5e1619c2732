//! `Idempotency-Key`: the same request again has the same answer and no second effect.
//!
//! The key is claimed as the first statement of the business transaction and the answer stored as its last,
//! so both exist if and only if the effect does. A second request waits on the row of the first and then
//! replays its answer. What was answered is kept sealed.

pub mod queries;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode};
use sha2::{Digest, Sha256};
use std::sync::Arc;

use crate::actor::IdempotentRequest;
use crate::http::respond::Answer;
use crate::http::valid::read_body;
use crate::{Actor, App, Error, Result};

const HEADER: &str = "idempotency-key";
const PURPOSE: &str = "idempotent answers";

/// The layer behind authentication.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_unsafe = matches!(*request.method(), Method::POST | Method::PATCH);
    if !is_unsafe || !request.headers().contains_key(HEADER) {
        return next.run(request).await;
    }
    match run_once(app, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn run_once(app: App, request: Request, next: Next) -> Result<Response> {
    let Some(actor) = request.extensions().get::<Actor>().cloned() else {
        return Ok(next.run(request).await);
    };
    let key = key_of(&request)?;
    let (mut parts, body) = request.into_parts();
    let body = read_body(body, app.config().http.body_bytes_max).await?;
    let fingerprint = fingerprint(&parts.method, &parts.uri, &body);
    if let Some(response) = find_answer(&app, &actor, &key, &fingerprint).await? {
        return Ok(response);
    }
    let mut claimed = actor.clone();
    let context = Arc::make_mut(&mut claimed.request);
    context.idempotent = Some(IdempotentRequest { key: key.clone(), fingerprint: fingerprint.clone() });
    parts.extensions.insert(claimed);
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if response.extensions().get::<Error>() == Some(&Error::Replay) {
        return find_answer(&app, &actor, &key, &fingerprint).await?.ok_or(Error::Replay);
    }
    Ok(response)
}

async fn find_answer(app: &App, actor: &Actor, key: &str, fingerprint: &[u8]) -> Result<Option<Response>> {
    let Some((stored, status, headers, body)) =
        app.db().read(actor.tenant_id, queries::find(actor, key)).await?
    else {
        return Ok(None);
    };
    if stored != fingerprint {
        let detail = "this key was used for another request; use a new one";
        return Err(Error::invalid("/header/Idempotency-Key", "idempotency_key_reused", detail));
    }
    let status =
        status.and_then(|status| u16::try_from(status).ok()).and_then(|s| StatusCode::from_u16(s).ok());
    let Some(status) = status else { return Ok(None) };
    if Answer::was_shown_once(&headers) {
        let detail = "This was done already. The answer held a secret, which is shown once: if it did not \
                      reach you, make a new one and revoke this one.";
        return Err(Error::conflict("answer_shown_once", detail));
    }
    let body = match body {
        Some(sealed) => Some(open(app, actor, key, &sealed)?),
        None => None,
    };
    let mut response = Answer::restored(status, &headers, body).into_response();
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(Some(response))
}

/// Stores what was answered, with the change itself.
pub(crate) fn store(
    app: &App,
    actor: &Actor,
    request: &IdempotentRequest,
    answer: &Answer,
) -> db::Query<u64> {
    let context = context(actor, &request.key);
    let body = answer.kept_body().map(|body| app.keys().seal(PURPOSE, &context, body.as_bytes()));
    queries::store(actor, request, answer, body)
}

fn open(app: &App, actor: &Actor, key: &str, sealed: &[u8]) -> Result<String> {
    let body = app.keys().open(PURPOSE, &context(actor, key), sealed);
    let body = body.and_then(|body| String::from_utf8(body).ok());
    body.ok_or_else(|| {
        let detail =
            "This was done already, but its answer cannot be shown again: the installation's secret changed.";
        Error::conflict("answer_not_kept", detail)
    })
}

/// Whose answer to which key: a sealed body in another row does not open.
fn context(actor: &Actor, key: &str) -> Vec<u8> {
    [actor.tenant_id.as_bytes(), &actor.id().as_bytes()[..], key.as_bytes()].concat()
}

fn key_of(request: &Request) -> Result<String> {
    let value = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if value.is_empty() || value.len() > 255 || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        let detail = "must be 1 to 255 visible ASCII characters";
        return Err(Error::invalid("/header/Idempotency-Key", "length", detail));
    }
    Ok(value.to_owned())
}

fn fingerprint(method: &Method, uri: &http::Uri, body: &Bytes) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(method.as_str().as_bytes());
    hash.update(b" ");
    hash.update(uri.path().as_bytes());
    hash.update(b"?");
    hash.update(uri.query().unwrap_or_default().as_bytes());
    hash.update(b"\n");
    hash.update(body);
    hash.finalize().to_vec()
}
