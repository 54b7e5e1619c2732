//! Errors by what the caller can do about them, and the one place that turns them into problem+json (RFC
//! 9457).

use axum::response::{IntoResponse, Response};
use db::DbError;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::versions::merge::Conflict;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer into the body, or `/query/<name>`, `/path/<name>`, `/header/<name>`.
    #[schema(example = "/name")]
    pub pointer: String,
    #[schema(example = "length")]
    pub code: String,
    #[schema(example = "must not be empty")]
    pub detail: String,
}

/// Everything a request can fail with. The text in it is written for the caller; what happened inside goes to
/// the log only.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    Malformed {
        detail: String,
    },
    Invalid {
        fields: Vec<FieldError>,
    },
    Unauthenticated {
        code: &'static str,
        detail: &'static str,
    },
    Forbidden {
        code: &'static str,
        detail: String,
    },
    NotFound,
    Conflict {
        code: String,
        detail: String,
    },
    /// Fields are in the way of going back.
    Conflicts {
        code: &'static str,
        detail: String,
        conflicts: Vec<Conflict>,
    },
    PreconditionFailed {
        current_version: i64,
    },
    TooLarge {
        detail: String,
    },
    UnsupportedMediaType {
        detail: String,
    },
    RateLimited {
        retry_after_secs: u64,
    },
    Unavailable {
        detail: &'static str,
    },
    /// Another request with the same `Idempotency-Key` did the work; its answer is replayed.
    Replay,
    /// The text is for the log.
    Internal {
        log: String,
    },
}

impl Error {
    pub fn invalid(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        let field = FieldError { pointer: pointer.to_owned(), code: code.to_owned(), detail: detail.into() };
        Self::Invalid { fields: vec![field] }
    }

    pub fn conflict(code: &str, detail: impl Into<String>) -> Self {
        Self::Conflict { code: code.to_owned(), detail: detail.into() }
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::Forbidden { code: "forbidden", detail: detail.into() }
    }

    pub fn internal(log: impl std::fmt::Display) -> Self {
        Self::Internal { log: log.to_string() }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed { .. } => StatusCode::BAD_REQUEST,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
            Self::Forbidden { .. } => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict { .. } | Self::Conflicts { .. } | Self::Replay => StatusCode::CONFLICT,
            Self::PreconditionFailed { .. } => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Stable, for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Malformed { .. } => "malformed",
            Self::Invalid { .. } => "invalid",
            Self::Unauthenticated { code, .. }
            | Self::Forbidden { code, .. }
            | Self::Conflicts { code, .. } => code,
            Self::NotFound => "not_found",
            Self::Conflict { code, .. } => code,
            Self::PreconditionFailed { .. } => "precondition_failed",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedMediaType { .. } => "unsupported_media_type",
            Self::RateLimited { .. } => "rate_limited",
            Self::Unavailable { .. } => "unavailable",
            Self::Replay => "request_in_flight",
            Self::Internal { .. } => "internal",
        }
    }

    /// For people: what happened and what to do.
    pub fn detail(&self) -> String {
        match self {
            Self::Malformed { detail }
            | Self::Forbidden { detail, .. }
            | Self::Conflict { detail, .. }
            | Self::Conflicts { detail, .. }
            | Self::TooLarge { detail }
            | Self::UnsupportedMediaType { detail } => detail.clone(),
            Self::Invalid { fields } => match fields.as_slice() {
                [field] if field.pointer.is_empty() => field.detail.clone(),
                [field] => format!("{}: {}", field.pointer, field.detail),
                fields => format!("{} fields are not valid", fields.len()),
            },
            Self::Unauthenticated { detail, .. } | Self::Unavailable { detail } => (*detail).to_owned(),
            Self::NotFound => String::from("It does not exist, or you have no access to it."),
            Self::PreconditionFailed { current_version } => {
                format!(
                    "It has changed meanwhile: it is at version {current_version}. Load it again and repeat."
                )
            }
            Self::RateLimited { retry_after_secs } => {
                format!("Too many requests. Try again in {retry_after_secs} seconds.")
            }
            Self::Replay => String::from("The same request is being worked on. Try again in a moment."),
            Self::Internal { .. } => {
                String::from("Something went wrong on our side. It was recorded under the request id.")
            }
        }
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unique { constraint } => {
                let detail = format!("This already exists ({}).", constraint.replace('_', " "));
                Self::Conflict { code: constraint, detail }
            }
            DbError::ForeignKey { constraint } => {
                let column = referencing_column(&constraint);
                Self::invalid(&format!("/{column}"), "unknown_reference", "there is nothing with this id")
            }
            DbError::Check { constraint } => Self::conflict(
                "constraint",
                format!("The change breaks a rule ({}).", constraint.replace('_', " ")),
            ),
            DbError::Value(_) => Self::Malformed {
                detail: String::from(
                    "A value cannot be stored: a number out of range, or a NUL character in text.",
                ),
            },
            DbError::Serialization => Self::Unavailable { detail: "Two changes met. Repeat the request." },
            DbError::Timeout => {
                Self::Unavailable { detail: "The database took too long. Repeat the request." }
            }
            DbError::Unavailable(cause) => {
                tracing::error!(%cause, "database unavailable");
                Self::Unavailable { detail: "The database cannot be reached. Try again in a moment." }
            }
            error => Self::internal(error),
        }
    }
}

/// `<table>_<column>_fkey`, where the tables' names are plural and the columns end in `_id`.
fn referencing_column(constraint: &str) -> &str {
    let name = constraint.strip_suffix("_fkey").unwrap_or(constraint);
    let Some(start) = name.strip_suffix("_id").and_then(|stem| stem.rfind("s_")) else {
        return name;
    };
    &name[start + 2..]
}

impl IntoResponse for Error {
    /// The body is written by the outermost layer, which knows the request id.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_keys_name_the_field() {
        assert_eq!(referencing_column("campaigns_client_id_fkey"), "client_id");
        assert_eq!(referencing_column("idea_versions_idea_id_fkey"), "idea_id");
    }

    #[test]
    fn internal_text_is_not_shown() {
        let error = Error::internal("the secret of the vault");
        assert!(!error.detail().contains("secret"));
    }
}
