//! Versions, and the three ways back.

use platform::Role;
use serde_json::{Value, json};

use crate::support::{actions, campaign, client, idea, in_request, program, text, versions};

#[tokio::test]
async fn every_change_of_a_client_is_a_version_and_any_can_be_restored() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let made = client(&test, &manager, "Hafenklang").await;
    let path = format!("/clients/{}", text(&made["id"]));
    let change = json!({"name": "Hafenklang 2", "contact_name": "Jule Petersen", "channels": ["x"]});
    test.patch(&manager, &path, change).await.expect(200);
    test.patch(&manager, &path, json!({"industry": "Music"})).await.expect(200);
    // What changes nothing makes no version.
    test.patch(&manager, &path, json!({"industry": "Music"})).await.expect(200);

    let all = versions(&test, &manager, "client", &made).await;
    assert_eq!(actions(&all), ["updated", "updated", "created"]);
    assert_eq!(all[1]["fields"], json!(["channels", "contact_name", "name"]));
    assert_eq!(all[0]["number"], 3);
    let one = test.get(&manager, &format!("/versions/{}", text(&all[1]["id"]))).await.expect(200);
    assert_eq!(
        (&one["before"]["name"], &one["snapshot"]["name"]),
        (&json!("Hafenklang"), &json!("Hafenklang 2"))
    );
    assert_eq!(one["changes"].as_array().unwrap().len(), 3);
    let diff = format!("/versions/{}/diff?with={}", text(&all[2]["id"]), text(&all[0]["id"]));
    assert_eq!(test.get(&manager, &diff).await.expect(200)["changes"].as_array().unwrap().len(), 4);

    let restore = format!("/versions/{}/restore", text(&all[2]["id"]));
    let restored = test.post(&manager, &restore, json!({})).await.expect(201);
    assert_eq!((&restored["action"], &restored["source_id"]), (&json!("restored"), &all[2]["id"]));
    let now = test.get(&manager, &path).await.expect(200);
    for field in ["name", "industry", "contact_name", "channels", "approval_policy"] {
        assert_eq!(now[field], made[field], "{field}");
    }
    let again = test.post(&manager, &restore, json!({})).await.expect(409);
    assert_eq!(again["code"], "nothing_to_restore");
}

#[tokio::test]
async fn undo_keeps_later_changes_and_lists_what_is_in_the_way() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let owner = client(&test, &manager, "Hafenklang").await;
    let made = campaign(&test, &manager, &owner, "Spring").await;
    let path = format!("/campaigns/{}", text(&made["id"]));
    let change = json!({"name": "Summer", "objective": "Full tables"});
    test.patch(&manager, &path, change).await.expect(200);
    test.patch(&manager, &path, json!({"posts_count": 7, "budget_cents": 5000})).await.expect(200);
    let all = versions(&test, &manager, "campaign", &made).await;
    let undo = format!("/versions/{}/undo", text(&all[1]["id"]));
    let undone = test.post(&manager, &undo, json!({})).await.expect(200);
    assert_eq!(undone["version"]["action"], "undone");
    let now = test.get(&manager, &path).await.expect(200);
    assert_eq!((&now["name"], &now["objective"]), (&json!("Spring"), &Value::Null));
    assert_eq!((&now["posts_count"], &now["currency"]), (&json!(7), &json!("EUR")));
    // A budget and the currency that came with it go together.
    let budget = format!("/versions/{}/undo", text(&all[0]["id"]));
    test.post(&manager, &budget, json!({})).await.expect(200);
    let now = test.get(&manager, &path).await.expect(200);
    assert_eq!((&now["budget_cents"], &now["currency"]), (&Value::Null, &Value::Null));

    // It already is as before: nothing is written.
    assert_eq!(test.post(&manager, &undo, json!({})).await.expect(200)["version"], Value::Null);
    test.patch(&manager, &path, json!({"name": "Autumn"})).await.expect(200);
    let problem = test.post(&manager, &undo, json!({})).await.expect(409);
    assert_eq!(problem["code"], "undo_conflict");
    let expected = json!([{
        "kind": "campaign", "id": made["id"], "field": "name", "reason": "changed_since",
        "base": "Spring", "theirs": "Summer", "ours": "Autumn",
    }]);
    assert_eq!(problem["conflicts"], expected);
}

