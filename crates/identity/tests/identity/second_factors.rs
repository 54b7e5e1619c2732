//! The authenticator app and recovery codes: what they open, how often, and what goes without them.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use crate::stage::{ANALYST, OWNER, PASSWORD, Reply, Stage};

/// An app that was set up.
pub(crate) struct App {
    totp: Totp,
    pub(crate) recovery_codes: Vec<String>,
}

impl App {
    /// What it shows now.
    pub(crate) fn code(&self, stage: &Stage) -> String {
        let now = stage.app.clock().now().as_second();
        self.totp.generate(u64::try_from(now).unwrap()).to_string()
    }

    /// What it shows when the last code is over.
    pub(crate) fn next_code(&self, stage: &Stage) -> String {
        stage.advance(SignedDuration::from_secs(30));
        self.code(stage)
    }
}

fn read(secret: &Value) -> Totp {
    let secret = Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
    Builder::new().with_secret(secret).build().unwrap()
}

/// Sets up an app for who has this cookie.
pub(crate) async fn set_up(stage: &Stage, cookie: &str) -> App {
    let made = stage.post("/api/v1/me/totp").cookie(cookie).send().await.expect(200);
    let mut app = App { totp: read(&made["secret"]), recovery_codes: Vec::new() };
    let confirm = stage.post("/api/v1/me/totp/confirm").cookie(cookie);
    let confirmed = confirm.json(json!({ "code": app.code(stage) })).send().await.expect(200);
    let codes = confirmed["recovery_codes"].as_array().unwrap();
    app.recovery_codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    app
}

async fn sign_in_with(stage: &Stage, code: &str) -> Reply {
    let body = json!({ "email": OWNER, "password": PASSWORD, "code": code });
    stage.post("/auth/sign-in").json(body).send().await
}

async fn security(stage: &Stage, cookie: &str) -> Value {
    stage.get("/api/v1/me/security").cookie(cookie).send().await.expect(200)
}

#[tokio::test]
async fn an_app_counts_from_its_first_right_code() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let confirm = |code: String| {
        stage.post("/api/v1/me/totp/confirm").cookie(&cookie).json(json!({ "code": code })).send()
    };
    assert_eq!(confirm("123456".to_owned()).await.expect(409)["code"], "totp_not_prepared");
    let made = stage.post("/api/v1/me/totp").cookie(&cookie).send().await;
    assert_eq!(made.headers["cache-control"], "no-store");
    let made = made.expect(200);
    assert!(made["uri"].as_str().unwrap().starts_with("otpauth://totp/Atelier"), "{made}");
    assert!(made["qr_svg"].as_str().unwrap().contains("<svg"), "{made}");
    stage.attempt(OWNER, PASSWORD).send().await.expect(200);
    let app = App { totp: read(&made["secret"]), recovery_codes: Vec::new() };
    let right = app.code(&stage);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    assert_eq!(confirm(wrong.to_owned()).await.expect(422)["errors"][0]["code"], "wrong_code");
    let codes = confirm(right).await.expect(200)["recovery_codes"].as_array().unwrap().len();
    assert_eq!(codes, 10);
    let now = security(&stage, &cookie).await;
    assert_eq!((&now["totp"]["enabled"], &now["recovery_codes_left"]), (&json!(true), &json!(10)));
    assert_eq!(now["assurance_level"], 2, "a right code is a proof");
    let again = stage.post("/api/v1/me/totp").cookie(&cookie).send().await.expect(409);
    assert_eq!(again["code"], "totp_enabled");
    let secret = made["secret"].as_str().unwrap();
    let nothing_kept = format!(
        "do $$ begin
            assert not exists (select from atelier.totp_secrets where secret like '%{secret}%');
        end $$"
    );
    stage.database.alter(&nothing_kept).await.unwrap();
}

