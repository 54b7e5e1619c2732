//! What people cannot give, take or keep: nobody gains by it, and nobody locks the others out.

use jiff::SignedDuration;
use platform::Role;
use serde_json::{Value, json};

use crate::mailroom::Mailroom;
use crate::stage::{ANALYST, BOTH, CLIENT_ID, OWNER, PASSWORD, Reply, Stage};

const NEW: &str = "jule@elsewhere.test";
const STRONG: &str = "weighed-listened-waited";
/// As long as a proof of presence lasts, and a little.
const A_WHILE: SignedDuration = SignedDuration::from_mins(16);

async fn send(stage: &Stage, method: &str, path: &str, token: &str, body: Value) -> Reply {
    stage.call(method, path).bearer(token).json(body).send().await
}

async fn post(stage: &Stage, path: &str, token: &str, body: Value) -> Reply {
    send(stage, "POST", path, token, body).await
}

async fn id_of(stage: &Stage, email: &str) -> String {
    let owner = stage.token(OWNER).await;
    let page = stage.get(&format!("/api/admin/users?q={email}")).bearer(&owner).send().await.expect(200);
    page["items"][0]["id"].as_str().unwrap().to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

async fn key(stage: &Stage, token: &str, kind: &str, scopes: &[&str]) -> Value {
    let body = json!({"name": "A key", "kind": kind, "scopes": scopes});
    post(stage, "/api/v1/api-keys", token, body).await.expect(201)
}

async fn role(stage: &Stage, name: &str, permissions: &[&str]) {
    let owner = stage.token(OWNER).await;
    let body = json!({"name": name, "key": name, "permissions": permissions});
    post(stage, "/api/v1/roles", &owner, body).await.expect(201);
}

/// Makes the person what the role says, and signs them in.
async fn become_one(stage: &Stage, email: &str, role: &str) -> String {
    let (owner, id) = (stage.token(OWNER).await, id_of(stage, email).await);
    let body = json!({"name": "Somebody", "role": role});
    send(stage, "PUT", &format!("/api/admin/users/{id}"), &owner, body).await.expect(200);
    stage.token(email).await
}

async fn accept(stage: &Stage, token: &str) -> Reply {
    let body = json!({"token": token, "name": "Jule", "password": STRONG});
    stage.post("/auth/invitations/accept").json(body).send().await
}

async fn holds(stage: &Stage, token: &str, permission: &str) -> bool {
    let me = stage.get("/auth/me").bearer(token).send().await.expect(200);
    me["permissions"].as_array().unwrap().contains(&json!(permission))
}

#[tokio::test]
async fn an_invitation_gives_no_more_than_its_sender_holds_here_and_now() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let admin = json!({"email": NEW, "role": "admin"});
    for kind in ["tenant", "service"] {
        let made = key(&stage, &owner, kind, &["invitation.create", "role.assign", "member.read"]).await;
        let key = text(&made["key"]);
        for body in [admin.clone(), json!({"email": NEW, "role": "creator"})] {
            for path in ["/api/v1/invitations", "/api/admin/users"] {
                post(&stage, path, key, body.clone()).await.expect(403);
            }
        }
        let csv = format!("email,role\n{NEW},admin\n");
        let import = stage.post("/api/v1/invitations/import").bearer(key).text("text/csv", csv);
        assert_eq!(import.send().await.expect(200)["results"][0]["status"], "refused");
    }
    // With every scope there is: what is sensitive is given by a person.
    let scopes = stage.get("/auth/me").bearer(&owner).send().await.expect(200)["permissions"].clone();
    let body = json!({"name": "All", "kind": "service", "scopes": scopes});
    let all = post(&stage, "/api/v1/api-keys", &owner, body).await.expect(201);
    post(&stage, "/api/v1/invitations", text(&all["key"]), admin.clone()).await.expect(403);
    let creator = json!({"email": NEW, "role": "creator"});
    post(&stage, "/api/v1/invitations", text(&all["key"]), creator.clone()).await.expect(201);

    let invited = post(&stage, "/api/v1/invitations", &owner, admin.clone()).await.expect(201);
    let (cookie, _) = stage.sign_in(OWNER).await;
    stage.advance(A_WHILE);
    let again = |path: String, body: Value| stage.post(&path).cookie(&cookie).json(body).send();
    let refused = again("/api/v1/invitations".to_owned(), admin).await.expect(403);
    assert_eq!(refused["code"], "step_up_required");
    let resend = format!("/api/v1/invitations/{}/resend", text(&invited["id"]));
    assert_eq!(stage.post(&resend).cookie(&cookie).send().await.expect(403)["code"], "step_up_required");
    again("/api/v1/invitations".to_owned(), creator).await.expect(201);
}