#[tokio::test]
async fn a_state_is_never_changed_past_its_machine() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let owner = client(&test, &manager, "Hafenklang").await;
    let made = campaign(&test, &manager, &owner, "Spring").await;
    let path = format!("/campaigns/{}", text(&made["id"]));
    test.post(&manager, &format!("{path}/transition"), json!({"event": "plan"})).await.expect(200);
    test.patch(&manager, &path, json!({"name": "Summer"})).await.expect(200);
    let all = versions(&test, &manager, "campaign", &made).await;
    assert_eq!(all[1]["fields"], json!(["state"]));
    let undo = format!("/versions/{}/undo", text(&all[1]["id"]));
    let problem = test.post(&manager, &undo, json!({})).await.expect(409);
    assert_eq!(problem["conflicts"][0]["reason"], "not_restorable");
    let restore = format!("/versions/{}/restore", text(&all[2]["id"]));
    test.post(&manager, &restore, json!({})).await.expect(201);
    let now = test.get(&manager, &path).await.expect(200);
    assert_eq!((&now["name"], &now["state"]), (&json!("Spring"), &json!("planned")));
}

#[tokio::test]
async fn restoring_an_idea_writes_a_new_content_and_voids_what_was_approved() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let owner = client(&test, &manager, "Hafenklang").await;
    let plan = campaign(&test, &manager, &owner, "Spring").await;
    let made = idea(&test, &manager, &plan, "First").await;
    let path = format!("/ideas/{}", text(&made["id"]));
    let mut content = made["content"].clone();
    content["title"] = json!("Second");
    test.patch(&manager, &path, json!({"content": content, "position": 4})).await.expect(200);
    test.post(&manager, &format!("{path}/submit"), json!({})).await.expect(200);
    let approved = test.post(&manager, &format!("{path}/approve"), json!({})).await.expect(200);
    assert_eq!((&approved["state"], &approved["content_version"]), (&json!("approved"), &json!(2)));

    let all = versions(&test, &manager, "idea", &made).await;
    assert_eq!(actions(&all), ["updated", "updated", "updated", "created"]);
    assert_eq!(all[2]["fields"], json!(["position", "title"]));
    let one = test.get(&manager, &format!("/versions/{}", text(&all[2]["id"]))).await.expect(200);
    assert_eq!((&one["before"]["title"], &one["snapshot"]["title"]), (&json!("First"), &json!("Second")));
    let restore = format!("/versions/{}/restore", text(&all[3]["id"]));
    test.post(&manager, &restore, json!({})).await.expect(201);
    let now = test.get(&manager, &path).await.expect(200);
    assert_eq!((&now["content"], &now["position"]), (&made["content"], &made["position"]));
    assert_eq!((&now["content_version"], &now["content_hash"]), (&json!(3), &made["content_hash"]));
    assert_eq!(now["state"], "internal_review", "an approval is about the content that was seen");
}

#[tokio::test]
async fn an_older_prompt_is_chosen_again() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let prompt = test.get(&manager, "/prompts").await.expect(200)["items"][0].clone();
    let path = format!("/prompts/{}/versions", text(&prompt["id"]));
    test.post(&manager, &path, json!({"body": "Write {{ count }} posts.\n{{ brief }}"})).await.expect(201);
    let all = versions(&test, &manager, "prompt", &prompt).await;
    assert_eq!(actions(&all), ["updated", "baseline"]);
    let one = test.get(&manager, &format!("/versions/{}", text(&all[0]["id"]))).await.expect(200);
    assert_eq!(one["snapshot"]["body"], "Write {{ count }} posts.\n{{ brief }}");
    test.post(&manager, &format!("/versions/{}/undo", text(&all[0]["id"])), json!({})).await.expect(200);
    let now = test.get(&manager, &format!("/prompts/{}", text(&prompt["id"]))).await.expect(200);
    assert_eq!((&now["current_version"], &now["versions_count"]), (&json!(1), &json!(2)));
}

