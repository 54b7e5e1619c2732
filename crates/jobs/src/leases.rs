//! The leases that this worker holds right now.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

use crate::Fence;

#[derive(Debug, Default)]
pub(crate) struct Leases(Mutex<HashMap<Uuid, Held>>);

#[derive(Debug)]
struct Held {
    fence: Fence,
    until: Timestamp,
    cancel: watch::Sender<bool>,
}

impl Leases {
    // No code panics while it holds this lock, and a map of leases is valid after any single insert or
    // remove.
    fn held(&self) -> MutexGuard<'_, HashMap<Uuid, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn take(&self, fence: Fence, until: Timestamp, cancel: watch::Sender<bool>) {
        self.held().insert(fence.id, Held { fence, until, cancel });
    }

    /// Forgets a lease whose attempt is recorded. A newer attempt at the same job stays.
    pub(crate) fn forget(&self, fence: Fence) {
        let mut held = self.held();
        if held.get(&fence.id).is_some_and(|lease| lease.fence == fence) {
            held.remove(&fence.id);
        }
    }

    pub(crate) fn fences(&self) -> Vec<Fence> {
        self.held().values().map(|lease| lease.fence).collect()
    }

    /// After a heartbeat for `asked`: what the database did not confirm is lost.
    pub(crate) fn confirm(&self, asked: &[Fence], confirmed: &HashSet<Uuid>, until: Timestamp) {
        let mut held = self.held();
        for fence in asked {
            if let Some(lease) = held.get_mut(&fence.id).filter(|lease| lease.fence == *fence) {
                if confirmed.contains(&fence.id) {
                    lease.until = until;
                } else {
                    lease.cancel.send_replace(true);
                }
            }
        }
    }

    /// Stops what nobody confirmed in time: without the database this worker cannot know that it still holds
    /// them.
    pub(crate) fn expire(&self, now: Timestamp) {
        for lease in self.held().values() {
            if lease.until < now {
                lease.cancel.send_replace(true);
            }
        }
    }
}
