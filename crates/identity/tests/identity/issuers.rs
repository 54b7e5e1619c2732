//! Tokens of an issuer that a tenant trusts: what is taken, and everything that is not.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::join_all;
use jiff::SignedDuration;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::stage::{ANALYST, BOTH, OWNER, ROOT, Stage};

struct Issuer {
    sandbox: Sandbox,
    url: String,
    server: JoinHandle<()>,
}

impl Issuer {
    #[expect(clippy::disallowed_methods, reason = "the server ends with the issuer")]
    async fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}/oidc", listener.local_addr().unwrap());
        let sandbox = Sandbox::default();
        let served = sandbox.clone();
        let server = tokio::spawn(async move {
            sandbox::serve(listener, served, std::future::pending()).await.unwrap();
        });
        Self { sandbox, url, server }
    }

    fn claims(&self, stage: &Stage, email: &str) -> BTreeMap<String, Value> {
        let now = stage.app.clock().now().as_second();
        let pairs = [
            ("iss", json!(self.url)),
            ("aud", json!("atelier")),
            ("sub", json!(format!("user of {email}"))),
            ("email", json!(email)),
            ("email_verified", json!(true)),
            ("iat", json!(now)),
            ("exp", json!(now + 300)),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn token(&self, stage: &Stage, email: &str) -> String {
        self.sandbox.sign(&self.claims(stage, email))
    }

    fn with(&self, stage: &Stage, changes: &[(&str, Value)]) -> String {
        let mut claims = self.claims(stage, ANALYST);
        for (name, value) in changes {
            claims.insert((*name).to_owned(), value.clone());
        }
        claims.retain(|_, value| !value.is_null());
        self.sandbox.sign(&claims)
    }

    async fn trusted(&self, stage: &Stage, by: &str) -> Value {
        let owner = stage.token(by).await;
        let body =
            json!({"name": "Ours", "issuer": self.url, "audience": "atelier", "algorithms": ["ES256"]});
        stage.post("/api/v1/token-issuers").bearer(&owner).json(body).send().await.expect(201)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn status(stage: &Stage, token: &str) -> u16 {
    stage.get("/auth/me").bearer(token).send().await.status.as_u16()
}

#[tokio::test]
async fn a_token_makes_its_holder_the_member_of_its_address() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    assert_eq!(status(&stage, &issuer.token(&stage, ANALYST)).await, 401, "nobody trusts it yet");
    issuer.trusted(&stage, OWNER).await;
    stage.advance(SignedDuration::from_secs(1));
    let token = issuer.token(&stage, ANALYST);
    let me = stage.get("/auth/me").bearer(&token).send().await.expect(200);
    assert_eq!((&me["member"]["email"], &me["tenant"]["slug"]), (&json!(ANALYST), &json!("northlight")));
    // The subject is remembered, whatever address it has later.
    let later = issuer.with(&stage, &[("email", json!("else@where.test"))]);
    assert_eq!(status(&stage, &later).await, 200);
    let change = stage.post("/api/v1/me/email").bearer(&token).json(json!({"email": "a@b.test"}));
    assert_eq!(change.send().await.expect(403)["code"], "forbidden", "a token is nobody's presence");
}

#[tokio::test]
async fn a_token_is_a_membership_and_nothing_of_the_person() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    issuer.trusted(&stage, OWNER).await;
    stage.advance(SignedDuration::from_secs(1));
    let token = issuer.token(&stage, BOTH);
    let me = stage.get("/auth/me").bearer(&token).send().await.expect(200);
    let slugs: Vec<&Value> = me["tenants"].as_array().unwrap().iter().map(|one| &one["slug"]).collect();
    assert_eq!(slugs, ["northlight"], "where else they belong is not the issuer's to know");
    assert_eq!((&me["assurance_level"], &me["proved_at"]), (&json!(0), &Value::Null));
    for (method, path, body) in [
        ("PATCH", "/api/v1/me", json!({"name": "Somebody"})),
        ("POST", "/api/v1/me/password", json!({"new_password": "weighed-listened-waited"})),
        ("POST", "/api/v1/me/email", json!({"email": "else@where.test"})),
        ("POST", "/api/v1/me/totp", Value::Null),
        ("POST", "/api/v1/me/passkeys/options", Value::Null),
        ("POST", "/api/v1/me/recovery-codes", Value::Null),
        ("GET", "/api/v1/me/security", Value::Null),
        ("GET", "/api/v1/me/identities", Value::Null),
        ("GET", "/api/v1/sessions", Value::Null),
        ("DELETE", "/api/v1/sessions", Value::Null),
        ("GET", "/auth/step-up", Value::Null),
        ("POST", "/auth/step-up", json!({"password": crate::stage::PASSWORD})),
        ("POST", "/auth/switch-tenant", json!({"tenant": "bluenote"})),
        ("GET", "/auth/providers/google/start?connect=true", Value::Null),
    ] {
        let call = stage.call(method, path).bearer(&token).header("sec-fetch-site", "same-origin");
        let call = if body.is_null() { call } else { call.json(body) };
        assert_eq!(call.send().await.status, 403, "{method} {path}");
    }
    let unchanged = "do $$ begin
        assert not exists (select from atelier.people where name = 'Somebody');
    end $$";
    stage.database.alter(unchanged).await.unwrap();
}

#[tokio::test]
async fn a_token_accepts_no_invitation_for_the_person() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    let room = crate::mailroom::Mailroom::open().await;
    stage.add_member("boss@bluenote.test", stage.bluenote, platform::Role::Admin, None).await;
    issuer.trusted(&stage, "boss@bluenote.test").await;
    stage.add_member("away@bluenote.test", stage.bluenote, platform::Role::Analyst, None).await;
    let owner = stage.token(OWNER).await;
    let body = json!({"email": "away@bluenote.test", "role": "analyst"});
    stage.post("/api/v1/invitations").bearer(&owner).json(body).send().await.expect(201);
    let letter = room.token(&stage, "away@bluenote.test").await;
    stage.advance(SignedDuration::from_secs(1));
    let token = issuer.token(&stage, "away@bluenote.test");
    assert_eq!(status(&stage, &token).await, 200);
    let accept = stage.post("/auth/invitations/accept").bearer(&token).json(json!({"token": letter}));
    assert_eq!(accept.send().await.expect(401)["code"], "sign_in_required");
}

