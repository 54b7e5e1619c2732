//! What a link opens, and what it does not.

use platform::Role;
use serde_json::{Value, json};

use crate::studio::{path, studio};
use crate::support;

#[tokio::test]
async fn a_link_opens_what_it_was_made_for_once_it_is_sent() {
    let studio = studio("client").await;
    studio.order(json!({ "posts": 3 })).await;
    studio.work().await;
    let ideas = studio.ideas().await;
    let link = studio.link(&[&ideas[0], &ideas[1]]).await;
    assert_eq!(studio.test.get(&link, "/review").await.expect(200)["items"], json!([]));
    for idea in [&ideas[0], &ideas[2]] {
        studio.send(idea).await;
    }
    let review = studio.test.get(&link, "/review").await.expect(200);
    assert_eq!(review["items"].as_array().unwrap().len(), 1);
    assert_eq!(review["items"][0]["id"], ideas[0]["id"]);
    assert_eq!(review["client"]["name"], "Harbour Roasters");
    assert_eq!(review["campaign"]["name"], "Winter harvest");
    assert!(review["expires_at"].is_string());
    assert_eq!(review["items"][0]["allowed_events"], json!(["approve", "request_changes", "reject", "hold"]));
    let listed = studio.test.get(&link, "/ideas").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    for hidden in [&ideas[1], &ideas[2]] {
        for rest in ["", "/versions", "/comments", "/rounds"] {
            studio.test.get(&link, &path(hidden, rest)).await.expect(404);
        }
        let approval = json!({ "content_hash": hidden["content_hash"] });
        studio.event(&link, hidden, "approve", approval).await.expect(404);
    }
    for forbidden in ["/batches", "/prompts", "/rules", "/clients", "/campaigns"] {
        studio.test.get(&link, forbidden).await.expect(403);
    }
    let edit = json!({ "content": { "title": "Mine now" } });
    studio.test.patch(&link, &path(&ideas[0], ""), edit).await.expect(403);
}

#[tokio::test]
async fn a_client_sees_no_other_client() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let other = support::create_client(&studio.test, &studio.manager, "Elsewhere").await;
    let stranger = studio.test.client_member(support::raw("cli", &other));
    let (campaign, neighbour) =
        (studio.campaign["id"].as_str().unwrap(), support::other_tenant(&studio.test).await);
    for actor in [&stranger, &neighbour] {
        for rest in ["", "/versions", "/comments", "/rounds"] {
            studio.test.get(actor, &path(&sent, rest)).await.expect(404);
        }
        assert_eq!(studio.test.get(actor, "/ideas").await.expect(200)["items"], json!([]));
        let comment = json!({ "body": "x", "visibility": "client" });
        studio.test.post(actor, &path(&sent, "/comments"), comment).await.expect(404);
        let approval = json!({ "content_hash": sent["content_hash"] });
        studio.event(actor, &sent, "approve", approval).await.expect(404);
        studio.test.patch(actor, &path(&sent, ""), json!({ "status": "CLIENT_APPROVED" })).await.expect(404);
    }
    studio.test.get(&stranger, &format!("/review?campaign_id={campaign}")).await.expect(404);
    studio.test.get(&studio.client_person(), "/review").await.expect(422);
    studio.test.get(&studio.manager, &format!("/review?campaign_id={campaign}")).await.expect(403);
    let own = studio
        .test
        .get(&studio.client_person(), &format!("/review?campaign_id={campaign}"))
        .await
        .expect(200);
    assert_eq!((own["items"].as_array().unwrap().len(), &own["expires_at"]), (1, &Value::Null));
}

#[tokio::test]
async fn links_are_made_of_ideas_of_their_campaign() {
    let studio = studio("client").await;
    let idea = studio.idea().await;
    let links = studio.campaign_path("/links");
    let new = json!({ "audience_name": "Jonas", "idea_ids": [idea["id"]], "expires_in_days": 3 });
    let link = studio.test.post(&studio.manager, &links, new).await.expect(201);
    assert!(link["url"].as_str().unwrap().ends_with(&format!("/r/{}", link["token"].as_str().unwrap())));
    assert_eq!(link["expires_at"], "2026-03-05T09:00:00Z");
    let listed = studio.get(&links).await;
    assert!(listed["items"][0].get("token").is_none(), "the token is shown once");
    for wrong in [
        json!({ "audience_name": "Jonas", "idea_ids": [] }),
        json!({ "audience_name": "  ", "idea_ids": [idea["id"]] }),
        json!({ "audience_name": "Jonas", "idea_ids": [format!("idea_{}", "0".repeat(26))] }),
        json!({ "audience_name": "Jonas", "idea_ids": [idea["id"]], "expires_in_days": 91 }),
        json!({ "audience_name": "Jonas", "idea_ids": [idea["id"]], "audience_email": "nowhere" }),
    ] {
        studio.test.post(&studio.manager, &links, wrong).await.expect(422);
    }
    let new = json!({ "audience_name": "Jonas", "idea_ids": [idea["id"]] });
    studio.test.post(&studio.creator, &links, new.clone()).await.expect(403);
    studio.test.post(&studio.test.member(Role::Analyst), &links, new).await.expect(403);
}
