//! Acting as somebody else: what it shows, what it cannot do, how it ends.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::stage::{ANALYST, BOTH, OWNER, ROOT, Reply, Stage};

async fn member_of(stage: &Stage, cookie: &str, email: &str) -> String {
    let members = stage.get("/api/v1/members").cookie(cookie).send().await.expect(200);
    let found = members["items"].as_array().unwrap().iter().find(|member| member["email"] == email);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn impersonate(stage: &Stage, cookie: &str, id: &str) -> Reply {
    let path = format!("/api/admin/users/{id}/impersonate");
    stage.post(&path).cookie(cookie).json(json!({ "reason": "She sees no campaign." })).send().await
}

/// The cookies that an answer sets, without their attributes.
fn cookies(reply: &Reply) -> Vec<String> {
    let set = reply.headers.get_all("set-cookie").iter();
    set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned()).collect()
}

async fn me(stage: &Stage, cookie: &str) -> Value {
    stage.get("/auth/me").cookie(cookie).send().await.expect(200)
}

#[tokio::test]
async fn it_shows_what_they_see_and_gives_the_own_session_back() {
    let stage = Stage::new().await;
    let (own, _) = stage.sign_in(OWNER).await;
    let analyst = member_of(&stage, &own, ANALYST).await;
    let reply = impersonate(&stage, &own, &analyst).await;
    let set = cookies(&reply);
    assert_eq!(reply.expect(200)["refresh_token"], Value::Null);
    let (theirs, aside) = (set[0].clone(), set[1].clone());
    assert_eq!(aside.split_once('=').unwrap().1, own.split_once('=').unwrap().1);
    let seen = me(&stage, &theirs).await;
    assert_eq!(seen["member"]["email"], ANALYST);
    assert_eq!(seen["impersonator"]["name"], "owner");
    assert_eq!(seen["proved_at"], Value::Null);
    assert_eq!(me(&stage, &own).await["impersonator"], Value::Null);
    let reply = stage.post("/auth/impersonation/end").cookie(&format!("{theirs}; {aside}")).send().await;
    let back = cookies(&reply);
    reply.expect(204);
    assert_eq!(back, [own.clone(), "__Host-atelier-own=".to_owned()]);
    stage.get("/auth/me").cookie(&theirs).send().await.expect(401);
    assert_eq!(me(&stage, &own).await["member"]["email"], OWNER);
    let again = stage.post("/auth/impersonation/end").cookie(&own).send().await.expect(409);
    assert_eq!(again["code"], "not_impersonating");
    let recorded = "do $$ begin
        assert (select count(*) from atelier.audit_events where action = 'impersonation.started') = 1;
        assert (select count(*) from atelier.audit_events where action = 'impersonation.ended') = 1;
    end $$";
    stage.database.alter(recorded).await.unwrap();
}

#[tokio::test]
async fn what_is_about_the_person_alone_stays_theirs() {
    let stage = Stage::new().await;
    let (own, _) = stage.sign_in(OWNER).await;
    let analyst = member_of(&stage, &own, ANALYST).await;
    let theirs = cookies(&impersonate(&stage, &own, &analyst).await)[0].clone();
    for (method, path, body) in [
        ("POST", "/api/v1/me/totp", None),
        ("POST", "/api/v1/me/passkeys/options", None),
        ("POST", "/api/v1/me/password", Some(json!({ "new_password": "weighed-listened-waited" }))),
        ("PATCH", "/api/v1/me", Some(json!({ "name": "Somebody" }))),
        ("GET", "/api/v1/sessions", None),
        ("DELETE", "/api/v1/sessions", None),
        ("POST", "/auth/step-up", Some(json!({ "password": crate::stage::PASSWORD }))),
        ("POST", "/auth/switch-tenant", Some(json!({ "tenant": "bluenote" }))),
    ] {
        let call = stage.call(method, path).cookie(&theirs);
        let call = body.map_or(stage.call(method, path).cookie(&theirs), |body| call.json(body));
        assert_eq!(call.send().await.status, 403, "{method} {path}");
    }
}

#[tokio::test]
async fn an_hour_is_the_end_of_it_and_so_is_the_administrators_own_end() {
    let stage = Stage::new().await;
    let (own, _) = stage.sign_in(OWNER).await;
    let analyst = member_of(&stage, &own, ANALYST).await;
    let theirs = cookies(&impersonate(&stage, &own, &analyst).await)[0].clone();
    stage.advance(SignedDuration::from_mins(59));
    me(&stage, &theirs).await;
    stage.advance(SignedDuration::from_mins(1));
    stage.get("/auth/me").cookie(&theirs).send().await.expect(401);
    assert_eq!(impersonate(&stage, &own, &analyst).await.expect(403)["code"], "step_up_required");

    let (own, _) = stage.sign_in(OWNER).await;
    let theirs = cookies(&impersonate(&stage, &own, &analyst).await)[0].clone();
    me(&stage, &theirs).await;
    let demote = "update atelier.members set role = 'creator' where email = 'owner@northlight.test'";
    stage.database.alter(demote).await.unwrap();
    stage.authenticator.forget_all();
    stage.get("/auth/me").cookie(&theirs).send().await.expect(401);
}

#[tokio::test]
async fn rights_are_those_of_both_and_some_people_are_nobody_elses() {
    let stage = Stage::new().await;
    let (own, _) = stage.sign_in(OWNER).await;
    let (root, _) = stage.sign_in(ROOT).await;
    let (creator, _) = stage.sign_in(BOTH).await;
    let owner = member_of(&stage, &own, OWNER).await;
    impersonate(&stage, &own, &owner).await.expect(403);
    impersonate(&stage, &creator, &owner).await.expect(403);
    impersonate(&stage, &own, "mem_01k9x3m7q8f2vabcdefghjkmnp").await.expect(404);
    let seen = cookies(&impersonate(&stage, &root, &owner).await)[0].clone();
    let (by_root, by_self) = (me(&stage, &seen).await, me(&stage, &own).await);
    let set = |me: &Value| {
        let list = me["permissions"].as_array().unwrap().iter();
        list.map(|permission| permission.as_str().unwrap().to_owned())
            .collect::<std::collections::BTreeSet<String>>()
    };
    let roots = set(&me(&stage, &root).await);
    let both: std::collections::BTreeSet<String> = set(&by_self).intersection(&roots).cloned().collect();
    assert_eq!(set(&by_root), both);
    assert_eq!(by_root["impersonator"]["name"], "root");
}
