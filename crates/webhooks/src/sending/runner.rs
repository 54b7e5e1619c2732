//! The task of a process that dispatches and delivers.

use std::collections::HashMap;

use platform::{App, Result};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::attempt::{self, Taken};
use super::{dispatch, settle};
use crate::WayOut;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    pub dispatched: i64,
    pub attempted: usize,
}

/// Dispatches and delivers until `end`. Attempts under way at that moment are given up: their lease runs out
/// and they are made again, under the same id.
pub async fn run(app: App, way_out: WayOut, end: impl Future<Output = ()>) {
    tokio::pin!(end);
    let mut under_way = UnderWay::default();
    loop {
        let hint = app.events_hint().notified();
        tokio::pin!(hint);
        hint.as_mut().enable();
        let started = tokio::select! {
            () = &mut end => return,
            started = round(&app, &way_out, &mut under_way) => started,
        };
        if let Err(error) = &started {
            tracing::warn!(?error, "webhooks cannot be delivered");
        }
        if matches!(started, Ok(pass) if pass.dispatched > 0) {
            continue;
        }
        tokio::select! {
            () = &mut end => return,
            () = hint => {}
            () = under_way.next(), if !under_way.tasks.is_empty() => {}
            () = tokio::time::sleep(attempt::poll(&app)) => {}
        }
    }
}

impl Pass {
    /// Everything that is due at this moment, to its end: for tests and tools, which have no task of their
    /// own.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn run(app: &App, way_out: &WayOut) -> Result<Self> {
        let mut whole = Self::default();
        let mut under_way = UnderWay::default();
        loop {
            let pass = round(app, way_out, &mut under_way).await?;
            whole.dispatched += pass.dispatched;
            whole.attempted += pass.attempted;
            if pass == Self::default() && under_way.tasks.is_empty() {
                return Ok(whole);
            }
            under_way.next().await;
        }
    }
}

/// Attempts of this process.
#[derive(Default)]
struct UnderWay {
    tasks: JoinSet<Uuid>,
    by_endpoint: HashMap<Uuid, i32>,
}

impl UnderWay {
    fn begin(&mut self, app: App, way_out: WayOut, taken: Taken) {
        *self.by_endpoint.entry(taken.endpoint_id).or_default() += 1;
        self.tasks.spawn(async move {
            let exchange = attempt::attempt(&app, &way_out, &taken).await;
            if let Err(error) = settle::settle(&app, &taken, exchange).await {
                tracing::warn!(?error, "an attempt could not be written down; it is made again");
            }
            taken.endpoint_id
        });
    }

    /// Waits for an attempt to end, and takes note of all that have.
    async fn next(&mut self) {
        let mut ended = self.tasks.join_next().await;
        while let Some(one) = ended {
            match one {
                Ok(endpoint) => self.end(endpoint),
                Err(error) => {
                    tracing::error!(%error, "an attempt broke off");
                    // Whose it was is not known: counting begins anew.
                    self.by_endpoint.clear();
                }
            }
            ended = self.tasks.try_join_next();
        }
    }

    fn end(&mut self, endpoint: Uuid) {
        if let Some(count) = self.by_endpoint.get_mut(&endpoint) {
            *count -= 1;
            if *count <= 0 {
                self.by_endpoint.remove(&endpoint);
            }
        }
    }
}

/// Dispatches a batch, and starts what there is room for.
async fn round(app: &App, way_out: &WayOut, under_way: &mut UnderWay) -> Result<Pass> {
    let dispatched = dispatch::dispatch(app).await?;
    let room = app.config().webhooks.concurrency.saturating_sub(under_way.tasks.len());
    let mut pass = Pass { dispatched, attempted: 0 };
    if room > 0 {
        let busy = under_way.by_endpoint.iter().map(|(id, count)| (*id, *count)).collect();
        for taken in attempt::take(app, room, busy).await? {
            pass.attempted += 1;
            under_way.begin(app.clone(), way_out.clone(), taken);
        }
    }
    Ok(pass)
}
