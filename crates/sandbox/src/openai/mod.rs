//! OpenAI's protocol, as far as text goes: chat completions, embeddings, models.
//!
//! Shapes follow OpenAI's published OpenAPI description; `tests/openai_contract.rs` holds them against it.

mod chat;
mod embeddings;
mod error;
pub(crate) mod request;
mod strict;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use self::error::ApiError;
use crate::{EMBEDDING_MODEL, MODEL, Sandbox};

/// A fixed birth date for everything: answers are the same on every day.
const CREATED: i64 = 1_767_225_600;
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

pub(crate) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/v1/chat/completions", post(chat::create))
        .route("/v1/embeddings", post(embeddings::create))
        .route("/v1/models", get(list_models))
        .route("/v1/models/{model}", get(get_model))
        .method_not_allowed_fallback(|| async { ApiError::method_not_allowed() })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

async fn list_models(State(_): State<Sandbox>, headers: HeaderMap) -> Result<Response, ApiError> {
    authenticate(&headers)?;
    Ok(answer(&json!({"object": "list", "data": [model_object(MODEL), model_object(EMBEDDING_MODEL)]})))
}

async fn get_model(Path(model): Path<String>, headers: HeaderMap) -> Result<Response, ApiError> {
    authenticate(&headers)?;
    match model.as_str() {
        MODEL | EMBEDDING_MODEL => Ok(answer(&model_object(&model))),
        _ => Err(ApiError::unknown_model(&model)),
    }
}

fn model_object(id: &str) -> Value {
    json!({"id": id, "object": "model", "created": CREATED, "owned_by": "atelier-sandbox"})
}

/// Any key will do, but there has to be one, as at the vendor.
fn authenticate(headers: &HeaderMap) -> Result<(), ApiError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match value.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim) {
        Some(key) if !key.is_empty() => Ok(()),
        _ => Err(ApiError::no_key()),
    }
}

fn answer(value: &Value) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// Tokens of a text: a quarter of its bytes, rounded up.
fn count_tokens(text: &str) -> usize {
    text.len().div_ceil(4)
}
