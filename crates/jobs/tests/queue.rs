//! The queue against a real PostgreSQL. Time stands still until a test moves it; nothing sleeps.

#![expect(clippy::unwrap_used, reason = "a test whose stage cannot be set stops there")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::testing::{self, TestDatabase};
use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use jobs::{
    Claimed, Clock, ErrorClass, JobError, JobState, NewJob, Options, Origin, Registry, Wake, Worker, queries,
};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

const KIND: &str = "generate_ideas";

/// A database, a clock, and ids that count up.
struct Stage {
    db: TestDatabase,
    now: Arc<Mutex<Timestamp>>,
    ids: AtomicUsize,
}

impl Stage {
    async fn new() -> Self {
        let now = Arc::new(Mutex::new("2026-11-21T14:00:00Z".parse().unwrap()));
        Self { db: testing::database().await, now, ids: AtomicUsize::new(1) }
    }

    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn advance(&self, seconds: i64) {
        let mut now = self.now.lock().unwrap();
        *now += SignedDuration::from_secs(seconds);
    }

    fn id(&self) -> Uuid {
        Uuid::from_u128(self.ids.fetch_add(1, Ordering::Relaxed) as u128)
    }

    fn origin(&self, tenant_id: Uuid) -> Origin {
        Origin { tenant_id, actor: json!({ "name": "Mara" }), trace_parent: None, now: self.now() }
    }

    async fn enqueue(&self, tenant_id: Uuid, job: NewJob) -> Uuid {
        let id = self.id();
        assert_eq!(self.try_enqueue(tenant_id, id, job).await, 1);
        id
    }

    async fn try_enqueue(&self, tenant_id: Uuid, id: Uuid, job: NewJob) -> u64 {
        let mut tx = self.db.tenant(tenant_id);
        let written = tx.run(queries::insert(id, &self.origin(tenant_id), job)).await.unwrap();
        tx.commit().await.unwrap();
        written
    }

    async fn state(&self, tenant_id: Uuid, id: Uuid) -> JobState {
        let state = self.db.read(tenant_id, queries::find_state(tenant_id, id)).await.unwrap().unwrap();
        JobState::parse(&state).unwrap()
    }

    fn worker(&self, registry: Registry) -> Worker {
        self.worker_with(registry, Options { slots: 4, ..Options::default() })
    }

    fn worker_with(&self, registry: Registry, options: Options) -> Worker {
        let now = self.now.clone();
        let clock: Clock = Arc::new(move || *now.lock().unwrap());
        Worker::new((*self.db).clone(), registry, clock, Wake::new(), self.id(), options)
    }
}

fn tenant(n: u128) -> Uuid {
    Uuid::from_u128(n << 64)
}

fn job() -> NewJob {
    NewJob::new(KIND, json!({ "batch": 7 }))
}

/// A handler that notes what it was called with and answers as told.
fn answering(
    answer: impl Fn(&Claimed) -> Result<(), JobError> + Send + Sync + 'static,
) -> (Registry, Arc<Mutex<Vec<Claimed>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = seen.clone();
    let registry = Registry::new().on(KIND, move |claimed: Claimed| {
        let outcome = answer(&claimed);
        notes.lock().unwrap().push(claimed);
        async move { outcome }
    });
    (registry, seen)
}

/// A handler that reports its start and then never ends.
fn stuck() -> (Registry, mpsc::UnboundedReceiver<Claimed>) {
    let (started, starts) = mpsc::unbounded_channel();
    let registry = Registry::new().on(KIND, move |claimed: Claimed| {
        started.send(claimed).unwrap();
        std::future::pending()
    });
    (registry, starts)
}

/// Lets a worker start a job and then kills the worker: nothing is given back.
async fn start_and_kill(stage: &Stage) -> Claimed {
    let (registry, mut starts) = stuck();
    let worker = stage.worker(registry);
    tokio::select! {
        result = worker.run_due() => panic!("the job cannot end: {result:?}"),
        claimed = starts.recv() => claimed.unwrap(),
    }
}

#[tokio::test]
async fn a_committed_job_runs_once() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job()).await;
    let (registry, seen) = answering(|_| Ok(()));
    let worker = stage.worker(registry);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(worker.run_due().await.unwrap(), 0);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
    let seen = seen.lock().unwrap();
    assert_eq!((seen[0].id(), seen[0].tenant_id(), seen[0].attempt()), (id, tenant(1), 1));
    assert_eq!(seen[0].payload_as::<Value>().unwrap(), json!({ "batch": 7 }));
    assert_eq!(seen[0].actor(), &json!({ "name": "Mara" }));
}

