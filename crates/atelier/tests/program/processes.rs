//! Two processes of the program on one database: what one of them changes counts in the other within a
//! second.

use std::time::Duration;

use db::testing::TestDatabase;
use serde_json::{Value, json};
use tokio::time::{Instant, interval};

use crate::binary::{Binary, Settings};
use crate::client::{Client, list, text};
use crate::programs::make_key;
use crate::server::{demo_database, listen};

const SECOND: Duration = Duration::from_secs(1);

struct Pair {
    here: Binary,
    there: Binary,
    _database: TestDatabase,
}

impl Pair {
    async fn start() -> Self {
        let database = demo_database().await;
        let model = listen().await.local_addr().expect("an address");
        let settings = Settings { database: &database, app_url: None, model };
        let (here, there) = (Binary::start(&settings).await, Binary::start(&settings).await);
        Self { here, there, _database: database }
    }

    /// The same caller at both doors.
    async fn sign_in(&self, email: &str) -> (Client, Client) {
        let client = self.here.client().sign_in(email, "northlight").await;
        (client.clone(), client.at(self.there.address))
    }
}

/// How long it takes until it is so, from now on; it must not take longer than a second.
async fn within_a_second(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    let mut beat = interval(Duration::from_millis(10));
    while !is_so().await {
        assert!(begun.elapsed() < SECOND, "not within a second: {what}");
        beat.tick().await;
    }
}

async fn holds(client: &Client, permission: &str) -> bool {
    list(&client.get("/auth/me").await.expect(200)["permissions"]).contains(&json!(permission))
}

#[tokio::test]
async fn a_change_of_rights_counts_in_the_other_process_within_a_second() {
    let pair = Pair::start().await;
    let (owner, _) = pair.sign_in("owner@northlight.test").await;
    let (_, analyst) = pair.sign_in("analyst@northlight.test").await;
    assert!(!holds(&analyst, "campaign.create").await);
    let tick = "/roles/analyst/permissions";
    owner.post(tick, json!({"grant": ["campaign.create"]})).await.expect(200);
    within_a_second("the tick gives", async || holds(&analyst, "campaign.create").await).await;
    owner.post(tick, json!({"revoke": ["campaign.create"]})).await.expect(200);
    within_a_second("the tick takes", async || !holds(&analyst, "campaign.create").await).await;

    let member = analyst.get("/auth/me").await.expect(200)["member"]["id"].clone();
    let deny = json!({"member_id": member, "permission": "campaign.read", "effect": "deny"});
    owner.post("/permission-overrides", deny).await.expect(201);
    within_a_second("the denial counts", async || analyst.get("/campaigns").await.status == 403).await;

    let path = format!("/api/admin/users/{}", text(&member));
    owner.call("DELETE", &path).send().await.expect(204);
    within_a_second("the removed are out", async || analyst.get("/auth/me").await.status == 401).await;
    let here = analyst.at(pair.here.address);
    assert_eq!(here.get("/auth/me").await.status, 401, "and at the next request where it was done");
}

#[tokio::test]
async fn a_revoked_key_ends_in_the_other_process_within_a_second() {
    let pair = Pair::start().await;
    let (owner, _) = pair.sign_in("owner@northlight.test").await;
    let (id, key) = make_key(&owner, Some(&["campaign.read"])).await;
    let program = pair.there.client().with(key);
    program.get("/campaigns").await.expect(200);
    owner.call("DELETE", &format!("/api-keys/{}", text(&id))).send().await.expect(204);
    within_a_second("the key is worth nothing", async || program.get("/campaigns").await.status == 401).await;
    assert_eq!(program.at(pair.here.address).get("/campaigns").await.code(), "api_key_revoked");
}

#[tokio::test]
async fn a_replayed_refresh_token_ends_the_family_in_both_processes_within_a_second() {
    let pair = Pair::start().await;
    let (here, there) = (pair.here.client(), pair.there.client());
    let body = json!({"email": "owner@northlight.test", "password": "atelier-demo-1"});
    let first = here.post("/auth/sign-in", body).await.expect(200);
    let second = refresh(&here, &first).await.expect(200);
    let third = refresh(&there, &second).await.expect(200);
    let access = text(&third["access_token"]);
    let (here, there) = (here.with(access), there.with(access));
    here.get("/auth/me").await.expect(200);
    there.get("/auth/me").await.expect(200);
    // The last but two: somebody has a copy.
    assert_eq!(refresh(&pair.here.client(), &first).await.status, 401);
    let is_dead = async |client: &Client| client.get("/auth/me").await.status == 401;
    within_a_second("dead in both", async || is_dead(&here).await && is_dead(&there).await).await;
    assert_eq!(refresh(&pair.there.client(), &third).await.code(), "session_ended");
}

async fn refresh(client: &Client, answer: &Value) -> crate::client::Answer {
    client.post("/auth/refresh", json!({"refresh_token": answer["refresh_token"]})).await
}
