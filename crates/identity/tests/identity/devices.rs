//! Where a person is signed in, and how to end it.

use jiff::SignedDuration;
use serde_json::Value;

use crate::stage::{ANALYST, OWNER, PASSWORD, Stage};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn list(stage: &Stage, cookie: &str) -> Vec<Value> {
    let found = stage.get("/api/v1/sessions").cookie(cookie).send().await.expect(200);
    found["items"].as_array().unwrap().clone()
}

async fn sign_in_from(stage: &Stage, address: &str) -> String {
    let call = stage.attempt(OWNER, PASSWORD).header("user-agent", FIREFOX).at_address(address);
    let reply = call.send().await;
    reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_device_is_listed_in_words() {
    let stage = Stage::new().await;
    let first = sign_in_from(&stage, "192.0.2.7").await;
    stage.advance(SignedDuration::from_secs(60));
    let second = sign_in_from(&stage, "198.51.100.9").await;
    stage.sign_in(ANALYST).await;
    let sessions = list(&stage, &first).await;
    assert_eq!(sessions.len(), 2, "{sessions:?}");
    assert_eq!(sessions[0]["address"], "198.51.100.9");
    assert_eq!((&sessions[0]["is_current"], &sessions[1]["is_current"]), (&false.into(), &true.into()));
    assert_eq!(sessions[0]["device"]["browser"], "Firefox");
    assert_eq!(sessions[0]["device"]["os"], "Linux");
    assert_eq!(sessions[0]["method"], "password");
    let other = sessions[0]["id"].as_str().unwrap();
    stage.call("DELETE", &format!("/api/v1/sessions/{other}")).cookie(&first).send().await.expect(204);
    stage.get("/auth/me").cookie(&second).send().await.expect(401);
    assert_eq!(list(&stage, &first).await.len(), 1);
    stage.call("DELETE", &format!("/api/v1/sessions/{other}")).cookie(&first).send().await.expect(404);
}

#[tokio::test]
async fn the_others_end_together_and_strangers_stay() {
    let stage = Stage::new().await;
    let mine = sign_in_from(&stage, "192.0.2.7").await;
    let others = [sign_in_from(&stage, "192.0.2.8").await, sign_in_from(&stage, "192.0.2.9").await];
    let (stranger, _) = stage.sign_in(ANALYST).await;
    let theirs = list(&stage, &stranger).await[0]["id"].as_str().unwrap().to_owned();
    stage.call("DELETE", &format!("/api/v1/sessions/{theirs}")).cookie(&mine).send().await.expect(404);
    stage.call("DELETE", "/api/v1/sessions").cookie(&mine).send().await.expect(204);
    for other in &others {
        stage.get("/auth/me").cookie(other).send().await.expect(401);
    }
    stage.get("/auth/me").cookie(&mine).send().await.expect(200);
    stage.get("/auth/me").cookie(&stranger).send().await.expect(200);
}

#[tokio::test]
async fn when_a_session_was_used_is_written_beside_the_requests() {
    let stage = Stage::new().await;
    let cookie = sign_in_from(&stage, "192.0.2.7").await;
    stage.advance(SignedDuration::from_mins(7));
    for _ in 0..3 {
        stage.get("/auth/me").cookie(&cookie).at_address("203.0.113.4").send().await.expect(200);
    }
    assert_eq!(list(&stage, &cookie).await[0]["last_seen_at"], "2026-11-21T14:00:00Z");
    stage.authenticator.record_seen().await.unwrap();
    let session = &list(&stage, &cookie).await[0];
    assert_eq!(session["last_seen_at"], "2026-11-21T14:07:00Z");
    assert_eq!(session["address"], "203.0.113.4");
}
