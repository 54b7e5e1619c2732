//! Sessions: what a cookie and a token open, for how long, and from where.

use jiff::SignedDuration;
use platform::{Permission, Role};
use serde_json::{Value, json};

use crate::stage::{ANALYST, BOTH, CLIENT, OWNER, Stage};

#[tokio::test]
async fn cookie_and_token_say_who_it_is() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    let by_cookie = stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    let token = answer["access_token"].as_str().unwrap();
    let by_token = stage.get("/auth/me").bearer(token).send().await.expect(200);
    assert_eq!(by_cookie, by_token);
    assert_eq!(by_cookie["kind"], "member");
    assert_eq!(by_cookie["member"]["email"], OWNER);
    assert_eq!(by_cookie["member"]["role"], "admin");
    assert_eq!(by_cookie["tenant"]["slug"], "northlight");
    assert_eq!(by_cookie["tenants"].as_array().unwrap().len(), 1);
    assert_eq!(by_cookie["link"], Value::Null);
    let permissions = by_cookie["permissions"].as_array().unwrap();
    assert!(
        permissions.contains(&json!("settings.update"))
            && !permissions.contains(&json!("idea.decide_as_client"))
    );
}

#[tokio::test]
async fn nobody_is_somebody() {
    let stage = Stage::new().await;
    for path in ["/auth/me", "/api/v1/members", "/api/v1/activity"] {
        let reply = stage.get(path).send().await;
        assert_eq!(reply.headers["www-authenticate"], "Bearer");
        assert_eq!(reply.expect(401)["code"], "unauthenticated");
    }
}

#[tokio::test]
async fn signing_out_ends_cookie_and_tokens_at_once() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    let token = answer["access_token"].as_str().unwrap();
    let (other_cookie, _) = stage.sign_in(OWNER).await;
    // Both are in the cache now.
    stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    stage.get("/auth/me").bearer(token).send().await.expect(200);
    let reply = stage.post("/auth/sign-out").cookie(&cookie).send().await;
    assert!(reply.headers["set-cookie"].to_str().unwrap().starts_with("__Host-atelier=; Path=/; Max-Age=0"));
    reply.expect(204);
    stage.get("/auth/me").cookie(&cookie).send().await.expect(401);
    stage.get("/auth/me").bearer(token).send().await.expect(401);
    stage.get("/auth/me").cookie(&other_cookie).send().await.expect(200);
}

#[tokio::test]
async fn a_token_lasts_ten_minutes_and_a_session_as_long_as_it_is_used() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    let token = answer["access_token"].as_str().unwrap();
    stage.advance(SignedDuration::from_secs(599));
    stage.get("/auth/me").bearer(token).send().await.expect(200);
    stage.advance(SignedDuration::from_secs(1));
    stage.get("/auth/me").bearer(token).send().await.expect(401);
    for _ in 0..4 {
        stage.advance(SignedDuration::from_hours(13 * 24));
        stage.authenticator.forget_all();
        stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    }
    // Also while the answer of before is still remembered.
    stage.advance(SignedDuration::from_hours(14 * 24));
    stage.get("/auth/me").cookie(&cookie).send().await.expect(401);
    stage.authenticator.forget_all();
    stage.get("/auth/me").cookie(&cookie).send().await.expect(401);
}

#[tokio::test]
async fn switching_takes_the_session_along() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(BOTH).await;
    let before = answer["access_token"].as_str().unwrap();
    let from = answer["tenant"]["slug"].as_str().unwrap();
    let to = if from == "northlight" { "bluenote" } else { "northlight" };
    let switch =
        |tenant: &str| stage.post("/auth/switch-tenant").cookie(&cookie).json(json!({ "tenant": tenant }));
    let answer = switch(to).send().await.expect(200);
    assert_eq!(answer["tenant"]["slug"], to);
    let me = stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    assert_eq!(me["tenant"]["slug"], to);
    assert_eq!(me["tenants"].as_array().unwrap().len(), 2);
    stage.get("/auth/me").bearer(before).send().await.expect(401);
    let after = answer["access_token"].as_str().unwrap();
    stage.get("/auth/me").bearer(after).send().await.expect(200);
    assert_eq!(switch("nowhere").send().await.expect(422)["errors"][0]["pointer"], "/tenant");
    let (cookie, _) = stage.sign_in(OWNER).await;
    let foreign = stage.post("/auth/switch-tenant").cookie(&cookie).json(json!({ "tenant": "bluenote" }));
    foreign.send().await.expect(422);
}

#[tokio::test]
async fn a_cookie_alone_changes_nothing_for_another_site() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(OWNER).await;
    let change = || stage.post("/auth/permissions").json(json!({ "permissions": ["idea.read"] }));
    let with = |name: &'static str, value: &str| change().header("cookie", &cookie).header(name, value);
    with("sec-fetch-site", "same-origin").send().await.expect(200);
    with("sec-fetch-site", "cross-site").send().await.expect(403);
    with("sec-fetch-site", "same-site").send().await.expect(403);
    with("origin", "https://evil.test").header("host", "atelier.example").send().await.expect(403);
    with("origin", "https://atelier.example").header("host", "atelier.example").send().await.expect(200);
    let refused = change().header("cookie", &cookie).send().await.expect(403);
    assert!(refused["detail"].as_str().unwrap().contains("Bearer"), "{refused}");
    // A token is sent on purpose.
    let token = answer["access_token"].as_str().unwrap();
    change().bearer(token).header("sec-fetch-site", "cross-site").send().await.expect(200);
    // Reading is not changing.
    let read = stage.get("/auth/me").header("cookie", &cookie).header("sec-fetch-site", "cross-site");
    read.send().await.expect(200);
}

