//! What a model is asked.

use crate::schema::Schema;

/// Who speaks in a [`Message`]. The system speaks in [`Request::system`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    User,
    Assistant,
}

/// One turn of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    pub text: String,
}

impl Message {
    pub fn user(text: impl Into<String>) -> Self {
        Self { role: Role::User, text: text.into() }
    }

    pub fn assistant(text: impl Into<String>) -> Self {
        Self { role: Role::Assistant, text: text.into() }
    }
}

/// A request to whichever model answers it.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the call is for, as it appears in the ledger: `idea_generation`.
    pub purpose: String,
    pub system: String,
    /// The last one is the user's.
    pub messages: Vec<Message>,
    /// The shape of the answer; without it the answer is text.
    pub schema: Option<Schema>,
    /// The most the answer may cost: reserved in full before the call.
    pub output_tokens_max: u32,
    pub temperature: Option<f64>,
}

impl Request {
    pub fn new(purpose: impl Into<String>, system: impl Into<String>, user: impl Into<String>) -> Self {
        Self {
            purpose: purpose.into(),
            system: system.into(),
            messages: vec![Message::user(user)],
            schema: None,
            output_tokens_max: 4096,
            temperature: None,
        }
    }

    #[must_use]
    pub fn schema(mut self, schema: Schema) -> Self {
        self.schema = Some(schema);
        self
    }

    #[must_use]
    pub fn output_tokens_max(mut self, tokens: u32) -> Self {
        self.output_tokens_max = tokens;
        self
    }

    #[must_use]
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.temperature = Some(temperature);
        self
    }
}

/// Tokens of a text when nobody counts them: a quarter of its bytes, which is right to some 20 % for European
/// languages and errs on the expensive side for others.
pub fn estimate_tokens(bytes: usize) -> i64 {
    i64::try_from(bytes.div_ceil(4)).unwrap_or(i64::MAX)
}
