//! What mailed tokens open: sign-in by link, a new password, a new address.

use db::{Query, SystemTask, params};
use futures_util::future::join_all;
use jiff::SignedDuration;
use platform::Role;
use serde_json::{Value, json};

use crate::mailroom::{Mailroom, waiting};
use crate::stage::{ANALYST, BOTH, OWNER, PASSWORD, Stage};

db::statements! {
    COUNT_ACTIONS = "select count(*) from audit_events where action = $1";
}

const STRONG: &str = "weighed-listened-waited";

async fn ask(stage: &Stage, what: &str, email: &str) {
    stage.post(&format!("/auth/{what}")).json(json!({ "email": email })).send().await.expect(202);
}

async fn redeem(stage: &Stage, token: &str) -> crate::stage::Reply {
    stage.post("/auth/magic-links/redeem").json(json!({ "token": token })).send().await
}

async fn actions(stage: &Stage, action: &str) -> i64 {
    let mut tx = stage.database.system(SystemTask::CheckHealth);
    tx.run(Query::one(&COUNT_ACTIONS, params![action.to_owned()])).await.unwrap()
}

#[tokio::test]
async fn a_link_signs_in_once_however_many_come_with_it() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    ask(&stage, "magic-links", " Owner@Northlight.TEST ").await;
    let token = room.token(&stage, OWNER).await;
    let replies = join_all((0..10).map(|_| redeem(&stage, &token))).await;
    let (good, bad): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
    assert_eq!((good.len(), bad.len()), (1, 9));
    for reply in bad {
        assert_eq!(reply.expect(401)["code"], "link_invalid");
    }
    let access: Value = good.into_iter().next().unwrap().expect(200);
    let me = stage.get("/auth/me").bearer(access["access_token"].as_str().unwrap()).send().await.expect(200);
    assert_eq!(me["member"]["email"], OWNER);
    assert_eq!(actions(&stage, "member.signed_in").await, 1);
}

#[tokio::test]
async fn a_link_ends_with_its_time_and_has_one_spelling() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    ask(&stage, "magic-links", OWNER).await;
    let token = room.token(&stage, OWNER).await;
    let short = &token[..token.len() - 1];
    for wrong in [short, &format!("{token}A"), &"A".repeat(43), "x", &"x".repeat(100)] {
        assert_eq!(redeem(&stage, wrong).await.expect(401)["code"], "link_invalid");
    }
    redeem(&stage, &"x".repeat(101)).await.expect(422);
    stage.advance(SignedDuration::from_mins(15));
    assert_eq!(redeem(&stage, &token).await.expect(401)["code"], "link_invalid");
}

#[tokio::test]
async fn asking_says_nothing_about_who_is_there() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    for what in ["magic-links", "password-resets"] {
        let asked = async |email: &str| {
            stage.post(&format!("/auth/{what}")).json(json!({ "email": email })).send().await.essence()
        };
        let (known, unknown) = (asked(OWNER).await, asked("nobody@nowhere.test").await);
        assert!(known.starts_with("202"), "{known}");
        assert_eq!(known, unknown);
    }
    assert_eq!(waiting(&stage).await, 4, "a letter to nobody waits like any other");
    assert_eq!(room.to(&stage, OWNER).await.len(), 2);
    assert_eq!(room.to(&stage, "nobody@nowhere.test").await.len(), 0);
    assert_eq!(waiting(&stage).await, 0);
}

#[tokio::test]
async fn nobody_is_flooded_with_letters() {
    let stage = Stage::new().await;
    for email in [OWNER, "nobody@nowhere.test"] {
        for _ in 0..6 {
            ask(&stage, "magic-links", email).await;
        }
        let refused = stage.post("/auth/password-resets").json(json!({ "email": email })).send().await;
        assert_eq!(refused.expect(429)["code"], "rate_limited");
    }
    stage.attempt(OWNER, PASSWORD).send().await.expect(200);
}