#[tokio::test]
async fn who_looks_after_the_platform_is_nobody_s_by_a_token() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    issuer.trusted(&stage, OWNER).await;
    stage.advance(SignedDuration::from_secs(1));
    let token = issuer.token(&stage, ANALYST);
    assert_eq!(status(&stage, &token).await, 200);
    let promote = "update atelier.people set is_super_admin = true
        where email in ('analyst@northlight.test', 'both@atelier.test')";
    stage.database.alter(promote).await.unwrap();
    stage.authenticator.forget_all();
    assert_eq!(status(&stage, &token).await, 401, "not by a subject that was known before");
    assert_eq!(status(&stage, &issuer.token(&stage, BOTH)).await, 401, "nor by an address");
}

#[tokio::test]
async fn what_is_not_exactly_right_is_nothing() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    issuer.trusted(&stage, OWNER).await;
    stage.advance(SignedDuration::from_secs(1));
    let now = stage.app.clock().now().as_second();
    let good = issuer.token(&stage, ANALYST);
    assert_eq!(status(&stage, &good).await, 200);
    let wrong_claims: [&[(&str, Value)]; 13] = [
        &[("sub", json!("new")), ("email_verified", json!(null)), ("email", json!(OWNER))],
        &[("aud", json!("elsewhere"))],
        &[("aud", json!(null))],
        &[("iss", json!("https://elsewhere.test"))],
        &[("iss", json!(null))],
        &[("exp", json!(now - 61))],
        &[("exp", json!(null))],
        &[("iat", json!(now + 61))],
        &[("nbf", json!(now + 61))],
        &[("exp", json!(now + 90_000))],
        &[("sub", json!(null))],
        &[("sub", json!("")), ("email", json!(OWNER))],
        &[("sub", json!("new")), ("email_verified", json!(false)), ("email", json!(OWNER))],
    ];
    for changes in wrong_claims {
        assert_eq!(status(&stage, &issuer.with(&stage, changes)).await, 401, "{changes:?}");
    }
    let stranger = issuer.with(&stage, &[("sub", json!("x")), ("email", json!("nobody@nowhere.test"))]);
    assert_eq!(status(&stage, &stranger).await, 401);
    let platform = issuer.with(&stage, &[("sub", json!("root")), ("email", json!(ROOT))]);
    assert_eq!(status(&stage, &platform).await, 401, "the platform's own people are no members");
    let another = Issuer::open().await;
    let forged = another.sandbox.sign(&issuer.claims(&stage, ANALYST));
    assert_eq!(status(&stage, &forged).await, 401, "another's key");
    let payload = good.split('.').nth(1).unwrap();
    for algorithm in ["none", "None", "HS256", "RS256", "ES256", "EdDSA"] {
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": algorithm, "typ": "JWT"}).to_string());
        for signature in ["", "AAAA", good.split('.').nth(2).unwrap()] {
            let token = format!("{header}.{payload}.{signature}");
            assert_eq!(status(&stage, &token).await, 401, "{algorithm} {signature}");
        }
    }
    for length in (0..good.len()).step_by(7) {
        assert_eq!(status(&stage, &good[..length]).await, 401);
    }
    assert_eq!(status(&stage, &format!("{good}{}", "A".repeat(5000))).await, 401);
    assert_eq!(status(&stage, &good).await, 200);
}

