//! Prompt templates: versions that do not change.

use platform::Role;
use serde_json::{Value, json};

use crate::studio::studio;

#[tokio::test]
async fn versions_are_added_and_chosen() {
    let studio = studio("none").await;
    let prompts = studio.get("/prompts").await;
    let kinds: Vec<&Value> =
        prompts["items"].as_array().unwrap().iter().map(|prompt| &prompt["kind"]).collect();
    assert_eq!(kinds, ["post", "reel"]);
    let path = format!("/prompts/{}", prompts["items"][0]["id"].as_str().unwrap());
    let first = studio.get(&path).await["versions"][0].clone();

    let new = json!({ "body": "Write {{ count }} for {{ client }}.\n{{ brief }}", "note": "shorter" });
    let added = studio.test.post(&studio.manager, &format!("{path}/versions"), new.clone()).await.expect(201);
    assert_eq!((&added["current_version"], &added["versions_count"]), (&json!(2), &json!(2)));
    let names: Vec<&Value> = added["versions"][0]["variables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variable| &variable["name"])
        .collect();
    assert_eq!(names, ["brief", "client", "count"]);
    assert_eq!(added["versions"][1], first, "the first version is as it was");

    let back =
        studio.test.post(&studio.manager, &format!("{path}/current"), json!({ "n": 1 })).await.expect(200);
    assert_eq!((&back["current_version"], &back["versions_count"]), (&json!(1), &json!(2)));
    studio.test.post(&studio.manager, &format!("{path}/current"), json!({ "n": 9 })).await.expect(422);
    studio.test.post(&studio.creator, &format!("{path}/versions"), new).await.expect(403);
    studio.test.get(&studio.client_person(), &path).await.expect(403);
    studio.test.get(&studio.test.member(Role::Analyst), &path).await.expect(200);
}

#[tokio::test]
async fn what_does_not_compile_is_not_stored() {
    let studio = studio("none").await;
    let prompts = studio.get("/prompts").await;
    let path = format!("/prompts/{}/versions", prompts["items"][0]["id"].as_str().unwrap());
    for (body, line) in [
        ("{{ brief }}\n{% if %}", "line 2"),
        ("{{ brief }}\n\n{{ secret }}", "line 3"),
        ("no brief", "line 1"),
        ("{{ brief }}{% set x = 1 %}", "line 1"),
    ] {
        let refused =
            studio.test.post(&studio.manager, &path, json!({ "body": body, "note": "" })).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], "/body");
        assert!(refused["errors"][0]["detail"].as_str().unwrap().starts_with(line), "{refused:#}");
    }
    assert_eq!(studio.get("/prompts").await["items"][0]["versions_count"], 1);
}

#[tokio::test]
async fn a_preview_shows_the_brief_and_stores_nothing() {
    let studio = studio("none").await;
    let body = "For {{ client }}\n{{ brief }}";
    let tried = json!({ "kind": "post", "body": body, "campaign_id": studio.campaign["id"] });
    let preview = studio.test.post(&studio.manager, "/prompts/preview", tried).await.expect(200);
    let text = preview["text"].as_str().unwrap();
    assert!(text.starts_with("For Harbour Roasters\n```json\n{"), "{text}");
    assert!(text.contains("\"posts\": 2"), "{text}");
}

#[tokio::test]
async fn a_new_version_is_what_generation_asks_with() {
    let studio = studio("none").await;
    let order = json!({ "posts": 1 });
    studio.order(order.clone()).await;
    studio.work().await;
    let prompts = studio.get("/prompts").await;
    let path = format!("/prompts/{}/versions", prompts["items"][0]["id"].as_str().unwrap());
    let body = "Write {{ count }} posts, very short.\n{{ brief }}";
    studio.test.post(&studio.manager, &path, json!({ "body": body, "note": "" })).await.expect(201);
    let batch = studio.order(order).await;
    studio.work().await;
    assert_eq!(studio.batch(&batch).await["state"], "succeeded", "another prompt is another question");
}
