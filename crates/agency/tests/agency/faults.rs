//! A model that misbehaves: after the retries there are labelled drafts and an incident, whatever it did.

use std::time::Duration;

use http::StatusCode;
use sandbox::{Fault, Mode};
use serde_json::{Value, json};

use crate::studio::{Studio, studio};

async fn expect_fallback(studio: &Studio, batch: &Value) {
    let batch = studio.batch(batch).await;
    assert_eq!(batch["state"], "fallback", "{batch:#}");
    assert!(batch["detail"].as_str().unwrap().contains("template"), "{batch:#}");
    let ideas = studio.ideas().await;
    assert_eq!(ideas.len(), 2);
    for idea in &ideas {
        assert_eq!(
            (&idea["source"], &idea["state"], &idea["model"]),
            (&json!("template"), &json!("generated"), &Value::Null)
        );
        assert!(idea["title"].as_str().unwrap().starts_with("Template draft"));
        assert_eq!(idea["issues"], json!([]));
    }
    let list = platform::incidents::queries::list_recent(studio.test.tenant_id, 10);
    let incidents = studio.test.app.db().read(studio.test.tenant_id, list).await.unwrap();
    assert_eq!(incidents.len(), 1, "one incident for one batch");
}

async fn with_fault(mode: Mode) {
    let studio = studio("client").await;
    studio.sandbox.set_faults(vec![Fault::always(mode)]);
    let batch = studio.order(json!({ "posts": 1, "reels": 1 })).await;
    studio.work_patiently().await;
    expect_fallback(&studio, &batch).await;
}

#[tokio::test]
async fn rate_limited() {
    with_fault(Mode::Status { code: StatusCode::TOO_MANY_REQUESTS, retry_after_seconds: Some(120) }).await;
}

#[tokio::test]
async fn failing() {
    with_fault(Mode::Status { code: StatusCode::INTERNAL_SERVER_ERROR, retry_after_seconds: None }).await;
}

#[tokio::test]
async fn silent() {
    with_fault(Mode::Timeout).await;
}

#[tokio::test]
async fn breaking_off() {
    with_fault(Mode::Truncate).await;
}

#[tokio::test]
async fn talking_nonsense() {
    with_fault(Mode::InvalidJson).await;
}

#[tokio::test]
async fn refusing() {
    with_fault(Mode::Refuse).await;
}

#[tokio::test]
async fn hanging_up() {
    with_fault(Mode::Reset).await;
}

#[tokio::test]
async fn without_a_model_there_are_drafts() {
    let studio = studio("client").await.without_models();
    let batch = studio.order(json!({ "posts": 1, "reels": 1 })).await;
    studio.work().await;
    expect_fallback(&studio, &batch).await;
}

#[tokio::test]
async fn a_fault_that_passes_is_waited_for() {
    let studio = studio("client").await;
    let busy = Mode::Status { code: StatusCode::TOO_MANY_REQUESTS, retry_after_seconds: Some(30) };
    studio.sandbox.set_faults(vec![Fault::times(busy, 1)]);
    let batch = studio.order(json!({ "posts": 2 })).await;
    studio.work().await;
    let waiting = studio.batch(&batch).await;
    assert_eq!((&waiting["state"], &waiting["stage"]), (&json!("running"), &json!("queued")), "{waiting:#}");
    assert!(waiting["detail"].as_str().unwrap().starts_with("Trying again"));
    studio.work_patiently().await;
    let batch = studio.batch(&batch).await;
    assert_eq!((&batch["state"], &batch["attempt"]), (&json!("succeeded"), &json!(2)), "{batch:#}");
    assert!(batch["detail"].is_null());
}

#[tokio::test]
async fn slow_is_not_broken() {
    let studio = studio("client").await;
    studio.sandbox.set_faults(vec![Fault::always(Mode::Slow(Duration::from_millis(100)))]);
    let batch = studio.order(json!({ "posts": 1 })).await;
    studio.work().await;
    assert_eq!(studio.batch(&batch).await["state"], "succeeded");
}

#[tokio::test]
async fn what_the_model_wrote_before_it_failed_is_kept() {
    let studio = studio("client").await;
    let down = Mode::Status { code: StatusCode::INTERNAL_SERVER_ERROR, retry_after_seconds: None };
    studio.sandbox.set_faults(vec![Fault::times(Mode::None, 1), Fault::always(down)]);
    let batch = studio.order(json!({ "posts": 1, "reels": 1 })).await;
    studio.work_patiently().await;
    assert_eq!(studio.batch(&batch).await["state"], "fallback");
    let sources: Vec<Value> = studio.ideas().await.iter().map(|idea| idea["source"].clone()).collect();
    assert_eq!(sources, ["sandbox_model", "template"]);
}

#[tokio::test]
async fn what_goes_wrong_on_our_side_ends_the_batch() {
    let studio = studio("client").await;
    let batch = studio.order(json!({ "posts": 1 })).await;
    studio.break_prompts().await;
    studio.work_patiently().await;
    let batch = studio.batch(&batch).await;
    assert_eq!(batch["state"], "failed", "{batch:#}");
    assert!(batch["detail"].as_str().unwrap().contains("our side"), "{batch:#}");
    assert!(batch["finished_at"].is_string());
}
