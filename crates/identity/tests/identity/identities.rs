//! Providers that open one's account: who connects them, who sees them, how they go.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::mailroom::Mailroom;
use crate::stage::{ANALYST, OWNER, Stage};

const CONNECT: &str = "/auth/providers/nowhere/start?connect=true";

/// As if it had been connected before.
async fn connected(stage: &Stage, email: &str, subject: &str) {
    let insert = format!(
        "insert into atelier.identities (id, issuer, subject, person_id, email, created_at, last_used_at)
         select gen_random_uuid(), 'https://issuer.test', '{subject}', p.id, p.email, now(), now()
         from atelier.people p where p.email = '{email}'"
    );
    stage.database.alter(&insert).await.unwrap();
}

async fn listed(stage: &Stage, cookie: &str) -> Vec<Value> {
    let list = stage.get("/api/v1/me/identities").cookie(cookie).send().await.expect(200);
    list["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn only_the_person_connects_a_provider_and_only_with_a_fresh_proof() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    // There is no such provider: who gets that far may connect.
    stage.get(CONNECT).cookie(&cookie).send().await.expect(404);
    let members = stage.get("/api/v1/members").cookie(&cookie).send().await.expect(200);
    let analyst = members["items"].as_array().unwrap().iter().find(|one| one["email"] == ANALYST).unwrap();
    let path = format!("/api/admin/users/{}/impersonate", analyst["id"].as_str().unwrap());
    let theirs = stage.post(&path).cookie(&cookie).json(json!({"reason": "She sees nothing."}));
    let theirs = theirs.send().await.expect(200);
    let theirs = theirs["access_token"].as_str().unwrap();
    let call = stage.get(CONNECT).bearer(theirs).header("sec-fetch-site", "same-origin");
    assert_eq!(call.send().await.expect(403)["code"], "forbidden");
    stage.get("/api/v1/me/identities").bearer(theirs).send().await.expect(403);
    stage.advance(SignedDuration::from_mins(16));
    let late = stage.get(CONNECT).cookie(&cookie).send().await.expect(403);
    assert_eq!(late["code"], "step_up_required");
    stage.get(CONNECT).send().await.expect(403);
}

#[tokio::test]
async fn who_owns_them_sees_them_and_removes_them() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    connected(&stage, OWNER, "one").await;
    connected(&stage, OWNER, "two").await;
    connected(&stage, ANALYST, "hers").await;
    let mine = listed(&stage, &cookie).await;
    assert_eq!(mine.len(), 2);
    assert_eq!((&mine[0]["issuer"], &mine[0]["email"]), (&json!("https://issuer.test"), &json!(OWNER)));
    let remove = |id: &Value| {
        let path = format!("/api/v1/me/identities/{}", id.as_str().unwrap());
        stage.call("DELETE", &path).cookie(&cookie).send()
    };
    let (hers, _) = stage.sign_in(ANALYST).await;
    remove(&listed(&stage, &hers).await[0]["id"]).await.expect(404);
    remove(&mine[0]["id"]).await.expect(204);
    remove(&mine[0]["id"]).await.expect(404);
    let recorded = "do $$ begin
        assert (select count(*) from atelier.audit_events where action = 'member.identity_removed') = 1;
    end $$";
    stage.database.alter(recorded).await.unwrap();
    let forget = "update atelier.people set password_hash = null where email = 'owner@northlight.test'";
    stage.database.alter(forget).await.unwrap();
    assert_eq!(remove(&mine[1]["id"]).await.expect(409)["code"], "last_way_in");
    connected(&stage, OWNER, "three").await;
    remove(&mine[1]["id"]).await.expect(204);
    stage.advance(SignedDuration::from_mins(16));
    let rest = listed(&stage, &cookie).await;
    assert_eq!(remove(&rest[0]["id"]).await.expect(403)["code"], "step_up_required");
}

#[tokio::test]
async fn a_new_password_by_letter_removes_them() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    connected(&stage, OWNER, "one").await;
    connected(&stage, ANALYST, "hers").await;
    stage.post("/auth/password-resets").json(json!({"email": OWNER})).send().await.expect(202);
    let token = room.token(&stage, OWNER).await;
    let body = json!({"token": token, "password": "weighed-listened-waited"});
    stage.post("/auth/password-resets/redeem").json(body).send().await.expect(204);
    let left = "do $$ begin
        assert (select string_agg(subject, ',') from atelier.identities) = 'hers';
    end $$";
    stage.database.alter(left).await.unwrap();
}
