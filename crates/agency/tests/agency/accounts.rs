//! What people see and do who hold rights in some accounts only.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use platform::testing::TestApp;
use platform::{Actor, Channel, Effect, Grant, Permission, PermissionSet, Rights, Role, Scope, Source};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{agency, create_campaign, create_client, raw};

/// Two clients, each with a campaign and an idea in it.
struct Accounts {
    test: TestApp,
    manager: Actor,
    here: Account,
    there: Account,
}

struct Account {
    id: Uuid,
    client: Value,
    campaign: Value,
    idea: Value,
}

async fn accounts() -> Accounts {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let here = account(&test, &manager, "Harbour Roasters").await;
    let there = account(&test, &manager, "Kraus Violins").await;
    Accounts { test, manager, here, there }
}

async fn account(test: &TestApp, manager: &Actor, name: &str) -> Account {
    let client = create_client(test, manager, name).await;
    let campaign = create_campaign(test, manager, &client, "Spring").await;
    let idea = test.post(manager, "/ideas", new_idea(&campaign, &["linkedin"])).await.expect(201);
    Account { id: raw("cli", &client), client, campaign, idea }
}

fn new_idea(campaign: &Value, channels: &[&str]) -> Value {
    let variants: serde_json::Map<String, Value> =
        channels.iter().map(|&channel| (channel.to_owned(), json!({ "text": "Hello." }))).collect();
    let content = json!({ "title": "Hello", "variants": variants });
    json!({ "campaign_id": campaign["id"], "kind": "post", "content": content })
}

fn path(kind: &str, value: &Value, rest: &str) -> String {
    format!("/{kind}/{}{rest}", value["id"].as_str().unwrap())
}

fn grant(permissions: PermissionSet, scope: Scope, effect: Effect) -> Grant {
    Grant { permissions, channel: None, scope, effect, expires_at: None, source: Source::Credential }
}

fn allow(permissions: PermissionSet, scope: Scope) -> Grant {
    grant(permissions, scope, Effect::Allow)
}

fn deny(permission: Permission, scope: Scope) -> Grant {
    grant(PermissionSet::of(&[permission]), scope, Effect::Deny)
}

fn holding(test: &TestApp, grants: Vec<Grant>, now: Timestamp) -> Actor {
    Actor { rights: Arc::new(Rights::new(grants, now)), ..test.member(Role::Analyst) }
}

fn holding_now(test: &TestApp, grants: Vec<Grant>) -> Actor {
    holding(test, grants, test.app.clock().now())
}

