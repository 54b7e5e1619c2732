//! Errors in OpenAI's shape.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    pub(super) status: StatusCode,
    message: String,
    kind: &'static str,
    param: Option<String>,
    code: Option<&'static str>,
    retry_after_seconds: Option<u64>,
}

impl ApiError {
    fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), kind, param: None, code: None, retry_after_seconds: None }
    }

    pub(super) fn invalid(param: &str, message: impl Into<String>) -> Self {
        let error = Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message);
        Self { param: Some(param.to_owned()), ..error }
    }

    pub(super) fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    pub(super) fn not_json(reason: &str) -> Self {
        let message = format!("We could not parse the JSON body of your request: {reason}");
        Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message)
    }

    pub(super) fn no_key() -> Self {
        let message =
            "You didn't provide an API key. Provide it in an Authorization header using Bearer auth.";
        Self::new(StatusCode::UNAUTHORIZED, "invalid_request_error", message).code("invalid_api_key")
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "invalid_request_error",
            "Not allowed to use this method here.",
        )
    }

    pub(super) fn unknown_model(model: &str) -> Self {
        let shown: String = model.chars().take(100).collect();
        let message = format!("The model `{shown}` does not exist or you do not have access to it.");
        Self::new(StatusCode::NOT_FOUND, "invalid_request_error", message).code("model_not_found")
    }

    /// What the vendor would say with a status that a fault asks for.
    pub(super) fn fault(status: StatusCode, retry_after_seconds: Option<u64>) -> Self {
        let (kind, message, code) = match status.as_u16() {
            401 => ("invalid_request_error", "Incorrect API key provided.", Some("invalid_api_key")),
            429 => (
                "requests",
                "Rate limit reached for requests. Please try again later.",
                Some("rate_limit_exceeded"),
            ),
            503 => ("server_error", "The engine is currently overloaded, please try again later.", None),
            500..=599 => (
                "server_error",
                "The server had an error while processing your request. Sorry about that!",
                None,
            ),
            _ => ("invalid_request_error", "The sandbox was told to refuse this request.", None),
        };
        Self { code, retry_after_seconds, ..Self::new(status, kind, message) }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({"error": {
            "message": self.message, "type": self.kind, "param": self.param, "code": self.code,
        }});
        let json = [(header::CONTENT_TYPE, "application/json")];
        let mut response = (self.status, json, body.to_string()).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
