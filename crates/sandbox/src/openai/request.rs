//! Reading a chat request as strictly as the vendor does.

use serde_json::{Map, Value};

use super::count_tokens;
use super::error::ApiError;
use super::strict;
use crate::MODEL;

/// Parameters that the vendor knows. What does not change this server's answer is accepted and ignored.
const KNOWN: &[&str] = &[
    "audio",
    "frequency_penalty",
    "function_call",
    "functions",
    "logit_bias",
    "logprobs",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "metadata",
    "modalities",
    "model",
    "moderation",
    "n",
    "parallel_tool_calls",
    "prediction",
    "presence_penalty",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "reasoning_effort",
    "response_format",
    "safety_identifier",
    "seed",
    "service_tier",
    "stop",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "user",
    "verbosity",
    "web_search_options",
];
const MESSAGES_MAX: usize = 2048;
const CHOICES_MAX: u64 = 8;

/// A chat request that makes sense.
#[derive(Debug, Clone)]
pub(crate) struct ChatRequest {
    pub(crate) model: String,
    pub(crate) messages: Vec<ChatMessage>,
    pub(crate) format: Format,
    pub(crate) choices: u64,
    pub(crate) tokens_max: Option<usize>,
    pub(crate) seed: Option<i64>,
    pub(crate) is_stream: bool,
    pub(crate) wants_usage: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChatMessage {
    pub(crate) role: String,
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
pub(crate) enum Format {
    Text,
    JsonObject,
    JsonSchema { name: String, schema: Value },
}

impl ChatRequest {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        let value: Value =
            serde_json::from_slice(body).map_err(|error| ApiError::not_json(&error.to_string()))?;
        let Value::Object(fields) = value else {
            return Err(ApiError::not_json("expected an object"));
        };
        if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            let message = format!("Unrecognized request argument supplied: {unknown}");
            return Err(ApiError::invalid(unknown, message).code("unknown_parameter"));
        }
        let model = match fields.get("model") {
            Some(Value::String(model)) if model == MODEL => model.clone(),
            Some(Value::String(model)) => return Err(ApiError::unknown_model(model)),
            _ => return Err(ApiError::invalid("model", "you must provide a model parameter")),
        };
        let messages = messages(fields.get("messages"))?;
        let format = format(fields.get("response_format"), &messages)?;
        number(&fields, "temperature", 0.0, 2.0)?;
        number(&fields, "top_p", 0.0, 1.0)?;
        number(&fields, "presence_penalty", -2.0, 2.0)?;
        number(&fields, "frequency_penalty", -2.0, 2.0)?;
        let limits = [whole(&fields, "max_tokens")?, whole(&fields, "max_completion_tokens")?];
        let choices = whole(&fields, "n")?.unwrap_or(1);
        if choices > CHOICES_MAX {
            return Err(ApiError::invalid("n", format!("'n' is at most {CHOICES_MAX} here")));
        }
        let is_stream = flag(&fields, "stream")?;
        let wants_usage = stream_options(fields.get("stream_options"), is_stream)?;
        let tokens_max = limits.into_iter().flatten().min().and_then(|limit| usize::try_from(limit).ok());
        let seed = fields.get("seed").and_then(Value::as_i64);
        Ok(Self { model, messages, format, choices, tokens_max, seed, is_stream, wants_usage })
    }

    pub(crate) fn tokens_in(&self) -> usize {
        let schema = match &self.format {
            Format::JsonSchema { schema, .. } => count_tokens(&schema.to_string()),
            _ => 0,
        };
        // Each message has a frame of role and separators.
        self.messages.iter().map(|message| count_tokens(&message.text) + 4).sum::<usize>() + schema
    }

    pub(crate) fn schema_name(&self) -> Option<String> {
        match &self.format {
            Format::JsonSchema { name, .. } => Some(name.clone()),
            _ => None,
        }
    }
}

fn messages(value: Option<&Value>) -> Result<Vec<ChatMessage>, ApiError> {
    let Some(Value::Array(messages)) = value else {
        return Err(ApiError::invalid("messages", "Missing required parameter: 'messages'.")
            .code("missing_required_parameter"));
    };
    if messages.is_empty() || messages.len() > MESSAGES_MAX {
        let message = format!("Invalid 'messages': expected an array with 1 to {MESSAGES_MAX} messages.");
        return Err(ApiError::invalid("messages", message));
    }
    messages.iter().enumerate().map(|(index, message)| one_message(index, message)).collect()
}

