//! Accounts: what a tenant consists of, and who sees which.

use platform::testing::TestApp;
use platform::{Actor, Role};
use serde_json::{Value, json};

pub(crate) async fn area() -> TestApp {
    TestApp::new(identity::routes().split_for_parts().0).await
}

pub(crate) async fn account(test: &TestApp, actor: &Actor, kind: &str, name: &str) -> Value {
    test.post(actor, "/accounts", json!({ "kind": kind, "name": name })).await.expect(201)
}

pub(crate) fn path(kind: &str, value: &Value) -> String {
    format!("/{kind}/{}", value["id"].as_str().unwrap())
}

pub(crate) fn raw(prefix: &str, value: &Value) -> uuid::Uuid {
    platform::decode_id(prefix, value["id"].as_str().unwrap()).unwrap()
}

pub(crate) fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn accounts_are_made_listed_searched_renamed_and_archived() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let label = account(&test, &manager, "label", "Bluenote Classics").await;
    let artist = account(&test, &manager, "artist", "Ada Brandt").await;
    assert_eq!(
        (&label["client_id"], &label["members_count"], &label["version"]),
        (&Value::Null, &json!(0), &json!(1))
    );
    let listed = test.get(&manager, "/accounts").await.expect(200);
    assert_eq!(names(&listed), ["Ada Brandt", "Bluenote Classics"]);
    assert_eq!(names(&test.get(&manager, "/accounts?kind=label").await.expect(200)), ["Bluenote Classics"]);
    assert_eq!(names(&test.get(&manager, "/accounts?q=BRAND").await.expect(200)), ["Ada Brandt"]);
    let first = test.get(&manager, "/accounts?limit=1").await.expect(200);
    let next = format!("/accounts?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
    assert_eq!(names(&test.get(&manager, &next).await.expect(200)), ["Bluenote Classics"]);
    let under = json!({ "parent_id": label["id"], "name": "Ada Brandt Trio" });
    let moved = test.patch(&manager, &path("accounts", &artist), under).await.expect(200);
    assert_eq!((&moved["parent_id"], &moved["version"]), (&label["id"], &json!(2)));
    test.call(&manager, "DELETE", &path("accounts", &artist), None).await.expect(204);
    assert_eq!(names(&test.get(&manager, "/accounts").await.expect(200)), ["Bluenote Classics"]);
    assert_eq!(
        test.get(&manager, "/accounts?archived=true").await.expect(200)["items"].as_array().unwrap().len(),
        2
    );
    assert!(test.get(&manager, &path("accounts", &artist)).await.expect(200)["archived_at"].is_string());
}

#[tokio::test]
async fn accounts_form_trees_and_no_cycles() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let top = account(&test, &manager, "label", "Top").await;
    let mut last = top.clone();
    for depth in 0..7 {
        let new = json!({ "kind": "artist", "name": format!("Level {depth}"), "parent_id": last["id"] });
        last = test.post(&manager, "/accounts", new).await.expect(201);
    }
    let code = |problem: Value| problem["errors"][0]["code"].clone();
    let too_deep = json!({ "kind": "artist", "name": "Too deep", "parent_id": last["id"] });
    assert_eq!(code(test.post(&manager, "/accounts", too_deep).await.expect(422)), "too_deep");
    for below in [&top, &last] {
        let cycle = json!({ "parent_id": below["id"] });
        let answer = test.patch(&manager, &path("accounts", &top), cycle).await.expect(422);
        assert_eq!(code(answer), "cycle");
    }
    let nothing = json!({ "parent_id": "acc_01900000000070008000000000000000" });
    let answer = test.patch(&manager, &path("accounts", &top), nothing).await;
    assert_eq!(answer.status, 422, "{:#}", answer.body);
}

#[tokio::test]
async fn who_is_confined_to_an_account_sees_that_one() {
    let test = area().await;
    let manager = test.member(Role::Manager);
    let here = account(&test, &manager, "artist", "Here").await;
    let there = account(&test, &manager, "artist", "There").await;
    let owner = test.confined(Role::AccountOwner, raw("acc", &here));
    assert_eq!(names(&test.get(&owner, "/accounts").await.expect(200)), ["Here"]);
    let name = |name: &str| json!({ "name": name });
    test.patch(&owner, &path("accounts", &here), name("Here too")).await.expect(200);
    test.patch(&owner, &path("accounts", &there), name("Mine")).await.expect(404);
    test.get(&owner, &path("accounts", &there)).await.expect(404);
    test.get(&owner, &(path("accounts", &there) + "/members")).await.expect(404);
    test.get(&owner, &(path("accounts", &here) + "/members")).await.expect(200);
    let below = json!({ "parent_id": there["id"] });
    test.patch(&owner, &path("accounts", &here), below).await.expect(422);
    let analyst = test.confined(Role::Analyst, raw("acc", &here));
    test.patch(&analyst, &path("accounts", &here), name("No")).await.expect(403);
    test.post(&owner, "/accounts", json!({ "kind": "artist", "name": "Third" })).await.expect(403);
    let stranger = test.member_of(test.add_tenant("bluenote").await, Role::Admin);
    test.get(&stranger, &path("accounts", &here)).await.expect(404);
}

#[tokio::test]
async fn a_tenant_is_set_up_by_its_administrators_and_made_by_the_platform() {
    let test = area().await;
    let (admin, manager, root) =
        (test.member(Role::Admin), test.member(Role::Manager), test.member(Role::SuperAdmin));
    let own = test.get(&admin, "/tenant").await.expect(200);
    assert_eq!((&own["slug"], &own["settings"]["accent_color"]), (&json!("northlight"), &Value::Null));
    let changes = json!({
        "time_zone": "Europe/Berlin",
        "settings": { "accent_color": "#1f6f5c", "week_starts_on": "monday" },
    });
    let changed = test.patch(&admin, "/tenant", changes).await.expect(200);
    assert_eq!((&changed["version"], &changed["settings"]["week_starts_on"]), (&json!(2), &json!("monday")));
    let less = json!({ "settings": { "accent_color": null } });
    let changed = test.patch(&admin, "/tenant", less).await.expect(200);
    assert_eq!(changed["settings"]["accent_color"], Value::Null);
    assert_eq!(changed["settings"]["week_starts_on"], "monday");
    for wrong in [
        json!({ "time_zone": "Mars/Olympus" }),
        json!({ "settings": { "accent_color": "red" } }),
        json!({ "settings": { "unheard_of": 1 } }),
        json!({ "name": " " }),
    ] {
        test.patch(&admin, "/tenant", wrong).await.expect(422);
    }
    test.patch(&manager, "/tenant", json!({ "name": "Mine" })).await.expect(403);
    let new = json!({ "slug": "lakeside", "name": "Lakeside Studios", "kind": "studio" });
    test.post(&admin, "/tenants", new.clone()).await.expect(403);
    let made = test.post(&root, "/tenants", new.clone()).await.expect(201);
    assert_eq!(test.post(&root, "/tenants", new).await.expect(409)["code"], "tenant_slug_taken");
    test.get(&admin, "/tenants").await.expect(403);
    assert_eq!(names(&test.get(&root, "/tenants?q=lake").await.expect(200)), ["Lakeside Studios"]);
    let renamed = test.patch(&root, &path("tenants", &made), json!({ "name": "Lakeside" })).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("Lakeside"), &json!(2)));
}
