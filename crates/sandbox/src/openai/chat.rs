//! `POST /v1/chat/completions`, whole and streamed.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::error::ApiError;
use super::request::ChatRequest;
use super::{CREATED, answer, authenticate, count_tokens};
use crate::Sandbox;
use crate::calls::Call;
use crate::faults::Mode;
use crate::writer;

const FINGERPRINT: &str = "fp_atelier_sandbox_1";
const TIMEOUT: Duration = Duration::from_mins(10);
/// About the size of a vendor's chunks.
const CHUNK_BYTES: usize = 24;
const REFUSAL: &str = "I'm sorry, but I can't help with that request.";

pub(super) async fn create(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let read = authenticate(&headers)
        .and_then(|()| body.map_err(|error| ApiError::not_json(&error.to_string())))
        .and_then(|body| ChatRequest::parse(&body).map(|request| (request, body)));
    let (request, body) = match read {
        Ok(read) => read,
        Err(error) => {
            sandbox.calls.add(entry(None, Mode::None, error.status, 0));
            return error.into_response();
        }
    };
    let mode = sandbox.faults.take(&request.model);
    match mode {
        Mode::Slow(wait) => tokio::time::sleep(wait).await,
        Mode::Timeout => tokio::time::sleep(TIMEOUT).await,
        Mode::Status { code, retry_after_seconds } => {
            sandbox.calls.add(entry(Some(&request), mode, code, 0));
            return ApiError::fault(code, retry_after_seconds).into_response();
        }
        _ => {}
    }
    let completion = Completion::write(&request, mode, &body);
    sandbox.calls.add(entry(Some(&request), mode, StatusCode::OK, completion.tokens_out()));
    match (request.is_stream, mode) {
        (_, Mode::Reset) => broken(&completion),
        (true, _) => streamed(&completion, request.wants_usage),
        (false, _) => answer(&completion.whole()),
    }
}

fn entry(request: Option<&ChatRequest>, mode: Mode, status: StatusCode, tokens_out: usize) -> Call {
    Call {
        n: 0,
        path: "/v1/chat/completions",
        model: request.map(|request| request.model.clone()).unwrap_or_default(),
        status: status.as_u16(),
        fault: mode.name(),
        messages: request.map_or(0, |request| request.messages.len()),
        schema: request.and_then(ChatRequest::schema_name),
        is_stream: request.is_some_and(|request| request.is_stream),
        tokens_in: request.map_or(0, ChatRequest::tokens_in),
        tokens_out,
    }
}

struct Completion {
    id: String,
    model: String,
    choices: Vec<Choice>,
    tokens_in: usize,
}

struct Choice {
    text: Option<String>,
    refusal: Option<&'static str>,
    finish: &'static str,
}

impl Completion {
    fn write(request: &ChatRequest, mode: Mode, body: &[u8]) -> Self {
        let digest = Sha256::digest(body);
        let id = digest.iter().take(12).fold(String::from("chatcmpl-"), |id, byte| format!("{id}{byte:02x}"));
        let choices = (0..request.choices).map(|n| Choice::write(request, mode, n)).collect();
        Self { id, model: request.model.clone(), choices, tokens_in: request.tokens_in() }
    }

    fn tokens_out(&self) -> usize {
        self.choices.iter().map(|choice| count_tokens(choice.said())).sum()
    }

    fn usage(&self) -> Value {
        let tokens_out = self.tokens_out();
        json!({
            "prompt_tokens": self.tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": self.tokens_in + tokens_out,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {
                "reasoning_tokens": 0, "audio_tokens": 0,
                "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0,
            },
        })
    }

    fn whole(&self) -> Value {
        let choices: Vec<Value> =
            self.choices.iter().enumerate().map(|(n, choice)| choice.whole(n)).collect();
        json!({
            "id": self.id, "object": "chat.completion", "created": CREATED, "model": self.model,
            "service_tier": "default", "system_fingerprint": FINGERPRINT, "choices": choices,
            "usage": self.usage(),
        })
    }

    fn chunk(&self, choices: &Value, usage: Option<&Value>) -> Value {
        let mut chunk = json!({
            "id": self.id, "object": "chat.completion.chunk", "created": CREATED, "model": self.model,
            "service_tier": "default", "system_fingerprint": FINGERPRINT, "choices": choices,
        });
        if let Some(usage) = usage {
            chunk["usage"] = usage.clone();
        }
        chunk
    }

    /// The chunks of a stream in order, without the end mark.
    fn chunks(&self, wants_usage: bool) -> Vec<Value> {
        // With usage asked for, every chunk but the last says null.
        let no_usage = wants_usage.then_some(Value::Null);
        let mut chunks = Vec::new();
        let mut push = |index: usize, delta: Value, finish: Option<&str>| {
            let choice = json!([{"index": index, "delta": delta, "logprobs": null, "finish_reason": finish}]);
            chunks.push(self.chunk(&choice, no_usage.as_ref()));
        };
        for (index, choice) in self.choices.iter().enumerate() {
            let field = if choice.refusal.is_some() { "refusal" } else { "content" };
            push(index, json!({"role": "assistant", "content": "", "refusal": null}), None);
            for part in parts(choice.said()) {
                push(index, json!({field: part}), None);
            }
            push(index, json!({}), Some(choice.finish));
        }
        if wants_usage {
            chunks.push(self.chunk(&json!([]), Some(&self.usage())));
        }
        chunks
    }
}

