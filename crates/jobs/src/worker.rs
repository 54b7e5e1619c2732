//! Claims, runs and records jobs until told to stop.

use std::collections::HashSet;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use db::{Db, DbError, SystemTask};
use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout_at};
use tracing::{Instrument as _, error, info, info_span, warn};
use uuid::Uuid;

use crate::leases::Leases;
use crate::queries::{self, Claim, Failure};
use crate::retry::{Verdict, judge};
use crate::{Cancelled, Claimed, ErrorClass, Fence, JobError, Registry, Wake};

/// Says what time it is. Leases, due times and records use it; only the pauses between polls use real time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Jobs that run at the same time in this process.
    pub slots: usize,
    /// How long a claim lasts without a heartbeat; heartbeats come three times as often.
    pub lease: Duration,
    /// How long running jobs may go on after the stop signal.
    pub grace: Duration,
    /// The pause between polls grows from the first to the second while there is nothing to do.
    pub poll_min: Duration,
    pub poll_max: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            slots: 8,
            lease: Duration::from_secs(15),
            grace: Duration::from_secs(6),
            poll_min: Duration::from_millis(50),
            poll_max: Duration::from_secs(1),
        }
    }
}

/// How many deaths of its process a job survives without losing an attempt.
const FORGIVEN_LOSSES: i32 = 3;
/// What is kept of an error's text, in characters.
const MESSAGE_CHARS_MAX: usize = 2_000;

#[derive(Clone)]
pub struct Worker(Arc<Shared>);

struct Shared {
    db: Db,
    registry: Registry,
    clock: Clock,
    wake: Wake,
    options: Options,
    owner: Uuid,
    leases: Leases,
    /// The tenant whose lane was served last.
    served: Mutex<Uuid>,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("owner", &self.0.owner)
            .field("registry", &self.0.registry)
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// `owner` is a fresh id for this worker; it shows in `lease_owner` who runs a job.
    pub fn new(db: Db, registry: Registry, clock: Clock, wake: Wake, owner: Uuid, options: Options) -> Self {
        let served = Mutex::new(Uuid::nil());
        Self(Arc::new(Shared {
            db,
            registry,
            clock,
            wake,
            options,
            owner,
            leases: Leases::default(),
            served,
        }))
    }

    /// Works until `shutdown` resolves: then claims nothing more, lets running jobs finish within the grace
    /// period, stops the rest and gives their leases back, so that another process continues at once.
    pub async fn run(&self, shutdown: impl Future<Output = ()> + Send) {
        let mut tasks = JoinSet::new();
        let work = async {
            self.work_until(shutdown, &mut tasks).await;
            self.drain(&mut tasks).await;
        };
        // Heartbeats go on while the last jobs finish.
        tokio::select! {
            () = work => {}
            () = self.keep_leases() => {}
        }
        self.give_back().await;
    }

    /// Runs what is due now, and what becomes due by it, then returns how many attempts were made. Leases
    /// that ran out are taken back first. For tests and one-shot commands; `run` is the service.
    pub async fn run_due(&self) -> Result<usize, DbError> {
        self.rescue().await?;
        let mut attempts = 0;
        loop {
            let claimed = self.claim(self.0.options.slots).await?;
            if claimed.is_empty() {
                return Ok(attempts);
            }
            attempts += claimed.len();
            let mut tasks: JoinSet<()> = claimed.into_iter().map(|job| self.clone().attempt(job)).collect();
            while tasks.join_next().await.is_some() {}
        }
    }

    async fn work_until(&self, shutdown: impl Future<Output = ()> + Send, tasks: &mut JoinSet<()>) {
        let options = self.0.options;
        let mut shutdown = pin!(shutdown);
        let mut pause = Duration::ZERO;
        loop {
            let is_free = tasks.len() < options.slots;
            tokio::select! {
                biased;
                () = &mut shutdown => return,
                // A finished job makes room, and often leaves a next one.
                Some(_) = tasks.join_next(), if !tasks.is_empty() => pause = Duration::ZERO,
                () = self.0.wake.wait(), if is_free => pause = Duration::ZERO,
                () = sleep(pause), if is_free => {
                    let found = self.claim_into(tasks, options.slots - tasks.len()).await;
                    pause = match found {
                        0 => (pause * 2).clamp(options.poll_min, options.poll_max),
                        _ => Duration::ZERO,
                    };
                }
            }
        }
    }

