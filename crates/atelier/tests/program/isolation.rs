//! What a tenant can find out about another one by guessing: nothing.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Client, list, text};
use crate::document::Document;
use crate::people::Caller;
use crate::server::{Jobs, Program};
use crate::world::World;

/// Texts that exist in one tenant only.
const CANARY: &str = "zqcanary";

#[tokio::test]
async fn the_program_proves_its_own_wall() {
    let program = Program::start(Jobs::Left).await;
    for (email, tenant) in [("owner@northlight.test", "northlight"), ("owner@bluenote.test", "bluenote")] {
        let client = program.client().sign_in(email, tenant).await;
        let report = client.call("POST", "/auth/test-isolation").send().await.expect(200);
        assert_eq!(report["isolated"], true, "{report:#}");
        assert!(report["tables_checked"].as_u64().unwrap() >= 15, "{report:#}");
    }
}

#[tokio::test]
async fn no_list_and_no_search_shows_another_tenants_canary() {
    let program = Program::start(Jobs::Left).await;
    let theirs = program.client().sign_in("owner@northlight.test", "northlight").await;
    let ids = plant(&theirs).await;
    let ours = program.client().sign_in("owner@bluenote.test", "bluenote").await;
    let document = Document::load();
    let reads = document.operations.iter().filter(|operation| operation.method == "GET");
    for operation in
        reads.filter(|operation| !operation.path.contains('{') && operation.id != "stream_events")
    {
        let path = operation.path.trim_start_matches("/api/v1");
        let filters = operation.parameters("query");
        let mut asked = vec![path.to_owned()];
        for name in filters.keys() {
            asked.extend(
                ids.iter().filter(|(field, _)| field == name).map(|(_, id)| format!("{path}?{name}={id}")),
            );
        }
        if filters.contains_key("q") {
            asked.push(format!("{path}?q={CANARY}"));
        }
        for path in asked {
            let answer = ours.get(&path).await;
            assert!(!answer.text().contains(CANARY), "{path} shows it: {}", answer.text());
        }
    }
    let found = theirs.get(&format!("/clients?q={CANARY}")).await.expect(200);
    assert_eq!(list(&found["items"]).len(), 1, "the canary sings at home");
}

/// A client, a campaign and an idea with the canary, and what filters call them.
async fn plant(owner: &Client) -> Vec<(&'static str, String)> {
    let client = owner.post("/clients", json!({"name": format!("{CANARY} client")})).await.expect(201);
    let body = json!({"client_id": client["id"], "name": format!("{CANARY} campaign")});
    let campaign = owner.post("/campaigns", body).await.expect(201);
    let content = json!({"title": format!("{CANARY} idea"), "variants": {"linkedin": {"text": CANARY}}});
    let body = json!({"campaign_id": campaign["id"], "kind": "post", "content": content});
    let idea = owner.post("/ideas", body).await.expect(201);
    let me = owner.get("/auth/me").await.expect(200);
    [
        ("client_id", &client["id"]),
        ("campaign_id", &campaign["id"]),
        ("idea_id", &idea["id"]),
        ("actor_id", &me["member"]["id"]),
    ]
    .map(|(name, id)| (name, text(id).to_owned()))
    .to_vec()
}

#[tokio::test]
async fn nothing_can_be_tied_to_another_tenants_rows() {
    let program = Program::start(Jobs::Left).await;
    let theirs = program.client().sign_in("owner@northlight.test", "northlight").await;
    let planted = plant(&theirs).await;
    let id = |field: &str| planted.iter().find(|(name, _)| *name == field).unwrap().1.clone();
    let ours = program.client().sign_in("owner@bluenote.test", "bluenote").await;
    let campaign = text(&ours.get("/campaigns").await.expect(200)["items"][0]["id"]).to_owned();
    let title = json!({"title": "Ours"});
    let attempts = [
        ("/campaigns".to_owned(), json!({"client_id": id("client_id"), "name": "Ours"})),
        ("/ideas".to_owned(), json!({"campaign_id": id("campaign_id"), "kind": "post", "content": title})),
        (format!("/campaigns/{campaign}/links"), json!({"audience_name": "Us", "idea_ids": [id("idea_id")]})),
        (
            "/prompts/preview".to_owned(),
            json!({"kind": "post", "body": "{{ brief }}", "campaign_id": id("campaign_id")}),
        ),
    ];
    for (path, body) in attempts {
        let answer = ours.post(&path, body).await;
        assert!([404, 422].contains(&answer.status), "{path} took it: {} {}", answer.status, answer.text());
    }
    let body = json!({"idea_ids": [id("idea_id")]});
    let sent = ours.post(&format!("/campaigns/{campaign}/submit"), body).await.expect(200);
    assert_eq!(sent["results"][0]["status"], 404);
    let name = format!("{CANARY} client");
    ours.post("/clients", json!({"name": name})).await.expect(201);
}

#[tokio::test]
async fn a_cursor_opens_nothing_but_its_own_list() {
    let program = Program::start(Jobs::Left).await;
    let theirs = program.client().sign_in("owner@northlight.test", "northlight").await;
    let ours = program.client().sign_in("owner@bluenote.test", "bluenote").await;
    let cursor = theirs.get("/activity?limit=1").await.expect(200)["next_cursor"].clone();
    let cursor = text(&cursor).to_owned();
    theirs.get(&format!("/activity?limit=1&cursor={cursor}")).await.expect(200);
    for (client, path) in
        [(&ours, "/activity?limit=1"), (&theirs, "/members?limit=1"), (&theirs, "/activity?action=x")]
    {
        let answer = client.get(&format!("{path}&cursor={cursor}")).await;
        answer.expect(422);
        assert_eq!(answer.pointers(), ["/query/cursor"], "{path}");
    }
}

#[tokio::test]
async fn the_clients_side_sees_only_what_was_sent() {
    let world = World::make().await;
    let sent: BTreeSet<&String> = world
        .ids
        .iter()
        .filter(|(name, _)| name.starts_with("sent") && !name.ends_with("_hash"))
        .map(|(_, id)| id)
        .collect();
    for caller in [Caller::Client, Caller::Link] {
        let (_program, client) = world.visited_by(caller).await;
        let ideas = client.all("/ideas").await;
        let shown: BTreeSet<&str> = ideas.iter().map(|idea| text(&idea["id"])).collect();
        for hidden in ["draft", "internal", "other_sent"] {
            assert!(!shown.contains(world.ids[hidden].as_str()), "{caller:?} sees {hidden}");
        }
        if caller == Caller::Link {
            assert_eq!(
                shown,
                sent.iter().map(|id| id.as_str()).collect(),
                "a link shows what it was made for"
            );
        }
        let idea = &world.ids["sent"];
        let comments: Vec<Value> = client.all(&format!("/ideas/{idea}/comments")).await;
        assert!(!comments.is_empty() && comments.iter().all(|comment| comment["visibility"] == "client"));
    }
}
