//! Which handler runs which kind of job.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt as _};

use crate::{Claimed, JobError};

type Handler = Arc<dyn Fn(Claimed) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// Filled once at start. A worker claims only kinds that are in its registry, so a process without a handler
/// leaves the job to one that has it.
#[derive(Clone, Default)]
pub struct Registry(BTreeMap<&'static str, Handler>);

impl Registry {
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the handler of `kind`. A later one for the same kind takes the place of the first.
    #[must_use]
    pub fn on<H, F>(mut self, kind: &'static str, handler: H) -> Self
    where
        H: Fn(Claimed) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.0.insert(kind, Arc::new(move |claimed| handler(claimed).boxed()));
        self
    }

    pub fn kinds(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }

    pub(crate) fn run(&self, claimed: Claimed) -> BoxFuture<'static, Result<(), JobError>> {
        let Some(handler) = self.0.get(claimed.kind()) else {
            let message = format!("no handler for jobs of kind {}", claimed.kind());
            return std::future::ready(Err(JobError::fail(message))).boxed();
        };
        handler(claimed)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registry").field(&self.0.keys()).finish()
    }
}