#[tokio::test]
async fn a_job_of_a_transaction_that_is_dropped_does_not_exist() {
    let stage = Stage::new().await;
    let mut tx = stage.db.tenant(tenant(1));
    tx.run(queries::insert(stage.id(), &stage.origin(tenant(1)), job())).await.unwrap();
    drop(tx);
    let (registry, _) = answering(|_| Ok(()));
    assert_eq!(stage.worker(registry).run_due().await.unwrap(), 0);
}

#[tokio::test]
async fn a_unique_key_holds_while_the_job_waits_or_runs() {
    let stage = Stage::new().await;
    let unique = || job().unique_key("batch:7");
    let first = stage.enqueue(tenant(1), unique()).await;
    assert_eq!(stage.try_enqueue(tenant(1), stage.id(), unique()).await, 0, "waiting");
    assert_eq!(stage.try_enqueue(tenant(2), stage.id(), unique()).await, 1, "another tenant");
    start_and_kill(&stage).await;
    assert_eq!(stage.state(tenant(1), first).await, JobState::Running);
    assert_eq!(stage.try_enqueue(tenant(1), stage.id(), unique()).await, 0, "running");
    stage.advance(60);
    let (registry, _) = answering(|_| Ok(()));
    assert_eq!(stage.worker(registry).run_due().await.unwrap(), 2);
    assert_eq!(stage.try_enqueue(tenant(1), stage.id(), unique()).await, 1, "done");
}

#[tokio::test]
async fn a_job_waits_for_its_time() {
    let stage = Stage::new().await;
    let at = stage.now() + SignedDuration::from_mins(5);
    stage.enqueue(tenant(1), job().run_at(at)).await;
    let (registry, _) = answering(|_| Ok(()));
    let worker = stage.worker(registry);
    assert_eq!(worker.run_due().await.unwrap(), 0);
    stage.advance(300);
    assert_eq!(worker.run_due().await.unwrap(), 1);
}

#[tokio::test]
async fn failures_are_retried_by_class_until_the_attempts_are_used() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job().max_attempts(3)).await;
    let (registry, seen) = answering(|_| Err(JobError::retry(ErrorClass::Unavailable, "the model is down")));
    let worker = stage.worker(registry);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Ready);
    stage.advance(4);
    assert_eq!(worker.run_due().await.unwrap(), 0, "half of the first wait of this class is 5 seconds");
    stage.advance(6);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    stage.advance(20);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Dead);
    let last: Vec<bool> = seen.lock().unwrap().iter().map(Claimed::is_last_attempt).collect();
    assert_eq!(last, [false, false, true]);
}

#[tokio::test]
async fn what_was_asked_for_is_waited_for() {
    let stage = Stage::new().await;
    stage.enqueue(tenant(1), job()).await;
    let asked = Duration::from_mins(10);
    let (registry, _) =
        answering(move |_| Err(JobError::retry_after(ErrorClass::RateLimited, asked, "slow down")));
    let worker = stage.worker(registry);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    stage.advance(599);
    assert_eq!(worker.run_due().await.unwrap(), 0);
    stage.advance(1);
    assert_eq!(worker.run_due().await.unwrap(), 1);
}

#[tokio::test]
async fn what_cannot_work_is_dead_at_once() {
    let stage = Stage::new().await;
    let failed = stage.enqueue(tenant(1), job()).await;
    let (registry, _) = answering(|claimed| claimed.payload_as::<Vec<String>>().map(drop));
    assert_eq!(stage.worker(registry).run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), failed).await, JobState::Dead);
    let count = queries::count_by_state(tenant(1), JobState::Dead);
    assert_eq!(stage.db.read(tenant(1), count).await.unwrap(), 1);
}

#[tokio::test]
async fn a_panic_is_an_attempt_and_nothing_worse() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job()).await;
    let (registry, _) = answering(|claimed| if claimed.attempt() == 1 { panic!("boom\0") } else { Ok(()) });
    let worker = stage.worker(registry);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Ready);
    stage.advance(30);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
}

#[tokio::test]
async fn a_killed_worker_loses_its_job_to_another_one() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job().max_attempts(1)).await;
    start_and_kill(&stage).await;
    let (registry, seen) = answering(|_| Ok(()));
    let other = stage.worker(registry);
    assert_eq!(other.run_due().await.unwrap(), 0, "the lease holds");
    stage.advance(16);
    assert_eq!(other.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
    assert_eq!(seen.lock().unwrap()[0].attempt(), 2);
}

