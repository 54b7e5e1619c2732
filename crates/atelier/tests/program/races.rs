//! People who do the same at the same moment: whoever comes second gets an answer that says so, and nothing
//! is half done.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::{Answer, Client, text, until};
use crate::people::Caller;
use crate::server::{Jobs, Program};
use crate::world::World;

const TIMES: usize = 8;

/// The statuses of answers, with how often each came.
fn tally(answers: &[Answer]) -> BTreeMap<u16, usize> {
    let mut tally = BTreeMap::new();
    for answer in answers {
        *tally.entry(answer.status).or_default() += 1;
    }
    tally
}

#[track_caller]
fn only(answers: &[Answer], expected: &[u16]) {
    let other = answers.iter().find(|answer| !expected.contains(&answer.status));
    assert!(
        other.is_none(),
        "{} {}",
        other.map_or(0, |answer| answer.status),
        other.map_or_else(String::new, Answer::text)
    );
}

async fn all_at_once(calls: impl IntoIterator<Item = (Client, &'static str, String, Value)>) -> Vec<Answer> {
    let mut sending = JoinSet::new();
    for (client, method, path, body) in calls {
        sending.spawn(client.call(method, &path).json(&body).send());
    }
    sending.join_all().await
}

#[tokio::test]
async fn an_edit_and_an_approval_never_both_count() {
    let world = World::make().await;
    for _ in 0..3 {
        let (program, link) = world.visited_by(Caller::Link).await;
        let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
        let (idea, hash) = (world.ids["sent_to_approve"].clone(), world.ids["sent_to_approve_hash"].clone());
        let path = format!("/ideas/{idea}");
        let content = json!({"title": "Other", "variants": {"linkedin": {"text": "Other words."}}});
        let edits = (0..TIMES / 2).map(|_| {
            let body = json!({"content": content.clone(), "expected_content_hash": hash.clone()});
            (producer.clone(), "PATCH", path.clone(), body)
        });
        let approvals = (0..TIMES / 2).map(|_| {
            (link.clone(), "POST", format!("{path}/approve"), json!({"content_hash": hash.clone()}))
        });
        let answers = all_at_once(edits.chain(approvals)).await;
        // The client does not see what came back to the agency meanwhile: to them it is gone.
        only(&answers, &[200, 404, 409]);
        let idea = producer.get(&path).await.expect(200);
        let is_approved = idea["state"] == "approved";
        assert!(!is_approved || idea["content_hash"] == hash.as_str(), "approved is what was seen: {idea:#}");
    }
}

#[tokio::test]
async fn of_many_decisions_about_one_idea_one_counts() {
    let world = World::make().await;
    let (_program, client) = world.visited_by(Caller::Client).await;
    let path = format!("/ideas/{}", world.ids["sent_to_approve"]);
    let hash = world.ids["sent_to_approve_hash"].clone();
    let calls = (0..TIMES).map(|number| match number % 2 {
        0 => (client.clone(), "POST", format!("{path}/approve"), json!({"content_hash": hash.clone()})),
        _ => (client.clone(), "POST", format!("{path}/reject"), json!({"comment": "No."})),
    });
    let answers = all_at_once(calls).await;
    only(&answers, &[200, 409]);
    assert_eq!(tally(&answers)[&200], 1);
    let rounds = client.all(&format!("{path}/rounds")).await;
    assert_eq!(rounds[0]["decisions"].as_array().map(Vec::len), Some(1), "{rounds:#?}");
}

#[tokio::test]
async fn the_right_password_is_right_for_everybody_at_once() {
    let program = Program::start(Jobs::Left).await;
    let body = json!({"email": "producer@northlight.test", "password": "atelier-demo-1"});
    let calls = (0..TIMES).map(|_| (program.client(), "POST", "/auth/sign-in".to_owned(), body.clone()));
    only(&all_at_once(calls).await, &[200]);
}

#[tokio::test]
async fn a_name_is_taken_once() {
    let program = Program::start(Jobs::Left).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let calls =
        (0..TIMES).map(|_| (producer.clone(), "POST", "/clients".to_owned(), json!({"name": "Werft Nord"})));
    let answers = all_at_once(calls).await;
    assert_eq!(tally(&answers), BTreeMap::from([(201, 1), (409, TIMES - 1)]));
}

#[tokio::test]
async fn a_version_is_changed_once() {
    let program = Program::start(Jobs::Left).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let client = producer.post("/clients", json!({"name": "Werft Nord"})).await;
    let (path, tag) =
        (format!("/clients/{}", text(&client.expect(201)["id"])), client.header("etag").to_owned());
    let mut sending = JoinSet::new();
    for number in 0..TIMES {
        let body = json!({"industry": format!("Boats {number}")});
        sending.spawn(producer.call("PATCH", &path).header("if-match", &tag).json(&body).send());
    }
    let answers = sending.join_all().await;
    assert_eq!(tally(&answers), BTreeMap::from([(200, 1), (412, TIMES - 1)]));
}

#[tokio::test]
async fn a_batch_is_finished_or_cancelled_and_never_both() {
    let program = Program::start(Jobs::Worked).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let client = producer.post("/clients", json!({"name": "Werft Nord"})).await.expect(201);
    let brief = crate::world::brief(text(&client["id"]), "cancelled");
    let campaign = text(&producer.post("/campaigns", brief).await.expect(201)["id"]).to_owned();
    for number in 0..6 {
        let before = producer.all(&format!("/ideas?campaign_id={campaign}")).await.len();
        let body = json!({"posts": 2, "reels": 0, "instructions": format!("Round {number}.")});
        let batch = producer.post(&format!("/campaigns/{campaign}/generate"), body).await.expect(202);
        let path = format!("/batches/{}", text(&batch["id"]));
        let cancels = (0..3).map(|_| (producer.clone(), "POST", format!("{path}/cancel"), json!({})));
        only(&all_at_once(cancels).await, &[200, 409]);
        let over = until("the end of the batch", async || {
            let batch = producer.get(&path).await.expect(200);
            (batch["stage"] == "done" || batch["state"] == "cancelled").then_some(batch)
        });
        let over = over.await;
        let made = producer.all(&format!("/ideas?campaign_id={campaign}")).await.len() - before;
        assert_eq!(over["ideas_created"], made, "{over:#}");
        assert!(over["state"] != "cancelled" || made == 0, "{over:#}");
    }
}
