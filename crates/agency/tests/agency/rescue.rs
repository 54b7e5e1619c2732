//! A process may die at any moment of a generation: the batch is finished by the next one, once.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use agency::generation::{GENERATE_IDEAS, Generator};
use jiff::SignedDuration;
use jobs::Registry;
use serde_json::json;
use tokio::sync::Notify;

use crate::studio::{Studio, studio};

/// Polls its future a number of times and never again, as in a process that is killed.
struct Killed<F> {
    running: Option<Pin<Box<F>>>,
    polls_left: usize,
    died: Arc<Notify>,
    has_died: Arc<AtomicBool>,
}

impl<F: Future> Future for Killed<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let Some(running) = self.running.as_mut() else { return Poll::Pending };
        let polled = running.as_mut().poll(cx);
        if polled.is_ready() {
            return polled;
        }
        self.polls_left -= 1;
        if self.polls_left == 0 {
            self.running = None;
            self.has_died.store(true, Ordering::SeqCst);
            self.died.notify_one();
        }
        Poll::Pending
    }
}

/// Works until the handler was polled so often, then drops everything. Answers whether it came to that.
async fn work_and_die(studio: &Studio, polls: usize) -> bool {
    let generator = Generator::new(studio.test.app.clone(), studio.models());
    let (died, has_died) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let (signal, flag) = (died.clone(), has_died.clone());
    let registry = Registry::new().on(GENERATE_IDEAS, move |job| {
        let generator = generator.clone();
        let running = Box::pin(async move { generator.run(job).await });
        let (died, has_died) = (signal.clone(), flag.clone());
        Killed { running: Some(running), polls_left: polls, died, has_died }
    });
    let worker = studio.worker_with(registry);
    tokio::select! {
        worked = worker.run_due() => { worked.unwrap(); }
        () = died.notified() => {}
    }
    has_died.load(Ordering::SeqCst)
}

#[tokio::test]
async fn killed_at_any_moment_a_batch_is_finished_once() {
    let studio = studio("client").await;
    let mut batches = 0;
    for polls in 1_usize.. {
        let order = json!({ "posts": 1, "reels": 1, "instructions": format!("number {polls}") });
        let batch = studio.order(order).await;
        batches += 1;
        let died = work_and_die(&studio, polls).await;
        studio.test.app.clock().advance(SignedDuration::from_mins(2));
        studio.work_patiently().await;
        let batch = studio.batch(&batch).await;
        assert_eq!(batch["state"], "succeeded", "killed after {polls} polls: {batch:#}");
        assert_eq!(batch["ideas_created"], 2);
        let counts = studio.get(&studio.campaign_path("")).await["idea_counts"].clone();
        assert_eq!(counts, json!({ "generated": 2 * batches }), "killed after {polls} polls");
        if !died {
            break;
        }
        assert!(polls < 2_000, "the generation never ends");
    }
    assert!(batches > 20, "the deaths were spread over the generation: {batches}");
}

#[tokio::test]
async fn cancelling_under_way_stores_nothing() {
    let studio = studio("client").await;
    let slow = sandbox::Mode::Slow(std::time::Duration::from_millis(400));
    studio.sandbox.set_faults(vec![sandbox::Fault::always(slow)]);
    let batch = studio.order(json!({ "posts": 1 })).await;
    let worker = studio.worker();
    let cancel = async {
        while studio.batch(&batch).await["stage"] != "model" {
            tokio::task::yield_now().await;
        }
        let path = format!("/batches/{}/cancel", batch["id"].as_str().unwrap());
        studio.test.post(&studio.manager, &path, json!({})).await.expect(200)
    };
    let (worked, _) = tokio::join!(worker.run_due(), cancel);
    worked.unwrap();
    assert_eq!(studio.batch(&batch).await["state"], "cancelled");
    assert!(studio.ideas().await.is_empty());
}