#[tokio::test]
async fn a_job_that_kills_its_workers_dies_in_the_end() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job().max_attempts(1)).await;
    for _ in 0..4 {
        start_and_kill(&stage).await;
        stage.advance(16);
    }
    let (registry, _) = answering(|_| Ok(()));
    assert_eq!(stage.worker(registry).run_due().await.unwrap(), 0);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Dead);
}

#[tokio::test]
async fn a_stale_attempt_writes_nothing() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job()).await;
    let stale = start_and_kill(&stage).await;
    stage.advance(16);
    let (registry, mut starts) = stuck();
    let current = stage.worker(registry);
    let claimed = tokio::select! {
        result = current.run_due() => panic!("the job cannot end: {result:?}"),
        claimed = starts.recv() => claimed.unwrap(),
    };
    let mut tx = stage.db.tenant(tenant(1));
    assert!(stale.finish_in(&mut tx).await.is_err());
    drop(tx);
    assert!(stale.progress(1, 2).await.is_err());
    assert_eq!(stage.state(tenant(1), id).await, JobState::Running);
    claimed.progress(1, 2).await.unwrap();
    let mut tx = stage.db.tenant(tenant(1));
    claimed.finish_in(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
    assert!(claimed.progress(2, 2).await.is_err(), "done is done");
}

#[tokio::test]
async fn result_and_completion_are_one() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job()).await;
    let db = (*stage.db).clone();
    // The first attempt fails after it finished the job, before its transaction was committed.
    let registry = Registry::new().on(KIND, move |claimed: Claimed| {
        let db = db.clone();
        async move {
            let mut tx = db.tenant(claimed.tenant_id());
            claimed.finish_in(&mut tx).await?;
            if claimed.attempt() == 1 {
                return Err(JobError::retry(ErrorClass::Transient, "the connection broke"));
            }
            Ok(tx.commit().await?)
        }
    });
    let worker = stage.worker(registry);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Ready);
    stage.advance(1);
    assert_eq!(worker.run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
}

#[tokio::test]
async fn heartbeats_keep_a_long_job() {
    let stage = Stage::new().await;
    stage.enqueue(tenant(1), job()).await;
    let (registry, mut starts) = stuck();
    let long = stage.worker(registry);
    let (registry, _) = answering(|_| Ok(()));
    let other = stage.worker(registry);
    let mut working = Box::pin(long.run_due());
    tokio::select! {
        result = &mut working => panic!("the job cannot end: {result:?}"),
        _ = starts.recv() => {}
    }
    for _ in 0..10 {
        stage.advance(10);
        long.heartbeat().await.unwrap();
        assert_eq!(other.run_due().await.unwrap(), 0);
    }
    drop(working);
    stage.advance(16);
    assert_eq!(other.run_due().await.unwrap(), 1);
}

#[tokio::test]
async fn cancelling_stops_what_waits_and_what_runs() {
    let stage = Stage::new().await;
    let cancel = async |id| {
        let mut tx = stage.db.tenant(tenant(1));
        let cancelled = tx.run(queries::cancel(tenant(1), id, stage.now())).await.unwrap();
        tx.commit().await.unwrap();
        cancelled
    };
    let waiting = stage.enqueue(tenant(1), job()).await;
    assert_eq!(cancel(waiting).await, 1);
    assert_eq!(cancel(waiting).await, 0);

    let running = stage.enqueue(tenant(1), job()).await;
    let (started, mut starts) = mpsc::unbounded_channel();
    let registry = Registry::new().on(KIND, move |claimed: Claimed| {
        started.send(()).unwrap();
        async move {
            claimed.cancelled().wait().await;
            Ok(())
        }
    });
    let worker = stage.worker(registry);
    let steps = async {
        starts.recv().await.unwrap();
        assert_eq!(cancel(running).await, 1);
        worker.heartbeat().await.unwrap();
    };
    let (attempts, ()) = tokio::join!(worker.run_due(), steps);
    assert_eq!(attempts.unwrap(), 1, "the waiting one never ran");
    assert_eq!(
        stage.state(tenant(1), running).await,
        JobState::Cancelled,
        "an answer after the fact changes nothing"
    );
}

