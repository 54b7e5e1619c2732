//! Hosted models over genai: vendors that speak OpenAI's protocol, and Anthropic.
//!
//! genai guesses the vendor from a model's name and reads keys from the environment. Both are ruled out here:
//! every call carries its whole target (vendor, address, key), and the client has no other way to find one.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use genai::adapter::AdapterKind;
use genai::chat::{ChatMessage, ChatOptions, ChatRequest, ChatResponse, JsonSpec, StopReason};
use genai::resolver::{AuthData, AuthResolver, Endpoint as GenaiEndpoint};
use genai::{ModelIden, ServiceTarget, webc};
use outbound::{Client, Forbidden};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::provider::{Completion, Finish, Prompt, Provider, ProviderError, TokenCount};
use crate::request::Role;

/// A vendor's message is quoted to operators up to here.
const QUOTE_CHARS_MAX: usize = 300;

/// The protocol that a vendor speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vendor {
    /// OpenAI and everything that imitates `POST chat/completions`.
    OpenAiCompatible,
    Anthropic,
}

/// An account at a vendor.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Names the account in the ledger, logs and circuit breakers.
    pub name: String,
    pub vendor: Vendor,
    /// Up to the part that all operations share: `https://api.openai.com/v1`.
    pub base_url: String,
    pub key: SecretString,
}

/// One account at a vendor, reached over HTTP.
pub struct Hosted {
    endpoint: Endpoint,
    client: genai::Client,
}

impl fmt::Debug for Hosted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hosted").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl Hosted {
    /// Refuses an address that `outbound` may not call.
    pub fn new(outbound: &Client, mut endpoint: Endpoint) -> Result<Self, Forbidden> {
        let mut url = outbound.check(&endpoint.base_url)?;
        url.set_query(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        endpoint.base_url = url.into();
        let http = outbound.library_client(&endpoint.base_url)?;
        let no_other_keys = AuthResolver::from_resolver_fn(|_: ModelIden| Ok(Some(AuthData::None)));
        let client = genai::Client::builder()
            .with_reqwest(http)
            .with_auth_resolver(no_other_keys)
            .build()
            .map_err(|_| Forbidden::Malformed(endpoint.base_url.clone()))?;
        Ok(Self { endpoint, client })
    }

    fn target(&self, model: &str) -> ServiceTarget {
        let adapter = match self.endpoint.vendor {
            Vendor::OpenAiCompatible => AdapterKind::OpenAI,
            Vendor::Anthropic => AdapterKind::Anthropic,
        };
        ServiceTarget {
            endpoint: GenaiEndpoint::from_owned(self.endpoint.base_url.as_str()),
            auth: AuthData::Key(self.endpoint.key.expose_secret().to_owned()),
            model: ModelIden::new(adapter, format!("{}::{model}", adapter.as_lower_str())),
        }
    }

    async fn call(&self, prompt: &Prompt) -> Result<Completion, ProviderError> {
        let messages = prompt.messages.iter().map(|message| match message.role {
            Role::User => ChatMessage::user(message.text.clone()),
            Role::Assistant => ChatMessage::assistant(message.text.clone()),
        });
        let request = ChatRequest::new(messages.collect()).with_system(prompt.system.clone());
        let mut options =
            ChatOptions::default().with_max_tokens(prompt.output_tokens_max).with_capture_raw_body(true);
        if let Some(temperature) = prompt.temperature {
            options = options.with_temperature(temperature);
        }
        if let Some(schema) = &prompt.schema {
            options = options.with_response_format(JsonSpec::new(schema.name(), schema.source().clone()));
        }
        let answer = self.client.exec_chat(self.target(&prompt.model), request, Some(&options)).await;
        answer.map_err(|error| translate(&error)).map(completion)
    }
}

impl Provider for Hosted {
    fn name(&self) -> &str {
        &self.endpoint.name
    }

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> BoxFuture<'a, Result<Completion, ProviderError>> {
        self.call(prompt).boxed()
    }
}

fn completion(answer: ChatResponse) -> Completion {
    let refusal = answer
        .captured_raw_body
        .as_ref()
        .and_then(|body| body.pointer("/choices/0/message/refusal"))
        .and_then(Value::as_str)
        .map(quote);
    let finish = match (refusal, &answer.stop_reason) {
        (Some(reason), _) => Finish::Refused(reason),
        (None, Some(StopReason::ContentFilter(reason))) => Finish::Refused(reason.clone()),
        (None, Some(StopReason::MaxTokens(_))) => Finish::Length,
        _ => Finish::Stop,
    };
    let tokens = match (answer.usage.prompt_tokens, answer.usage.completion_tokens) {
        (Some(tokens_in), Some(tokens_out)) => {
            Some(TokenCount { tokens_in: tokens_in.max(0).into(), tokens_out: tokens_out.max(0).into() })
        }
        _ => None,
    };
    let model = answer.provider_model_iden.model_name.namespace_and_name().1.to_owned();
    Completion { text: answer.into_texts().concat(), finish, model, tokens }
}

