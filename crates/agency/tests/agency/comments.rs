//! Who reads what.

use serde_json::json;

use crate::studio::{path, studio};

const SECRET: &str = "between us: weak";

#[tokio::test]
async fn an_internal_comment_never_reaches_the_clients_side() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let (person, link) = (studio.client_person(), studio.link(&[&sent]).await);
    let comments = path(&sent, "/comments");
    let internal = json!({ "body": SECRET, "visibility": "internal" });
    let internal = studio.test.post(&studio.creator, &comments, internal).await.expect(201);
    let shared = json!({ "body": "What do you think?", "visibility": "client" });
    studio.test.post(&studio.creator, &comments, shared).await.expect(201);
    let note = json!({ "note": SECRET });
    studio.test.patch(&studio.creator, &path(&sent, ""), note).await.expect(200);

    let campaign = studio.campaign["id"].as_str().unwrap();
    for (actor, review) in
        [(&person, format!("/review?campaign_id={campaign}")), (&link, "/review".to_owned())]
    {
        for read in [comments.clone(), path(&sent, ""), path(&sent, "/versions"), "/ideas".into(), review] {
            let answer = studio.test.get(actor, &read).await.expect(200);
            assert!(!answer.to_string().contains(SECRET), "{read}: {answer:#}");
        }
        let seen = studio.test.get(actor, &comments).await.expect(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        assert_eq!(studio.test.get(actor, &path(&sent, "")).await.expect(200)["open_comments"], 1);
        let forbidden = json!({ "body": "x", "visibility": "internal" });
        studio.test.post(actor, &comments, forbidden).await.expect(403);
        let answered = json!({ "body": "x", "visibility": "client", "parent_id": internal["id"] });
        studio.test.post(actor, &comments, answered).await.expect(422);
        let resolve = format!("/comments/{}/resolve", internal["id"].as_str().unwrap());
        studio.test.post(actor, &resolve, json!({})).await.expect(404);
    }
    assert_eq!(studio.get(&path(&sent, "")).await["open_comments"], 2);
}

#[tokio::test]
async fn comments_are_answered_and_resolved() {
    let studio = studio("client").await;
    let sent = studio.send(&studio.idea().await).await;
    let person = studio.client_person();
    let comments = path(&sent, "/comments");
    let asked = json!({ "body": "Is this true?", "visibility": "client" });
    let asked = studio.test.post(&person, &comments, asked).await.expect(201);
    let answer = json!({ "body": "It is", "visibility": "client", "parent_id": asked["id"] });
    let answer = studio.test.post(&studio.creator, &comments, answer).await.expect(201);
    assert_eq!((&answer["parent_id"], &asked["author_kind"]), (&asked["id"], &json!("client")));
    let resolve = format!("/comments/{}/resolve", asked["id"].as_str().unwrap());
    studio.test.post(&person, &resolve, json!({})).await.expect(403);
    let resolved = studio.test.post(&studio.creator, &resolve, json!({})).await.expect(200);
    assert!(resolved["resolved_at"].is_string());
    studio.test.post(&studio.creator, &resolve, json!({})).await.expect(200);
    assert_eq!(studio.get(&path(&sent, "")).await["open_comments"], 1);
    for wrong in
        [json!({ "body": "  ", "visibility": "client" }), json!({ "body": "x", "visibility": "all" })]
    {
        studio.test.post(&studio.creator, &comments, wrong).await.expect(422);
    }
    let internal = json!({ "body": "x", "visibility": "internal" });
    let internal = studio.test.post(&studio.creator, &comments, internal).await.expect(201);
    let leak = json!({ "body": "x", "visibility": "client", "parent_id": internal["id"] });
    studio.test.post(&studio.creator, &comments, leak).await.expect(422);
}
