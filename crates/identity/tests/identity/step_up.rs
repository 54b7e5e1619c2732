//! Proving again that it is the person.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::stage::{ANALYST, OWNER, PASSWORD, Reply, Stage};
use crate::{passkeys, second_factors};

async fn standing(stage: &Stage, cookie: &str) -> Value {
    stage.get("/auth/step-up").cookie(cookie).send().await.expect(200)
}

async fn prove(stage: &Stage, cookie: &str, body: Value) -> Reply {
    stage.post("/auth/step-up").cookie(cookie).json(body).send().await
}

#[tokio::test]
async fn a_proof_counts_for_a_quarter_of_an_hour() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let now = standing(&stage, &cookie).await;
    assert_eq!(now["methods"], json!(["password"]));
    assert_eq!(now["proved_at"], "2026-11-21T14:00:00Z", "signing in is a proof");
    assert_eq!(now["valid_until"], "2026-11-21T14:15:00Z");
    stage.advance(SignedDuration::from_mins(16));
    assert_eq!(standing(&stage, &cookie).await["valid_until"], Value::Null);
    prove(&stage, &cookie, json!({ "password": "not it" })).await.expect(422);
    prove(&stage, &cookie, json!({ "password": PASSWORD })).await.expect(204);
    assert_eq!(standing(&stage, &cookie).await["valid_until"], "2026-11-21T14:31:00Z");
    for body in [json!({}), json!({ "password": PASSWORD, "code": "1" }), json!({ "credential": {} })] {
        prove(&stage, &cookie, body).await.expect(422);
    }
}

#[tokio::test]
async fn a_stolen_session_can_change_nothing_that_matters() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (before, _) = stage.sign_in(OWNER).await;
    stage.advance(SignedDuration::from_mins(16));
    let needs = |path: &'static str| stage.post(path).cookie(&cookie).send();
    for path in ["/api/v1/me/totp", "/api/v1/me/passkeys/options", "/api/v1/me/recovery-codes"] {
        assert_eq!(needs(path).await.expect(403)["code"], "step_up_required", "{path}");
    }
    prove(&stage, &cookie, json!({ "password": PASSWORD })).await.expect(204);
    needs("/api/v1/me/passkeys/options").await.expect(200);
    let app = second_factors::set_up(&stage, &cookie).await;
    // A session that only ever proved a password is not fresh any more, however new.
    let remove = |cookie: &str| stage.call("DELETE", "/api/v1/me/totp").cookie(cookie).send();
    assert_eq!(remove(&before).await.expect(403)["code"], "step_up_required");
    prove(&stage, &before, json!({ "code": app.recovery_codes[0] })).await.expect(204);
    remove(&before).await.expect(204);
}

#[tokio::test]
async fn who_has_something_stronger_proves_it_with_that() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (before, _) = stage.sign_in(OWNER).await;
    let app = second_factors::set_up(&stage, &cookie).await;
    assert_eq!(standing(&stage, &cookie).await["methods"], json!(["totp"]));
    assert_eq!(standing(&stage, &before).await["proved_at"], Value::Null, "a password is no proof any more");
    let weak = prove(&stage, &before, json!({ "password": PASSWORD })).await.expect(409);
    assert_eq!(weak["code"], "stronger_proof_required");
    let code = app.next_code(&stage);
    prove(&stage, &before, json!({ "code": code })).await.expect(204);
    assert_eq!(standing(&stage, &before).await["proved_at"], "2026-11-21T14:00:30Z");
    prove(&stage, &before, json!({ "code": code })).await.expect(422);
    prove(&stage, &before, json!({ "code": app.recovery_codes[0] })).await.expect(204);
}

#[tokio::test]
async fn a_key_proves_its_owner_and_nobody_else() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let (other, _) = stage.sign_in(ANALYST).await;
    let (mut key, _) = passkeys::add(&stage, &cookie).await;
    stage.advance(SignedDuration::from_mins(20));
    assert_eq!(standing(&stage, &cookie).await["methods"], json!(["passkey"]));
    let stolen = passkeys::answer(&stage, &mut key).await;
    prove(&stage, &other, stolen).await.expect(422);
    let own = passkeys::answer(&stage, &mut key).await;
    prove(&stage, &cookie, own).await.expect(204);
    assert_eq!(standing(&stage, &cookie).await["proved_at"], "2026-11-21T14:20:00Z");
}
