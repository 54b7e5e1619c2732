//! API keys at the running program: their limits, and what the binary says of them.

use serde_json::json;

use crate::client::{Client, text};
use crate::server::{Jobs, Program};

async fn key(owner: &Client, limit: u32) -> String {
    let body = json!({"name": "Limited", "scopes": ["campaign.read"], "rate_limit_per_minute": limit});
    text(&owner.post("/api-keys", body).await.expect(201)["key"]).to_owned()
}

#[tokio::test]
async fn a_key_over_its_limit_waits_and_nobody_else_does() {
    let program = Program::start(Jobs::Left).await;
    let owner = program.client().sign_in("owner@northlight.test", "northlight").await;
    let limited = program.client().with(key(&owner, 5).await);
    let other = program.client().with(key(&owner, 100).await);
    let mut answers = Vec::new();
    for _ in 0..6 {
        answers.push(limited.get("/campaigns").await);
    }
    let (last, first) = answers.split_last().expect("six answers");
    assert!(first.iter().all(|answer| answer.status == 200));
    assert_eq!(first[0].header("ratelimit-policy"), "\"default\";q=5;w=60");
    assert!(first[0].header("ratelimit").starts_with("\"default\";r=4;"));
    last.expect(429);
    let wait: u64 = last.header("retry-after").parse().expect("seconds");
    assert!((1..=12).contains(&wait), "{wait}");
    other.get("/campaigns").await.expect(200);
    owner.get("/campaigns").await.expect(200);
}
