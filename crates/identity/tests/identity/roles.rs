//! Roles, further roles, overrides, and why somebody may do something.

use std::time::Duration;

use jiff::SignedDuration;
use platform::Role;
use serde_json::{Value, json};
use tokio::time::{Instant, interval};

use crate::stage::{ANALYST, CLIENT_ID, OWNER, Stage};

async fn me(stage: &Stage, token: &str) -> Value {
    stage.get("/auth/me").bearer(token).send().await.expect(200)
}

async fn holds(stage: &Stage, token: &str, permission: &str) -> bool {
    me(stage, token).await["permissions"].as_array().unwrap().contains(&json!(permission))
}

/// Asks again until it is so; another process may remember for half a second what was.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut beat = interval(Duration::from_millis(20));
    while Instant::now() < deadline {
        beat.tick().await;
        if is_so().await {
            return;
        }
    }
    panic!("waited for: {what}");
}

async fn member_id(stage: &Stage, token: &str) -> Value {
    me(stage, token).await["member"]["id"].clone()
}

#[tokio::test]
async fn a_tick_of_the_matrix_reaches_another_process() {
    let stage = Stage::new().await;
    let elsewhere = stage.restarted().await;
    let (owner, analyst) = (stage.token(OWNER).await, stage.token(ANALYST).await);
    assert!(!holds(&elsewhere, &analyst, "campaign.create").await);
    let tick = json!({"grant": ["campaign.create"], "revoke": ["usage.read"]});
    let role = stage.post("/api/v1/roles/analyst/permissions").bearer(&owner).json(tick).send().await;
    let role = role.expect(200);
    assert_eq!((&role["granted"], &role["revoked"]), (&json!(["campaign.create"]), &json!(["usage.read"])));
    until("the other process gives it", async || holds(&elsewhere, &analyst, "campaign.create").await).await;
    assert!(!holds(&elsewhere, &analyst, "usage.read").await);
    assert!(holds(&stage, &analyst, "campaign.create").await, "this process knows at once");
}

#[tokio::test]
async fn a_permission_may_be_held_for_one_channel() {
    let stage = Stage::new().await;
    let (owner, analyst) = (stage.token(OWNER).await, stage.token(ANALYST).await);
    let tick = json!({"grant": ["idea.create:linkedin"]});
    stage.post("/api/v1/roles/analyst/permissions").bearer(&owner).json(tick).send().await.expect(200);
    let me = me(&stage, &analyst).await;
    assert!(me["permissions"].as_array().unwrap().contains(&json!("idea.create")));
    assert_eq!(me["platform_permissions"], json!(["idea.create:linkedin"]));
    for wrong in ["idea.create:fax", "settings.update:linkedin", "tenant.manage", "nonsense", ""] {
        let tick = json!({"grant": [wrong]});
        let refused = stage.post("/api/v1/roles/analyst/permissions").bearer(&owner).json(tick).send().await;
        assert_eq!(refused.expect(422)["errors"][0]["pointer"], "/grant/0", "{wrong}");
    }
}

#[tokio::test]
async fn nobody_gives_what_they_do_not_hold_and_the_administrator_stays_one() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let tick = |role: &str, change: Value| {
        stage.post(&format!("/api/v1/roles/{role}/permissions")).bearer(&owner).json(change).send()
    };
    tick("manager", json!({"grant": ["idea.decide_as_client"]})).await.expect(403);
    tick("client", json!({"revoke": ["idea.decide_as_client"]})).await.expect(200);
    tick("client", json!({"grant": ["idea.decide_as_client"]})).await.expect(200);
    let refused = tick("admin", json!({"revoke": ["role.update"]})).await.expect(409);
    assert_eq!(refused["code"], "role_would_lock_out");
    tick("nobody", json!({"grant": ["idea.read"]})).await.expect(404);
    let analyst = stage.token(ANALYST).await;
    let change = json!({"grant": ["settings.update"]});
    stage.post("/api/v1/roles/analyst/permissions").bearer(&analyst).json(change).send().await.expect(403);
}

