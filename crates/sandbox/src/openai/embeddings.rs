//! `POST /v1/embeddings`: unit vectors from hashed words, so that texts that share words are near each other.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::error::ApiError;
use super::{answer, authenticate, count_tokens};
use crate::calls::Call;
use crate::faults::Mode;
use crate::{EMBEDDING_MODEL, Sandbox};

const DIMENSIONS: usize = 384;
const INPUTS_MAX: usize = 2048;
const KNOWN: &[&str] = &["input", "model", "encoding_format", "dimensions", "user"];

pub(super) async fn create(State(sandbox): State<Sandbox>, headers: HeaderMap, body: Bytes) -> Response {
    let read = authenticate(&headers).and_then(|()| parse(&body));
    let mode = if read.is_ok() { sandbox.faults.take(EMBEDDING_MODEL) } else { Mode::None };
    let outcome = match (read, mode) {
        (Err(error), _) => Err(error),
        (Ok(_), Mode::Status { code, retry_after_seconds }) => {
            Err(ApiError::fault(code, retry_after_seconds))
        }
        (Ok(read), Mode::Slow(wait)) => {
            tokio::time::sleep(wait).await;
            Ok(read)
        }
        (Ok(read), _) => Ok(read),
    };
    let tokens = outcome.as_ref().map_or(0, |(inputs, _)| inputs.iter().map(|text| count_tokens(text)).sum());
    sandbox.calls.add(Call {
        n: 0,
        path: "/v1/embeddings",
        model: EMBEDDING_MODEL.to_owned(),
        status: outcome.as_ref().map_or_else(|error| error.status, |_| StatusCode::OK).as_u16(),
        fault: mode.name(),
        messages: outcome.as_ref().map_or(0, |(inputs, _)| inputs.len()),
        schema: None,
        is_stream: false,
        tokens_in: tokens,
        tokens_out: 0,
    });
    match outcome {
        Ok((inputs, dimensions)) => answer(&list(&inputs, dimensions, tokens)),
        Err(error) => error.into_response(),
    }
}

fn list(inputs: &[String], dimensions: usize, tokens: usize) -> Value {
    let vectors = inputs.iter().enumerate();
    let embeddings: Vec<Value> = vectors
        .map(|(index, text)| {
            json!({"object": "embedding", "index": index, "embedding": embed(text, dimensions)})
        })
        .collect();
    json!({
        "object": "list", "data": embeddings, "model": EMBEDDING_MODEL,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
    })
}

fn parse(body: &[u8]) -> Result<(Vec<String>, usize), ApiError> {
    let value: Value =
        serde_json::from_slice(body).map_err(|error| ApiError::not_json(&error.to_string()))?;
    let Value::Object(fields) = value else { return Err(ApiError::not_json("expected an object")) };
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(ApiError::invalid(unknown, format!("Unrecognized request argument supplied: {unknown}")));
    }
    match fields.get("model").and_then(Value::as_str) {
        Some(EMBEDDING_MODEL) => {}
        Some(other) => return Err(ApiError::unknown_model(other)),
        None => return Err(ApiError::invalid("model", "you must provide a model parameter")),
    }
    if !matches!(fields.get("encoding_format").and_then(Value::as_str), None | Some("float")) {
        return Err(ApiError::invalid("encoding_format", "only 'float' is available here"));
    }
    let dimensions = match fields.get("dimensions") {
        None | Some(Value::Null) => DIMENSIONS,
        Some(value) => value
            .as_u64()
            .and_then(|dimensions| usize::try_from(dimensions).ok())
            .filter(|dimensions| (1..=DIMENSIONS).contains(dimensions))
            .ok_or_else(|| {
                ApiError::invalid("dimensions", format!("'dimensions' is from 1 to {DIMENSIONS}"))
            })?,
    };
    let wrong =
        || ApiError::invalid("input", "'$.input' is invalid: a text or an array of texts, none empty.");
    let inputs: Vec<String> = match fields.get("input") {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(texts)) => texts
            .iter()
            .map(|text| text.as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    let is_valid =
        !inputs.is_empty() && inputs.len() <= INPUTS_MAX && inputs.iter().all(|text| !text.is_empty());
    if is_valid { Ok((inputs, dimensions)) } else { Err(wrong()) }
}

/// Each word adds a fixed direction; the sum has length one.
fn embed(text: &str, dimensions: usize) -> Vec<f32> {
    let mut vector = vec![0.0_f32; dimensions];
    let lower = text.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        words.push(&lower);
    }
    for word in words {
        for (n, byte) in Sha256::digest(word.as_bytes()).iter().enumerate() {
            let index = (usize::from(*byte) + 256 * (n % 16)) % dimensions;
            vector[index] += if n < 16 { 1.0 } else { -1.0 };
        }
    }
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length == 0.0 {
        vector[0] = 1.0;
        return vector;
    }
    vector.iter().map(|x| x / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> f32 {
        embed(a, DIMENSIONS).iter().zip(embed(b, DIMENSIONS)).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn vectors_have_length_one_and_texts_that_share_words_are_near() {
        assert!((near("coffee at home", "coffee at home") - 1.0).abs() < 1e-5);
        assert!(near("coffee at home", "coffee at work") > near("coffee at home", "quarterly tax report"));
        assert_eq!(embed("x", 8).len(), 8);
        assert!(embed("!?", 16).iter().all(|x| x.is_finite()));
    }
}
