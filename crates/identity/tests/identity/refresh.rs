//! Staying signed in: what an exchanged token gives, and what a copied one costs.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::stage::{Call, OWNER, Stage};

fn exchange<'a>(stage: &'a Stage, token: &str) -> Call<'a> {
    let call = stage.post("/auth/refresh").json(json!({ "refresh_token": token }));
    call.header("user-agent", "northlight-desk/1.0")
}

fn token_of(answer: &Value) -> String {
    answer["refresh_token"].as_str().unwrap().to_owned()
}

async fn first(stage: &Stage) -> String {
    token_of(&stage.sign_in(OWNER).await.1)
}

async fn next(stage: &Stage, token: &str) -> String {
    token_of(&exchange(stage, token).send().await.expect(200))
}

#[tokio::test]
async fn each_token_gives_the_next_and_a_fresh_access_token() {
    let stage = Stage::new().await;
    let mut token = first(&stage).await;
    assert!(token.starts_with("atl_rt_"), "{token}");
    for _ in 0..5 {
        let answer = exchange(&stage, &token).send().await.expect(200);
        assert_ne!(token_of(&answer), token);
        let access = answer["access_token"].as_str().unwrap();
        stage.get("/auth/me").bearer(access).send().await.expect(200);
        token = token_of(&answer);
    }
    let nothing_kept = format!(
        "do $$ begin
            assert not exists (select from atelier.sessions s where s::text like '%{0}%');
            assert not exists (select from atelier.audit_events e where e::text like '%{0}%');
        end $$",
        &token[7..40]
    );
    stage.database.alter(&nothing_kept).await.unwrap();
}

#[tokio::test]
async fn fifty_at_once_leave_one_session_and_nobody_signed_out() {
    let stage = Stage::new().await;
    let other = stage.restarted().await;
    let token = first(&stage).await;
    let calls = (0..50).map(|n| exchange(if n % 2 == 0 { &stage } else { &other }, &token).send());
    let answers: Vec<Value> = join_all(calls).await.into_iter().map(|reply| reply.expect(200)).collect();
    let successors: BTreeSet<String> = answers.iter().map(token_of).collect();
    assert_eq!(successors.len(), 1, "everybody gets the same successor");
    for answer in &answers {
        let access = answer["access_token"].as_str().unwrap();
        stage.get("/auth/me").bearer(access).send().await.expect(200);
    }
    let one = "do $$ begin
        assert (select count(*) from atelier.sessions where ended_at is null) = 1;
        assert (select refresh_counter from atelier.sessions) = 1;
    end $$";
    stage.database.alter(one).await.unwrap();
    next(&stage, successors.first().unwrap()).await;
}

#[tokio::test]
async fn a_lost_answer_is_given_again_for_half_a_minute() {
    let stage = Stage::new().await;
    let token = first(&stage).await;
    let successor = next(&stage, &token).await;
    stage.advance(SignedDuration::from_secs(30));
    assert_eq!(next(&stage, &token).await, successor);
    let after = next(&stage, &successor).await;
    assert_eq!(next(&stage, &successor).await, after);
}

#[tokio::test]
async fn a_browser_is_given_a_lost_answer_again_whenever_it_asks() {
    let stage = Stage::new().await;
    let mark = format!("__Host-atelier-device={}", "A".repeat(43));
    let token = first(&stage).await;
    let ask = || exchange(&stage, &token).header("cookie", &mark).send();
    let successor = token_of(&ask().await.expect(200));
    stage.advance(SignedDuration::from_hours(30));
    assert_eq!(token_of(&ask().await.expect(200)), successor);
}

#[tokio::test]
async fn a_copy_that_calls_itself_the_same_is_noticed() {
    let stage = Stage::new().await;
    let stolen = first(&stage).await;
    // The thief goes first, named as the program is; the program comes with what it has, too late.
    let theirs = next(&stage, &stolen).await;
    stage.advance(SignedDuration::from_secs(31));
    assert_eq!(exchange(&stage, &stolen).send().await.expect(401)["code"], "session_ended");
    exchange(&stage, &theirs).send().await.expect(401);
}

