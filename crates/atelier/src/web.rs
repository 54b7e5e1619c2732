//! The web app, compiled in: hashed names are immutable, the page itself carries a fresh CSP nonce.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use platform::Error;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

const NONCE: &str = "__CSP_NONCE__";
const NOT_BUILT: &str =
    "The web app is not part of this build: run `make build`. The API works: see /api/docs.\n";

/// Every address that no route knows: a file of the web app, the page itself for people, a problem for
/// programs.
pub async fn fallback(request: Request) -> Response {
    let path = request.uri().path();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || is_api(path) {
        return Error::NotFound.into_response();
    }
    let name = path.trim_start_matches('/');
    if name != "index.html" && Files::get(name).is_some() {
        return file(name, request.headers());
    }
    let wants_page = request
        .headers()
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|accepted| accepted.contains("text/html"));
    if !wants_page || name.contains('.') && name.starts_with("assets/") {
        return Error::NotFound.into_response();
    }
    page()
}

fn is_api(path: &str) -> bool {
    ["/api/", "/auth/", "/webhooks/"].iter().any(|prefix| path.starts_with(prefix)) || path == "/api"
}

fn page() -> Response {
    let Some(index) = Files::get("index.html") else {
        return (StatusCode::OK, [(CONTENT_TYPE, "text/plain; charset=utf-8")], NOT_BUILT).into_response();
    };
    let nonce = STANDARD.encode(rand::random::<[u8; 16]>());
    let html = String::from_utf8_lossy(&index.data).replace(NONCE, &nonce);
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn file(name: &str, asked: &HeaderMap) -> Response {
    let accepted = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (found, encoding) = best_encoding(name, accepted);
    let Some(found) = found else { return Error::NotFound.into_response() };
    let etag = format!("\"{}\"", STANDARD.encode(&found.metadata.sha256_hash()[..12]));
    if asked.get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let body = match found.data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let caching =
        if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(etag) = HeaderValue::try_from(etag) {
        headers.insert(ETAG, etag);
    }
    response
}

/// The smallest form that the browser takes, of those that the build wrote beside the file.
fn best_encoding(name: &str, accepted: &str) -> (Option<EmbeddedFile>, Option<&'static str>) {
    for (token, ending) in [("br", "br"), ("gzip", "gz")] {
        if accepted.split(',').any(|part| part.split(';').next().unwrap_or_default().trim() == token)
            && let Some(found) = Files::get(&format!("{name}.{ending}"))
        {
            return (Some(found), Some(token));
        }
    }
    (Files::get(name), None)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(path: &str, accept: &str) -> Response {
        let request = Request::builder().uri(path).header(ACCEPT, accept).body(Body::empty()).unwrap();
        fallback(request).await
    }

    #[tokio::test]
    async fn programs_get_a_problem_and_people_the_page() {
        assert_eq!(get("/clients/cli_1", "text/html").await.status(), StatusCode::OK);
        assert_eq!(get("/clients/cli_1", "application/json").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get("/api/v1/nothing", "text/html").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get("/assets/gone-1234.js", "text/html,*/*").await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn files_never_leave_their_folder() {
        assert!(Files::get("../Cargo.toml").is_none());
        assert!(Files::get("/etc/passwd").is_none());
    }
}