fn translate(error: &genai::Error) -> ProviderError {
    if let Some(status) = error.status() {
        let retry_after = error.headers().and_then(outbound::retry_after);
        return of_status(status.as_u16(), retry_after, body_of(error));
    }
    match error {
        genai::Error::WebModelCall { webc_error: webc::Error::Reqwest(source), .. } => of_connection(source),
        genai::Error::WebModelCall { webc_error, .. } => {
            ProviderError::Broken(quote(&webc_error.to_string()))
        }
        genai::Error::ChatResponseGeneration { cause, .. } => ProviderError::Broken(quote(cause)),
        other => ProviderError::Rejected(quote(&other.to_string())),
    }
}

fn of_status(status: u16, retry_after: Option<std::time::Duration>, body: &str) -> ProviderError {
    // An exhausted account answers 429 too, but waiting does not fill it.
    let is_exhausted = body.contains("insufficient_quota");
    match status {
        429 if !is_exhausted => ProviderError::RateLimited { retry_after },
        408 | 500..=599 => ProviderError::Server { status, retry_after },
        _ => ProviderError::Rejected(format!("status {status}: {}", quote(&message_in(body)))),
    }
}

fn of_connection(error: &reqwest::Error) -> ProviderError {
    if let Some(refusal) = Client::refusal(error) {
        return ProviderError::Rejected(refusal.to_string());
    }
    let root = root_cause(error);
    match (error.is_connect(), error.is_timeout()) {
        (true, _) => ProviderError::Connect(root),
        (_, true) => ProviderError::Timeout,
        _ => ProviderError::Broken(root),
    }
}

fn body_of(error: &genai::Error) -> &str {
    match error {
        genai::Error::WebModelCall { webc_error, .. } | genai::Error::WebAdapterCall { webc_error, .. } => {
            match webc_error {
                webc::Error::ResponseFailedStatus { body, .. } => body,
                _ => "",
            }
        }
        genai::Error::HttpError { body, .. } => body,
        _ => "",
    }
}

/// The vendor's own sentence out of its error object.
fn message_in(body: &str) -> String {
    let parsed: Option<Value> = serde_json::from_str(body).ok();
    let message = parsed.as_ref().and_then(|body| body.pointer("/error/message")).and_then(Value::as_str);
    message.unwrap_or(body).to_owned()
}

fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut current = error;
    while let Some(source) = current.source() {
        current = source;
    }
    quote(&current.to_string())
}

fn quote(text: &str) -> String {
    text.chars().take(QUOTE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn statuses_fall_into_their_class() {
        let wait = Some(Duration::from_secs(3));
        let quota = r#"{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}"#;
        assert_eq!(of_status(429, wait, ""), ProviderError::RateLimited { retry_after: wait });
        assert_eq!(
            of_status(429, wait, quota),
            ProviderError::Rejected("status 429: You exceeded your quota".into())
        );
        for status in [408, 500, 502, 503, 529] {
            assert_eq!(of_status(status, None, ""), ProviderError::Server { status, retry_after: None });
        }
        for status in [400, 401, 403, 404, 413, 422, 302] {
            assert!(matches!(of_status(status, None, "no"), ProviderError::Rejected(_)), "{status}");
        }
    }

    #[test]
    fn a_key_is_never_shown() {
        let endpoint = Endpoint {
            name: "main".into(),
            vendor: Vendor::Anthropic,
            base_url: "https://api.anthropic.com/v1".into(),
            key: SecretString::from("sk-secret"),
        };
        let outbound = Client::new(outbound::Settings::default()).unwrap();
        let hosted = Hosted::new(&outbound, endpoint).unwrap();
        assert!(!format!("{hosted:?}").contains("sk-secret"));
        assert_eq!(hosted.endpoint.base_url, "https://api.anthropic.com/v1/");
    }

    #[test]
    fn a_private_address_is_refused_at_once() {
        let endpoint = Endpoint {
            name: "metadata".into(),
            vendor: Vendor::OpenAiCompatible,
            base_url: "http://169.254.169.254/latest".into(),
            key: SecretString::from("x"),
        };
        let outbound = Client::new(outbound::Settings::default()).unwrap();
        assert!(Hosted::new(&outbound, endpoint).is_err());
    }

    #[test]
    fn a_model_name_cannot_choose_another_vendor() {
        let endpoint = Endpoint {
            name: "main".into(),
            vendor: Vendor::OpenAiCompatible,
            base_url: "https://models.example/v1".into(),
            key: SecretString::from("x"),
        };
        let outbound = Client::new(outbound::Settings::default()).unwrap();
        let hosted = Hosted::new(&outbound, endpoint).unwrap();
        for model in ["gpt-4o", "anthropic::claude", "ollama::llama", "unknown"] {
            let target = hosted.target(model);
            assert_eq!(target.model.adapter_kind, AdapterKind::OpenAI);
            assert_eq!(target.endpoint.base_url(), "https://models.example/v1/");
            assert!(matches!(target.auth, AuthData::Key(_)));
        }
    }
}
