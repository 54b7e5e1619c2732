//! Looking after people.

use platform::Role;
use serde_json::{Value, json};

use crate::stage::{ANALYST, BOTH, CLIENT, CLIENT_ID, OWNER, Stage};

async fn list(stage: &Stage, token: &str, query: &str) -> Vec<Value> {
    let path = format!("/api/admin/users?{query}");
    let page = stage.get(&path).bearer(token).send().await.expect(200);
    page["items"].as_array().unwrap().clone()
}

fn emails(users: &[Value]) -> Vec<&str> {
    users.iter().map(|user| user["email"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn people_are_searched_filtered_and_sorted() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let by_email = list(&stage, &owner, "sort=email").await;
    let mut down = list(&stage, &owner, "sort=-email").await;
    down.reverse();
    assert_eq!(emails(&by_email), emails(&down));
    assert!(emails(&by_email).is_sorted());
    assert_eq!(emails(&list(&stage, &owner, "role=analyst").await), [ANALYST]);
    assert_eq!(emails(&list(&stage, &owner, "q=CLIENT").await), [CLIENT]);
    let account = platform::encode_id("acc", CLIENT_ID);
    assert_eq!(emails(&list(&stage, &owner, &format!("account_id={account}")).await), [CLIENT]);
    assert!(list(&stage, &owner, "state=deactivated").await.is_empty());
    for sort in ["name", "-name", "last_sign_in", "-last_sign_in", "created", "-created"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/admin/users?sort={sort}&limit=2{cursor}");
            let page = stage.get(&path).bearer(&owner).send().await.expect(200);
            seen.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let mut once = emails(&seen);
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), by_email.len(), "{sort}: {seen:#?}");
    }
}

#[tokio::test]
async fn a_person_is_changed_deactivated_and_removed() {
    let stage = Stage::new().await;
    let (owner, analyst) = (stage.token(OWNER).await, stage.token(ANALYST).await);
    let user = list(&stage, &owner, "role=analyst").await.remove(0);
    let path = format!("/api/admin/users/{}", user["id"].as_str().unwrap());
    let put = |body: Value| stage.call("PUT", &path).bearer(&owner).json(body).send();
    let changed =
        put(json!({"name": "Ifeoma K.", "role": "manager", "preferences": {"theme": "dark"}})).await;
    let changed = changed.expect(200);
    assert_eq!(
        (&changed["role_name"], &changed["preferences"]),
        (&json!("Manager"), &json!({"theme": "dark"}))
    );
    let me = stage.get("/auth/me").bearer(&analyst).send().await.expect(200);
    assert_eq!(me["member"]["role"], "manager", "the new role counts at once");
    put(json!({"name": "X", "role": "nobody"})).await.expect(422);
    put(json!({"name": "X", "role": "client"})).await.expect(422);
    put(json!({"name": "Ifeoma K.", "role": "manager", "state": "deactivated"})).await.expect(200);
    stage.get("/auth/me").bearer(&analyst).send().await.expect(401);
    stage.attempt(ANALYST, crate::stage::PASSWORD).send().await.expect(401);
    put(json!({"name": "Ifeoma K.", "role": "manager", "state": "active"})).await.expect(200);
    stage.get("/auth/me").bearer(&analyst).send().await.expect(401);
    let again = stage.token(ANALYST).await;
    stage.call("DELETE", &path).bearer(&owner).send().await.expect(204);
    stage.get("/auth/me").bearer(&again).send().await.expect(401);
    stage.get(&path).bearer(&owner).send().await.expect(404);
}

#[tokio::test]
async fn one_administrator_remains_and_nobody_changes_their_own_role() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let own = list(&stage, &owner, "role=admin").await.remove(0);
    let path = format!("/api/admin/users/{}", own["id"].as_str().unwrap());
    let put = |token: &str, body: Value| stage.call("PUT", &path).bearer(token).json(body).send();
    put(&owner, json!({"name": "Owner", "role": "manager"})).await.expect(403);
    let refused = put(&owner, json!({"name": "Owner", "role": "admin", "state": "deactivated"})).await;
    assert_eq!(refused.expect(409)["code"], "oneself");
    let root = stage.token(crate::stage::ROOT).await;
    let switched = stage.post("/auth/switch-tenant").bearer(&root).json(json!({"tenant": "northlight"}));
    let root = switched.send().await.expect(200)["access_token"].as_str().unwrap().to_owned();
    let refused = put(&root, json!({"name": "Owner", "role": "manager"})).await.expect(409);
    assert_eq!(refused["code"], "last_admin");
    let refused = stage.call("DELETE", &path).bearer(&root).send().await.expect(409);
    assert_eq!(refused["code"], "last_admin");
}