fn one_message(index: usize, message: &Value) -> Result<ChatMessage, ApiError> {
    let at = |field: &str| format!("messages.[{index}].{field}");
    let role = message.get("role").and_then(Value::as_str).unwrap_or_default();
    if !matches!(role, "system" | "developer" | "user" | "assistant" | "tool" | "function") {
        let expected = "one of 'system', 'developer', 'user', 'assistant', 'tool' and 'function'";
        return Err(ApiError::invalid(
            &at("role"),
            format!("Invalid value: '{role}'. Supported values are: {expected}."),
        ));
    }
    let text = match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            let texts: Option<Vec<&str>> = parts
                .iter()
                .map(|part| match part.get("type").and_then(Value::as_str) {
                    Some("text") => part.get("text").and_then(Value::as_str),
                    Some("refusal") => part.get("refusal").and_then(Value::as_str),
                    _ => None,
                })
                .collect();
            let wrong = || ApiError::invalid(&at("content"), "This model reads text parts only.");
            texts.ok_or_else(wrong)?.concat()
        }
        None | Some(Value::Null) if matches!(role, "assistant" | "function") => String::new(),
        _ => {
            let message = "Invalid value for 'content': expected a string or an array of parts.";
            return Err(ApiError::invalid(&at("content"), message));
        }
    };
    Ok(ChatMessage { role: role.to_owned(), text })
}

fn format(value: Option<&Value>, messages: &[ChatMessage]) -> Result<Format, ApiError> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(Format::Text) };
    match value.get("type").and_then(Value::as_str) {
        Some("text") => Ok(Format::Text),
        Some("json_object") => {
            if messages.iter().any(|message| message.text.to_lowercase().contains("json")) {
                return Ok(Format::JsonObject);
            }
            let message = "'messages' must contain the word 'json' in some form, to use 'response_format' of \
                           type 'json_object'.";
            Err(ApiError::invalid("messages", message))
        }
        Some("json_schema") => json_schema(value.get("json_schema")),
        _ => {
            let message =
                "Supported values of 'response_format.type' are: 'json_object', 'json_schema', and 'text'.";
            Err(ApiError::invalid("response_format.type", message))
        }
    }
}

fn json_schema(value: Option<&Value>) -> Result<Format, ApiError> {
    let missing = |field: &str| {
        let param = format!("response_format.json_schema.{field}");
        let message = format!("Missing required parameter: '{param}'.");
        ApiError::invalid(&param, message).code("missing_required_parameter")
    };
    let name =
        value.and_then(|value| value.get("name")).and_then(Value::as_str).ok_or_else(|| missing("name"))?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if name.is_empty() || name.len() > 64 || !name.chars().all(is_plain) {
        let message =
            "Invalid 'response_format.json_schema.name': expected a string of 1 to 64 of [a-zA-Z0-9_-].";
        return Err(ApiError::invalid("response_format.json_schema.name", message));
    }
    let schema = value.and_then(|value| value.get("schema")).filter(|schema| schema.is_object());
    let schema = schema.ok_or_else(|| missing("schema"))?;
    let is_strict = value.and_then(|value| value.get("strict")).and_then(Value::as_bool).unwrap_or(false);
    if is_strict && let Some(problem) = strict::problem(schema) {
        let message = format!("Invalid schema for response_format '{name}': {problem}");
        return Err(ApiError::invalid("response_format", message));
    }
    Ok(Format::JsonSchema { name: name.to_owned(), schema: schema.clone() })
}

fn stream_options(value: Option<&Value>, is_stream: bool) -> Result<bool, ApiError> {
    match value {
        None | Some(Value::Null) => Ok(false),
        Some(_) if !is_stream => Err(ApiError::invalid(
            "stream_options",
            "'stream_options' is only allowed when 'stream' is enabled.",
        )),
        Some(options) => Ok(options.get("include_usage").and_then(Value::as_bool).unwrap_or(false)),
    }
}

fn number(fields: &Map<String, Value>, name: &str, min: f64, max: f64) -> Result<(), ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(()),
        Some(value) if value.as_f64().is_some_and(|value| (min..=max).contains(&value)) => Ok(()),
        Some(_) => {
            let message = format!("Invalid '{name}': expected a number between {min} and {max}.");
            Err(ApiError::invalid(name, message))
        }
    }
}

fn whole(fields: &Map<String, Value>, name: &str) -> Result<Option<u64>, ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64().filter(|value| *value >= 1) {
            Some(value) => Ok(Some(value)),
            None => {
                Err(ApiError::invalid(name, format!("Invalid '{name}': expected an integer of at least 1.")))
            }
        },
    }
}

fn flag(fields: &Map<String, Value>, name: &str) -> Result<bool, ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(value)) => Ok(*value),
        Some(_) => Err(ApiError::invalid(name, format!("Invalid type for '{name}': expected a boolean."))),
    }
}
