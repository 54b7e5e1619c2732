//! Passkeys: what a key opens, and what it does not.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::soft_key::SoftKey;
use crate::stage::{ANALYST, OWNER, PASSWORD, Reply, Stage};

/// A key that was added by who has this cookie, and its id.
pub(crate) async fn add(stage: &Stage, cookie: &str) -> (SoftKey, String) {
    let asked = stage.post("/api/v1/me/passkeys/options").cookie(cookie).send().await.expect(200);
    let (key, credential) = SoftKey::register(&asked["options"]);
    let body =
        json!({ "challenge_id": asked["challenge_id"], "name": "Work laptop", "credential": credential });
    let made = stage.post("/api/v1/me/passkeys").cookie(cookie).json(body).send().await.expect(201);
    assert_eq!(made["name"], "Work laptop");
    (key, made["id"].as_str().unwrap().to_owned())
}

/// A challenge, and the key's answer to it.
pub(crate) async fn answer(stage: &Stage, key: &mut SoftKey) -> Value {
    let asked = stage.post("/auth/passkeys/options").send().await.expect(200);
    let credential = key.sign(&asked["options"]);
    json!({ "challenge_id": asked["challenge_id"], "credential": credential })
}

async fn sign_in(stage: &Stage, body: Value) -> Reply {
    stage.post("/auth/passkeys/sign-in").json(body).send().await
}

#[tokio::test]
async fn a_key_says_whose_it_is() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (mut key, id) = add(&stage, &cookie).await;
    let body = answer(&stage, &mut key).await;
    let reply = sign_in(&stage, body.clone()).await;
    let fresh = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    reply.expect(200);
    let me = stage.get("/auth/me").cookie(&fresh).send().await.expect(200);
    assert_eq!(me["member"]["email"], OWNER);
    let security = stage.get("/api/v1/me/security").cookie(&fresh).send().await.expect(200);
    assert_eq!(security["assurance_level"], 2);
    assert_eq!(security["passkeys"][0]["id"], id);
    assert_eq!(security["passkeys"][0]["last_used_at"], "2026-11-21T14:00:00Z");
    assert_eq!(sign_in(&stage, body).await.expect(401)["code"], "passkey_refused", "an answer counts once");
}

#[tokio::test]
async fn what_is_not_a_fresh_answer_of_the_key_opens_nothing() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (mut key, _) = add(&stage, &cookie).await;
    let late = answer(&stage, &mut key).await;
    stage.advance(SignedDuration::from_secs(301));
    sign_in(&stage, late).await.expect(401);

    let mut other = answer(&stage, &mut key).await;
    other["challenge_id"] = answer(&stage, &mut key).await["challenge_id"].clone();
    sign_in(&stage, other).await.expect(401);

    key.verifies_user = false;
    let unverified = answer(&stage, &mut key).await;
    sign_in(&stage, unverified).await.expect(401);
    key.verifies_user = true;

    key.origin = "https://evil.test";
    let elsewhere = answer(&stage, &mut key).await;
    sign_in(&stage, elsewhere).await.expect(401);
    key.origin = "http://localhost:8080";

    for part in ["signature", "authenticatorData", "clientDataJSON", "userHandle"] {
        let mut changed = answer(&stage, &mut key).await;
        changed["credential"]["response"][part] = json!("AAAA");
        sign_in(&stage, changed).await.expect(401);
    }
    let good = answer(&stage, &mut key).await;
    sign_in(&stage, good).await.expect(200);

    key.counter = 1;
    let copied = answer(&stage, &mut key).await;
    sign_in(&stage, copied).await.expect(401);
    let forgotten = json!({ "challenge_id": "chl_01k9x3m7q8f2vabcdefghjkmnp", "credential": {} });
    sign_in(&stage, forgotten).await.expect(401);
}

#[tokio::test]
async fn strangers_with_wrong_passwords_lock_nobody_out_of_their_key() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (mut key, _) = add(&stage, &cookie).await;
    for _ in 0..11 {
        stage.attempt(OWNER, "not it").send().await.expect(401);
    }
    stage.attempt(OWNER, PASSWORD).send().await.expect(429);
    let body = answer(&stage, &mut key).await;
    sign_in(&stage, body).await.expect(200);
}

#[tokio::test]
async fn a_page_that_was_opened_by_a_number_has_no_keys() {
    let stage = Stage::new().await;
    let ask = |origin: &str| stage.post("/auth/passkeys/options").header("origin", origin).send();
    let refused = ask("http://127.0.0.1:8080").await.expect(409);
    assert_eq!(refused["code"], "passkeys_unavailable_here");
    ask("http://localhost:8080").await.expect(200);
}

#[tokio::test]
async fn keys_are_their_owners() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (other, _) = stage.sign_in(ANALYST).await;
    let (mut key, id) = add(&stage, &cookie).await;
    let path = format!("/api/v1/me/passkeys/{id}");
    let rename =
        |cookie: &str| stage.call("PATCH", &path).cookie(cookie).json(json!({ "name": "Old laptop" })).send();
    rename(&other).await.expect(404);
    assert_eq!(rename(&cookie).await.expect(200)["name"], "Old laptop");
    stage.call("DELETE", &path).cookie(&other).send().await.expect(404);

    // A challenge for one person's new key is not another's.
    let asked = stage.post("/api/v1/me/passkeys/options").cookie(&cookie).send().await.expect(200);
    let (_, credential) = SoftKey::register(&asked["options"]);
    let body = json!({ "challenge_id": asked["challenge_id"], "name": "x", "credential": credential });
    stage.post("/api/v1/me/passkeys").cookie(&other).json(body.clone()).send().await.expect(422);
    stage.post("/api/v1/me/passkeys").cookie(&cookie).json(body.clone()).send().await.expect(201);
    stage.post("/api/v1/me/passkeys").cookie(&cookie).json(body).send().await.expect(422);

    stage.call("DELETE", &path).cookie(&cookie).send().await.expect(204);
    let gone = answer(&stage, &mut key).await;
    sign_in(&stage, gone).await.expect(401);
}