#[tokio::test]
async fn a_request_is_rolled_back_whole_or_not_at_all() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let owner = client(&test, &manager, "Hafenklang").await;
    let plan = campaign(&test, &manager, &owner, "Spring").await;
    let (one, two) = (idea(&test, &manager, &plan, "One").await, idea(&test, &manager, &plan, "Two").await);
    // One request with several changes, to a thing that was there and to things that it made.
    let (busy, request_id) = in_request(&test, &manager);
    let path = format!("/campaigns/{}", text(&plan["id"]));
    test.patch(&busy, &path, json!({"name": "Summer"})).await.expect(200);
    test.patch(&busy, &path, json!({"name": "Autumn", "posts_count": 3})).await.expect(200);
    let mut content = one["content"].clone();
    content["hook"] = json!("Listen");
    test.patch(&busy, &format!("/ideas/{}", text(&one["id"])), json!({"content": content})).await.expect(200);
    let other = campaign(&test, &busy, &owner, "Extra").await;
    let three = idea(&test, &busy, &other, "Three").await;

    let changes = test.get(&manager, &format!("/changes/{request_id}")).await.expect(200);
    assert_eq!(changes["versions"].as_array().unwrap().len(), 5);
    let rollback = format!("/changes/{request_id}/rollback");
    // Somebody has worked on one of them since: nothing at all is written.
    test.patch(&manager, &path, json!({"posts_count": 9})).await.expect(200);
    let problem = test.post(&manager, &rollback, json!({})).await.expect(409);
    assert_eq!(
        (&problem["code"], &problem["conflicts"][0]["field"]),
        (&json!("rollback_conflict"), &json!("posts_count"))
    );
    let same = test.get(&manager, &format!("/ideas/{}", text(&three["id"]))).await.expect(200);
    assert_eq!(same["state"], "draft");
    test.patch(&manager, &path, json!({"posts_count": 3})).await.expect(200);

    let done = test.post(&manager, &rollback, json!({})).await.expect(200);
    assert_eq!(done["results"].as_array().unwrap().len(), 4);
    let now = test.get(&manager, &path).await.expect(200);
    assert_eq!((&now["name"], &now["posts_count"]), (&json!("Spring"), &json!(0)));
    let now = test.get(&manager, &format!("/ideas/{}", text(&one["id"]))).await.expect(200);
    assert_eq!(now["content_hash"], one["content_hash"]);
    let state = async |path: String| test.get(&manager, &path).await.expect(200)["state"].clone();
    assert_eq!(state(format!("/campaigns/{}", text(&other["id"]))).await, "cancelled");
    assert_eq!(state(format!("/ideas/{}", text(&three["id"]))).await, "archived");
    assert_eq!(state(format!("/ideas/{}", text(&two["id"]))).await, "draft");
    let again = test.post(&manager, &rollback, json!({})).await.expect(409);
    assert_eq!(again["code"], "nothing_to_roll_back");
}

#[tokio::test]
async fn what_is_live_is_not_orphaned_by_a_rollback() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let owner = client(&test, &manager, "Hafenklang").await;
    let (busy, request_id) = in_request(&test, &manager);
    let plan = campaign(&test, &busy, &owner, "Spring").await;
    idea(&test, &manager, &plan, "Somebody else's work").await;
    let rollback = format!("/changes/{request_id}/rollback");
    let problem = test.post(&manager, &rollback, json!({})).await.expect(409);
    assert_eq!(problem["conflicts"][0]["reason"], "would_orphan");
    let (busy, request_id) = in_request(&test, &manager);
    client(&test, &busy, "Elbwerft").await;
    let problem =
        test.post(&manager, &format!("/changes/{request_id}/rollback"), json!({})).await.expect(409);
    assert_eq!(problem["conflicts"][0]["reason"], "created");
}