#[tokio::test]
async fn a_backlog_does_not_hold_up_other_tenants() {
    let stage = Stage::new().await;
    for _ in 0..30 {
        stage.enqueue(tenant(1), job().priority(9)).await;
    }
    for n in [2, 3] {
        stage.enqueue(tenant(n), job()).await;
        stage.enqueue(tenant(n), job()).await;
    }
    let (registry, seen) = answering(|_| Ok(()));
    // One at a time: the worker itself has to remember whose turn it is.
    let worker = stage.worker_with(registry, Options { slots: 1, ..Options::default() });
    assert_eq!(worker.run_due().await.unwrap(), 34);
    let order: Vec<Uuid> = seen.lock().unwrap().iter().map(Claimed::tenant_id).collect();
    assert_eq!(order[..6], [1, 2, 3, 1, 2, 3].map(tenant));

    for n in [1, 1, 1, 1, 2] {
        stage.enqueue(tenant(n), job()).await;
    }
    let (registry, seen) = answering(|_| Ok(()));
    let worker = stage.worker_with(registry, Options { slots: 2, ..Options::default() });
    assert_eq!(worker.run_due().await.unwrap(), 5);
    let first: Vec<Uuid> = seen.lock().unwrap().iter().take(2).map(Claimed::tenant_id).collect();
    assert!(first.contains(&tenant(2)), "a batch serves every lane before it serves one twice");
}

#[tokio::test]
async fn priority_orders_the_jobs_of_one_tenant() {
    let stage = Stage::new().await;
    for priority in [0, 5, -5] {
        stage.enqueue(tenant(1), NewJob::new(KIND, json!(priority)).priority(priority)).await;
    }
    let (registry, seen) = answering(|_| Ok(()));
    let worker = stage.worker_with(registry, Options { slots: 1, ..Options::default() });
    worker.run_due().await.unwrap();
    let order: Vec<Value> = seen.lock().unwrap().iter().map(|claimed| claimed.payload().clone()).collect();
    assert_eq!(order, [5, 0, -5]);
}

#[tokio::test]
async fn several_workers_share_without_doing_anything_twice() {
    let stage = Stage::new().await;
    for n in 0..60 {
        stage.enqueue(tenant(1 + n % 3), job()).await;
    }
    let (registry, seen) = answering(|_| Ok(()));
    let workers: Vec<Worker> = (0..3).map(|_| stage.worker(registry.clone())).collect();
    let runs = futures_util::future::join_all(workers.iter().map(Worker::run_due)).await;
    assert_eq!(runs.into_iter().map(Result::unwrap).sum::<usize>(), 60);
    let mut times: HashMap<Uuid, usize> = HashMap::new();
    for claimed in seen.lock().unwrap().iter() {
        *times.entry(claimed.id()).or_default() += 1;
    }
    assert_eq!(times.len(), 60);
    assert!(times.values().all(|count| *count == 1));
}

#[tokio::test]
async fn a_worker_leaves_kinds_it_does_not_know() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), NewJob::new("send_reminder", json!({}))).await;
    let (registry, _) = answering(|_| Ok(()));
    assert_eq!(stage.worker(registry).run_due().await.unwrap(), 0);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Ready);
}

#[tokio::test]
async fn shutdown_gives_leases_back_without_costing_an_attempt() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job().max_attempts(1)).await;
    let (registry, mut starts) = stuck();
    let worker = stage.worker_with(registry, Options { grace: Duration::ZERO, ..Options::default() });
    let (stop, stopped) = oneshot::channel::<()>();
    let steps = async {
        starts.recv().await.unwrap();
        stop.send(()).unwrap();
    };
    tokio::join!(worker.run(stopped.map(drop)), steps);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Ready, "at once, not when the lease runs out");
    let (registry, seen) = answering(|_| Ok(()));
    assert_eq!(stage.worker(registry).run_due().await.unwrap(), 1);
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
    assert_eq!(seen.lock().unwrap()[0].attempt(), 2, "the fence moved on");
}

#[tokio::test]
async fn shutdown_lets_a_job_finish_within_the_grace() {
    let stage = Stage::new().await;
    let id = stage.enqueue(tenant(1), job()).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let stop = Mutex::new(Some(stop));
    // The signal comes while the job runs; it still ends by itself.
    let registry = Registry::new().on(KIND, move |_: Claimed| {
        stop.lock().unwrap().take().unwrap().send(()).unwrap();
        async { Ok(()) }
    });
    let worker = stage.worker_with(registry, Options { grace: Duration::from_mins(1), ..Options::default() });
    worker.run(stopped.map(drop)).await;
    assert_eq!(stage.state(tenant(1), id).await, JobState::Done);
}
