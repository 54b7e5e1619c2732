//! How values with parts of other resources are answered.

use axum::response::Response;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use platform::{Result, Versioned};
use serde::Serialize;

/// Answers a value that shows more than its own row (a client's name, counts of ideas). Its `ETag` is the
/// version that `If-Match` needs, and stays when those parts change; so no cache may keep the answer to ask
/// "still the same?".
pub(crate) fn derived<T: Serialize + Versioned>(value: T) -> Result<Response> {
    let mut response = platform::ok(value)?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
