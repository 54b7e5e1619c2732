//! Who may listen, for how long, and to what; and where no secret may lie.

use std::time::{Duration, Instant};

use db::{Query, SystemTask, params};
use serde_json::json;
use tokio::time::interval;

use crate::client::{Client, Events, text};
use crate::people::Caller;
use crate::server::Program;
use crate::world::World;

db::statements! {
    REMOVE = "update atelier.members set removed_at = now() where email = 'analyst@northlight.test'";
    STORED_ANSWERS = "select coalesce(string_agg(t::text, ' '), '') from idempotency_keys t";
}

/// A stream of somebody who lost the right to it has to end within this time.
const GRACE: Duration = Duration::from_secs(2);

/// How long the stream goes on while somebody else keeps writing: traffic must not keep it open.
async fn lasted(mut events: Events, writer: Client) -> Duration {
    let begun = Instant::now();
    let mut beat = interval(Duration::from_millis(50));
    let writing = async {
        for number in 0.. {
            beat.tick().await;
            let body = json!({"name": format!("Traffic {number}")});
            writer.post("/clients", body).await.expect(201);
        }
    };
    tokio::select! {
        () = async { while events.next().await.is_some() {} } => {}
        () = writing => {}
        () = tokio::time::sleep(GRACE * 4) => {}
    }
    begun.elapsed()
}

async fn open(world: &World, caller: Caller) -> (Program, Client, Events, Client) {
    let (program, client) = world.visited_by(caller).await;
    let events = client.events().await;
    let owner = program.client().sign_in("owner@northlight.test", "northlight").await;
    (program, client, events, owner)
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_it() {
    let world = World::make().await;
    let (_program, _, events, owner) = open(&world, Caller::Link).await;
    owner.call("POST", &format!("/links/{}/revoke", world.ids["link"])).send().await.expect(200);
    assert!(lasted(events, owner).await < GRACE, "of a link that was revoked");

    let (_program, manager, events, owner) = open(&world, Caller::Manager).await;
    manager.call("POST", "/auth/sign-out").send().await.expect(204);
    assert!(lasted(events, owner).await < GRACE, "of who signed out");

    let (program, _, events, owner) = open(&world, Caller::Analyst).await;
    program.database.alter(REMOVE.text()).await.unwrap();
    assert!(lasted(events, owner).await < GRACE, "of who is no member any more");
}

#[tokio::test]
async fn the_clients_side_hears_of_what_it_sees_and_nothing_else() {
    let world = World::make().await;
    for caller in [Caller::Client, Caller::Link] {
        let (_program, _, mut events, owner) = open(&world, caller).await;
        let (draft, sent, other) = (&world.ids["draft"], &world.ids["sent"], &world.ids["other_sent"]);
        for idea in [draft, other, sent] {
            let body = json!({"body": "For the team.", "visibility": "internal"});
            owner.post(&format!("/ideas/{idea}/comments"), body).await.expect(201);
            let body = json!({"body": "For the client.", "visibility": "client"});
            owner.post(&format!("/ideas/{idea}/comments"), body).await.expect(201);
        }
        let first = events.next().await.expect("a change");
        assert_eq!(first.value["id"], sent.as_str(), "{caller:?} hears of {}", first.value);
        assert_eq!(first.value["topic"], format!("idea:{sent}"));
        assert!(first.id.contains('-') && first.event == "change");
    }
}

#[tokio::test]
async fn who_comes_back_hears_what_was_missed() {
    let world = World::make().await;
    let (_program, client, mut events, owner) = open(&world, Caller::Manager).await;
    let rename = async |name: &str| {
        let body = json!({"name": name});
        text(&owner.post("/clients", body).await.expect(201)["id"]).to_owned()
    };
    let first = rename("First").await;
    let seen = events.until("client.created", &first).await;
    drop(events);
    let missed = [rename("Second").await, rename("Third").await];
    let mut events = client.events_after(&seen.id).await;
    for id in &missed {
        assert_eq!(events.next().await.expect("what was missed").value["id"], id.as_str());
    }
    let mut lost = client.events_after("1-1").await;
    assert_eq!(lost.next().await.expect("a word").event, "reset", "a gap that cannot be filled is said");
}

#[tokio::test]
async fn the_token_of_a_link_is_stored_nowhere() {
    let world = World::make().await;
    let (program, manager) = world.visited_by(Caller::Manager).await;
    let path = format!("/campaigns/{}/links", world.ids["campaign"]);
    let body = json!({"audience_name": "Ida", "idea_ids": [world.ids["sent"]]});
    let make = || manager.call("POST", &path).header("idempotency-key", "one").json(&body).send();
    let made = make().await;
    let token = text(&made.expect(201)["token"]).to_owned();
    let mut tx = program.database.system(SystemTask::CheckHealth);
    let stored: String = tx.run(Query::one(&STORED_ANSWERS, params![])).await.unwrap();
    assert!(!stored.is_empty() && !stored.contains(&token), "the answer is kept in the clear");
    assert_eq!(make().await.expect(409)["code"], "answer_shown_once");
}
