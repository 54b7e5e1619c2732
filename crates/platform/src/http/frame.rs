//! The outermost layer: request ids, trace context, time limit, panics, the problem body, security headers,
//! and one log line a request.

use std::any::Any;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, ETAG, IF_NONE_MATCH, RETRY_AFTER,
    USER_AGENT, WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;
use tracing::Instrument;
use utoipa::ToSchema;

use crate::actor::RequestContext;
use crate::versions::merge::Conflict;
use crate::{App, Error, FieldError};

/// Marks a browser, so that its sessions know it again. Set at the first sign-in.
pub const DEVICE_COOKIE: &str = "__Host-atelier-device";

/// What the frame knows of a request, for the layers inside.
#[derive(Clone, Debug)]
pub struct Context(pub Arc<RequestContext>);

/// An error as it leaves (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// The page that explains this kind of error.
    #[serde(rename = "type")]
    #[schema(format = "uri", example = "https://atelier.dev/problems/not_found")]
    kind: String,
    title: String,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Stable, for programs.
    #[schema(example = "not_found")]
    code: String,
    /// What happened and what to do.
    detail: String,
    request_id: String,
    /// The fields that are wrong, if that is what is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// The fields that are in the way of going back, if that is what is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    conflicts: Vec<Conflict>,
}

/// See the module.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = Arc::new(context_of(&app, &request));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let if_none_match = request.headers().get(IF_NONE_MATCH).cloned();
    request.extensions_mut().insert(Context(context.clone()));
    let limit = Duration::from_secs(app.config().http.request_timeout_secs);
    let span = tracing::info_span!("request", request_id = %context.request_id, trace_id = %context.trace_id);
    let inner = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = match tokio::time::timeout(limit, inner.instrument(span.clone())).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => Error::internal(panic_text(&*panic)).into_response(),
        Err(_) => Error::Unavailable { detail: "The request took too long. Try again." }.into_response(),
    };
    if method == Method::GET {
        response = not_modified(response, if_none_match.as_ref());
    }
    let cause = write_problem(&mut response, &context);
    add_headers(response.headers_mut(), &context);
    span.in_scope(|| log_request(&method, route.as_ref(), response.status(), started, cause.as_deref()));
    response
}

fn context_of(app: &App, request: &Request) -> RequestContext {
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let id = app.clock().new_uuid();
    let trace_id = header(HeaderName::from_static("traceparent"))
        .and_then(trace_id_of)
        .map_or_else(|| id.simple().to_string(), str::to_owned);
    let language = header(ACCEPT_LANGUAGE).unwrap_or_default();
    RequestContext {
        request_id: crate::encode_id("req", id),
        trace_id,
        address: address_of(app, request),
        user_agent: header(USER_AGENT).map(|text| text.chars().take(200).collect()),
        device: device_of(request.headers()),
        language: if language.trim_start().to_ascii_lowercase().starts_with("de") { "de" } else { "en" }
            .to_owned(),
        idempotent: None,
    }
}

/// The value of the device cookie, when it is one of ours by its form.
fn device_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    let value = cookies
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(DEVICE_COOKIE)?.strip_prefix('='))?;
    let is_ours =
        value.len() == 43 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_ours.then(|| value.to_owned())
}

/// The trace id of a W3C `traceparent`.
fn trace_id_of(header: &str) -> Option<&str> {
    let mut parts = header.split('-');
    let (version, trace) = (parts.next()?, parts.next()?);
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let is_trace = trace.len() == 32 && is_hex(trace) && trace.bytes().any(|byte| byte != b'0');
    (version.len() == 2 && is_hex(version) && is_trace).then_some(trace)
}

