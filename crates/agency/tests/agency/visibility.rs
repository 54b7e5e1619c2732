//! What the client's side sees of an idea as it goes to and fro: what was sent to them, and nothing that the
//! agency decides among itself.

use platform::Role;
use serde_json::{Value, json};

use crate::studio::{Studio, path, studio};

/// What the client's person gets for the idea: status, and state and version when there is one.
async fn client_sees(studio: &Studio, idea: &Value) -> Option<(String, i64)> {
    let person = studio.client_person();
    let reply = studio.test.get(&person, &path(idea, "")).await;
    let review = format!("/review?campaign_id={}", studio.campaign["id"].as_str().unwrap());
    let review = studio.test.get(&person, &review).await.expect(200);
    let listed = studio.test.get(&person, "/ideas").await.expect(200);
    let is_seen = reply.status == 200;
    assert_eq!(review["items"].as_array().unwrap().len(), usize::from(is_seen));
    assert_eq!(listed["items"].as_array().unwrap().len(), usize::from(is_seen));
    let seen = is_seen.then_some(reply.body)?;
    Some((seen["state"].as_str().unwrap().to_owned(), seen["content_version"].as_i64().unwrap()))
}

async fn edit(studio: &Studio, idea: &Value, title: &str) {
    let content = json!({ "title": title, "variants": { "linkedin": { "text": format!("{title}.") } } });
    let edited = studio.test.patch(&studio.creator, &path(idea, ""), json!({ "content": content })).await;
    edited.expect(200);
}

async fn manager_does(studio: &Studio, idea: &Value, event: &str) {
    let said = json!({ "comment": "Among ourselves" });
    studio.event(&studio.manager, idea, event, said).await.expect(200);
}

fn seen(state: &str, version: i64) -> (String, i64) {
    (state.to_owned(), version)
}

#[tokio::test]
async fn what_was_withdrawn_stays_away_whatever_the_agency_decides() {
    let studio = studio("internal_client").await;
    let idea = studio.send(&studio.idea().await).await;
    assert_eq!(client_sees(&studio, &idea).await, Some(seen("client_review", 1)));
    manager_does(&studio, &idea, "withdraw").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
    edit(&studio, &idea, "Second").await;
    manager_does(&studio, &idea, "submit").await;
    for decision in ["request_changes", "reject"] {
        manager_does(&studio, &idea, decision).await;
        assert_eq!(client_sees(&studio, &idea).await, None, "after {decision}");
        manager_does(&studio, &idea, "submit").await;
    }
    manager_does(&studio, &idea, "hold").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
    manager_does(&studio, &idea, "resume").await;
    manager_does(&studio, &idea, "approve").await;
    assert_eq!(client_sees(&studio, &idea).await, Some(seen("client_review", 2)));
    let review = format!("/review?campaign_id={}", studio.campaign["id"].as_str().unwrap());
    let review = studio.test.get(&studio.client_person(), &review).await.expect(200);
    assert_eq!(review["items"][0]["previous_content"], idea["content"]);
    assert_eq!(review["items"][0]["comments"], json!([]), "what was said among the agency stays there");
}

#[tokio::test]
async fn an_edit_takes_back_what_the_client_was_looking_at_or_had_approved() {
    let studio = studio("internal_client").await;
    let idea = studio.send(&studio.idea().await).await;
    edit(&studio, &idea, "Second").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
    manager_does(&studio, &idea, "reject").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
    manager_does(&studio, &idea, "submit").await;
    manager_does(&studio, &idea, "approve").await;
    let now = studio.get(&path(&idea, "")).await;
    let approval = json!({ "content_hash": now["content_hash"] });
    studio.event(&studio.client_person(), &idea, "approve", approval).await.expect(200);
    assert_eq!(client_sees(&studio, &idea).await, Some(seen("approved", 2)));
    edit(&studio, &idea, "Third").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
    manager_does(&studio, &idea, "request_changes").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
}

