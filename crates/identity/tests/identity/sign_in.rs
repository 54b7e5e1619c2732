//! Signing in: what it gives, what it does not tell, how often it may be tried.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;

use crate::stage::{ANALYST, BOTH, OWNER, PASSWORD, ROOT, Stage};

#[tokio::test]
async fn it_gives_a_strict_cookie_and_a_short_token() {
    let stage = Stage::new().await;
    let reply = stage.attempt("  Owner@Northlight.TEST ", PASSWORD).send().await;
    let cookie = reply.headers["set-cookie"].to_str().unwrap().to_owned();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert!(value.starts_with("__Host-atelier=") && value.len() == "__Host-atelier=".len() + 43, "{cookie}");
    assert_eq!(attributes, "Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(reply.headers["cache-control"], "no-store");
    let body = reply.expect(200);
    assert_eq!(body["tenant"]["slug"], "northlight");
    assert_eq!(body["tenant"]["id"], stage.northlight.to_string());
    assert_eq!(body["expires_in"], 600);
}

#[tokio::test]
async fn wrong_and_unknown_are_one_answer() {
    let stage = Stage::new().await;
    let wrong = stage.attempt(OWNER, "not it").send().await.essence();
    let unknown = stage.attempt("nobody@nowhere.test", "not it").send().await.essence();
    let body = json!({ "email": OWNER, "password": PASSWORD, "tenant": "bluenote" });
    let not_a_member = stage.post("/auth/sign-in").json(body).send().await.essence();
    assert!(wrong.starts_with("401"), "{wrong}");
    assert!(wrong.contains("invalid_credentials"), "{wrong}");
    assert_eq!(wrong, unknown);
    assert_eq!(wrong, not_a_member);
}

#[tokio::test]
async fn what_cannot_be_a_sign_in_is_named() {
    let stage = Stage::new().await;
    for (body, pointer) in [
        (json!({ "email": "a", "password": "x" }), "/email"),
        (json!({ "email": "a\u{0}b@c.test", "password": "x" }), "/email"),
        (json!({ "email": OWNER, "password": "" }), "/password"),
        (json!({ "email": OWNER, "password": "x".repeat(201) }), "/password"),
        (json!({ "email": OWNER, "password": "x", "tenant": "" }), "/tenant"),
        (json!({ "email": OWNER, "password": 7 }), "/password"),
    ] {
        let answer = stage.post("/auth/sign-in").json(body).send().await.expect(422);
        assert_eq!(answer["errors"][0]["pointer"], pointer, "{answer}");
        assert!(!answer.to_string().contains("xxxx"), "a password is never repeated");
    }
}

#[tokio::test]
async fn the_tenant_is_the_wanted_one_or_the_last_one() {
    let stage = Stage::new().await;
    let enter = |tenant: String| json!({ "email": BOTH, "password": PASSWORD, "tenant": tenant });
    let answer = stage.post("/auth/sign-in").json(enter("bluenote".to_owned())).send().await.expect(200);
    assert_eq!(answer["tenant"]["slug"], "bluenote");
    stage.advance(SignedDuration::from_secs(1));
    let answer =
        stage.post("/auth/sign-in").json(enter(stage.northlight.to_string())).send().await.expect(200);
    assert_eq!(answer["tenant"]["slug"], "northlight");
    stage.advance(SignedDuration::from_secs(1));
    assert_eq!(stage.sign_in(BOTH).await.1["tenant"]["slug"], "northlight");
}

#[tokio::test]
async fn the_platforms_own_people_enter_every_tenant() {
    let stage = Stage::new().await;
    let token = stage.token(ROOT).await;
    let me = stage.get("/auth/me").bearer(&token).send().await.expect(200);
    assert_eq!(me["member"]["role"], "super_admin");
    assert_eq!(me["tenants"].as_array().unwrap().len(), 2);
    let wanted = json!({ "tenant": "bluenote" });
    let answer = stage.post("/auth/switch-tenant").bearer(&token).json(wanted).send().await.expect(200);
    let token = answer["access_token"].as_str().unwrap();
    stage.get("/api/v1/members").bearer(token).send().await.expect(200);
}

#[tokio::test]
async fn attempts_in_parallel_do_not_get_past_the_limit() {
    let stage = Stage::new().await;
    let attempts =
        (0..40).map(|n| stage.attempt(OWNER, "not it").at_address(&format!("198.51.100.{n}")).send());
    let statuses: Vec<u16> = join_all(attempts).await.iter().map(|reply| reply.status.as_u16()).collect();
    let refused = statuses.iter().filter(|status| **status == 401).count();
    let throttled = statuses.iter().filter(|status| **status == 429).count();
    assert_eq!((refused, throttled), (11, 29), "ten are free, one more sets the first wait: {statuses:?}");
}

#[tokio::test]
async fn a_block_survives_a_restart_and_hits_the_right_password_too() {
    let stage = Stage::new().await;
    for _ in 0..11 {
        stage.attempt(OWNER, "not it").send().await.expect(401);
    }
    let restarted = stage.restarted().await;
    let reply = restarted.attempt(OWNER, PASSWORD).send().await;
    assert_eq!(reply.headers["retry-after"], "2");
    reply.expect(429);
    restarted.attempt(ANALYST, PASSWORD).send().await.expect(200);
    stage.advance(SignedDuration::from_secs(2));
    restarted.attempt(OWNER, PASSWORD).send().await.expect(200);
    for _ in 0..11 {
        restarted.attempt(OWNER, "not it").send().await.expect(401);
    }
}

#[tokio::test]
async fn waits_double_and_are_forgotten() {
    let stage = Stage::new().await;
    for _ in 0..10 {
        stage.attempt(OWNER, "not it").send().await.expect(401);
    }
    for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
        stage.attempt(OWNER, "not it").send().await.expect(401);
        let reply = stage.attempt(OWNER, "not it").send().await;
        assert_eq!(reply.headers["retry-after"], (wait + 1).to_string());
        stage.advance(SignedDuration::from_secs(wait));
    }
    stage.advance(SignedDuration::from_hours(2));
    for _ in 0..10 {
        stage.attempt(OWNER, "not it").send().await.expect(401);
    }
    stage.attempt(OWNER, PASSWORD).send().await.expect(200);
}

