//! Two at once: whoever has to wait for a row decides about what is there afterwards.

use agency::ideas::{IdeaId, IdeaUpdate, operations};
use db::{Query, params};
use platform::{IfMatch, Permission};
use serde_json::{Value, json};

use crate::studio::{Studio, path, studio};

db::statements! {
    pub(crate) COUNT_WAITING = "
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'";
}

/// Until somebody waits for a row that another transaction has locked.
async fn until_somebody_waits(studio: &Studio) {
    loop {
        let waiting: i64 = studio
            .test
            .database
            .read(studio.test.tenant_id, Query::one(&COUNT_WAITING, params![]))
            .await
            .unwrap();
        if waiting > 0 {
            return;
        }
    }
}

/// Edits an idea, and commits once the approval of what it was before waits.
async fn edit_while_it_is_approved(studio: &Studio, idea: &Value, edit: Value) -> (u16, Value) {
    let approval = json!({ "content_hash": idea["content_hash"] });
    let mut tx = studio.test.app.begin(&studio.creator, Permission::IdeaRead).await.unwrap();
    let id: IdeaId = idea["id"].as_str().unwrap().parse().unwrap();
    let edit: IdeaUpdate = serde_json::from_value(edit).unwrap();
    operations::update(&mut tx, id, &IfMatch::any(), edit).await.unwrap();
    let (reply, ()) = tokio::join!(studio.event(&studio.manager, idea, "approve", approval), async {
        until_somebody_waits(studio).await;
        tx.commit().await.unwrap();
    });
    (reply.status.as_u16(), reply.body)
}

#[tokio::test]
async fn an_approval_that_waited_for_an_edit_is_stale() {
    let studio = studio("internal").await;
    let idea = studio.idea().await;
    for event in ["accept", "submit"] {
        studio.event(&studio.creator, &idea, event, json!({})).await.expect(200);
    }
    let content = json!({ "title": "Another", "variants": { "linkedin": { "text": "Another text." } } });
    let (status, problem) = edit_while_it_is_approved(&studio, &idea, json!({ "content": content })).await;
    assert_eq!((status, &problem["code"]), (409, &json!("stale_content")), "{problem:#}");
    assert_eq!(studio.get(&path(&idea, "")).await["state"], "internal_review");
}

#[tokio::test]
async fn an_approval_that_waited_for_a_note_stands() {
    let studio = studio("internal").await;
    let idea = studio.idea().await;
    for event in ["accept", "submit"] {
        studio.event(&studio.creator, &idea, event, json!({})).await.expect(200);
    }
    let (status, approved) = edit_while_it_is_approved(&studio, &idea, json!({ "note": "as agreed" })).await;
    assert_eq!((status, &approved["content_version"]), (200, &json!(2)), "{approved:#}");
}

#[tokio::test]
async fn a_batch_is_cancelled_or_finished_never_both() {
    let studio = studio("client").await;
    for step in 0..6 {
        let batch = studio.order(json!({ "posts": 1, "instructions": format!("step {step}") })).await;
        let cancel = format!("/batches/{}/cancel", batch["id"].as_str().unwrap());
        let (_, reply) = tokio::join!(studio.work(), async {
            // The further it is, the nearer the two come to each other.
            let stages = ["queued", "cache", "prompt", "model", "validate", "store"];
            loop {
                let now = studio.batch(&batch).await;
                let reached = stages.iter().position(|stage| now["stage"] == *stage);
                if reached.is_none_or(|reached| reached >= step) {
                    return studio.test.post(&studio.manager, &cancel, json!({})).await;
                }
            }
        });
        let state = studio.batch(&batch).await["state"].clone();
        match reply.status.as_u16() {
            200 => assert_eq!(state, "cancelled"),
            409 => assert_eq!(state, "succeeded"),
            status => panic!("{status}: {:#}", reply.body),
        }
        let ideas = studio.ideas().await;
        let stored = ideas.iter().filter(|idea| idea["batch_id"] == batch["id"]).count();
        assert_eq!(stored, usize::from(state == "succeeded"));
    }
}
