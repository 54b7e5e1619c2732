//! Campaigns through HTTP.

use std::collections::HashSet;

use crate::support::{agency, create_campaign, create_client, other_tenant, raw};
use platform::testing::TestApp;
use platform::{Actor, Role};
use serde_json::{Value, json};

fn path(campaign: &Value) -> String {
    format!("/campaigns/{}", campaign["id"].as_str().unwrap())
}

async fn transition(
    test: &TestApp,
    actor: &Actor,
    campaign: &Value,
    body: Value,
) -> platform::testing::Reply {
    test.post(actor, &format!("{}/transition", path(campaign)), body).await
}

#[tokio::test]
async fn a_campaign_is_briefed_and_changed() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let brief = json!({
        "client_id": client["id"], "name": "Spring season", "objective": "Sell the season ticket",
        "themes": ["First nights", "Behind the desk"], "starts_on": "2026-03-20", "ends_on": "2026-06-30",
        "channels": ["instagram", "linkedin"], "posts_count": 6, "reels_count": 3, "language": "de",
        "budget_cents": 450_000,
    });
    let reply = test.post(&manager, "/campaigns", brief).await;
    assert_eq!(reply.headers["etag"], "\"1\"");
    let campaign = reply.expect(201);
    assert_eq!((&campaign["state"], &campaign["kind"]), (&json!("draft"), &json!("social")));
    assert_eq!((&campaign["client_name"], &campaign["currency"]), (&json!("Hafenklang"), &json!("EUR")));
    assert_eq!(
        (&campaign["idea_counts"], &campaign["created_by_name"]),
        (&json!({}), &json!("Test manager"))
    );
    assert_eq!(test.get(&manager, &path(&campaign)).await.expect(200), campaign);

    let change = json!({"ends_on": null, "budget_cents": null, "name": "Spring season 2026"});
    let changed = test.patch(&manager, &path(&campaign), change).await.expect(200);
    assert_eq!((&changed["ends_on"], &changed["version"]), (&Value::Null, &json!(2)));
    assert_eq!((&changed["name"], &changed["themes"]), (&json!("Spring season 2026"), &campaign["themes"]));
    let stale = Some(json!({"posts_count": 1}));
    let reply = test.call_with(&manager, "PATCH", &path(&campaign), &[("if-match", "\"1\"")], stale).await;
    reply.expect(412);
}

#[tokio::test]
async fn a_wrong_brief_is_refused_at_its_field() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let id = &client["id"];
    let nobody = "cli_01k9x3m7q8f2vabcdefghjkmnp";
    for (body, pointer) in [
        (json!({"client_id": id, "name": " "}), "/name"),
        (json!({"client_id": nobody, "name": "A"}), "/client_id"),
        (json!({"client_id": "cmp_01k9x3m7q8f2vabcdefghjkmnp", "name": "A"}), "/client_id"),
        (json!({"client_id": id, "name": "A", "starts_on": "2026-02-30"}), "/starts_on"),
        (
            json!({"client_id": id, "name": "A", "starts_on": "2026-02-02", "ends_on": "2026-02-01"}),
            "/ends_on",
        ),
        (json!({"client_id": id, "name": "A", "posts_count": -1}), "/posts_count"),
        (json!({"client_id": id, "name": "A", "posts_count": 1e30}), "/posts_count"),
        (json!({"client_id": id, "name": "A", "themes": ["fine", ""]}), "/themes/1"),
        (json!({"client_id": id, "name": "A", "currency": "XXX"}), "/currency"),
        (json!({"client_id": id, "name": "A", "budget_cents": -5}), "/budget_cents"),
        (json!({"client_id": id, "name": "A", "state": "active"}), "/state"),
    ] {
        let problem = test.post(&manager, "/campaigns", body.clone()).await.expect(422);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body} {problem}");
    }
    assert_eq!(test.get(&manager, "/campaigns").await.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn a_name_is_taken_within_a_client_until_the_campaign_is_over() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let first = create_campaign(&test, &manager, &client, "Spring").await;
    let again = json!({"client_id": client["id"], "name": "SPRING"});
    let problem = test.post(&manager, "/campaigns", again.clone()).await.expect(409);
    assert_eq!(problem["code"], "campaign_name_taken");
    let other = create_client(&test, &manager, "Elbwerft").await;
    create_campaign(&test, &manager, &other, "Spring").await;
    transition(&test, &manager, &first, json!({"event": "cancel", "reason": "moved to autumn"}))
        .await
        .expect(200);
    test.post(&manager, "/campaigns", again).await.expect(201);
}

#[tokio::test]
async fn a_campaign_moves_through_its_states() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let campaign = create_campaign(&test, &manager, &client, "Spring").await;
    let problem = transition(&test, &manager, &campaign, json!({"event": "plan"})).await.expect(409);
    assert_eq!(problem["code"], "campaign_incomplete");
    assert!(problem["detail"].as_str().unwrap().contains("no start date, no end date, no channel"));
    let brief = json!({"starts_on": "2026-03-20", "ends_on": "2026-06-30", "channels": ["x"]});
    test.patch(&manager, &path(&campaign), brief).await.expect(200);
    for (event, state) in [
        ("plan", "planned"),
        ("activate", "active"),
        ("pause", "paused"),
        ("resume", "active"),
        ("complete", "completed"),
        ("archive", "archived"),
    ] {
        let moved = transition(&test, &manager, &campaign, json!({"event": event})).await.expect(200);
        assert_eq!(moved["state"], state);
    }
    let problem =
        transition(&test, &manager, &campaign, json!({"event": "cancel", "reason": "x"})).await.expect(409);
    assert_eq!(problem["code"], "illegal_transition");
    let problem = test.patch(&manager, &path(&campaign), json!({"posts_count": 2})).await.expect(409);
    assert_eq!(problem["code"], "campaign_archived");
    let draft = create_campaign(&test, &manager, &client, "Summer").await;
    let problem = transition(&test, &manager, &draft, json!({"event": "cancel"})).await.expect(422);
    assert_eq!(problem["errors"][0]["pointer"], "/reason");
    transition(&test, &test.member(Role::Creator), &draft, json!({"event": "plan"})).await.expect(403);
    transition(&test, &manager, &draft, json!({"event": "launch"})).await.expect(422);
}