#[tokio::test]
async fn who_comes_again_begins_anew() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let (owner, member_id) = (stage.token(OWNER).await, id_of(&stage, ANALYST).await);
    let further = json!({"member_id": member_id, "role": "admin"});
    post(&stage, "/api/v1/role-assignments", &owner, further).await.expect(201);
    for (permission, effect) in [("campaign.create", "allow"), ("usage.read", "deny")] {
        let single = json!({"member_id": member_id, "permission": permission, "effect": effect});
        post(&stage, "/api/v1/permission-overrides", &owner, single).await.expect(201);
    }
    let analyst = stage.token(ANALYST).await;
    let made = key(&stage, &analyst, "tenant", &["member.read"]).await;
    post(&stage, "/api/v1/invitations", &analyst, json!({"email": NEW, "role": "vendor"})).await.expect(201);
    let invited = room.token(&stage, NEW).await;
    let members = async |status: u16| {
        stage.get("/api/v1/members").bearer(text(&made["key"])).send().await.expect(status)
    };
    members(200).await;
    let path = format!("/api/admin/users/{member_id}");
    stage.call("DELETE", &path).bearer(&owner).send().await.expect(204);
    stage.authenticator.forget_all();
    members(401).await;
    assert_eq!(accept(&stage, &invited).await.expect(401)["code"], "link_invalid");

    post(&stage, "/api/v1/invitations", &owner, json!({"email": ANALYST, "role": "analyst"}))
        .await
        .expect(201);
    let token = room.token(&stage, ANALYST).await;
    let body = json!({"token": token, "password": PASSWORD});
    let back = stage.post("/auth/invitations/accept").json(body).send().await.expect(200);
    let back = text(&back["access_token"]);
    assert!(holds(&stage, back, "campaign.read").await);
    for gone in ["role.assign", "campaign.create", "usage.read"] {
        assert!(!holds(&stage, back, gone).await, "{gone}");
    }
    members(401).await;
}

#[tokio::test]
async fn nobody_makes_themselves_more_or_lets_it_last_longer() {
    let stage = Stage::new().await;
    let (owner, member_id) = (stage.token(OWNER).await, id_of(&stage, ANALYST).await);
    let end = stage.app.clock().now().checked_add(SignedDuration::from_mins(10)).unwrap();
    let further = |member_id: &str, role: &str, end: Value| {
        let whom = member_id;
        json!({"member_id": whom, "role": role, "expires_at": end})
    };
    let assign = async |token: &str, body: Value| post(&stage, "/api/v1/role-assignments", token, body).await;
    assign(&owner, further(&member_id, "admin", json!(end))).await.expect(201);
    let analyst = stage.token(ANALYST).await;
    assert!(holds(&stage, &analyst, "role.assign").await);
    assign(&analyst, further(&member_id, "admin", Value::Null)).await.expect(403);
    let other = id_of(&stage, BOTH).await;
    let refused = assign(&analyst, further(&other, "admin", Value::Null)).await.expect(422);
    assert_eq!(refused["errors"][0]["pointer"], "/expires_at");
    assign(&analyst, further(&other, "manager", json!(end))).await.expect(201);
    let invite = json!({"email": NEW, "role": "admin"});
    post(&stage, "/api/v1/invitations", &analyst, invite).await.expect(422);
    let allow = json!({"member_id": other, "permission": "settings.update", "effect": "allow"});
    post(&stage, "/api/v1/permission-overrides", &analyst, allow).await.expect(422);

    // The client's voice is for who is confined to the client.
    let own = id_of(&stage, OWNER).await;
    let account = platform::encode_id("acc", CLIENT_ID);
    for (member_id, status) in [(&own, 403), (&member_id, 403)] {
        let body = json!({"member_id": member_id, "role": "client", "account_id": account});
        assign(&owner, body).await.expect(status);
    }
    let body = json!({"member_id": member_id, "permission": "idea.decide_as_client", "effect": "allow",
        "account_id": account});
    post(&stage, "/api/v1/permission-overrides", &owner, body).await.expect(403);
}

