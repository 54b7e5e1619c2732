//! The same request again: one effect, and the same answer for everybody who asks.

use std::sync::Arc;

use db::{Query, params};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::{Answer, Client, text};
use crate::server::{Jobs, Program};

db::statements! {
    COUNT_AUDITED = "select count(*) from audit_events where action = $1";
}

const TIMES: usize = 50;

struct Repeated {
    method: &'static str,
    path: String,
    body: Value,
    /// What one effect leaves in the activity log.
    action: &'static str,
}

#[tokio::test]
async fn fifty_at_once_have_one_effect_and_one_answer() {
    let program = Program::start(Jobs::Left).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    for (number, repeated) in requests(&producer).await.into_iter().enumerate() {
        let before = audited(&program, repeated.action).await;
        let answers = at_once(&producer, &format!("key-{number}"), &repeated).await;
        let first = &answers[0];
        assert!(first.is_success(), "{}: {}", repeated.path, first.text());
        for answer in &answers {
            assert_eq!(answer.status, first.status, "{}: {}", repeated.path, answer.text());
            assert_eq!(answer.text(), first.text(), "{}", repeated.path);
            for header in ["etag", "location", "content-type"] {
                assert_eq!(answer.header(header), first.header(header), "{} {header}", repeated.path);
            }
        }
        let replayed =
            answers.iter().filter(|answer| answer.header("idempotency-replayed") == "true").count();
        assert_eq!(replayed, TIMES - 1, "{}: one did the work, the others are told so", repeated.path);
        assert_eq!(audited(&program, repeated.action).await, before + 1, "{}", repeated.path);
    }
}

async fn requests(producer: &Client) -> Vec<Repeated> {
    let client = producer
        .post("/clients", json!({"name": "Werft Nord", "approval_policy": "client"}))
        .await
        .expect(201);
    let brief = crate::world::brief(text(&client["id"]), "once");
    let campaign = producer.post("/campaigns", brief).await.expect(201);
    let id = text(&campaign["id"]);
    vec![
        Repeated {
            method: "POST",
            path: "/clients".to_owned(),
            body: json!({"name": "Hafenkante Boote"}),
            action: "client.created",
        },
        Repeated {
            method: "PATCH",
            path: format!("/campaigns/{id}"),
            body: json!({"objective": "Once."}),
            action: "campaign.updated",
        },
        Repeated {
            method: "POST",
            path: format!("/campaigns/{id}/transition"),
            body: json!({"event": "plan"}),
            action: "campaign.planned",
        },
        Repeated {
            method: "POST",
            path: "/ideas".to_owned(),
            body: json!({"campaign_id": id, "kind": "post", "content": {"title": "Once"}}),
            action: "idea.created",
        },
    ]
}

async fn at_once(client: &Client, key: &str, repeated: &Repeated) -> Vec<Answer> {
    let mut sending = JoinSet::new();
    let body = Arc::new(repeated.body.clone());
    for _ in 0..TIMES {
        let call = client.call(repeated.method, &repeated.path).header("idempotency-key", key).json(&body);
        sending.spawn(call.send());
    }
    sending.join_all().await
}

async fn audited(program: &Program, action: &str) -> i64 {
    let mut tx = program.database.system(db::SystemTask::CheckHealth);
    tx.run(Query::one(&COUNT_AUDITED, params![action.to_owned()])).await.expect("a count")
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let program = Program::start(Jobs::Left).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let owner = program.client().sign_in("owner@northlight.test", "northlight").await;
    let make = |client: &Client, name: &str| {
        client.call("POST", "/clients").header("idempotency-key", "one").json(&json!({"name": name})).send()
    };
    let first = make(&producer, "Werft Nord").await;
    first.expect(201);
    assert_eq!(make(&producer, "Werft Nord").await.text(), first.text());
    let other = make(&producer, "Werft Süd").await;
    assert_eq!(other.expect(422)["errors"][0]["pointer"], "/header/Idempotency-Key");
    assert_eq!(
        make(&owner, "Werft Nord").await.code(),
        "client_name_taken",
        "another person's key is their own"
    );
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let program = Program::start(Jobs::Left).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let make = |name: &str| {
        producer.call("POST", "/clients").header("idempotency-key", "two").json(&json!({"name": name})).send()
    };
    make("").await.expect(422);
    make("Werft Nord").await.expect(201);
}