#[tokio::test]
async fn what_the_client_decided_stays_theirs_until_more_is_sent() {
    let studio = studio("internal_client").await;
    let idea = studio.send(&studio.idea().await).await;
    let said = json!({ "comment": "Friendlier" });
    studio.event(&studio.client_person(), &idea, "request_changes", said).await.expect(200);
    edit(&studio, &idea, "Friendlier").await;
    assert_eq!(client_sees(&studio, &idea).await, Some(seen("changes_requested", 1)));
    studio.event(&studio.creator, &idea, "submit", json!({})).await.expect(200);
    assert_eq!(client_sees(&studio, &idea).await, None);
    manager_does(&studio, &idea, "request_changes").await;
    assert_eq!(client_sees(&studio, &idea).await, None, "the agency's own decision is not the client's");
}

#[tokio::test]
async fn a_version_that_was_sent_again_unchanged_has_nothing_before_it() {
    let studio = studio("client").await;
    let idea = studio.send(&studio.idea().await).await;
    manager_does(&studio, &idea, "withdraw").await;
    assert_eq!(client_sees(&studio, &idea).await, None);
    studio.send(&idea).await;
    let review = format!("/review?campaign_id={}", studio.campaign["id"].as_str().unwrap());
    let review = studio.test.get(&studio.client_person(), &review).await.expect(200);
    assert_eq!(review["items"][0]["previous_content"], Value::Null);
}

#[tokio::test]
async fn what_the_agency_approved_alone_has_a_version_to_see() {
    let studio = studio("internal").await;
    let idea = studio.idea().await;
    for event in ["accept", "submit"] {
        studio.event(&studio.creator, &idea, event, json!({})).await.expect(200);
    }
    assert_eq!(client_sees(&studio, &idea).await, None);
    manager_does(&studio, &idea, "approve").await;
    assert_eq!(client_sees(&studio, &idea).await, Some(seen("approved", 1)));
    let versions = studio.test.get(&studio.client_person(), &path(&idea, "/versions")).await.expect(200);
    assert_eq!(versions["items"].as_array().unwrap().len(), 1);
    let analyst = studio.test.member(Role::Analyst);
    assert_eq!(studio.test.get(&analyst, &path(&idea, "")).await.expect(200)["state"], "approved");
}

#[tokio::test]
async fn a_review_has_every_idea_and_the_newest_of_each_conversation() {
    let studio = studio("client").await;
    let mut ideas = Vec::new();
    for n in 0..205 {
        let content =
            json!({ "title": format!("Idea {n}"), "variants": { "linkedin": { "text": "Hello." } } });
        let idea = json!({ "campaign_id": studio.campaign["id"], "kind": "post", "content": content });
        ideas.push(studio.test.post(&studio.creator, "/ideas", idea).await.expect(201));
    }
    for part in ideas.chunks(200) {
        let ids: Vec<&Value> = part.iter().map(|idea| &idea["id"]).collect();
        let submission = json!({ "idea_ids": ids });
        studio.test.post(&studio.manager, &studio.campaign_path("/submit"), submission).await.expect(200);
    }
    for n in 0..52 {
        let comment = json!({ "body": format!("comment {n}"), "visibility": "client" });
        studio.test.post(&studio.manager, &path(&ideas[0], "/comments"), comment).await.expect(201);
    }
    let review = format!("/review?campaign_id={}", studio.campaign["id"].as_str().unwrap());
    let review = studio.test.get(&studio.client_person(), &review).await.expect(200);
    let items = review["items"].as_array().unwrap();
    assert_eq!(items.len(), 205);
    let talked = items.iter().find(|item| item["id"] == ideas[0]["id"]).unwrap();
    let comments = talked["comments"].as_array().unwrap();
    assert_eq!((comments.len(), &comments[0]["body"]), (50, &json!("comment 2")));
}