#[tokio::test]
async fn roles_are_made_copied_changed_and_deleted() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let new = json!({"name": "Junior writer", "based_on": "creator", "description": "Drafts"});
    let role = stage.post("/api/v1/roles").bearer(&owner).json(new.clone()).send().await.expect(201);
    assert_eq!(role["key"], "junior-writer");
    let creator = stage.get("/api/v1/roles/creator").bearer(&owner).send().await.expect(200);
    assert_eq!(role["permissions"], creator["permissions"]);
    let again = stage.post("/api/v1/roles").bearer(&owner).json(new).send().await.expect(409);
    assert_eq!(again["code"], "role_key_taken");
    let patch = stage.call("PATCH", "/api/v1/roles/junior-writer").bearer(&owner);
    let stale = stage.call("PATCH", "/api/v1/roles/junior-writer").bearer(&owner).header("if-match", "\"9\"");
    stale.json(json!({"name": "Writer"})).send().await.expect(412);
    let changed =
        patch.json(json!({"name": "Writer", "permissions": ["idea.read"]})).send().await.expect(200);
    assert_eq!((&changed["name"], &changed["permissions"]), (&json!("Writer"), &json!(["idea.read"])));
    let (analyst, delete) = (stage.token(ANALYST).await, "/api/v1/roles/junior-writer");
    let member_id = member_id(&stage, &analyst).await;
    let given = json!({"member_id": member_id, "role": "junior-writer"});
    let given = stage.post("/api/v1/role-assignments").bearer(&owner).json(given).send().await.expect(201);
    let refused = stage.call("DELETE", delete).bearer(&owner).send().await.expect(409);
    assert_eq!(refused["code"], "role_in_use");
    let taken = format!("/api/v1/role-assignments/{}", given["id"].as_str().unwrap());
    stage.call("DELETE", &taken).bearer(&owner).send().await.expect(204);
    stage.call("DELETE", delete).bearer(&owner).send().await.expect(204);
    stage.get(delete).bearer(&owner).send().await.expect(404);
    let built_in = stage.call("DELETE", "/api/v1/roles/analyst").bearer(&owner).send().await.expect(409);
    assert_eq!(built_in["code"], "role_is_built_in");
}

#[tokio::test]
async fn a_denial_wins_is_explained_and_ends() {
    let stage = Stage::new().await;
    let (owner, analyst) = (stage.token(OWNER).await, stage.token(ANALYST).await);
    let member_id = member_id(&stage, &analyst).await;
    let until_when = stage.app.clock().now().checked_add(SignedDuration::from_mins(5)).unwrap();
    let deny = json!({"member_id": member_id, "permission": "campaign.read", "effect": "deny",
        "expires_at": until_when, "reason": "On leave"});
    stage.post("/api/v1/permission-overrides").bearer(&owner).json(deny).send().await.expect(201);
    assert!(!holds(&stage, &analyst, "campaign.read").await);
    let ask =
        format!("/api/v1/authz/explain?permission=campaign.read&person={}", member_id.as_str().unwrap());
    let told = stage.get(&ask).bearer(&owner).send().await.expect(200);
    assert_eq!((&told["decision"], &told["rule"]["kind"]), (&json!("deny"), &json!("override")));
    assert_eq!(told["considered"].as_array().unwrap().len(), 2);
    assert!(told["sentence"].as_str().unwrap().contains("a denial wins"), "{told}");
    let told = stage.get(&ask).bearer(&owner).header("accept-language", "de-AT, en;q=0.5").send().await;
    let sentence = "analyst darf nicht „Kampagnen sehen“: Es ist dieser Person auf der Ebene der \
        Organisation verwehrt, und was verwehrt ist, geht vor.";
    assert_eq!(told.expect(200)["sentence"], sentence);
    stage.advance(SignedDuration::from_mins(6));
    stage.authenticator.forget_all();
    assert!(holds(&stage, &analyst, "campaign.read").await, "a denial that expired denies nothing");
}

