//! Errors as RFC 6749 writes them. Programs of others read these, so they are not problem+json.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;

/// What a token endpoint refuses with, or what the redirect back says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OAuthError {
    pub(crate) code: &'static str,
    pub(crate) description: String,
    status: StatusCode,
}

impl OAuthError {
    fn new(code: &'static str, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), status: StatusCode::BAD_REQUEST }
    }

    pub(crate) fn invalid_request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    /// A code or a refresh token that is not valid, over, used, or another client's: which of it is said to
    /// nobody.
    pub(crate) fn invalid_grant() -> Self {
        Self::new("invalid_grant", "The code or refresh token is not valid any more.")
    }

    pub(crate) fn invalid_scope(scope: &str) -> Self {
        let scope: String = scope.chars().take(80).collect();
        Self::new("invalid_scope", format!("The application may not ask for {scope:?}."))
    }

    pub(crate) fn invalid_client() -> Self {
        let description = "The application is not known, or did not prove that it is itself.";
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new("invalid_client", description) }
    }

    pub(crate) fn invalid_token() -> Self {
        let description = "Send an access token or API key that may register applications.";
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new("invalid_token", description) }
    }

    pub(crate) fn unsupported_grant_type() -> Self {
        let description = "The grants are authorization_code and refresh_token.";
        Self::new("unsupported_grant_type", description)
    }

    pub(crate) fn unsupported_response_type() -> Self {
        Self::new("unsupported_response_type", "The response type is code.")
    }

    pub(crate) fn unauthorized_client() -> Self {
        Self::new("unauthorized_client", "The application was not approved, or is suspended.")
    }

    pub(crate) fn access_denied() -> Self {
        Self::new("access_denied", "The person did not agree.")
    }

    pub(crate) fn invalid_redirect_uri(description: impl Into<String>) -> Self {
        Self::new("invalid_redirect_uri", description)
    }

    pub(crate) fn invalid_client_metadata(description: impl Into<String>) -> Self {
        Self::new("invalid_client_metadata", description)
    }
}

impl From<platform::Error> for OAuthError {
    fn from(error: platform::Error) -> Self {
        let status = error.status();
        let description = error.detail();
        match status {
            StatusCode::SERVICE_UNAVAILABLE => {
                Self { status, ..Self::new("temporarily_unavailable", description) }
            }
            status if status.is_server_error() => {
                tracing::error!(?error, "an application was not answered");
                Self { status, ..Self::new("server_error", description) }
            }
            StatusCode::UNAUTHORIZED => Self::invalid_token(),
            StatusCode::FORBIDDEN => Self { status, ..Self::new("insufficient_scope", description) },
            _ => Self::invalid_request(description),
        }
    }
}

impl From<db::DbError> for OAuthError {
    fn from(error: db::DbError) -> Self {
        platform::Error::from(error).into()
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.code, "error_description": self.description });
        let mut response = (self.status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.code {
            "invalid_client" => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"atelier\""));
            }
            "invalid_token" => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
            }
            "temporarily_unavailable" => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}