#[tokio::test]
async fn one_address_cannot_try_many_accounts() {
    let stage = Stage::new().await;
    let mut throttled = 0;
    for n in 0..60 {
        let reply = stage.attempt(&format!("person{n}@nowhere.test"), "not it").send().await;
        throttled += usize::from(reply.status.as_u16() == 429);
    }
    assert_eq!(throttled, 9, "fifty are free, one more sets the first wait");
    stage.attempt(OWNER, PASSWORD).at_address("203.0.113.9").send().await.expect(200);
}

#[tokio::test]
async fn signing_in_again_and_again_is_not_an_attack() {
    let stage = Stage::new().await;
    for _ in 0..60 {
        stage.attempt(OWNER, PASSWORD).send().await.expect(200);
    }
}

#[tokio::test]
async fn another_site_cannot_sign_a_visitor_in() {
    let stage = Stage::new().await;
    let attempt = || stage.attempt(OWNER, PASSWORD);
    attempt().header("sec-fetch-site", "cross-site").send().await.expect(403);
    attempt().header("origin", "https://evil.test").send().await.expect(403);
    attempt().header("sec-fetch-site", "same-origin").send().await.expect(200);
}

#[tokio::test]
async fn a_failed_sign_in_is_in_the_log_of_every_tenant_of_who_was_tried_once_a_minute() {
    let stage = Stage::new().await;
    for _ in 0..5 {
        stage.attempt(BOTH, "not it").send().await.expect(401);
        stage.attempt("nobody@nowhere.test", "not it").send().await.expect(401);
    }
    let (cookie, _) = stage.sign_in(OWNER).await;
    crate::second_factors::set_up(&stage, &cookie).await;
    let body = json!({ "email": OWNER, "password": PASSWORD, "code": "000000" });
    stage.post("/auth/sign-in").json(body).send().await.expect(401);
    stage.attempt(OWNER, PASSWORD).send().await.expect(401);
    stage.authenticator.record_failures().await.unwrap();
    let written = "do $$ begin
        assert (select count(*) from atelier.audit_events where action = 'member.sign_in_failed') = 3;
        assert (select count(distinct tenant_id) from atelier.audit_events
                where action = 'member.sign_in_failed') = 2;
        assert (select count(*) from atelier.audit_events where action = 'member.sign_in_failed'
                and class = 'sign_in') = 3;
    end $$";
    stage.database.alter(written).await.unwrap();
    let path = "/api/v1/activity?action=member.sign_in_failed";
    let log = stage.get(path).cookie(&cookie).send().await.expect(200);
    let mut notes: Vec<&str> =
        log["items"].as_array().unwrap().iter().map(|item| item["note"].as_str().unwrap()).collect();
    notes.sort_unstable();
    assert_eq!(notes, ["wrong password", "wrong second factor"]);
}