#[tokio::test]
async fn another_tenant_s_trust_opens_nothing_here() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    stage.add_member("boss@bluenote.test", stage.bluenote, platform::Role::Admin, None).await;
    issuer.trusted(&stage, "boss@bluenote.test").await;
    stage.advance(SignedDuration::from_secs(1));
    assert_eq!(status(&stage, &issuer.token(&stage, ANALYST)).await, 401);
    assert_eq!(status(&stage, &issuer.token(&stage, "boss@bluenote.test")).await, 200);
}

#[tokio::test]
async fn keys_are_fetched_once_for_all_and_again_once_a_minute() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    let made = issuer.trusted(&stage, OWNER).await;
    stage.advance(SignedDuration::from_secs(1));
    let tokens: Vec<String> = (0..20).map(|n| issuer.with(&stage, &[("jti", json!(n))])).collect();
    let statuses = join_all(tokens.iter().map(|token| status(&stage, token))).await;
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    assert_eq!(issuer.sandbox.key_requests_count(), 1);
    issuer.sandbox.rotate_keys();
    assert_eq!(status(&stage, &issuer.token(&stage, ANALYST)).await, 401, "asked within the last minute");
    stage.advance(SignedDuration::from_secs(61));
    for n in 0..5 {
        assert_eq!(status(&stage, &issuer.with(&stage, &[("jti", json!(100 + n))])).await, 200);
    }
    assert_eq!(issuer.sandbox.key_requests_count(), 2);
    // The issuer is away: its keys go on counting, for a day.
    issuer.sandbox.hide_keys();
    stage.advance(SignedDuration::from_hours(23));
    assert_eq!(status(&stage, &issuer.token(&stage, ANALYST)).await, 200);
    stage.advance(SignedDuration::from_hours(2));
    assert_eq!(status(&stage, &issuer.token(&stage, ANALYST)).await, 401);
    // And who trusts no longer, trusts no longer.
    let owner = stage.token(OWNER).await;
    let path = format!("/api/v1/token-issuers/{}", made["id"].as_str().unwrap());
    stage.call("DELETE", &path).bearer(&owner).send().await.expect(204);
    let listed = stage.get("/api/v1/token-issuers").bearer(&owner).send().await.expect(200);
    assert_eq!(listed["items"], json!([]));
}

#[tokio::test]
async fn an_issuer_is_an_administrator_s_to_trust() {
    let (stage, issuer) = (Stage::new().await, Issuer::open().await);
    let body = json!({"name": "Ours", "issuer": issuer.url, "audience": "atelier", "algorithms": ["ES256"]});
    let analyst = stage.token(ANALYST).await;
    stage.post("/api/v1/token-issuers").bearer(&analyst).json(body.clone()).send().await.expect(403);
    let owner = stage.token(OWNER).await;
    for (name, value) in [
        ("algorithms", json!(["HS256"])),
        ("algorithms", json!(["none"])),
        ("algorithms", json!([])),
        ("trusts_email", json!(true)),
        ("jwks_uri", json!("http://169.254.169.254/latest/meta-data")),
        ("issuer", json!("http://10.0.0.1/")),
    ] {
        let mut body = body.clone();
        body[name] = value;
        stage.post("/api/v1/token-issuers").bearer(&owner).json(body).send().await.expect(422);
    }
    let made = stage.post("/api/v1/token-issuers").bearer(&owner).json(body.clone()).send().await.expect(201);
    stage.post("/api/v1/token-issuers").bearer(&owner).json(body.clone()).send().await.expect(409);
    let path = format!("/api/v1/token-issuers/{}", made["id"].as_str().unwrap());
    let patch = stage.call("PATCH", &path).bearer(&owner).json(json!({"audience": "other"}));
    assert_eq!(patch.send().await.expect(200)["version"], 2);
    stage.advance(SignedDuration::from_mins(16));
    let late = stage.post("/api/v1/token-issuers").bearer(&owner).json(body).send().await;
    assert!([401, 403].contains(&late.status.as_u16()));
}