    async fn claim_into(&self, tasks: &mut JoinSet<()>, limit: usize) -> usize {
        match self.claim(limit).await {
            Ok(claimed) => {
                let found = claimed.len();
                for job in claimed {
                    tasks.spawn(self.clone().attempt(job));
                }
                found
            }
            Err(error) => {
                warn!(%error, "jobs cannot be claimed; trying again");
                0
            }
        }
    }

    async fn claim(&self, limit: usize) -> Result<Vec<Claimed>, DbError> {
        let shared = &self.0;
        let now = (shared.clock)();
        let lease_until = self.lease_from(now);
        let query = queries::claim(Claim {
            now,
            kinds: shared.registry.kinds().map(str::to_owned).collect(),
            limit: i64::try_from(limit).unwrap_or(i64::MAX),
            after: *shared.served.lock().unwrap_or_else(PoisonError::into_inner),
            owner: shared.owner,
            lease_until,
        });
        let mut tx = shared.db.system(SystemTask::ClaimJobs);
        let rows = tx.run(query).await?;
        tx.commit().await?;
        if let Some(last) =
            last_lane(&rows.iter().map(|row| row.fence.tenant_id).collect::<Vec<_>>(), self.served())
        {
            *shared.served.lock().unwrap_or_else(PoisonError::into_inner) = last;
        }
        let claimed = rows.into_iter().map(|row| {
            let (cancel, cancelled) = Cancelled::new();
            shared.leases.take(row.fence, lease_until, cancel);
            Claimed::new(row, shared.db.clone(), shared.clock.clone(), cancelled)
        });
        Ok(claimed.collect())
    }

