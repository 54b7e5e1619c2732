//! The demo's story, told to an empty database.

use std::collections::BTreeSet;

use platform::testing::TestApp;
use platform::{Actor, Role};
use serde_json::{Value, json};

use crate::support::agency;

async fn all(test: &TestApp, actor: &Actor, path: &str) -> Vec<Value> {
    let page = test.get(actor, path).await.expect(200);
    assert_eq!(page["next_cursor"], Value::Null, "{path} fits one page");
    page["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_agency_is_at_work_and_stays_as_it_is() {
    let test = agency().await;
    agency::demo::seed(&test.app).await.unwrap();
    let manager = test.member(Role::Manager);
    let clients = all(&test, &manager, "/clients?limit=200").await;
    assert_eq!(clients.len(), 6);
    assert!(clients.iter().all(|client| client["exercises_completed"] == 4));
    let campaigns = all(&test, &manager, "/campaigns?limit=200").await;
    assert_eq!(campaigns.len(), 9);
    let newest = &campaigns[0];
    assert_eq!((&newest["name"], &newest["state"]), (&json!("Winter harvest"), &json!("planned")));
    assert_eq!((&newest["posts_count"], &newest["reels_count"]), (&json!(6), &json!(3)));
    assert_eq!((&newest["idea_counts"], &newest["client_name"]), (&json!({}), &clients[0]["name"]));
    let states: BTreeSet<&str> =
        campaigns.iter().map(|campaign| campaign["state"].as_str().unwrap()).collect();
    assert_eq!(Vec::from_iter(states), ["active", "cancelled", "completed", "draft", "paused", "planned"]);

    let ideas = all(&test, &manager, "/ideas?limit=200").await;
    assert_eq!(ideas.len(), 37);
    let states: BTreeSet<&str> = ideas.iter().map(|idea| idea["state"].as_str().unwrap()).collect();
    assert_eq!(states.len(), 9, "every state can be seen: {states:?}");
    let errors = |idea: &Value| {
        idea["issues"].as_array().unwrap().iter().filter(|issue| issue["severity"] == "error").count()
    };
    assert!(ideas.iter().all(|idea| errors(idea) == 0), "every idea keeps the rules of its channels");
    let counted: i64 = campaigns
        .iter()
        .flat_map(|campaign| campaign["idea_counts"].as_object().unwrap().values())
        .map(|count| count.as_i64().unwrap())
        .sum();
    assert_eq!(counted, 37);

    agency::demo::seed(&test.app).await.unwrap();
    assert_eq!(all(&test, &manager, "/campaigns?limit=200").await, campaigns);
    assert_eq!(all(&test, &manager, "/ideas?limit=200").await, ideas);
}

#[tokio::test]
async fn the_label_lives_in_another_world() {
    let test = agency().await;
    agency::demo::seed(&test.app).await.unwrap();
    let label = identity::seed::find_tenant(&test.app, "bluenote").await.unwrap().unwrap();
    let manager = test.member_of(label.uuid(), Role::Manager);
    let artists = all(&test, &manager, "/clients?limit=200").await;
    assert_eq!(artists.len(), 5);
    let campaigns = all(&test, &manager, "/campaigns?limit=200").await;
    assert_eq!(campaigns.len(), 7);
    assert!(
        campaigns.iter().any(|campaign| campaign["channels"].as_array().unwrap().contains(&json!("spotify")))
    );
    let ours = all(&test, &test.member(Role::Manager), "/campaigns?limit=200").await;
    let names = |campaigns: &[Value]| -> BTreeSet<String> {
        campaigns.iter().map(|campaign| campaign["id"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names(&campaigns).is_disjoint(&names(&ours)));
}

#[tokio::test]
async fn home_shows_what_waits() {
    let test = agency().await;
    agency::demo::seed(&test.app).await.unwrap();
    let home = test.get(&test.member(Role::Manager), "/home").await.expect(200);
    assert!(!home["waiting_internal"].as_array().unwrap().is_empty());
    assert!(home["waiting_client"].as_i64().unwrap() > 0);
    assert!(!home["changes_requested"].as_array().unwrap().is_empty());
    assert_eq!(home["campaigns_active"], 4);
    assert_eq!(home["budget"]["spent_micros"], 0);
    let usage = test.get(&test.member(Role::Analyst), "/usage").await.expect(200);
    assert_eq!((&usage["calls"], &usage["period_start"]), (&json!(0), &json!("2026-03-01")));

    let clients = all(&test, &test.member(Role::Manager), "/clients?limit=200").await;
    let person = test.client_member(crate::support::raw("cli", &clients[0]));
    let home = test.get(&person, "/home").await.expect(200);
    assert_eq!((&home["budget"], &home["recent_batches"]), (&Value::Null, &json!([])));
    assert_eq!((&home["waiting_internal"], &home["campaigns_active"]), (&json!([]), &json!(1)));
    test.get(&person, "/usage").await.expect(403);
    let link = test.link(crate::support::raw("cli", &clients[0]), crate::support::raw("cli", &clients[0]));
    test.get(&link, "/home").await.expect(403);
}