#[tokio::test]
async fn who_is_moved_takes_along_what_the_mover_holds_there() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let email = "confined@northlight.test";
    stage.add_member(email, stage.northlight, Role::Analyst, Some(CLIENT_ID)).await;
    let id = id_of(&stage, email).await;
    let further = json!({"member_id": id, "role": "admin"});
    post(&stage, "/api/v1/role-assignments", &owner, further).await.expect(201);
    // Holds what the role holds, and in the account whatever the further one does.
    role(&stage, "movers", &["role.assign", "member.update", "member.read"]).await;
    let reader = json!({"grant": ["role.assign", "member.update"]});
    post(&stage, "/api/v1/roles/analyst/permissions", &owner, reader).await.expect(200);
    let mover = stage.token(ANALYST).await;
    let mover_id = id_of(&stage, ANALYST).await;
    let there = json!({"member_id": mover_id, "role": "admin",
        "account_id": platform::encode_id("acc", CLIENT_ID)});
    post(&stage, "/api/v1/role-assignments", &owner, there).await.expect(201);
    let path = format!("/api/admin/users/{id}");
    let body = json!({"name": "Confined", "role": "analyst", "account_id": null});
    let refused = send(&stage, "PUT", &path, &mover, body.clone()).await;
    refused.expect(403);
    send(&stage, "PUT", &path, &owner, body).await.expect(200);
}

#[tokio::test]
async fn an_invitation_ends_with_what_its_sender_may_give() {
    let (stage, room) = (Stage::new().await, Mailroom::open().await);
    let (owner, both) = (stage.token(OWNER).await, become_one(&stage, BOTH, "manager").await);
    let id = id_of(&stage, BOTH).await;
    let path = format!("/api/admin/users/{id}");
    let invite = async |email: &str, role: &str| {
        post(&stage, "/api/v1/invitations", &both, json!({"email": email, "role": role})).await.expect(201);
        room.token(&stage, email).await
    };
    // What a role lost is not given by an invitation from before.
    let first = invite("one@elsewhere.test", "manager").await;
    let tick = |change: Value| post(&stage, "/api/v1/roles/manager/permissions", &owner, change);
    let deny = json!({"member_id": id, "permission": "settings.read", "effect": "deny"});
    let denied = post(&stage, "/api/v1/permission-overrides", &owner, deny).await.expect(201);
    assert_eq!(accept(&stage, &first).await.expect(401)["code"], "link_invalid");
    let lifted = format!("/api/v1/permission-overrides/{}", text(&denied["id"]));
    stage.call("DELETE", &lifted).bearer(&owner).send().await.expect(204);
    tick(json!({"revoke": ["import.run"]})).await.expect(200);
    accept(&stage, &first).await.expect(200);
    // Demoted, deactivated.
    let second = invite("two@elsewhere.test", "creator").await;
    let creator = json!({"name": "Both", "role": "creator"});
    send(&stage, "PUT", &path, &owner, creator).await.expect(200);
    accept(&stage, &second).await.expect(401);
    let manager = json!({"name": "Both", "role": "manager"});
    send(&stage, "PUT", &path, &owner, manager.clone()).await.expect(200);
    accept(&stage, &second).await.expect(401);
    let third = invite("three@elsewhere.test", "creator").await;
    let mut gone = manager.clone();
    gone["state"] = json!("deactivated");
    send(&stage, "PUT", &path, &owner, gone).await.expect(200);
    accept(&stage, &third).await.expect(401);

    role(&stage, "short", &["idea.read"]).await;
    let body = json!({"email": NEW, "role": "short"});
    let made = post(&stage, "/api/v1/invitations", &owner, body).await.expect(201);
    let refused = stage.call("DELETE", "/api/v1/roles/short").bearer(&owner).send().await.expect(409);
    assert_eq!(refused["code"], "role_in_use");
    let token = room.token(&stage, NEW).await;
    let path = format!("/api/v1/invitations/{}", text(&made["id"]));
    stage.advance(SignedDuration::from_hours(7 * 24));
    let owner = stage.token(OWNER).await;
    stage.call("DELETE", "/api/v1/roles/short").bearer(&owner).send().await.expect(204);
    let refused = stage.post(&format!("{path}/resend")).bearer(&owner).send().await.expect(409);
    assert_eq!(refused["code"], "invitation_ended");
    accept(&stage, &token).await.expect(401);
}