#[tokio::test]
async fn permissions_are_answered_one_by_one() {
    let stage = Stage::new().await;
    let token = stage.token(ANALYST).await;
    let asked: Vec<&str> = Permission::ALL.iter().map(|permission| permission.name()).collect();
    let ask =
        |asked: Value| stage.post("/auth/permissions").bearer(&token).json(json!({ "permissions": asked }));
    let answer = ask(json!(asked)).send().await.expect(200);
    for permission in Permission::ALL {
        let expected = Role::Analyst.permissions().contains(*permission);
        assert_eq!(answer["permissions"][permission.name()], expected, "{}", permission.name());
    }
    let answer = ask(json!(["world.rule"])).send().await.expect(200);
    assert_eq!(answer["permissions"]["world.rule"], false);
    ask(json!([])).send().await.expect(422);
    ask(json!(vec!["idea.read"; 101])).send().await.expect(422);
}

#[tokio::test]
async fn a_person_of_a_client_is_scoped_to_it() {
    let stage = Stage::new().await;
    let token = stage.token(CLIENT).await;
    let me = stage.get("/auth/me").bearer(&token).send().await.expect(200);
    assert_eq!(me["member"]["role"], "client");
    assert!(me["member"]["client_id"].as_str().unwrap().starts_with("cli_"));
    stage.get("/api/v1/activity").bearer(&token).send().await.expect(403);
}

#[tokio::test]
async fn signing_in_and_out_is_in_the_activity_log() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(ANALYST).await;
    stage.post("/auth/sign-out").cookie(&cookie).send().await.expect(204);
    let token = stage.token(OWNER).await;
    let log = stage.get("/api/v1/activity").bearer(&token).send().await.expect(200);
    let lines: Vec<(&str, &str)> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["actor_name"].as_str().unwrap(), line["summary"].as_str().unwrap()))
        .collect();
    assert_eq!(lines, [("owner", "signed in"), ("analyst", "signed out"), ("analyst", "signed in")]);
}

#[tokio::test]
async fn what_cannot_be_recorded_does_not_happen() {
    let stage = Stage::new().await;
    let (cookie, answer) = stage.sign_in(BOTH).await;
    let here = answer["tenant"]["slug"].as_str().unwrap();
    let elsewhere = if here == "northlight" { "bluenote" } else { "northlight" };
    stage.database.alter("revoke insert on atelier.audit_events from atelier_system").await.unwrap();
    let switch = stage.post("/auth/switch-tenant").cookie(&cookie).json(json!({ "tenant": elsewhere }));
    for call in
        [stage.attempt(OWNER, crate::stage::PASSWORD), switch, stage.post("/auth/sign-out").cookie(&cookie)]
    {
        assert!(call.send().await.status.is_server_error());
    }
    stage.authenticator.forget_all();
    let me = stage.get("/auth/me").cookie(&cookie).send().await.expect(200);
    assert_eq!(me["tenant"]["slug"], here);
    let alone = "do $$ begin
        assert (select count(*) from atelier.sessions where ended_at is null) = 1;
        assert (select count(*) from atelier.audit_events where action like 'member.signed_%') = 1;
    end $$";
    stage.database.alter(alone).await.unwrap();
}

#[tokio::test]
async fn what_a_token_may_do_is_looked_up_not_read_from_it() {
    let stage = Stage::new().await;
    let token = stage.token(OWNER).await;
    let ask = || {
        let asked = json!({ "permissions": ["campaign.create"] });
        stage.post("/auth/permissions").bearer(&token).json(asked).send()
    };
    assert_eq!(ask().await.expect(200)["permissions"]["campaign.create"], true);
    let demote = "update atelier.members set role = 'analyst' where email = 'owner@northlight.test'";
    stage.database.alter(demote).await.unwrap();
    stage.authenticator.forget_all();
    assert_eq!(ask().await.expect(200)["permissions"]["campaign.create"], false);
    let remove = "update atelier.members set removed_at = now() where email = 'owner@northlight.test'";
    stage.database.alter(remove).await.unwrap();
    stage.authenticator.forget_all();
    ask().await.expect(401);
    stage.attempt(OWNER, crate::stage::PASSWORD).send().await.expect(401);
}

#[tokio::test]
async fn without_the_database_nobody_is_turned_away_for_good() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(OWNER).await;
    stage.app.db().close();
    stage.authenticator.forget_all();
    let reply = stage.get("/auth/me").cookie(&cookie).send().await;
    assert!(reply.headers.contains_key("retry-after"));
    assert_eq!(reply.expect(503)["code"], "unavailable");
    stage.attempt(OWNER, crate::stage::PASSWORD).send().await.expect(503);
}
