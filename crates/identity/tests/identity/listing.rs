//! The lists of members and of activity: pages, filters, walls.

use platform::Role;
use serde_json::Value;

use crate::stage::{BOTH, OWNER, ROOT, Stage};

fn column<'a>(page: &'a Value, name: &str) -> Vec<&'a str> {
    page["items"].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap()).collect()
}

#[tokio::test]
async fn members_come_by_name_page_by_page() {
    let stage = Stage::new().await;
    for n in 0..5 {
        stage.add_member(&format!("writer{n}@northlight.test"), stage.northlight, Role::Creator, None).await;
    }
    let token = stage.token(OWNER).await;
    let mut names = Vec::new();
    let mut path = "/api/v1/members?limit=4".to_owned();
    loop {
        let page = stage.get(&path).bearer(&token).send().await.expect(200);
        names.extend(column(&page, "name").into_iter().map(str::to_owned));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/members?limit=4&cursor={cursor}");
    }
    let expected =
        ["analyst", "both", "client", "owner", "writer0", "writer1", "writer2", "writer3", "writer4"];
    assert_eq!(names, expected);
    let page = stage.get("/api/v1/members").bearer(&token).send().await.expect(200);
    let owner = page["items"].as_array().unwrap().iter().find(|row| row["email"] == OWNER).unwrap();
    assert_eq!(owner["role"], "admin");
    assert_eq!(owner["last_sign_in_at"], "2026-11-21T14:00:00Z");
}

#[tokio::test]
async fn a_cursor_is_worth_nothing_elsewhere() {
    let stage = Stage::new().await;
    let token = stage.token(OWNER).await;
    let page = stage.get("/api/v1/members?limit=1").bearer(&token).send().await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let elsewhere = format!("/api/v1/activity?limit=1&cursor={cursor}");
    stage.get(&elsewhere).bearer(&token).send().await.expect(422);
    let enter =
        serde_json::json!({ "email": ROOT, "password": crate::stage::PASSWORD, "tenant": "bluenote" });
    let root = stage.post("/auth/sign-in").json(enter).send().await.expect(200);
    let root = root["access_token"].as_str().unwrap();
    let same_list = format!("/api/v1/members?limit=1&cursor={cursor}");
    stage.get(&same_list).bearer(root).send().await.expect(422);
}

#[tokio::test]
async fn activity_is_filtered_and_stays_within_the_tenant() {
    let stage = Stage::new().await;
    for email in [OWNER, BOTH] {
        stage.sign_in(email).await;
    }
    let token = stage.token(OWNER).await;
    let members = stage.get("/api/v1/members").bearer(&token).send().await.expect(200);
    let owner = members["items"].as_array().unwrap().iter().find(|row| row["email"] == OWNER).unwrap();
    let path = format!("/api/v1/activity?actor_id={}&action=member.signed_in", owner["id"].as_str().unwrap());
    let log = stage.get(&path).bearer(&token).send().await.expect(200);
    assert_eq!(column(&log, "actor_name"), ["owner", "owner"]);
    assert_eq!(log["items"][0]["target_id"], owner["id"]);
    assert!(log["items"][0]["request_id"].as_str().unwrap().starts_with("req_"));

    let none = stage.get("/api/v1/activity?action=idea.approved").bearer(&token).send().await.expect(200);
    assert_eq!(none["items"], serde_json::json!([]));
    for wrong in ["actor_id=mem_1", "client_id=cmp_01k9x3m7q8f2vabcdefghjkmnp", "idea_id=x", "limit=0"] {
        stage.get(&format!("/api/v1/activity?{wrong}")).bearer(&token).send().await.expect(422);
    }
    let root = stage.token(ROOT).await;
    let wanted = serde_json::json!({ "tenant": "bluenote" });
    let switched = stage.post("/auth/switch-tenant").bearer(&root).json(wanted).send().await.expect(200);
    let root = switched["access_token"].as_str().unwrap();
    let log = stage.get("/api/v1/activity").bearer(root).send().await.expect(200);
    assert!(!column(&log, "actor_name").contains(&"owner"));
}
