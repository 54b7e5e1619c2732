//! The main job, end to end: a brief becomes ideas, the ideas reach the client, the client decides, and the
//! producer sees it happen.

use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use crate::client::{Client, Events, PATIENCE, list, text, until};
use crate::server::{Jobs, Program};
use crate::world::answers;

#[tokio::test]
async fn from_the_brief_to_the_clients_approval() {
    let program = Program::start(Jobs::Worked).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let mut changes = producer.events().await;

    let client = make_client(&producer).await;
    let campaign = brief(&producer, &client).await;
    let ideas = generate(&producer, &mut changes, &campaign).await;
    let edited = edit_one(&producer, &ideas[0]).await;
    let (ids, token) = send_to_client(&producer, &campaign, &ideas).await;

    let holder = program.client().with(token);
    let shown = holder.get("/review").await.expect(200);
    assert_eq!(list(&shown["items"]).len(), ids.len(), "the client sees what was sent and nothing else");
    assert!(shown["items"][0].get("issues").is_none_or(|issues| list(issues).is_empty()));
    let [approved, returned, rejected] = &ids[..] else { panic!("three ideas were sent") };

    approve(&holder, approved, text(&edited["content_hash"])).await;
    changes.until("idea.approved", approved).await;
    return_one(&holder, returned).await;
    changes.until("idea.changes_requested", returned).await;
    let reason = json!({"comment": "We said this last year."});
    holder.post(&format!("/ideas/{rejected}/reject"), reason).await.expect(200);
    changes.until("idea.rejected", rejected).await;

    revise_and_resubmit(&producer, &campaign, returned).await;
    let again = holder.get(&format!("/ideas/{returned}")).await.expect(200);
    approve(&holder, returned, text(&again["content_hash"])).await;
    changes.until("idea.approved", returned).await;
    check_history(&producer, &campaign, returned).await;
}

async fn make_client(producer: &Client) -> String {
    let channels = ["linkedin", "instagram"];
    let body = json!({"name": "Bäckerei Sommer", "approval_policy": "client", "channels": channels});
    let client = producer.post("/clients", body).await.expect(201);
    let id = text(&client["id"]).to_owned();
    assert_eq!(producer.get(&format!("/clients/{id}/voice")).await.status, 404, "nothing was answered yet");
    let exercises = producer.get(&format!("/clients/{id}/exercises")).await.expect(200);
    for exercise in list(&exercises["items"]) {
        let path = format!("/clients/{id}/exercises/{}", text(&exercise["key"]));
        let body = json!({"answers": answers(exercise), "complete": true});
        assert_eq!(producer.put(&path, body).await.expect(200)["state"], "completed");
    }
    let voice = producer.get(&format!("/clients/{id}/voice")).await.expect(200);
    assert!(!text(&voice["text"]).is_empty());
    let client = producer.get(&format!("/clients/{id}")).await.expect(200);
    assert_eq!(client["exercises_completed"], client["exercises_total"]);
    id
}

async fn brief(producer: &Client, client: &str) -> String {
    let body = json!({
        "client_id": client,
        "name": "Sourdough week",
        "objective": "People order the bread a day ahead.",
        "themes": ["Patience", "Flour"],
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-12",
        "channels": ["linkedin", "instagram"],
        "posts_count": 2,
        "reels_count": 1,
        "language": "en",
    });
    let campaign = producer.post("/campaigns", body).await.expect(201);
    assert_eq!(campaign["state"], "draft");
    text(&campaign["id"]).to_owned()
}

async fn generate(producer: &Client, changes: &mut Events, campaign: &str) -> Vec<Value> {
    let answer = producer.post(&format!("/campaigns/{campaign}/generate"), json!({})).await;
    let batch = answer.expect(202);
    let id = text(&batch["id"]);
    assert_eq!(answer.header("location"), format!("/api/v1/batches/{id}"));
    let done = until("the batch", async || {
        let batch = producer.get(&format!("/batches/{id}")).await.expect(200);
        (batch["stage"] == "done").then_some(batch)
    });
    let done = done.await;
    assert_eq!(done["state"], "succeeded", "{done:#}");
    assert_eq!(done["ideas_created"], 3);
    assert_eq!(done["is_sandbox"], true, "what the sandbox wrote is labelled");
    let told = changes.next_about(id).await;
    assert_eq!(told["campaign_id"], campaign);
    let ideas = producer.all(&format!("/ideas?campaign_id={campaign}")).await;
    assert_eq!(ideas.len(), 3);
    for idea in &ideas {
        assert_eq!((&idea["state"], &idea["source"]), (&json!("generated"), &json!("sandbox_model")));
        let errors = list(&idea["issues"]).iter().filter(|issue| issue["severity"] == "error").count();
        assert_eq!(errors, 0, "every idea fits the rules of its channels: {:#}", idea["issues"]);
    }
    ideas
}

impl Events {
    /// The next change of this subject, of whatever type.
    async fn next_about(&mut self, id: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let next = timeout_at(deadline, self.next()).await.expect("no change came in time");
            let frame = next.expect("the stream is open");
            if frame.value["id"] == id {
                assert_eq!(frame.event, "change");
                assert!(!frame.id.is_empty());
                return frame.value;
            }
        }
    }
}