impl Choice {
    fn write(request: &ChatRequest, mode: Mode, n: u64) -> Self {
        if mode == Mode::Refuse {
            return Self { text: None, refusal: Some(REFUSAL), finish: "stop" };
        }
        let text = writer::write(request, n);
        let tokens = count_tokens(&text);
        let limit = if mode == Mode::Truncate { Some(tokens / 2) } else { request.tokens_max };
        match limit {
            Some(limit) if tokens > limit => {
                let end = text.floor_char_boundary(limit * 4);
                Self { text: Some(text[..end].to_owned()), refusal: None, finish: "length" }
            }
            _ if mode == Mode::InvalidJson => {
                Self { text: Some(spoil(&text)), refusal: None, finish: "stop" }
            }
            _ => Self { text: Some(text), refusal: None, finish: "stop" },
        }
    }

    fn whole(&self, index: usize) -> Value {
        json!({
            "index": index,
            "message": {
                "role": "assistant", "content": self.text, "refusal": self.refusal, "annotations": [],
            },
            "logprobs": null,
            "finish_reason": self.finish,
        })
    }

    fn said(&self) -> &str {
        self.refusal.or(self.text.as_deref()).unwrap_or_default()
    }
}

/// JSON the way models get it wrong: the beginning is fine, the end is missing.
fn spoil(text: &str) -> String {
    let end = text.floor_char_boundary(text.len() * 3 / 4);
    format!("{},\n  ...", &text[..end])
}

/// A text in chunks that end between words where they can.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > CHUNK_BYTES {
        let limit = rest.floor_char_boundary(CHUNK_BYTES);
        let end = rest[..limit].rfind(' ').filter(|end| *end > 0).unwrap_or(limit.max(1));
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

fn streamed(completion: &Completion, wants_usage: bool) -> Response {
    let chunks = completion.chunks(wants_usage);
    let events =
        chunks.into_iter().map(|chunk| format!("data: {chunk}\n\n")).chain(["data: [DONE]\n\n".to_owned()]);
    let body = Body::from_stream(stream::iter(events.map(Ok::<_, std::convert::Infallible>)));
    let headers =
        [(header::CONTENT_TYPE, "text/event-stream; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (StatusCode::OK, headers, body).into_response()
}

/// The beginning of the answer, then nothing: the promised length is never delivered.
fn broken(completion: &Completion) -> Response {
    let text = completion.whole().to_string();
    let half = Bytes::from(text.as_bytes()[..text.len() / 2].to_vec());
    let pieces = [Ok(half), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))];
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_LENGTH, text.len().to_string()),
    ];
    (StatusCode::OK, headers, Body::from_stream(stream::iter(pieces))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_put_together_are_the_text() {
        for text in [
            "",
            "a",
            "short text",
            "ein etwas längerer Text mit Umlauten äöüß und — Strichen",
            &"x".repeat(99),
        ] {
            assert_eq!(parts(text).concat(), text);
            assert!(parts(text).iter().all(|part| !part.is_empty() && part.len() <= CHUNK_BYTES));
        }
    }

    #[test]
    fn spoiled_json_is_not_json() {
        assert!(
            serde_json::from_str::<Value>(&spoil(r#"{"ideas":[{"title":"One"},{"title":"Two"}]}"#)).is_err()
        );
        assert!(serde_json::from_str::<Value>(&spoil("{}")).is_err());
    }
}
