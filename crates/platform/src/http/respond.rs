//! Answers.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Error, Result};

/// A value with a version, answered as `ETag`; `None` for what has none.
pub trait Versioned {
    fn version(&self) -> Option<i64> {
        None
    }
    /// The path of a new resource below `/api/v1`, answered as `Location`.
    fn location(&self) -> Option<String> {
        None
    }
}

impl<T> Versioned for crate::Page<T> {}
impl Versioned for Value {}

/// An answer that is ready to be sent, and to be stored for a repeated request.
#[derive(Debug)]
pub struct Answer {
    pub(crate) status: StatusCode,
    etag: Option<String>,
    location: Option<String>,
    pub(crate) body: Option<String>,
    /// It holds a secret, which is not kept.
    is_shown_once: bool,
}

impl Answer {
    pub fn of<T: Serialize + Versioned>(status: StatusCode, value: &T) -> Result<Self> {
        Ok(Self {
            status,
            etag: value.version().map(|version| format!("\"{version}\"")),
            location: value.location().map(|path| format!("/api/v1{path}")),
            body: Some(serde_json::to_string(value).map_err(Error::internal)?),
            is_shown_once: false,
        })
    }

    pub(crate) fn shown_once(self) -> Self {
        Self { is_shown_once: true, ..self }
    }

    /// What is kept of the body.
    pub(crate) fn kept_body(&self) -> Option<&str> {
        self.body.as_deref().filter(|_| !self.is_shown_once)
    }

    /// Whether what was kept was shown once.
    pub(crate) fn was_shown_once(headers: &Value) -> bool {
        headers.get("shown_once").and_then(Value::as_bool).unwrap_or(false)
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, etag: None, location: None, body: None, is_shown_once: false }
    }

    pub(crate) fn stored_headers(&self) -> Value {
        let mut headers = json!({ "etag": self.etag, "location": self.location });
        if self.is_shown_once {
            headers["shown_once"] = json!(true);
        }
        headers
    }

    pub(crate) fn restored(status: StatusCode, headers: &Value, body: Option<String>) -> Self {
        let text = |name: &str| headers.get(name).and_then(Value::as_str).map(str::to_owned);
        Self { status, etag: text("etag"), location: text("location"), body, is_shown_once: false }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(body) => {
                let mut response = Response::new(Body::from(body));
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                response
            }
            None => Response::new(Body::empty()),
        };
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        for (name, value) in [(ETAG, self.etag), (LOCATION, self.location)] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// Answers a read with 200.
pub fn ok<T: Serialize + Versioned>(value: T) -> Result<Response> {
    Ok(Answer::of(StatusCode::OK, &value)?.into_response())
}
