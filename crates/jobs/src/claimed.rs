//! A job in the hands of its handler.

use std::sync::Arc;

use db::{Db, DbError, Query, Transaction};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::watch;
use uuid::Uuid;

use crate::queries::{self, ClaimedRow};
use crate::worker::Clock;
use crate::{Fence, JobError};

/// One attempt at one job. Cheap to clone.
#[derive(Clone)]
pub struct Claimed(Arc<Inner>);

struct Inner {
    row: ClaimedRow,
    db: Db,
    clock: Clock,
    cancelled: Cancelled,
}

/// The job was cancelled, or another worker has it by now. Whatever this attempt still writes must not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the lease of this job is lost: it was cancelled or given to another worker")]
pub struct LeaseLost;

impl From<LeaseLost> for JobError {
    fn from(lost: LeaseLost) -> Self {
        // The fence turns the record of this answer away as well, so the kind of error has no effect.
        Self::fail(lost.to_string())
    }
}

impl Claimed {
    pub(crate) fn new(row: ClaimedRow, db: Db, clock: Clock, cancelled: Cancelled) -> Self {
        Self(Arc::new(Inner { row, db, clock, cancelled }))
    }

    pub fn id(&self) -> Uuid {
        self.0.row.fence.id
    }

    pub fn tenant_id(&self) -> Uuid {
        self.0.row.fence.tenant_id
    }

    pub fn kind(&self) -> &str {
        &self.0.row.kind
    }

    /// 1 at the first claim.
    pub fn attempt(&self) -> i32 {
        self.0.row.fence.attempt
    }

    /// After this attempt there is no other: the time for a fallback.
    pub fn is_last_attempt(&self) -> bool {
        self.attempt() >= self.max_attempts()
    }

    pub(crate) fn max_attempts(&self) -> i32 {
        self.0.row.max_attempts
    }

    pub fn fence(&self) -> Fence {
        self.0.row.fence
    }

    /// The actor that enqueued, as it was written.
    pub fn actor(&self) -> &Value {
        &self.0.row.actor
    }

    pub fn trace_parent(&self) -> Option<&str> {
        self.0.row.trace_parent.as_deref()
    }

    pub fn payload(&self) -> &Value {
        &self.0.row.payload
    }

    /// The payload as the handler's type. A payload that does not fit never will: the job goes to the dead
    /// letter.
    pub fn payload_as<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        T::deserialize(self.payload()).map_err(|error| {
            JobError::fail(format!("the payload of job kind {} does not fit: {error}", self.kind()))
        })
    }

    pub fn cancelled(&self) -> Cancelled {
        self.0.cancelled.clone()
    }

    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// The statement that completes this job, for a transaction that is not at hand as a [`Transaction`]. It
    /// must answer 1; 0 is [`LeaseLost`] and the transaction must be dropped.
    pub fn finish(&self) -> Query<u64> {
        queries::finish(self.fence(), self.now())
    }

    /// Completes the job inside the handler's own transaction of the same tenant, so that its result and its
    /// completion are committed together or not at all. On an error drop the transaction.
    pub async fn finish_in(&self, tx: &mut Transaction) -> Result<(), JobError> {
        if tx.run(self.finish()).await? == 1 { Ok(()) } else { Err(LeaseLost.into()) }
    }

    /// Shows how far the job is; also the moment where a handler learns that it should stop.
    pub async fn progress(&self, done: i32, total: i32) -> Result<(), JobError> {
        let mut tx = self.0.db.tenant(self.tenant_id());
        let rows = tx.run(queries::progress(self.fence(), done, total)).await?;
        tx.commit().await?;
        if rows == 1 { Ok(()) } else { Err(LeaseLost.into()) }
    }

    /// Records the end, in one write.
    pub(crate) async fn settle(&self, query: Query<u64>) -> Result<(), DbError> {
        let mut tx = self.0.db.tenant(self.tenant_id());
        tx.defer(query);
        tx.commit().await
    }

    /// Records the end and answers whether the fence still held.
    pub(crate) async fn settle_fenced(&self, query: Query<u64>) -> Result<bool, DbError> {
        let mut tx = self.0.db.tenant(self.tenant_id());
        let rows = tx.run(query).await?;
        tx.commit().await?;
        Ok(rows == 1)
    }
}

/// Fires when the job was cancelled or its lease lost. Handlers look at it between steps.
#[derive(Clone, Debug)]
pub struct Cancelled(watch::Receiver<bool>);

impl Cancelled {
    pub(crate) fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// Resolves when the job should stop; never otherwise.
    pub async fn wait(&mut self) {
        // The sender goes away when the attempt is over: nobody is left to cancel it.
        if self.0.wait_for(|set| *set).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