#[tokio::test]
async fn denials_leave_an_administrator_who_can_lift_them() {
    let stage = Stage::new().await;
    let second = "second@northlight.test";
    stage.add_member(second, stage.northlight, Role::Admin, None).await;
    let (owner, own, other) =
        (stage.token(OWNER).await, id_of(&stage, OWNER).await, id_of(&stage, second).await);
    let deny = async |member_id: &str, permission: &str| {
        let body = json!({"member_id": member_id, "permission": permission, "effect": "deny"});
        post(&stage, "/api/v1/permission-overrides", &owner, body).await
    };
    for permission in ["role.update", "permission.override", "member.update", "role.assign"] {
        deny(&other, permission).await.expect(201);
        assert_eq!(deny(&own, permission).await.expect(409)["code"], "last_admin", "{permission}");
    }
    let path = format!("/api/admin/users/{other}");
    let second = stage.token(second).await;
    stage.get(&path).bearer(&second).send().await.expect(200);
    deny(&other, "settings.update").await.expect(201);
    // Whoever is left cannot be taken out: the other one could give nothing back.
    let root = stage.token(crate::stage::ROOT).await;
    let switched = stage.post("/auth/switch-tenant").bearer(&root).json(json!({"tenant": "northlight"}));
    let root = switched.send().await.expect(200)["access_token"].as_str().unwrap().to_owned();
    let path = format!("/api/admin/users/{own}");
    let refused = stage.call("DELETE", &path).bearer(&root).send().await.expect(409);
    assert_eq!(refused["code"], "last_admin");
}

#[tokio::test]
async fn nobody_takes_from_who_holds_more() {
    let stage = Stage::new().await;
    let keeper = ["member.read", "member.update", "member.remove", "role.assign", "permission.override"];
    role(&stage, "keepers", &keeper).await;
    let token = become_one(&stage, BOTH, "keepers").await;
    let second = "second@northlight.test";
    stage.add_member(second, stage.northlight, Role::Admin, None).await;
    let (admin, analyst) = (id_of(&stage, second).await, id_of(&stage, ANALYST).await);
    let (owner, path) = (stage.token(OWNER).await, format!("/api/admin/users/{admin}"));
    for body in [
        json!({"name": "Renamed", "role": "admin"}),
        json!({"name": "second", "role": "admin", "state": "deactivated"}),
        json!({"name": "second", "role": "keepers"}),
    ] {
        send(&stage, "PUT", &path, &token, body).await.expect(403);
    }
    stage.call("DELETE", &path).bearer(&token).send().await.expect(403);
    let deny = json!({"member_id": admin, "permission": "idea.read", "effect": "deny"});
    post(&stage, "/api/v1/permission-overrides", &token, deny).await.expect(403);
    let further = json!({"member_id": analyst, "role": "admin"});
    let given = post(&stage, "/api/v1/role-assignments", &owner, further).await.expect(201);
    let given = format!("/api/v1/role-assignments/{}", text(&given["id"]));
    stage.call("DELETE", &given).bearer(&token).send().await.expect(403);
    // And who holds as much does it with a fresh proof.
    let (cookie, _) = stage.sign_in(OWNER).await;
    stage.advance(A_WHILE);
    let body = json!({"name": "second", "role": "admin", "state": "deactivated"});
    let put = |body: Value| stage.call("PUT", &path).cookie(&cookie).json(body).send();
    put(json!({"name": "Renamed", "role": "admin"})).await.expect(200);
    assert_eq!(put(body.clone()).await.expect(403)["code"], "step_up_required");
    let owner = stage.token(OWNER).await;
    let service = key(&stage, &owner, "service", &["member.update", "member.read", "member.remove"]).await;
    send(&stage, "PUT", &path, text(&service["key"]), body.clone()).await.expect(403);
    stage.call("DELETE", &path).bearer(text(&service["key"])).send().await.expect(403);
    send(&stage, "PUT", &path, &owner, body).await.expect(200);
}

