//! The in-process hint that a job was committed.

use std::sync::Arc;

use tokio::sync::Notify;

/// Shared between whoever commits jobs and the workers of the same process. Losing a hint costs a poll
/// interval.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    pub fn new() -> Self {
        Self::default()
    }

    /// Call after the transaction that wrote a job was committed.
    pub fn hint(&self) {
        self.0.notify_one();
    }

    pub(crate) async fn wait(&self) {
        self.0.notified().await;
    }
}