async fn edit_one(producer: &Client, idea: &Value) -> Value {
    let path = format!("/ideas/{}", text(&idea["id"]));
    let mut content = idea["content"].clone();
    content["variants"]["linkedin"] =
        json!({"text": "Forty-eight hours of patience, one loaf. Order today."});
    let body = json!({"content": content, "expected_content_hash": idea["content_hash"], "note": "Shorter."});
    let edited = producer.patch(&path, body.clone()).await.expect(200);
    assert_eq!(edited["content_version"], 2);
    assert_ne!(edited["content_hash"], idea["content_hash"]);
    assert_eq!(edited["state"], "draft", "who edits an idea has accepted it");
    assert_eq!(
        producer.patch(&path, body).await.code(),
        "stale_content",
        "the second editor does not win by accident"
    );
    let versions = producer.all(&format!("{path}/versions")).await;
    assert_eq!(versions.iter().map(|version| &version["n"]).collect::<Vec<_>>(), [2, 1]);
    edited
}

async fn send_to_client(producer: &Client, campaign: &str, ideas: &[Value]) -> (Vec<String>, String) {
    let ids: Vec<String> = ideas.iter().map(|idea| text(&idea["id"]).to_owned()).collect();
    let sent =
        producer.post(&format!("/campaigns/{campaign}/submit"), json!({"idea_ids": ids})).await.expect(200);
    assert_eq!(sent["client_review"], 3, "{sent:#}");
    let body =
        json!({"audience_name": "Ida Sommer", "audience_email": "ida@sommer.example", "idea_ids": ids});
    let link = producer.post(&format!("/campaigns/{campaign}/links"), body).await.expect(201);
    assert!(text(&link["url"]).ends_with(&format!("/r/{}", text(&link["token"]))));
    (ids, text(&link["token"]).to_owned())
}

async fn approve(holder: &Client, idea: &str, hash: &str) {
    let path = format!("/ideas/{idea}/approve");
    let stale = json!({"content_hash": "0".repeat(64)});
    assert_eq!(holder.post(&path, stale).await.code(), "stale_content");
    let approved = holder.post(&path, json!({"content_hash": hash})).await.expect(200);
    assert_eq!((&approved["state"], &approved["status"]), (&json!("approved"), &json!("CLIENT_APPROVED")));
}

async fn return_one(holder: &Client, idea: &str) {
    let shown = holder.get(&format!("/ideas/{idea}")).await.expect(200);
    let passage: String = text(&shown["content"]["variants"]["linkedin"]["text"]).chars().take(12).collect();
    let anchor = json!({"channel": "linkedin", "field": "text", "start": 0, "end": 12, "quote": passage});
    let path = format!("/ideas/{idea}/request_changes");
    assert_eq!(holder.post(&path, json!({})).await.expect(422)["errors"][0]["pointer"], "/comment");
    let body = json!({"comment": "Can this begin with the bread?", "anchor": anchor});
    let returned = holder.post(&path, body).await.expect(200);
    assert_eq!(returned["state"], "changes_requested");
}

async fn revise_and_resubmit(producer: &Client, campaign: &str, idea: &str) {
    let path = format!("/ideas/{idea}");
    let seen = producer.get(&path).await.expect(200);
    assert_eq!(seen["open_comments"], 1);
    let comments = producer.all(&format!("{path}/comments")).await;
    assert_eq!(comments[0]["author_name"], "Ida Sommer");
    assert_eq!(comments[0]["anchor"]["start"], 0);
    let mut content = seen["content"].clone();
    content["variants"]["linkedin"] =
        json!({"text": "Bread first: forty-eight hours of patience in every loaf."});
    let body = json!({"content": content, "expected_content_hash": seen["content_hash"]});
    producer.patch(&path, body).await.expect(200);
    let resolve = format!("/comments/{}/resolve", text(&comments[0]["id"]));
    producer.call("POST", &resolve).send().await.expect(200);
    let sent = producer.post(&format!("/campaigns/{campaign}/submit"), json!({"idea_ids": [idea]})).await;
    assert_eq!(sent.expect(200)["client_review"], 1);
}

async fn check_history(producer: &Client, campaign: &str, idea: &str) {
    let activity = producer.all(&format!("/activity?idea_id={idea}")).await;
    let said: Vec<(&str, &str)> =
        activity.iter().rev().map(|line| (text(&line["action"]), text(&line["actor_name"]))).collect();
    for expected in ["idea.submitted", "idea.changes_requested", "idea.updated", "idea.approved"] {
        assert!(said.iter().any(|(action, _)| *action == expected), "{expected} is not in {said:?}");
    }
    let (last, by) = said.last().expect("a history");
    assert_eq!((*last, *by), ("idea.approved", "Ida Sommer"), "who and what");
    let rounds = producer.all(&format!("/ideas/{idea}/rounds")).await;
    let ended: Vec<&str> = rounds.iter().map(|round| text(&round["state"])).collect();
    assert_eq!(ended, ["approved", "changes_requested"], "the newest round first");
    let campaign = producer.get(&format!("/campaigns/{campaign}")).await.expect(200);
    assert_eq!(campaign["idea_counts"]["approved"], 2);
    assert_eq!(campaign["idea_counts"]["rejected"], 1);
}