/// The peer, or what the outermost trusted proxy saw.
fn address_of(app: &App, request: &Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let proxies = app.config().security.trusted_proxies;
    if proxies == 0 {
        return peer;
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let seen =
        forwarded.and_then(|list| list.rsplit(',').nth(proxies - 1)).and_then(|at| at.trim().parse().ok());
    seen.or(peer)
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panic: {}", text.unwrap_or_default())
}

fn not_modified(response: Response, seen: Option<&HeaderValue>) -> Response {
    let headers = response.headers();
    // What may not be stored changes without its version: parts of it are counted or joined.
    let caching = headers.get(CACHE_CONTROL).and_then(|caching| caching.to_str().ok()).unwrap_or_default();
    let is_stored = !caching.contains("no-store");
    let is_same = response.status() == StatusCode::OK && seen.is_some() && headers.get(ETAG) == seen;
    if !(is_same && is_stored) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    Response::from_parts(parts, Body::empty())
}

/// Gives every error its problem body, also those that the router made (404, 405). Returns what the log
/// needs.
fn write_problem(response: &mut Response, context: &RequestContext) -> Option<String> {
    let error = match response.extensions_mut().remove::<Error>() {
        Some(error) => error,
        None if is_bare_error(response) => bare_error(response.status()),
        None => return None,
    };
    let status =
        if error.status() == StatusCode::INTERNAL_SERVER_ERROR { error.status() } else { response.status() };
    let code = if status == StatusCode::METHOD_NOT_ALLOWED { "method_not_allowed" } else { error.code() };
    let problem = Problem {
        kind: format!("https://atelier.dev/problems/{code}"),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: error.detail(),
        request_id: context.request_id.clone(),
        errors: if let Error::Invalid { fields } = &error { fields.clone() } else { Vec::new() },
        conflicts: if let Error::Conflicts { conflicts, .. } = &error {
            conflicts.clone()
        } else {
            Vec::new()
        },
    };
    *response.body_mut() = Body::from(serde_json::to_vec(&problem).unwrap_or_default());
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    match &error {
        Error::RateLimited { retry_after_secs } => {
            headers.insert(RETRY_AFTER, HeaderValue::from(*retry_after_secs));
        }
        Error::Unavailable { .. } => {
            headers.insert(RETRY_AFTER, HeaderValue::from(1));
        }
        Error::Unauthenticated { .. } => {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
    if let Error::Internal { log } = error { Some(log) } else { None }
}

fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE);
    // JSON of its own is what another standard asks for: OAuth has its errors.
    let is_written =
        kind.is_some_and(|kind| kind == "application/problem+json" || kind == "application/json");
    (status.is_client_error() || status.is_server_error()) && !is_written
}

/// An error that no handler of ours made.
fn bare_error(status: StatusCode) -> Error {
    match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { detail: String::from("The body is too large.") },
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Error::UnsupportedMediaType { detail: String::from("Send JSON.") }
        }
        StatusCode::METHOD_NOT_ALLOWED => Error::Malformed {
            detail: String::from("The address exists, but not with this method: see the header Allow."),
        },
        status if status.is_client_error() => {
            Error::Malformed { detail: String::from("The request cannot be understood.") }
        }
        status => Error::internal(format!("bare status {status}")),
    }
}

fn add_headers(headers: &mut HeaderMap, context: &RequestContext) {
    if let Ok(id) = HeaderValue::try_from(context.request_id.as_str()) {
        headers.insert("x-request-id", id);
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry("cache-control").or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry("content-security-policy")
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

fn log_request(
    method: &Method,
    route: Option<&MatchedPath>,
    status: StatusCode,
    started: Instant,
    cause: Option<&str>,
) {
    let route = route.map_or("-", MatchedPath::as_str);
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    if let Some(cause) = cause {
        tracing::error!(%method, route, status = status.as_u16(), micros, cause, "request failed");
    } else {
        tracing::info!(%method, route, status = status.as_u16(), micros, "request");
    }
}

#[cfg(test)]
mod tests {
    use super::trace_id_of;

    #[test]
    fn trace_ids_are_taken_only_when_well_formed() {
        let id = "0af7651916cd43dd8448eb211c80319c";
        assert_eq!(trace_id_of(&format!("00-{id}-b7ad6b7169203331-01")), Some(id));
        assert_eq!(trace_id_of("00-00000000000000000000000000000000-b7ad6b7169203331-01"), None);
        assert_eq!(trace_id_of("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"), None);
        assert_eq!(trace_id_of("nonsense"), None);
    }
}