#[tokio::test]
async fn who_is_confined_looks_after_their_own_account_only() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let email = "account-owner@northlight.test";
    stage.add_member(email, stage.northlight, Role::AccountOwner, Some(CLIENT_ID)).await;
    let confined = stage.token(email).await;
    assert_eq!(emails(&list(&stage, &confined, "sort=email").await), [email, CLIENT]);
    let analyst = list(&stage, &owner, "role=analyst").await.remove(0);
    let path = format!("/api/admin/users/{}", analyst["id"].as_str().unwrap());
    stage.get(&path).bearer(&confined).send().await.expect(404);
    let change = json!({"name": "X", "role": "analyst"});
    stage.call("PUT", &path).bearer(&confined).json(change).send().await.expect(404);
    let client = list(&stage, &owner, "role=client").await.remove(0);
    let path = format!("/api/admin/users/{}", client["id"].as_str().unwrap());
    let change = json!({"name": "Renamed", "role": "client", "account_id": client["account_id"]});
    stage.call("PUT", &path).bearer(&confined).json(change).send().await.expect(200);
    let change = json!({"name": "Renamed", "role": "manager", "account_id": client["account_id"]});
    stage.call("PUT", &path).bearer(&confined).json(change).send().await.expect(403);
    stage.call("DELETE", &path).bearer(&confined).send().await.expect(403);
}

#[tokio::test]
async fn somebody_is_invited_and_listed_until_they_come() {
    let (stage, room) = (Stage::new().await, crate::mailroom::Mailroom::open().await);
    let owner = stage.token(OWNER).await;
    let create = |token: &str, body: Value| stage.post("/api/admin/users").bearer(token).json(body).send();
    let new = json!({"email": "jule@northlight.test", "name": "Jule Petersen", "role": "creator"});
    let made = create(&owner, new.clone()).await.expect(201);
    assert_eq!((&made["state"], &made["role_name"]), (&json!("invited"), &json!("Creator")));
    assert_eq!((&made["email"], &made["has_second_factor"]), (&new["email"], &Value::Null));
    assert!(made["id"].as_str().unwrap().starts_with("inv_"));
    assert_eq!(list(&stage, &owner, "state=invited").await, std::slice::from_ref(&made));
    assert_eq!(room.to(&stage, "jule@northlight.test").await.len(), 1, "the letter leaves");
    let log = stage.get("/api/v1/activity").bearer(&owner).send().await.expect(200)["items"][0].clone();
    assert_eq!((&log["action"], &log["target_id"]), (&json!("invitation.created"), &made["id"]));
    create(&owner, new.clone()).await.expect(201);
    assert_eq!(list(&stage, &owner, "state=invited").await.len(), 1, "the first invitation has ended");
    let taken = json!({"email": ANALYST, "role": "creator"});
    assert_eq!(create(&owner, taken).await.expect(409)["code"], "member_already_exists");
    for (body, pointer) in [
        (json!({"email": "nobody", "role": "creator"}), "/email"),
        (json!({"email": "a@b.test", "role": "nobody"}), "/role"),
        (json!({"email": "a@b.test", "role": "client"}), "/account_id"),
        (json!({"email": "a@b.test", "role": "creator", "state": "active"}), "/state"),
    ] {
        assert_eq!(create(&owner, body).await.expect(422)["errors"][0]["pointer"], pointer);
    }
    let analyst = stage.token(ANALYST).await;
    create(&analyst, json!({"email": "a@b.test", "role": "creator"})).await.expect(403);

    // Who is confined invites for their account only, and sees whom they invited.
    let email = "account-owner@northlight.test";
    stage.add_member(email, stage.northlight, Role::AccountOwner, Some(CLIENT_ID)).await;
    let confined = stage.token(email).await;
    let new =
        json!({"email": "a@b.test", "role": "client", "account_id": platform::encode_id("acc", CLIENT_ID)});
    assert_eq!(create(&confined, new).await.expect(201)["state"], "invited");
    create(&confined, json!({"email": "c@b.test", "role": "creator"})).await.expect(403);
}

#[tokio::test]
async fn administrators_see_who_has_a_second_factor() {
    let stage = Stage::new().await;
    let (cookie, _) = stage.sign_in(ANALYST).await;
    let app = crate::second_factors::set_up(&stage, &cookie).await;
    let owner = stage.token(OWNER).await;
    let strong = async || {
        let all = list(&stage, &owner, "sort=email").await;
        all.into_iter().filter(|user| user["has_second_factor"] == true).collect::<Vec<_>>()
    };
    let found = strong().await;
    assert_eq!(emails(&found), [ANALYST]);
    let colleague = stage.token(BOTH).await;
    for user in list(&stage, &colleague, "sort=email").await {
        assert_eq!(user["has_second_factor"], Value::Null, "nobody else learns it");
    }
    let path = format!("/api/admin/users/{}", found[0]["id"].as_str().unwrap());
    assert_eq!(stage.get(&path).bearer(&owner).send().await.expect(200)["has_second_factor"], true);
    let change = json!({"name": "Ifeoma", "role": "analyst"});
    let changed = stage.call("PUT", &path).bearer(&owner).json(change).send().await.expect(200);
    assert_eq!(changed["has_second_factor"], true);
    stage
        .post("/auth/step-up")
        .cookie(&cookie)
        .json(json!({"code": app.next_code(&stage)}))
        .send()
        .await
        .expect(204);
    stage.call("DELETE", "/api/v1/me/totp").cookie(&cookie).send().await.expect(204);
    assert!(strong().await.is_empty());
}