#[tokio::test]
async fn a_reset_sets_the_password_and_ends_every_session() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let (cookie, _) = stage.sign_in(BOTH).await;
    ask(&stage, "magic-links", BOTH).await;
    let link = room.token(&stage, BOTH).await;
    ask(&stage, "password-resets", BOTH).await;
    let token = room.token(&stage, BOTH).await;
    let reset = async |password: &str| {
        let body = json!({ "token": token, "password": password });
        stage.post("/auth/password-resets/redeem").json(body).send().await
    };
    let weak = reset("both@atelier").await.expect(422);
    assert_eq!(
        (&weak["errors"][0]["pointer"], &weak["errors"][0]["code"]),
        (&json!("/password"), &json!("weak_password"))
    );
    assert_eq!(redeem(&stage, &token).await.expect(401)["code"], "link_invalid", "each token opens one door");
    reset(STRONG).await.expect(204);
    assert_eq!(reset(STRONG).await.expect(401)["code"], "link_invalid");
    stage.get("/auth/me").cookie(&cookie).send().await.expect(401);
    stage.attempt(BOTH, PASSWORD).send().await.expect(401);
    stage.attempt(BOTH, STRONG).send().await.expect(200);
    redeem(&stage, &link).await.expect(401);
    assert_eq!(actions(&stage, "member.password_reset").await, 2, "one line in each of their tenants");
    let newest = &room.to(&stage, BOTH).await[0];
    assert_eq!(newest.subject, "Your password was changed");
    assert!(!newest.text.contains(STRONG));
}

#[tokio::test]
async fn a_new_address_counts_when_its_owner_confirms_it() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let token = stage.token(ANALYST).await;
    ask(&stage, "magic-links", ANALYST).await;
    let old_link = room.token(&stage, ANALYST).await;
    let wish = async |email: &str| {
        let call = stage.post("/api/v1/me/email").bearer(&token);
        call.json(json!({ "email": email })).send().await
    };
    let (free, taken) = (wish("New@Northlight.test").await.essence(), wish(OWNER).await.essence());
    assert!(free.starts_with("202"), "{free}");
    assert_eq!(free, taken, "nobody learns whose address is taken");
    assert_eq!(room.to(&stage, OWNER).await.len(), 0);
    let confirm = room.token(&stage, "New@Northlight.test").await;
    stage.attempt("new@northlight.test", PASSWORD).send().await.expect(401);
    let body = json!({ "token": confirm });
    stage.post("/auth/email-changes/confirm").json(body.clone()).send().await.expect(204);
    stage.post("/auth/email-changes/confirm").json(body).send().await.expect(401);
    stage.attempt("new@northlight.test", PASSWORD).send().await.expect(200);
    stage.attempt(ANALYST, PASSWORD).send().await.expect(401);
    redeem(&stage, &old_link).await.expect(401);
    let me = stage.get("/auth/me").bearer(&token).send().await.expect(200);
    assert_eq!(me["member"]["email"], "New@Northlight.test");
    assert_eq!(room.to(&stage, ANALYST).await[0].subject, "Your address was changed");
    assert_eq!(actions(&stage, "member.email_changed").await, 1);
}

#[tokio::test]
async fn a_letter_that_did_not_leave_is_sent_again_the_same() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    for email in ["mara+later@northlight.test", "mara+refused@northlight.test"] {
        stage.add_member(email, stage.northlight, Role::Creator, None).await;
        ask(&stage, "magic-links", email).await;
    }
    room.deliver(&stage).await;
    assert_eq!(waiting(&stage).await, 1, "what is refused for good is given up");
    stage.advance(SignedDuration::from_secs(59));
    assert_eq!(room.to(&stage, "mara+later@northlight.test").await.len(), 0);
    stage.advance(SignedDuration::from_secs(2));
    let token = room.token(&stage, "mara+later@northlight.test").await;
    redeem(&stage, &token).await.expect(200);
    assert_eq!(waiting(&stage).await, 0);
}

#[tokio::test]
async fn two_workers_send_each_letter_once() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let others: Vec<Stage> = join_all((0..3).map(|_| stage.restarted())).await;
    for number in 0..40 {
        let email = format!("member{number}@northlight.test");
        stage.add_member(&email, stage.northlight, Role::Creator, None).await;
        let call = stage.post("/auth/magic-links").at_address(&format!("192.0.2.{number}"));
        call.json(json!({ "email": email })).send().await.expect(202);
    }
    join_all(others.iter().map(|stage| room.deliver(stage))).await;
    for number in 0..40 {
        assert_eq!(room.to(&stage, &format!("member{number}@northlight.test")).await.len(), 1);
    }
}
