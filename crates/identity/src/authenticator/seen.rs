//! When and from where sessions are used: noted beside the requests, written down a few at a time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use db::SystemTask;
use jiff::Timestamp;
use moka::sync::Cache;
use platform::{ActorKind, RequestContext, Result};
use uuid::Uuid;

use super::{Access, Authenticator};
use crate::devices;

/// A session is noted once in this time; all its other requests cost a look into a map.
const EVERY: Duration = Duration::from_mins(1);
const SESSIONS: u64 = 20_000;

pub(super) struct Seen {
    lately: Cache<Uuid, ()>,
    unwritten: Mutex<HashMap<Uuid, (Timestamp, Option<IpAddr>)>>,
}

impl Default for Seen {
    fn default() -> Self {
        let lately = Cache::builder().max_capacity(SESSIONS).time_to_live(EVERY).build();
        Self { lately, unwritten: Mutex::default() }
    }
}

impl Authenticator {
    pub(super) fn note_seen(&self, access: &Access, request: &RequestContext) {
        let ActorKind::Member { session_id, .. } = access.kind else { return };
        let seen = &self.0.seen;
        if seen.lately.contains_key(&session_id) {
            return;
        }
        seen.lately.insert(session_id, ());
        let now = self.0.clock.now();
        let mut unwritten = seen.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.insert(session_id, (now, request.address));
    }

    /// Writes down which sessions were used since the last time. Called every few seconds, outside of any
    /// request.
    ///
    /// # Errors
    /// The database cannot be asked; what was noted is then lost, and noted again within a minute.
    pub async fn record_seen(&self) -> Result<()> {
        let unwritten =
            std::mem::take(&mut *self.0.seen.unwritten.lock().unwrap_or_else(PoisonError::into_inner));
        if unwritten.is_empty() {
            return Ok(());
        }
        let mut seen: Vec<(Uuid, Timestamp, Option<IpAddr>)> =
            unwritten.into_iter().map(|(id, (at, address))| (id, at, address)).collect();
        // In one order, so that two processes do not wait for each other.
        seen.sort_unstable_by_key(|(id, ..)| *id);
        let mut tx = self.0.db.system(SystemTask::Authenticate);
        tx.defer(devices::queries::record_seen(seen));
        Ok(tx.commit().await?)
    }
}