async fn ids(test: &TestApp, actor: &Actor, list: &str) -> Vec<Value> {
    let page = test.get(actor, list).await.expect(200);
    page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

#[tokio::test]
async fn who_is_confined_to_an_account_sees_all_of_it_and_nothing_else() {
    let Accounts { test, manager, here, there } = accounts().await;
    let creator = test.confined(Role::Creator, here.id);
    assert_eq!(ids(&test, &creator, "/clients").await, [here.client["id"].clone()]);
    assert_eq!(ids(&test, &creator, "/campaigns").await, [here.campaign["id"].clone()]);
    assert_eq!(ids(&test, &creator, "/ideas").await, [here.idea["id"].clone()]);
    for (list, parameter, word) in [("/campaigns", "client_id", "pri"), ("/ideas", "client_id", "ell")] {
        let other = format!("{list}?{parameter}={}", there.client["id"].as_str().unwrap());
        assert_eq!(ids(&test, &creator, &other).await, Vec::<Value>::new(), "{list}");
        let search = format!("{list}?q={word}");
        assert_eq!(ids(&test, &creator, &search).await.len(), 1, "{list}");
    }
    let internal = json!({ "body": "Among ourselves", "visibility": "internal" });
    test.post(&manager, &path("ideas", &here.idea, "/comments"), internal.clone()).await.expect(201);
    assert_eq!(ids(&test, &creator, &path("ideas", &here.idea, "/comments")).await.len(), 1);
    test.post(&creator, &path("ideas", &here.idea, "/comments"), internal.clone()).await.expect(201);
    let home = test.get(&creator, "/home").await.expect(200);
    assert_eq!(home["campaigns_active"], 0);
    let out_of_reach = [
        path("clients", &there.client, ""),
        path("clients", &there.client, "/exercises"),
        path("campaigns", &there.campaign, ""),
        path("campaigns", &there.campaign, "/links"),
        path("ideas", &there.idea, ""),
        path("ideas", &there.idea, "/versions"),
        path("ideas", &there.idea, "/rounds"),
        path("ideas", &there.idea, "/comments"),
    ];
    for address in out_of_reach {
        test.get(&creator, &address).await.expect(404);
    }
    let accept = path("ideas", &there.idea, "/submit");
    test.post(&creator, &accept, json!({})).await.expect(404);
    test.post(&creator, &path("ideas", &there.idea, "/comments"), internal).await.expect(404);
    let unknown = test.post(&creator, "/ideas", new_idea(&there.campaign, &["linkedin"])).await.expect(422);
    assert_eq!(unknown["errors"][0]["code"], "unknown_reference");
    let review = format!("/review?campaign_id={}", here.campaign["id"].as_str().unwrap());
    test.get(&creator, &review).await.expect(403);
}

#[tokio::test]
async fn rights_in_one_account_change_that_account_only() {
    let Accounts { test, here, there, .. } = accounts().await;
    let both = holding_now(
        &test,
        vec![
            allow(Role::Analyst.permissions(), Scope::tenant()),
            allow(Role::Manager.permissions(), Scope::account(here.id)),
        ],
    );
    assert_eq!(ids(&test, &both, "/campaigns").await.len(), 2);
    let brief = json!({ "objective": "Sell" });
    test.patch(&both, &path("campaigns", &here.campaign, ""), brief.clone()).await.expect(200);
    test.patch(&both, &path("campaigns", &there.campaign, ""), brief).await.expect(403);
    let industry = json!({ "industry": "Coffee" });
    test.patch(&both, &path("clients", &here.client, ""), industry.clone()).await.expect(200);
    test.patch(&both, &path("clients", &there.client, ""), industry).await.expect(403);
    let edit = json!({ "position": 3 });
    test.patch(&both, &path("ideas", &here.idea, ""), edit.clone()).await.expect(200);
    test.patch(&both, &path("ideas", &there.idea, ""), edit).await.expect(403);
    let seen = test.get(&both, &path("ideas", &there.idea, "")).await.expect(200);
    assert_eq!(seen["allowed_events"], json!([]));
    let answers = json!({ "answers": {}, "complete": false });
    let exercise = test.get(&both, &path("clients", &there.client, "/exercises")).await.expect(200);
    let exercise =
        path("clients", &there.client, "/exercises/") + exercise["items"][0]["key"].as_str().unwrap();
    test.call(&both, "PUT", &exercise, Some(answers)).await.expect(403);
    let new = json!({ "client_id": there.client["id"], "name": "Autumn" });
    test.post(&both, "/campaigns", new).await.expect(403);
    let idea = new_idea(&there.campaign, &["linkedin"]);
    test.post(&both, "/ideas", idea).await.expect(403);
    test.post(&both, &path("campaigns", &there.campaign, "/generate"), json!({})).await.expect(403);
}

#[tokio::test]
async fn a_deny_in_an_account_forbids_and_hides_nothing() {
    let Accounts { test, here, there, .. } = accounts().await;
    let creator = holding_now(
        &test,
        vec![
            allow(Role::Creator.permissions(), Scope::tenant()),
            deny(Permission::IdeaUpdate, Scope::account(there.id)),
        ],
    );
    assert_eq!(ids(&test, &creator, "/ideas").await.len(), 2);
    let edit = json!({ "position": 3 });
    test.patch(&creator, &path("ideas", &here.idea, ""), edit.clone()).await.expect(200);
    test.patch(&creator, &path("ideas", &there.idea, ""), edit).await.expect(403);
    let hidden = holding_now(
        &test,
        vec![
            allow(Role::Creator.permissions(), Scope::tenant()),
            deny(Permission::IdeaRead, Scope::account(there.id)),
        ],
    );
    assert_eq!(ids(&test, &hidden, "/ideas").await, [here.idea["id"].clone()]);
    test.get(&hidden, &path("ideas", &there.idea, "")).await.expect(404);
}

#[tokio::test]
async fn what_is_internal_is_seen_account_by_account() {
    let Accounts { test, manager, here, there } = accounts().await;
    let mixed = holding_now(
        &test,
        vec![
            allow(Role::Client.permissions(), Scope::account(here.id)),
            allow(Role::Analyst.permissions(), Scope::account(there.id)),
        ],
    );
    assert_eq!(ids(&test, &mixed, "/ideas").await, [there.idea["id"].clone()], "none was sent to here");
    let internal = json!({ "body": "Among ourselves", "visibility": "internal" });
    for idea in [&here.idea, &there.idea] {
        test.post(&manager, &path("ideas", idea, "/comments"), internal.clone()).await.expect(201);
    }
    test.get(&mixed, &path("ideas", &here.idea, "/comments")).await.expect(404);
    assert_eq!(ids(&test, &mixed, &path("ideas", &there.idea, "/comments")).await.len(), 1);
    let review =
        |account: &Account| format!("/review?campaign_id={}", account.campaign["id"].as_str().unwrap());
    test.get(&mixed, &review(&here)).await.expect(200);
    test.get(&mixed, &review(&there)).await.expect(403);
}

#[tokio::test]
async fn an_allow_ends_when_it_expires() {
    let Accounts { test, here, .. } = accounts().await;
    let now = test.app.clock().now();
    let end = now.checked_add(SignedDuration::from_mins(5)).unwrap();
    let grants = || {
        let further = allow(PermissionSet::of(&[Permission::IdeaUpdate]), Scope::account(here.id));
        let further = Grant { expires_at: Some(end), ..further };
        vec![allow(Role::Analyst.permissions(), Scope::tenant()), further]
    };
    let edit = |position: i32| json!({ "position": position });
    let address = path("ideas", &here.idea, "");
    test.patch(&holding(&test, grants(), now), &address, edit(4)).await.expect(200);
    test.patch(&holding(&test, grants(), end), &address, edit(5)).await.expect(403);
}

#[tokio::test]
async fn a_permission_for_one_channel_covers_what_is_on_that_channel_alone() {
    let Accounts { test, here, .. } = accounts().await;
    let write = [Permission::IdeaCreate, Permission::IdeaUpdate, Permission::IdeaSubmit];
    let on_linkedin =
        Grant { channel: Some(Channel::Linkedin), ..allow(PermissionSet::of(&write), Scope::tenant()) };
    let author = holding_now(&test, vec![allow(Role::Analyst.permissions(), Scope::tenant()), on_linkedin]);
    let idea = test.post(&author, "/ideas", new_idea(&here.campaign, &["linkedin"])).await.expect(201);
    for channels in [&["x"][..], &["linkedin", "x"], &[]] {
        test.post(&author, "/ideas", new_idea(&here.campaign, channels)).await.expect(403);
    }
    let wider = json!({ "content": new_idea(&here.campaign, &["linkedin", "instagram"])["content"] });
    test.patch(&author, &path("ideas", &idea, ""), wider).await.expect(403);
    test.post(&author, &path("ideas", &idea, "/submit"), json!({})).await.expect(200);
}
