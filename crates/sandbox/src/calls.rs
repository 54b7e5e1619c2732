//! What the sandbox was asked lately.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

const CALLS_MAX: usize = 200;

/// One received call. No text of the request: prompts may hold what a log must not.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Call {
    pub(crate) n: u64,
    pub(crate) path: &'static str,
    pub(crate) model: String,
    pub(crate) status: u16,
    pub(crate) fault: &'static str,
    pub(crate) messages: usize,
    pub(crate) schema: Option<String>,
    pub(crate) is_stream: bool,
    pub(crate) tokens_in: usize,
    pub(crate) tokens_out: usize,
}

#[derive(Debug, Default)]
pub(crate) struct CallLog {
    entries: Mutex<(u64, VecDeque<Call>)>,
}

impl CallLog {
    pub(crate) fn add(&self, mut call: Call) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.0 += 1;
        call.n = entries.0;
        if entries.1.len() == CALLS_MAX {
            entries.1.pop_back();
        }
        entries.1.push_front(call);
    }

    /// Newest first.
    pub(crate) fn list(&self) -> Vec<Call> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).1.iter().cloned().collect()
    }

    pub(crate) fn count(&self) -> u64 {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).0
    }
}