#[tokio::test]
async fn signing_in_asks_for_a_code_and_takes_each_once() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let app = set_up(&stage, &cookie).await;
    let missing = stage.attempt(OWNER, PASSWORD).send().await.expect(401);
    assert_eq!(missing["code"], "second_factor_required");
    let wrong_password = stage.attempt(OWNER, "not it").send().await.expect(401);
    assert_eq!(
        wrong_password["code"], "invalid_credentials",
        "whether there is an app is told to nobody else"
    );
    assert_eq!(sign_in_with(&stage, &app.code(&stage)).await.expect(401)["code"], "invalid_credentials");
    let code = app.next_code(&stage);
    let answers = join_all((0..5).map(|_| sign_in_with(&stage, &code))).await;
    let let_in = answers.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(let_in, 1, "of five who bring one code one gets in");
    let reply = sign_in_with(&stage, &app.next_code(&stage)).await;
    let fresh = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    reply.expect(200);
    assert_eq!(security(&stage, &fresh).await["assurance_level"], 2);
    stage.attempt(ANALYST, PASSWORD).send().await.expect(200);
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let app = set_up(&stage, &cookie).await;
    let answers = join_all((0..8).map(|_| sign_in_with(&stage, &app.recovery_codes[0]))).await;
    assert_eq!(answers.iter().filter(|reply| reply.status == 200).count(), 1);
    sign_in_with(&stage, &app.recovery_codes[1].to_uppercase().replace('-', " ")).await.expect(200);
    assert_eq!(security(&stage, &cookie).await["recovery_codes_left"], 8);
    let renewed = stage.post("/api/v1/me/recovery-codes").cookie(&cookie).send().await.expect(200);
    sign_in_with(&stage, &app.recovery_codes[2]).await.expect(401);
    sign_in_with(&stage, renewed["recovery_codes"][0].as_str().unwrap()).await.expect(200);
}

#[tokio::test]
async fn wrong_codes_are_counted_like_wrong_passwords() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let app = set_up(&stage, &cookie).await;
    let wrong = if app.code(&stage) == "000000" { "000001" } else { "000000" };
    for _ in 0..11 {
        sign_in_with(&stage, wrong).await.expect(401);
    }
    sign_in_with(&stage, &app.recovery_codes[0]).await.expect(429);
    let confirm = || stage.post("/auth/step-up").cookie(&cookie).json(json!({ "code": wrong })).send();
    for _ in 0..11 {
        confirm().await.expect(422);
    }
    confirm().await.expect(429);
}

#[tokio::test]
async fn without_the_app_every_session_is_as_sure_as_a_password() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let app = set_up(&stage, &cookie).await;
    let reply = sign_in_with(&stage, &app.next_code(&stage)).await;
    let other = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(security(&stage, &other).await["assurance_level"], 2);
    stage.call("DELETE", "/api/v1/me/totp").cookie(&cookie).send().await.expect(204);
    for session in [&cookie, &other] {
        let now = security(&stage, session).await;
        assert_eq!((&now["assurance_level"], &now["recovery_codes_left"]), (&json!(1), &json!(0)));
    }
    stage.call("DELETE", "/api/v1/me/totp").cookie(&cookie).send().await.expect(404);
    stage.attempt(OWNER, PASSWORD).send().await.expect(200);
}

#[tokio::test]
async fn a_mailed_link_asks_for_a_code_too() {
    let (stage, room) = (Stage::new().await, crate::mailroom::Mailroom::open().await);
    let (cookie, _) = stage.sign_in(OWNER).await;
    let app = set_up(&stage, &cookie).await;
    stage.post("/auth/magic-links").json(json!({ "email": OWNER })).send().await.expect(202);
    let token = room.token(&stage, OWNER).await;
    let redeem = |code: Option<String>| {
        let body = json!({ "token": token, "code": code });
        stage.post("/auth/magic-links/redeem").json(body).send()
    };
    assert_eq!(redeem(None).await.expect(401)["code"], "second_factor_required");
    assert_eq!(redeem(Some("000000".to_owned())).await.expect(401)["code"], "invalid_credentials");
    let reply = redeem(Some(app.next_code(&stage))).await;
    let fresh = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    reply.expect(200);
    assert_eq!(security(&stage, &fresh).await["assurance_level"], 2);
    assert_eq!(redeem(Some(app.next_code(&stage))).await.expect(401)["code"], "link_invalid");
}
