//! Following the outbox.

use std::sync::Arc;
use std::time::Duration;

use db::{DbError, SystemTask};
use platform::App;
use platform::event::queries::{self, Recorded};
use tokio::sync::broadcast;

use crate::shutdown::Shutdown;

/// Rows read at once, and rows that a slow stream may be behind.
const BATCH: i64 = 500;
const BACKLOG: usize = 4096;
/// How long a change made by another process may go unseen.
const POLL: Duration = Duration::from_millis(200);
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(2);

/// The changes of all tenants, as they settle. Cheap to clone.
#[derive(Clone)]
pub struct Feed {
    sender: broadcast::Sender<Arc<Recorded>>,
    shutdown: Shutdown,
}

impl Feed {
    pub fn new(shutdown: Shutdown) -> Self {
        Self { sender: broadcast::channel(BACKLOG).0, shutdown }
    }

    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Recorded>> {
        self.sender.subscribe()
    }

    pub fn shutdown(&self) -> &Shutdown {
        &self.shutdown
    }

    /// Reads the outbox until the shutdown begins. Without a stream to feed it only keeps its place.
    pub async fn run(&self, app: &App) {
        tokio::select! {
            () = self.shutdown.begun() => {}
            () = app.denials().run(app) => self.follow(app).await,
            () = self.follow(app) => {}
        }
    }

    async fn follow(&self, app: &App) {
        let mut place = None;
        let mut audited = None;
        loop {
            let hint = app.events_hint().notified();
            if let Err(error) = self.advance_audit(app, &mut audited).await {
                tracing::warn!(%error, "the audit log cannot be followed");
            }
            let pause = match self.advance(app, &mut place).await {
                Ok(read) if read == BATCH => continue,
                Ok(_) => POLL,
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot be read");
                    PAUSE_AFTER_ERROR
                }
            };
            tokio::select! {
                () = self.shutdown.begun() => return,
                () = hint => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// That there are new events in the audit log, for those who may read it. Nobody resumes from these.
    async fn advance_audit(&self, app: &App, since: &mut Option<String>) -> Result<(), DbError> {
        if self.sender.receiver_count() == 0 {
            *since = None;
            return Ok(());
        }
        let mut tx = app.db().system(SystemTask::ReadEvents);
        let horizon = tx.run(queries::horizon()).await?;
        let Some(since) = since.replace(horizon.clone()).filter(|since| *since != horizon) else {
            return Ok(());
        };
        for row in tx.run(queries::follow_audit(since, horizon, BATCH)).await? {
            let _ = self.sender.send(Arc::new(row));
        }
        Ok(())
    }

    async fn advance(&self, app: &App, place: &mut Option<(String, i64)>) -> Result<i64, DbError> {
        let mut tx = app.db().system(SystemTask::ReadEvents);
        let Some((written_by, seq)) = place.clone() else {
            *place = Some(tx.run(queries::latest()).await?);
            return Ok(0);
        };
        let rows = tx.run(queries::follow(written_by, seq, BATCH)).await?;
        let read = i64::try_from(rows.len()).unwrap_or(BATCH);
        for row in rows {
            *place = Some((row.written_by.clone(), row.seq));
            // Nobody listening is no error.
            let _ = self.sender.send(Arc::new(row));
        }
        Ok(read)
    }
}
