//! Decisions: who may make them, what is kept of them, and two at once.

use platform::Role;
use serde_json::json;

use crate::studio::{path, studio};

#[tokio::test]
async fn changes_are_requested_with_a_comment_at_a_passage() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let link = studio.link(&[&sent]).await;
    let silent = json!({ "comment": "  " });
    let refused = studio.event(&link, &sent, "request_changes", silent).await.expect(422);
    assert_eq!(refused["errors"][0]["pointer"], "/comment");
    let text = sent["content"]["variants"]["linkedin"]["text"].as_str().unwrap();
    let quote: String = text.chars().take(12).collect();
    let mut said = json!({
        "comment": "Friendlier, please",
        "anchor": { "channel": "linkedin", "field": "text", "start": 0, "end": 12, "quote": "other words" },
    });
    studio.event(&link, &sent, "request_changes", said.clone()).await.expect(422);
    said["anchor"]["quote"] = json!(quote);
    let changed = studio.event(&link, &sent, "request_changes", said).await.expect(200);
    assert_eq!(changed["state"], "changes_requested");

    let comments = studio.get(&path(&sent, "/comments")).await;
    let comment = &comments["items"][0];
    assert_eq!(comment["body"], "Friendlier, please");
    assert_eq!((&comment["visibility"], &comment["author_kind"]), (&json!("client"), &json!("link")));
    assert_eq!(comment["anchor"]["quote"], quote);

    let edit =
        json!({ "content": { "title": "Friendlier", "variants": { "linkedin": { "text": "Hello!" } } } });
    let revised = studio.test.patch(&studio.creator, &path(&sent, ""), edit).await.expect(200);
    assert_eq!(revised["state"], "changes_requested");
    let still = studio.test.get(&link, &path(&sent, "")).await.expect(200);
    assert_eq!(
        still["content_hash"], sent["content_hash"],
        "the client sees what was sent until more is sent"
    );
    let again = studio.send(&sent).await;
    assert_eq!(again["content_hash"], revised["content_hash"]);
    let review = studio.test.get(&link, "/review").await.expect(200);
    assert_eq!(review["items"][0]["previous_content"], sent["content"]);
    assert_eq!(review["items"][0]["decision"]["verdict"], "changes_requested");
}

#[tokio::test]
async fn a_decision_is_kept_with_its_evidence() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let mut link = studio.link(&[&sent]).await;
    let request = platform::RequestContext {
        address: Some("203.0.113.7".parse().unwrap()),
        user_agent: Some("test browser".into()),
        ..platform::RequestContext::none()
    };
    link.request = request.into();
    let approval = json!({ "content_hash": sent["content_hash"] });
    studio.event(&link, &sent, "approve", approval).await.expect(200);
    assert_eq!(studio.decisions_by_link().await, 1);
    let rounds = studio.get(&path(&sent, "/rounds")).await;
    let decision = &rounds["items"][0]["decisions"][0];
    assert_eq!(decision["actor_kind"], "link");
    assert_eq!(decision["at"], "2026-03-02T09:00:00Z");
}

#[tokio::test]
async fn of_two_decisions_at_once_one_counts() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let (person, link) = (studio.client_person(), studio.link(&[&sent]).await);
    let approval = json!({ "content_hash": sent["content_hash"] });
    let rejection = json!({ "comment": "Not us" });
    let (one, other) = tokio::join!(
        studio.event(&person, &sent, "approve", approval),
        studio.event(&link, &sent, "reject", rejection)
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let rounds = studio.get(&path(&sent, "/rounds")).await;
    assert_eq!(rounds["items"].as_array().unwrap().len(), 1);
    assert_eq!(rounds["items"][0]["decisions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn each_role_decides_where_it_may() {
    let studio = studio("internal_client").await;
    let idea = studio.idea().await;
    studio.event(&studio.creator, &idea, "accept", json!({})).await.expect(200);
    studio.event(&studio.creator, &idea, "submit", json!({})).await.expect(200);
    let analyst = studio.test.member(Role::Analyst);
    let said = json!({ "comment": "No" });
    for event in ["approve", "request_changes", "reject", "hold", "withdraw", "archive", "accept"] {
        studio.event(&analyst, &idea, event, said.clone()).await.expect(403);
        studio.event(&studio.client_person(), &idea, event, said.clone()).await.expect(404);
    }
    studio.event(&studio.creator, &idea, "reject", said.clone()).await.expect(403);
    studio.event(&studio.manager, &idea, "dance", json!({})).await.expect(404);
    let rejected = studio.event(&studio.manager, &idea, "reject", said).await.expect(200);
    assert_eq!(rejected["state"], "rejected");
    studio.event(&studio.creator, &idea, "submit", json!({})).await.expect(200);
    let withdrawn = studio.event(&studio.creator, &idea, "withdraw", json!({})).await.expect(200);
    assert_eq!(withdrawn["state"], "draft");
}