#[tokio::test]
async fn what_is_denied_in_one_account_is_not_denied_elsewhere() {
    let stage = Stage::new().await;
    let (owner, analyst) = (stage.token(OWNER).await, stage.token(ANALYST).await);
    let colleagues = async || {
        stage.authenticator.forget_all();
        let seen = stage.get("/api/v1/members").bearer(&analyst).send().await.expect(200);
        seen["items"].as_array().unwrap().iter().filter(|member| member["account_id"].is_null()).count()
    };
    let all = colleagues().await;
    assert!(all > 1);
    let deny = json!({"member_id": member_id(&stage, &analyst).await, "permission": "member.read",
        "effect": "deny", "account_id": platform::encode_id("acc", CLIENT_ID)});
    stage.post("/api/v1/permission-overrides").bearer(&owner).json(deny).send().await.expect(201);
    assert_eq!(colleagues().await, all, "who belongs to no account does not belong to that one");
}

#[tokio::test]
async fn overrides_are_for_others_within_what_one_holds() {
    let stage = Stage::new().await;
    let (owner, analyst) = (stage.token(OWNER).await, stage.token(ANALYST).await);
    let (own, theirs) = (member_id(&stage, &owner).await, member_id(&stage, &analyst).await);
    let make = |body: Value| stage.post("/api/v1/permission-overrides").bearer(&owner).json(body).send();
    make(json!({"member_id": own, "permission": "idea.read", "effect": "allow"})).await.expect(403);
    let past = json!({"member_id": theirs, "permission": "idea.read", "effect": "allow",
        "expires_at": "2020-01-01T00:00:00Z"});
    assert_eq!(make(past).await.expect(422)["errors"][0]["pointer"], "/expires_at");
    let account = platform::encode_id("acc", CLIENT_ID);
    let allow = json!({"member_id": theirs, "permission": "campaign.update", "effect": "allow",
        "account_id": account});
    make(allow).await.expect(201);
    let ask = |target: &str| {
        let member = theirs.as_str().unwrap();
        let path = format!("/api/v1/authz/explain?permission=campaign.update&person={member}{target}");
        stage.get(&path).bearer(&owner).send()
    };
    assert_eq!(ask(&format!("&target={account}")).await.expect(200)["decision"], "allow");
    assert_eq!(ask("").await.expect(200)["decision"], "deny");
    let nowhere = platform::encode_id("acc", uuid::Uuid::from_u128(77));
    ask(&format!("&target={nowhere}")).await.expect(404);
    let path = format!("/api/v1/user-permissions?member_id={}", theirs.as_str().unwrap());
    let seen = stage.get(&path).bearer(&owner).send().await.expect(200);
    let held = seen["items"][0]["permissions"].as_array().unwrap();
    let update = held.iter().find(|held| held["permission"] == "campaign.update").unwrap();
    assert_eq!((&update["scope"], &update["accounts"]), (&json!("accounts"), &json!([account])));
}

#[tokio::test]
async fn looking_through_a_role_narrows_and_changes_nothing() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let through =
        |path: &str, key: &str| stage.get(path).bearer(&owner).header("x-atelier-see-as", key).send();
    let me = through("/auth/me", "client").await.expect(200);
    assert_eq!(me["see_as"], "client");
    let held = me["permissions"].as_array().unwrap();
    assert!(held.contains(&json!("idea.read")) && !held.contains(&json!("internal.read")), "{held:?}");
    assert!(!held.contains(&json!("idea.decide_as_client")), "what the administrator has not is not given");
    through("/api/v1/roles", "client").await.expect(403);
    through("/auth/me", "nobody").await.expect(422);
    let change = stage.post("/api/v1/roles").bearer(&owner).header("x-atelier-see-as", "client");
    change.json(json!({"name": "X"})).send().await.expect(403);
    let analyst = stage.token(ANALYST).await;
    let refused = stage.get("/auth/me").bearer(&analyst).header("x-atelier-see-as", "admin").send().await;
    refused.expect(403);
}

#[tokio::test]
async fn the_roles_in_the_database_are_those_of_the_program() {
    let stage = Stage::new().await;
    let owner = stage.token(OWNER).await;
    let roles = stage.get("/api/v1/roles?limit=200").bearer(&owner).send().await.expect(200);
    let mut keys: Vec<&str> =
        roles["items"].as_array().unwrap().iter().map(|role| role["key"].as_str().unwrap()).collect();
    keys.sort_unstable();
    let mut expected: Vec<&str> =
        Role::ALL.into_iter().filter(|role| *role != Role::SuperAdmin).map(Role::name).collect();
    expected.sort_unstable();
    assert_eq!(keys, expected);
}
