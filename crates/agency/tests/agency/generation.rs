//! Generation with the sandbox as the model.

use platform::Role;
use serde_json::{Value, json};

use crate::studio::studio;

#[tokio::test]
async fn a_batch_becomes_ideas_that_fit_their_channels() {
    let studio = studio("client").await;
    let ordered = studio.test.call(&studio.manager, "POST", &studio.campaign_path("/generate"), None).await;
    let batch = ordered.expect(202);
    assert_eq!((&batch["state"], &batch["progress_total"]), (&json!("queued"), &json!(3)));
    studio.work().await;
    let batch = studio.batch(&batch).await;
    assert_eq!(batch["state"], "succeeded", "{batch:#}");
    assert_eq!(
        (&batch["stage"], &batch["progress_done"], &batch["ideas_created"]),
        (&json!("done"), &json!(3), &json!(3))
    );
    assert_eq!((&batch["is_sandbox"], &batch["model"]), (&json!(true), &json!("atelier-sandbox-1")));
    assert!(batch["tokens_out"].as_i64().unwrap() > 0);
    let ideas = studio.ideas().await;
    let kinds: Vec<&Value> = ideas.iter().map(|idea| &idea["kind"]).collect();
    assert_eq!(kinds, ["post", "post", "reel"]);
    for idea in &ideas {
        assert_eq!((&idea["issues"], &idea["source"]), (&json!([]), &json!("sandbox_model")));
        assert!(idea["content"]["variants"]["linkedin"]["text"].as_str().unwrap().len() > 20);
        assert!(idea["content"]["variants"].get("x").is_none(), "not a channel of the campaign");
        assert_eq!(idea["content"]["scenes"].as_array().unwrap().is_empty(), idea["kind"] == "post");
    }
    assert_eq!(studio.get(&studio.campaign_path("")).await["idea_counts"], json!({ "generated": 3 }));
}

#[tokio::test]
async fn many_ideas_are_asked_for_in_parts_and_none_comes_twice() {
    let studio = studio("client").await;
    let batch = studio.order(json!({ "posts": 15 })).await;
    studio.work().await;
    assert_eq!(studio.batch(&batch).await["ideas_created"], 15);
    assert_eq!(studio.sandbox.calls_count(), 3);
    let mut hashes: Vec<String> =
        studio.ideas().await.iter().map(|idea| idea["content_hash"].to_string()).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), 15);
}

#[tokio::test]
async fn the_same_question_is_answered_from_the_cache() {
    let studio = studio("client").await;
    studio.order(json!({ "posts": 2 })).await;
    studio.work().await;
    let calls = studio.sandbox.calls_count();
    let again = studio.order(json!({ "posts": 2 })).await;
    studio.work().await;
    let again = studio.batch(&again).await;
    assert_eq!(
        (&again["state"], &again["cost_micros"], &again["tokens_in"]),
        (&json!("cached"), &json!(0), &json!(0))
    );
    assert_eq!(studio.sandbox.calls_count(), calls);
    let other = studio.order(json!({ "posts": 2, "instructions": "about winter" })).await;
    studio.work().await;
    assert_eq!(studio.batch(&other).await["state"], "succeeded");
    assert_eq!(studio.ideas().await.len(), 6);
}

#[tokio::test]
async fn orders_are_checked() {
    let studio = studio("client").await;
    let generate = studio.campaign_path("/generate");
    for wrong in [
        json!({ "posts": 0, "reels": 0 }),
        json!({ "posts": 51 }),
        json!({ "posts": 30, "reels": 30 }),
        json!({ "posts": -1 }),
        json!({ "posts": "two" }),
        json!({ "instructions": "x".repeat(2_001) }),
    ] {
        studio.test.post(&studio.manager, &generate, wrong).await.expect(422);
    }
    studio.test.post(&studio.test.member(Role::Analyst), &generate, json!({})).await.expect(403);
    studio.test.post(&studio.client_person(), &generate, json!({})).await.expect(403);
    let music = json!({
        "client_id": studio.client["id"], "name": "Album", "channels": ["spotify"], "posts_count": 1,
    });
    let music = studio.test.post(&studio.manager, "/campaigns", music).await.expect(201);
    let path = format!("/campaigns/{}/generate", music["id"].as_str().unwrap());
    assert_eq!(
        studio.test.post(&studio.manager, &path, json!({})).await.expect(409)["code"],
        "brief_incomplete"
    );
    let cancel = json!({ "event": "cancel", "reason": "budget" });
    studio.test.post(&studio.manager, &studio.campaign_path("/transition"), cancel).await.expect(200);
    assert_eq!(
        studio.test.post(&studio.manager, &generate, json!({})).await.expect(409)["code"],
        "campaign_is_over"
    );
}

#[tokio::test]
async fn a_cancelled_batch_stores_nothing() {
    let studio = studio("client").await;
    let batch = studio.order(json!({ "posts": 1 })).await;
    let cancel = format!("/batches/{}/cancel", batch["id"].as_str().unwrap());
    let cancelled = studio.test.post(&studio.creator, &cancel, json!({})).await.expect(200);
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(studio.work().await, 0);
    studio.test.post(&studio.creator, &cancel, json!({})).await.expect(409);
    assert!(studio.ideas().await.is_empty());
}

#[tokio::test]
async fn whoever_left_generates_nothing() {
    let studio = studio("client").await;
    let batch = studio.order(json!({ "posts": 1 })).await;
    studio.dismiss(&studio.manager).await;
    studio.work().await;
    let batch = studio.batch(&batch).await;
    assert_eq!(batch["state"], "failed");
    assert!(studio.ideas().await.is_empty());
}

#[tokio::test]
async fn batches_are_listed_for_the_agency() {
    let studio = studio("client").await;
    let batch = studio.order(json!({ "posts": 1 })).await;
    let listed =
        studio.get(&format!("/batches?campaign_id={}", studio.campaign["id"].as_str().unwrap())).await;
    assert_eq!(listed["items"][0]["id"], batch["id"]);
    studio.test.get(&studio.client_person(), "/batches").await.expect(403);
    let path = format!("/batches/{}", batch["id"].as_str().unwrap());
    studio.test.get(&studio.client_person(), &path).await.expect(403);
}
