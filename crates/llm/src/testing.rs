//! A provider that answers from a script, for tests of this crate and of those that use it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;

use crate::provider::{Completion, Finish, Prompt, Provider, ProviderError, TokenCount};
use crate::request::estimate_tokens;

/// Answers each call with the next step of its script; past its end, every call is rejected.
#[derive(Debug)]
pub struct Scripted {
    name: String,
    steps: Mutex<VecDeque<Step>>,
    prompts: Mutex<Vec<Prompt>>,
}

#[derive(Debug, Clone)]
enum Step {
    Answer(Completion),
    Fail(ProviderError),
    Hang,
}

impl Scripted {
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), steps: Mutex::default(), prompts: Mutex::default() }
    }

    #[must_use]
    pub fn answers(self, value: &Value) -> Self {
        self.says(&value.to_string(), Finish::Stop)
    }

    #[must_use]
    pub fn says(self, text: &str, finish: Finish) -> Self {
        let tokens = Some(TokenCount { tokens_in: 100, tokens_out: estimate_tokens(text.len()) });
        let model = "scripted-1".to_owned();
        self.then(Step::Answer(Completion { text: text.to_owned(), finish, model, tokens }))
    }

    #[must_use]
    pub fn fails(self, error: ProviderError) -> Self {
        self.then(Step::Fail(error))
    }

    /// Never answers.
    #[must_use]
    pub fn hangs(self) -> Self {
        self.then(Step::Hang)
    }

    /// What it was asked so far.
    pub fn prompts(&self) -> Vec<Prompt> {
        self.prompts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn then(self, step: Step) -> Self {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push_back(step);
        self
    }
}

impl Provider for Scripted {
    fn name(&self) -> &str {
        &self.name
    }

    fn complete<'a>(&'a self, prompt: &'a Prompt) -> BoxFuture<'a, Result<Completion, ProviderError>> {
        self.prompts.lock().unwrap_or_else(PoisonError::into_inner).push(prompt.clone());
        let step = self.steps.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        async move {
            match step {
                Some(Step::Answer(completion)) => Ok(completion),
                Some(Step::Fail(error)) => Err(error),
                Some(Step::Hang) => std::future::pending().await,
                None => Err(ProviderError::Rejected("the script is at its end".to_owned())),
            }
        }
        .boxed()
    }
}