#[tokio::test]
async fn what_was_taken_from_a_role_is_not_taken_back_by_who_lost_it() {
    let stage = Stage::new().await;
    role(&stage, "editors", &["role.update", "role.read", "idea.read"]).await;
    let token = become_one(&stage, BOTH, "editors").await;
    let owner = stage.token(OWNER).await;
    let tick = async |token: &str, role: &str, change: Value| {
        post(&stage, &format!("/api/v1/roles/{role}/permissions"), token, change).await
    };
    tick(&owner, "analyst", json!({"revoke": ["usage.read", "idea.read"]})).await.expect(200);
    tick(&token, "analyst", json!({"grant": ["usage.read"]})).await.expect(403);
    tick(&token, "analyst", json!({"grant": ["idea.read"]})).await.expect(200);
    tick(&token, "admin", json!({"revoke": ["settings.update"]})).await.expect(403);
    let clone = json!({"name": "Mine", "based_on": "admin"});
    post(&stage, "/api/v1/roles", &token, clone.clone()).await.expect(403);
    let small = json!({"name": "Small", "based_on": "admin", "permissions": ["idea.read"]});
    post(&stage, "/api/v1/roles", &token, small).await.expect(201);
    post(&stage, "/api/v1/roles", &owner, clone).await.expect(201);
    let voice = json!({"name": "Voice", "based_on": "client"});
    post(&stage, "/api/v1/roles", &owner, voice).await.expect(403);
    tick(&owner, "analyst", json!({"grant": ["usage.read"]})).await.expect(200);
}

#[tokio::test]
async fn a_key_does_nothing_that_asks_for_a_person() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let scopes =
        ["api_key.create", "api_key.read", "oauth_client.create", "oauth_client.read", "oauth_client.review"];
    let made = key(&stage, &owner, "service", &scopes).await;
    let key = text(&made["key"]);
    let path = format!("/api/v1/api-keys/{}", text(&made["id"]));
    let wider = json!({"allowed_networks": [], "rate_limit_per_minute": 9000});
    send(&stage, "PATCH", &path, key, wider.clone()).await.expect(403);
    send(&stage, "PATCH", &path, &owner, wider).await.expect(200);

    let application = json!({"name": "Bridge", "redirect_uris": ["https://a.example/cb"],
        "scopes": ["idea.read"], "is_confidential": true});
    let made = post(&stage, "/api/v1/oauth-clients", key, application.clone()).await.expect(201);
    let path = format!("/api/v1/oauth-clients/{}", text(&made["id"]));
    let act = async |token: &str, act: &str| stage.post(&format!("{path}/{act}")).bearer(token).send().await;
    act(key, "approve").await.expect(403);
    act(key, "secret").await.expect(403);

    // A developer renews the secrets of their own applications.
    role(&stage, "developers", &["oauth_client.create", "oauth_client.read"]).await;
    let developer = become_one(&stage, BOTH, "developers").await;
    act(&developer, "secret").await.expect(403);
    let own = post(&stage, "/api/v1/oauth-clients", &developer, application).await.expect(201);
    let secret = format!("/api/v1/oauth-clients/{}/secret", text(&own["id"]));
    stage.post(&secret).bearer(&developer).send().await.expect(200);
    act(&owner, "secret").await.expect(200);

    let (cookie, _) = stage.sign_in(OWNER).await;
    let list = stage.get("/api/v1/sessions").cookie(&cookie).send().await.expect(200);
    let other = list["items"].as_array().unwrap().iter().find(|one| one["is_current"] == false).unwrap();
    let other = format!("/api/v1/sessions/{}", text(&other["id"]));
    stage.advance(A_WHILE);
    for (method, path) in [
        ("POST", format!("{path}/approve")),
        ("POST", format!("{path}/secret")),
        ("DELETE", "/api/v1/sessions".to_owned()),
        ("DELETE", other),
    ] {
        let refused = stage.call(method, &path).cookie(&cookie).send().await.expect(403);
        assert_eq!(refused["code"], "step_up_required", "{method} {path}");
    }
}

#[tokio::test]
async fn what_is_shown_once_is_not_shown_to_a_repeated_request() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let application = json!({"name": "Bridge", "redirect_uris": ["https://a.example/cb"],
        "scopes": ["idea.read"], "is_confidential": true});
    let key = json!({"name": "Once", "scopes": ["idea.read"]});
    for (number, (path, body)) in
        [("/api/v1/api-keys", key), ("/api/v1/oauth-clients", application)].into_iter().enumerate()
    {
        let make = || {
            let call = stage.post(path).bearer(&owner).header("idempotency-key", format!("once-{number}"));
            call.json(body.clone()).send()
        };
        make().await.expect(201);
        assert_eq!(make().await.expect(409)["code"], "answer_shown_once");
        let list = stage.get(path).bearer(&owner).send().await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{path}: made once");
    }
}