#[tokio::test]
async fn an_older_token_ends_the_family_in_every_process_within_a_second() {
    let stage = Stage::new().await;
    let other = stage.restarted().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    let oldest = token_of(&answer);
    let second = next(&stage, &oldest).await;
    let third = exchange(&other, &second).send().await.expect(200);
    let access = third["access_token"].as_str().unwrap().to_owned();
    for process in [&stage, &other] {
        process.get("/auth/me").bearer(&access).send().await.expect(200);
        process.get("/auth/me").cookie(&cookie).send().await.expect(200);
    }
    assert_eq!(exchange(&stage, &oldest).send().await.expect(401)["code"], "session_ended");
    stage.get("/auth/me").bearer(&access).send().await.expect(401);
    let until_refused = async {
        let mut beat = tokio::time::interval(Duration::from_millis(20));
        loop {
            beat.tick().await;
            let by_token = other.get("/auth/me").bearer(&access).send().await.status;
            let by_cookie = other.get("/auth/me").cookie(&cookie).send().await.status;
            if by_token == 401 && by_cookie == 401 {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(1), until_refused).await.expect("dead within a second");
    exchange(&other, &token_of(&third)).send().await.expect(401);
    let recorded = "do $$ begin
        assert (select count(*) from atelier.audit_events where action = 'session.reuse_detected') = 1;
        assert (select count(*) from atelier.events where type = 'session.reuse_detected') = 1;
    end $$";
    stage.database.alter(recorded).await.unwrap();
}

#[tokio::test]
async fn the_one_before_from_another_device_ends_the_family() {
    let stage = Stage::new().await;
    let token = first(&stage).await;
    let successor = next(&stage, &token).await;
    let mark = format!("__Host-atelier-device={}", "A".repeat(43));
    let thief = stage.post("/auth/refresh").json(json!({ "refresh_token": token }));
    assert_eq!(thief.header("cookie", mark).send().await.expect(401)["code"], "session_ended");
    exchange(&stage, &successor).send().await.expect(401);
}

#[tokio::test]
async fn a_browser_is_told_from_another_of_the_same_kind_by_its_mark() {
    let stage = Stage::new().await;
    let reply = stage.attempt(OWNER, crate::stage::PASSWORD).send().await;
    let cookies: Vec<&str> =
        reply.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let mark = cookies.iter().find(|cookie| cookie.starts_with("__Host-atelier-device=")).unwrap();
    assert!(mark.ends_with("; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax"), "{mark}");
    let mark = mark.split(';').next().unwrap().to_owned();
    let token = token_of(&reply.expect(200));
    let with = |cookie: &str| exchange(&stage, &token).header("cookie", cookie);
    let successor = token_of(&with(&mark).send().await.expect(200));
    assert_eq!(token_of(&with(&mark).send().await.expect(200)), successor);
    let again = stage.attempt(OWNER, crate::stage::PASSWORD).header("cookie", &mark).send().await;
    assert_eq!(again.headers.get_all("set-cookie").iter().count(), 1, "a mark stays");
    with(&format!("__Host-atelier-device={}", "A".repeat(43))).send().await.expect(401);
}

#[tokio::test]
async fn a_cookie_gives_access_tokens_to_our_own_pages() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    let ask = || stage.post("/auth/refresh").json(json!({}));
    let answer = ask().cookie(&cookie).send().await.expect(200);
    assert_eq!(answer["refresh_token"], Value::Null);
    let access = answer["access_token"].as_str().unwrap();
    stage.get("/auth/me").bearer(access).send().await.expect(200);
    ask().header("cookie", &cookie).header("sec-fetch-site", "cross-site").send().await.expect(403);
    ask().send().await.expect(401);
    ask().bearer(access).send().await.expect(401);
    stage.post("/auth/sign-out").cookie(&cookie).send().await.expect(204);
    assert_eq!(ask().cookie(&cookie).send().await.expect(401)["code"], "session_ended");
}

#[tokio::test]
async fn who_is_out_stays_out() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    stage.post("/auth/sign-out").cookie(&cookie).send().await.expect(204);
    exchange(&stage, &token_of(&answer)).send().await.expect(401);
    let token = first(&stage).await;
    let remove = "update atelier.members set removed_at = now() where email = 'owner@northlight.test'";
    stage.database.alter(remove).await.unwrap();
    assert_eq!(exchange(&stage, &token).send().await.expect(401)["code"], "session_ended");
    let unused = first_of(&stage, crate::stage::ANALYST).await;
    stage.advance(SignedDuration::from_hours(24 * 15));
    exchange(&stage, &unused).send().await.expect(401);
}

async fn first_of(stage: &Stage, email: &str) -> String {
    token_of(&stage.sign_in(email).await.1)
}
