//! Removing events that had their time: whole batches, from the beginning of a log.
//!
//! The seal of a batch stays, with its root and the hashes of its events, so the chain still holds and any
//! copy of an event that somebody kept can be proved. That the events are gone by rule is signed as well:
//! whoever deletes them in the database cannot say that it was the rule.

use db::SystemTask;
use jiff::Timestamp;
use uuid::Uuid;

use super::queries::{self, Position};
use super::{Removal, Signer};
use crate::{App, Result};

/// Removes the oldest batches whose last event is older; at most so many. Answers how many events.
///
/// # Errors
/// The database cannot be asked. What was removed before stays removed.
pub async fn remove_before(app: &App, tenant_id: Uuid, before: Timestamp, batches_max: usize) -> Result<u64> {
    let signer = Signer::new(app.keys());
    let mut removed = 0;
    for _ in 0..batches_max {
        let mut tx = app.db().system(SystemTask::SealAudit);
        if !tx.run(queries::lock(tenant_id)).await? {
            break;
        }
        let Some(seal) = tx.run(queries::oldest(tenant_id)).await?.filter(|seal| seal.last_at < before)
        else {
            break;
        };
        let after = match tx.run(queries::find(tenant_id, seal.batch - 1)).await? {
            Some(previous) => Position::behind(&previous),
            None => Position::start(),
        };
        removed += tx.run(queries::remove_events(tenant_id, after, Position::behind(&seal))).await?;
        let removal = Removal { at: app.clock().now(), signature: Vec::new() }.signed(&seal, &signer);
        tx.run(queries::mark_removed(&seal, removal)).await?;
        tx.commit().await?;
    }
    Ok(removed)
}