    async fn attempt(self, job: Claimed) {
        let span = info_span!(
            "job", kind = job.kind(), id = %job.id(), tenant = %job.tenant_id(), attempt = job.attempt(),
            trace_parent = job.trace_parent().unwrap_or_default()
        );
        async {
            // Inside the future, so that a handler that panics before its first await is caught as well.
            let handling = async { self.0.registry.run(job.clone()).await };
            let outcome = AssertUnwindSafe(handling).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|panic| {
                Err(JobError::retry(
                    ErrorClass::Internal,
                    format!("the handler panicked: {}", panic_text(&*panic)),
                ))
            });
            self.record(&job, outcome).await;
            self.0.leases.forget(job.fence());
        }
        .instrument(span)
        .await;
    }

    async fn record(&self, job: &Claimed, outcome: Result<(), JobError>) {
        let recorded = match outcome {
            // When the handler finished the job in its own transaction, the fence makes this a no-op.
            Ok(()) => job.settle(job.finish()).await,
            Err(error) => self.record_failure(job, &error).await,
        };
        if let Err(error) = recorded {
            // The lease runs out and the job is tried again; work that was finished in its transaction is
            // fenced off.
            error!(%error, "the end of a job could not be recorded");
        }
    }

    async fn record_failure(&self, job: &Claimed, error: &JobError) -> Result<(), DbError> {
        let now = (self.0.clock)();
        let class = error.class_name();
        // PostgreSQL's text has no NUL.
        let message =
            error.to_string().chars().filter(|letter| *letter != '\0').take(MESSAGE_CHARS_MAX).collect();
        let failure = Failure { message, class };
        let verdict = judge(error, job.attempt(), job.max_attempts(), now, rand::random());
        let query = match verdict {
            Verdict::Again { run_at } => queries::retry(job.fence(), run_at, failure),
            Verdict::Dead => queries::bury(job.fence(), now, failure),
        };
        match (job.settle_fenced(query).await?, verdict) {
            (false, _) => info!(%error, "the job was cancelled or taken over: its error changes nothing"),
            (true, Verdict::Again { run_at }) => {
                warn!(%error, class, %run_at, "job failed and will run again");
            }
            (true, Verdict::Dead) => error!(%error, class, "job failed for good"),
        }
        Ok(())
    }

    async fn keep_leases(&self) {
        let mut beat = interval(self.0.options.lease / 3);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            if let Err(error) = self.heartbeat().await {
                warn!(%error, "leases of jobs could not be renewed; trying again");
            }
            self.0.leases.expire((self.0.clock)());
            match self.rescue().await {
                Ok(0) => {}
                Ok(count) => {
                    info!(count, "took back jobs whose lease ran out");
                    self.0.wake.hint();
                }
                Err(error) => warn!(%error, "leases that ran out could not be taken back; trying again"),
            }
        }
    }

    /// Renews every lease of this worker and stops the jobs whose lease is gone.
    pub async fn heartbeat(&self) -> Result<(), DbError> {
        let fences = self.0.leases.fences();
        if fences.is_empty() {
            return Ok(());
        }
        let until = self.lease_from((self.0.clock)());
        let mut tx = self.0.db.system(SystemTask::ClaimJobs);
        let confirmed: HashSet<Uuid> =
            tx.run(queries::heartbeat(&fences, until)).await?.into_iter().collect();
        tx.commit().await?;
        self.0.leases.confirm(&fences, &confirmed, until);
        Ok(())
    }

    async fn rescue(&self) -> Result<u64, DbError> {
        let mut tx = self.0.db.system(SystemTask::ClaimJobs);
        let count = tx.run(queries::rescue((self.0.clock)(), FORGIVEN_LOSSES)).await?;
        tx.commit().await?;
        Ok(count)
    }

    async fn drain(&self, tasks: &mut JoinSet<()>) {
        let deadline = Instant::now() + self.0.options.grace;
        while let Ok(Some(_)) = timeout_at(deadline, tasks.join_next()).await {}
        // Dropping a handler rolls back its open transaction.
        tasks.shutdown().await;
    }

    async fn give_back(&self) {
        let fences: Vec<Fence> = self.0.leases.fences();
        if fences.is_empty() {
            return;
        }
        let mut tx = self.0.db.system(SystemTask::ClaimJobs);
        tx.defer(queries::release(&fences));
        match tx.commit().await {
            Ok(()) => info!(count = fences.len(), "gave back the leases of unfinished jobs"),
            Err(error) => warn!(%error, "leases could not be given back; they run out by themselves"),
        }
        for fence in fences {
            self.0.leases.forget(fence);
        }
    }

    fn served(&self) -> Uuid {
        *self.0.served.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lease_from(&self, now: Timestamp) -> Timestamp {
        let lease = SignedDuration::try_from(self.0.options.lease).unwrap_or(SignedDuration::from_mins(1));
        now.checked_add(lease).unwrap_or(now)
    }
}

/// The lane that was furthest round the circle of tenants when it starts behind `served`.
fn last_lane(tenants: &[Uuid], served: Uuid) -> Option<Uuid> {
    tenants.iter().copied().max_by_key(|tenant| (*tenant <= served, *tenant))
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn the_circle_of_lanes_goes_round() {
        assert_eq!(last_lane(&[], tenant(1)), None);
        assert_eq!(last_lane(&[tenant(2), tenant(3)], tenant(1)), Some(tenant(3)));
        assert_eq!(last_lane(&[tenant(1), tenant(3)], tenant(2)), Some(tenant(1)));
        assert_eq!(last_lane(&[tenant(2)], tenant(2)), Some(tenant(2)));
    }

    #[test]
    fn a_panic_keeps_its_message() {
        assert_eq!(panic_text(&"boom"), "boom");
        assert_eq!(panic_text(&"boom".to_owned()), "boom");
        assert_eq!(panic_text(&7_i32), "no message");
    }
}