#[tokio::test]
async fn versions_are_for_those_who_see_the_thing() {
    let test = program().await;
    let manager = test.member(Role::Manager);
    let made = client(&test, &manager, "Hafenklang").await;
    let version = versions(&test, &manager, "client", &made).await[0]["id"].clone();
    let path = format!("/versions/{}", text(&version));
    let list = format!("/versions?kind=client&id={}", text(&made["id"]));
    test.get(&test.member(Role::Analyst), &path).await.expect(200);
    test.post(&test.member(Role::Analyst), &format!("{path}/restore"), json!({})).await.expect(403);
    let own = platform::decode_id("cli", text(&made["id"])).unwrap();
    test.get(&test.client_member(own), &list).await.expect(403);
    let other = test.add_tenant("bluenote").await;
    let stranger = test.member_of(other, Role::Manager);
    test.get(&stranger, &path).await.expect(404);
    test.get(&stranger, &list).await.expect(404);
    test.post(&stranger, &format!("{path}/undo"), json!({})).await.expect(404);
    test.get(&manager, "/versions?kind=client&id=cmp_01k9x3m7q8f2vabcdefghjkmnp").await.expect(422);
    test.get(&manager, "/versions?kind=moon&id=x").await.expect(422);
}

#[tokio::test]
async fn settings_have_versions_and_go_back_one_by_one() {
    let test = program().await;
    let admin = test.member(Role::Admin);
    let tenant = test.get(&admin, "/tenant").await.expect(200);
    let colour = json!({"settings": {"accent_color": "#1f6f5c"}});
    test.patch(&admin, "/tenant", colour).await.expect(200);
    let change = json!({
        "name": "Northlight West", "time_zone": "Europe/Lisbon",
        "settings": {"week_starts_on": "sunday", "accent_color": "#aa0011"},
    });
    test.patch(&admin, "/tenant", change).await.expect(200);
    test.patch(&admin, "/tenant", json!({"name": "Northlight West"})).await.expect(200);
    let all = versions(&test, &admin, "settings", &tenant).await;
    assert_eq!(actions(&all), ["updated", "updated", "baseline"]);
    assert_eq!(all[0]["fields"], json!(["accent_color", "name", "time_zone", "week_starts_on"]));
    let diff = format!("/versions/{}/diff?with={}", text(&all[2]["id"]), text(&all[0]["id"]));
    assert_eq!(test.get(&admin, &diff).await.expect(200)["changes"].as_array().unwrap().len(), 4);

    // The colour has changed since: it is in the way, and nothing else is.
    let undo = format!("/versions/{}/undo", text(&all[1]["id"]));
    let problem = test.post(&admin, &undo, json!({})).await.expect(409);
    assert_eq!(
        (&problem["code"], &problem["conflicts"][0]["field"]),
        (&json!("undo_conflict"), &json!("accent_color"))
    );
    let undo = format!("/versions/{}/undo", text(&all[0]["id"]));
    test.post(&admin, &undo, json!({})).await.expect(200);
    let now = test.get(&admin, "/tenant").await.expect(200);
    assert_eq!((&now["name"], &now["time_zone"]), (&tenant["name"], &tenant["time_zone"]));
    assert_eq!(now["settings"]["accent_color"], "#1f6f5c");
    assert_eq!(now["settings"]["week_starts_on"], Value::Null);
    test.post(&admin, &format!("/versions/{}/restore", text(&all[2]["id"])), json!({})).await.expect(201);
    let now = test.get(&admin, "/tenant").await.expect(200);
    assert_eq!(now["settings"], tenant["settings"]);

    let (busy, request_id) = in_request(&test, &admin);
    test.patch(&busy, "/tenant", json!({"locale": "de"})).await.expect(200);
    test.patch(&busy, "/tenant", json!({"settings": {"contact_email": "a@northlight.test"}}))
        .await
        .expect(200);
    test.post(&admin, &format!("/changes/{request_id}/rollback"), json!({})).await.expect(200);
    let now = test.get(&admin, "/tenant").await.expect(200);
    assert_eq!((&now["locale"], &now["settings"]), (&tenant["locale"], &tenant["settings"]));

    // Who may not change settings does not go back to earlier ones.
    let restore = format!("/versions/{}/restore", text(&all[1]["id"]));
    test.post(&test.member(Role::Analyst), &restore, json!({})).await.expect(403);
    let other = test.add_tenant("bluenote").await;
    test.post(&test.member_of(other, Role::Admin), &restore, json!({})).await.expect(404);
}
