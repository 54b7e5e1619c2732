//! An idea's way from generation to approval, and what is refused on it.

use platform::Role;
use serde_json::{Value, json};

use crate::studio::{path, studio};

fn content(text: &str) -> Value {
    json!({ "title": "A title", "body": text, "variants": { "linkedin": { "text": text } } })
}

#[tokio::test]
async fn the_whole_way_to_the_clients_approval() {
    let studio = studio("internal_client").await;
    let idea = studio.idea().await;
    assert_eq!((&idea["state"], &idea["status"]), (&json!("generated"), &json!("GENERATED")));
    assert_eq!(idea["source"], "sandbox_model");
    assert_eq!(idea["allowed_events"], json!(["accept", "discard", "archive"]));

    let draft = studio.event(&studio.creator, &idea, "accept", json!({})).await.expect(200);
    assert_eq!((&draft["state"], &draft["version"]), (&json!("draft"), &json!(2)));
    let edit = json!({ "content": content("Edited"), "note": "shorter" });
    let edited = studio.test.patch(&studio.creator, &path(&idea, ""), edit).await.expect(200);
    assert_eq!((&edited["state"], &edited["content_version"]), (&json!("draft"), &json!(2)));
    assert_ne!(edited["content_hash"], idea["content_hash"]);

    let reviewed = studio.event(&studio.creator, &idea, "submit", json!({})).await.expect(200);
    assert_eq!(reviewed["state"], "internal_review");
    studio.event(&studio.creator, &idea, "approve", json!({})).await.expect(403);
    let client = studio.client_person();
    studio.test.get(&client, &path(&idea, "")).await.expect(404);
    let sent = studio.event(&studio.manager, &idea, "approve", json!({})).await.expect(200);
    assert_eq!(sent["state"], "client_review");
    assert_eq!(sent["allowed_events"], json!(["hold", "withdraw", "archive"]));

    let seen = studio.test.get(&client, &path(&idea, "")).await.expect(200);
    assert_eq!(seen["allowed_events"], json!(["approve", "request_changes", "reject", "hold"]));
    studio.event(&client, &idea, "approve", json!({})).await.expect(422);
    let approval = json!({ "content_hash": seen["content_hash"] });
    let approved = studio.event(&client, &idea, "approve", approval).await.expect(200);
    assert_eq!((&approved["state"], &approved["status"]), (&json!("approved"), &json!("CLIENT_APPROVED")));

    let rounds = studio.get(&path(&idea, "/rounds")).await;
    let rounds: Vec<(&Value, &Value)> =
        rounds["items"].as_array().unwrap().iter().map(|round| (&round["stage"], &round["state"])).collect();
    assert_eq!(rounds, [(&json!("client"), &json!("approved")), (&json!("internal"), &json!("approved"))]);
    let versions = studio.get(&path(&idea, "/versions")).await;
    assert_eq!(versions["items"][0]["note"], "shorter");
    assert_eq!(versions["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_stale_hash_approves_nothing() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let edit = json!({ "content": content("Something else") });
    let edited = studio.test.patch(&studio.creator, &path(&sent, ""), edit).await.expect(200);
    assert_eq!(edited["state"], "client_review", "the client keeps looking, in a new round");
    let client = studio.client_person();
    for said in [json!({ "content_hash": sent["content_hash"] }), json!({ "content_hash": "0".repeat(64) })] {
        let refused = studio.event(&client, &sent, "approve", said).await.expect(409);
        assert_eq!(refused["code"], "stale_content");
    }
    let status = json!({ "status": "CLIENT_APPROVED", "expected_content_hash": sent["content_hash"] });
    assert_eq!(
        studio.test.patch(&client, &path(&sent, ""), status).await.expect(409)["code"],
        "stale_content"
    );
    let said = json!({ "content_hash": edited["content_hash"] });
    studio.event(&client, &sent, "approve", said).await.expect(200);
    let rounds = studio.get(&path(&sent, "/rounds")).await;
    assert_eq!(rounds["items"][1]["state"], "void");
    assert_eq!(rounds["items"][0]["decisions"][0]["verdict"], "approved");
}

#[tokio::test]
async fn a_material_edit_voids_an_approval_and_a_note_does_not() {
    let studio = studio("internal").await;
    let idea = studio.idea().await;
    studio.event(&studio.manager, &idea, "accept", json!({})).await.expect(200);
    studio.event(&studio.manager, &idea, "submit", json!({})).await.expect(200);
    let approved = studio.event(&studio.manager, &idea, "approve", json!({})).await.expect(200);
    assert_eq!(approved["status"], "APPROVED");

    let note = json!({ "note": "print this one", "position": 7 });
    let noted = studio.test.patch(&studio.manager, &path(&idea, ""), note).await.expect(200);
    assert_eq!((&noted["state"], &noted["content_version"]), (&json!("approved"), &json!(2)));
    assert_eq!((&noted["content_hash"], &noted["position"]), (&approved["content_hash"], &json!(7)));

    let edit = json!({ "content": content("One character more!") });
    let edited = studio.test.patch(&studio.manager, &path(&idea, ""), edit).await.expect(200);
    assert_eq!(edited["state"], "internal_review");
}

#[tokio::test]
async fn the_status_that_others_know_is_the_clients_to_write() {
    let studio = studio("client").await;
    let idea = studio.idea().await;
    let (client, approval) = (studio.client_person(), json!({ "status": "CLIENT_APPROVED" }));
    studio.test.patch(&client, &path(&idea, ""), approval.clone()).await.expect(404);
    let generated =
        studio.test.patch(&studio.manager, &path(&idea, ""), json!({ "status": "GENERATED" })).await;
    assert_eq!(generated.expect(200)["version"], 1);
    studio.send(&idea).await;
    for member in [&studio.manager, &studio.creator, &studio.test.member(Role::Admin)] {
        studio.test.patch(member, &path(&idea, ""), approval.clone()).await.expect(403);
    }
    studio.test.patch(&studio.manager, &path(&idea, ""), json!({ "status": "GENERATED" })).await.expect(409);
    studio.test.patch(&studio.manager, &path(&idea, ""), json!({ "status": "DRAFT" })).await.expect(422);
    let approved = studio.test.patch(&client, &path(&idea, ""), approval.clone()).await.expect(200);
    assert_eq!(approved["status"], "CLIENT_APPROVED");
    let again = studio.test.patch(&client, &path(&idea, ""), approval).await.expect(409);
    assert_eq!(again["code"], "illegal_transition");
}

#[tokio::test]
async fn a_text_that_breaks_a_rule_is_saved_and_not_sent() {
    let studio = studio("internal").await;
    let new = json!({
        "campaign_id": studio.campaign["id"], "kind": "post", "content": content(&"x".repeat(3_001)),
    });
    let idea = studio.test.post(&studio.creator, "/ideas", new).await.expect(201);
    assert_eq!(idea["issues"][0]["code"], "length_max");
    assert_eq!((&idea["issues"][0]["limit"], &idea["issues"][0]["actual"]), (&json!(3000), &json!(3001)));
    let refused = studio.event(&studio.creator, &idea, "submit", json!({})).await.expect(409);
    assert_eq!(refused["code"], "content_breaks_rules");
    let results = studio
        .test
        .post(&studio.manager, &studio.campaign_path("/submit"), json!({ "idea_ids": [idea["id"]] }))
        .await
        .expect(200);
    assert_eq!(results["results"][0]["status"], 409);
    assert_eq!(results["results"][0]["code"], "content_breaks_rules");
}

#[tokio::test]
async fn sending_several_reports_each() {
    let studio = studio("client").await;
    studio.order(json!({ "posts": 2 })).await;
    studio.work().await;
    let ideas = studio.ideas().await;
    let broken = json!({ "content": content(&"x".repeat(3_001)) });
    studio.test.patch(&studio.manager, &path(&ideas[1], ""), broken).await.expect(200);
    let other = format!("idea_{}", "0".repeat(26));
    let submission = json!({ "idea_ids": [ideas[0]["id"], ideas[1]["id"], other] });
    let results =
        studio.test.post(&studio.manager, &studio.campaign_path("/submit"), submission).await.expect(200);
    let statuses: Vec<&Value> =
        results["results"].as_array().unwrap().iter().map(|result| &result["status"]).collect();
    assert_eq!(statuses, [200, 409, 404]);
    assert_eq!(
        (&results["client_review"], &results["results"][0]["state"]),
        (&json!(1), &json!("client_review"))
    );
    assert_eq!(
        studio.get(&studio.campaign_path("")).await["idea_counts"],
        json!({ "client_review": 1, "draft": 1 })
    );
}

#[tokio::test]
async fn without_a_stage_the_draft_is_approved_by_the_policy() {
    let studio = studio("none").await;
    let idea = studio.idea().await;
    studio.event(&studio.creator, &idea, "accept", json!({})).await.expect(200);
    studio.event(&studio.creator, &idea, "submit", json!({})).await.expect(409);
    let approved = studio.event(&studio.creator, &idea, "approve", json!({})).await.expect(200);
    assert_eq!((&approved["status"], &approved["allowed_events"]), (&json!("APPROVED"), &json!(["archive"])));
}

#[tokio::test]
async fn holding_and_resuming_returns_to_the_state_before() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let client = studio.client_person();
    let held =
        studio.event(&client, &sent, "hold", json!({ "comment": "Wait for the photos" })).await.expect(200);
    assert_eq!(held["state"], "on_hold");
    let edit = json!({ "content": content("Meanwhile") });
    studio.test.patch(&studio.manager, &path(&sent, ""), edit).await.expect(409);
    let approval = json!({ "content_hash": sent["content_hash"] });
    studio.event(&client, &sent, "approve", approval.clone()).await.expect(409);
    let resumed = studio.event(&studio.manager, &sent, "resume", json!({})).await.expect(200);
    assert_eq!(resumed["state"], "client_review");
    let approved = studio.event(&client, &sent, "approve", approval).await.expect(200);
    studio.event(&studio.manager, &sent, "hold", json!({})).await.expect(200);
    let resumed = studio.event(&studio.manager, &sent, "resume", json!({})).await.expect(200);
    assert_eq!(
        (&resumed["status"], &resumed["content_hash"]),
        (&json!("CLIENT_APPROVED"), &approved["content_hash"])
    );
}

#[tokio::test]
async fn versions_and_hashes_guard_edits() {
    let studio = studio("internal").await;
    let idea = studio.idea().await;
    let (first, second) = (json!({ "content": content("First") }), json!({ "content": content("Second") }));
    let matched = [("if-match", "\"1\"")];
    studio
        .test
        .call_with(&studio.creator, "PATCH", &path(&idea, ""), &matched, Some(first))
        .await
        .expect(200);
    studio
        .test
        .call_with(&studio.creator, "PATCH", &path(&idea, ""), &matched, Some(second.clone()))
        .await
        .expect(412);
    let mut stale = second;
    stale["expected_content_hash"] = idea["content_hash"].clone();
    let refused = studio.test.patch(&studio.creator, &path(&idea, ""), stale).await.expect(409);
    assert_eq!(refused["code"], "stale_content");
    for wrong in [
        json!({ "content": { "title": "" } }),
        json!({ "content": { "title": "a\u{0}b" } }),
        json!({ "content": { "title": "a", "unknown": 1 } }),
        json!({ "content": { "title": "a", "variants": { "x": { "text": 5 } } } }),
        json!({ "expected_content_hash": "short" }),
        json!({ "status": "CLIENT_APPROVED", "position": 1 }),
    ] {
        studio.test.patch(&studio.creator, &path(&idea, ""), wrong).await.expect(422);
    }
}

#[tokio::test]
async fn lists_are_pages_in_the_order_of_the_board() {
    let studio = studio("internal").await;
    studio.order(json!({ "posts": 3, "reels": 2 })).await;
    studio.work().await;
    let base = format!("/ideas?campaign_id={}&limit=2", studio.campaign["id"].as_str().unwrap());
    let (mut titles, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = studio.get(&format!("{base}{cursor}")).await;
        titles.extend(page["items"].as_array().unwrap().iter().map(|idea| idea["id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let all: Vec<Value> = studio.ideas().await.iter().map(|idea| idea["id"].clone()).collect();
    assert_eq!((titles.len(), &titles), (5, &all));
    let newest = studio.get("/ideas?limit=2").await;
    assert_eq!(newest["items"].as_array().unwrap().len(), 2);
    let cursor = newest["next_cursor"].as_str().unwrap();
    studio.test.get(&studio.manager, &format!("{base}&cursor={cursor}")).await.expect(422);
    studio.get(&format!("/ideas?limit=2&cursor={cursor}")).await;
    assert_eq!(studio.get("/ideas?state=approved").await["items"], json!([]));
    studio.test.get(&studio.manager, "/ideas?state=lost").await.expect(422);
}