#[tokio::test]
async fn lists_are_narrowed_by_client_state_and_name() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let (first, second) = (
        create_client(&test, &manager, "Hafenklang").await,
        create_client(&test, &manager, "Elbwerft").await,
    );
    let spring = create_campaign(&test, &manager, &first, "Spring season").await;
    create_campaign(&test, &manager, &first, "Autumn season").await;
    create_campaign(&test, &manager, &second, "Spring launch").await;
    transition(&test, &manager, &spring, json!({"event": "cancel", "reason": "moved"})).await.expect(200);
    let client = first["id"].as_str().unwrap();
    for (query, names) in [
        (String::new(), vec!["Spring launch", "Autumn season", "Spring season"]),
        (format!("client_id={client}"), vec!["Autumn season", "Spring season"]),
        ("state=cancelled".to_owned(), vec!["Spring season"]),
        ("q=SPRING".to_owned(), vec!["Spring launch", "Spring season"]),
        (format!("client_id={client}&state=draft&q=season"), vec!["Autumn season"]),
    ] {
        let page = test.get(&manager, &format!("/campaigns?{query}")).await.expect(200);
        let found: Vec<&str> =
            page["items"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{query}");
    }
    test.get(&manager, "/campaigns?state=asleep").await.expect(422);
    test.get(&manager, "/campaigns?client_id=nobody").await.expect(422);
}

#[tokio::test]
async fn pages_neither_skip_nor_repeat_while_campaigns_are_made() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let mut expected = HashSet::new();
    for n in 0..25 {
        let campaign = create_campaign(&test, &manager, &client, &format!("Campaign {n}")).await;
        expected.insert(campaign["id"].as_str().unwrap().to_owned());
    }
    let mut seen = Vec::new();
    let mut path = "/campaigns?limit=4".to_owned();
    let mut made = 0;
    loop {
        let page = test.get(&manager, &path).await.expect(200);
        seen.extend(page["items"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/campaigns?limit=4&cursor={cursor}");
        made += 1;
        create_campaign(&test, &manager, &client, &format!("Meanwhile {made}")).await;
    }
    let unique: HashSet<String> = seen.iter().cloned().collect();
    assert_eq!(unique.len(), seen.len(), "none twice");
    assert_eq!(unique, expected, "none skipped");
    // A cursor is bound to its filter and tenant.
    let page = test.get(&manager, "/campaigns?limit=4").await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    test.get(&manager, &format!("/campaigns?limit=4&state=draft&cursor={cursor}")).await.expect(422);
    let other = other_tenant(&test).await;
    test.get(&other, &format!("/campaigns?limit=4&cursor={cursor}")).await.expect(422);
}

#[tokio::test]
async fn people_see_the_campaigns_of_their_tenant_and_client() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let (own, foreign) = (
        create_client(&test, &manager, "Hafenklang").await,
        create_client(&test, &manager, "Elbwerft").await,
    );
    let mine = create_campaign(&test, &manager, &own, "Spring").await;
    let theirs = create_campaign(&test, &manager, &foreign, "Autumn").await;
    let person = test.client_member(raw("cli", &own));
    let page = test.get(&person, "/campaigns").await.expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let asked = format!("/campaigns?client_id={}", foreign["id"].as_str().unwrap());
    assert_eq!(test.get(&person, &asked).await.expect(200)["items"], json!([]));
    test.get(&person, &path(&mine)).await.expect(200);
    test.get(&person, &path(&theirs)).await.expect(404);
    test.patch(&person, &path(&mine), json!({"posts_count": 1})).await.expect(403);
    test.get(&test.link(raw("cmp", &mine), raw("cli", &own)), &path(&mine)).await.expect(403);
    test.patch(&test.member(Role::Creator), &path(&mine), json!({"posts_count": 1})).await.expect(403);

    let other = other_tenant(&test).await;
    test.get(&other, &path(&mine)).await.expect(404);
    test.patch(&other, &path(&mine), json!({"posts_count": 1})).await.expect(404);
    transition(&test, &other, &mine, json!({"event": "plan"})).await.expect(404);
    let stolen = json!({"client_id": own["id"], "name": "Mine now"});
    assert_eq!(
        test.post(&other, "/campaigns", stolen).await.expect(422)["errors"][0]["pointer"],
        "/client_id"
    );
    assert_eq!(test.get(&other, "/campaigns").await.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn a_repeated_request_makes_one_campaign() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let body = json!({"client_id": client["id"], "name": "Spring"});
    let key = [("idempotency-key", "6f1c-spring")];
    let first = test.call_with(&manager, "POST", "/campaigns", &key, Some(body.clone())).await;
    let again = test.call_with(&manager, "POST", "/campaigns", &key, Some(body)).await;
    assert_eq!(first.headers["etag"], again.headers["etag"]);
    assert_eq!(first.expect(201), again.expect(201));
    let page = test.get(&manager, "/campaigns").await.expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let other = json!({"client_id": client["id"], "name": "Autumn"});
    let reply = test.call_with(&manager, "POST", "/campaigns", &key, Some(other)).await;
    assert!(reply.status.is_client_error(), "another request under the same key: {}", reply.status);
}
