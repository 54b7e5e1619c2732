//! Access links: what they open, for how long, and that they end at once.

use identity::{AccessLink, AccessLinkCreate};
use jiff::SignedDuration;
use platform::{Permission, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::stage::{CLIENT_ID, OWNER, Stage};

const CAMPAIGN_ID: Uuid = Uuid::from_u128(0xca);

fn new_link(stage: &Stage) -> AccessLinkCreate {
    AccessLinkCreate {
        client_id: CLIENT_ID,
        client_name: "Harvest Coffee".to_owned(),
        campaign_id: CAMPAIGN_ID,
        audience_name: "Jonas Weber".to_owned(),
        audience_email: Some("jonas@harvest.test".to_owned()),
        expires_at: stage.app.clock().now() + SignedDuration::from_hours(14 * 24),
        idea_ids: vec![Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(1)],
    }
}

async fn create(stage: &Stage) -> (AccessLink, String) {
    let mut tx = stage.app.begin(&stage.admin(), Permission::LinkCreate).await.unwrap();
    let made = identity::create_link(&mut tx, new_link(stage)).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn revoke(stage: &Stage, link: &AccessLink) -> AccessLink {
    let mut tx = stage.app.begin(&stage.admin(), Permission::LinkRevoke).await.unwrap();
    let revoked = identity::revoke_link(&mut tx, link.id).await.unwrap();
    tx.commit().await.unwrap();
    stage.authenticator.forget_all();
    revoked
}

#[tokio::test]
async fn a_link_is_somebody_with_few_rights() {
    let stage = Stage::new().await;
    let (link, token) = create(&stage).await;
    assert_eq!(link.idea_count, 2);
    let me = stage.get("/auth/me").bearer(&token).send().await.expect(200);
    assert_eq!(me["kind"], "access_link");
    assert_eq!(me["member"], Value::Null);
    assert_eq!(me["link"]["client_name"], "Harvest Coffee");
    assert_eq!(me["link"]["agency_name"], "northlight");
    assert_eq!(me["permissions"], json!(["comment.create", "idea.decide_as_client", "idea.read"]));
    assert_eq!(me["tenants"], json!([]));
    stage.get("/api/v1/members").bearer(&token).send().await.expect(403);
    stage
        .post("/auth/switch-tenant")
        .bearer(&token)
        .json(json!({ "tenant": "bluenote" }))
        .send()
        .await
        .expect(403);
    stage.post("/auth/test-isolation").bearer(&token).send().await.expect(403);
    stage.post("/auth/sign-out").bearer(&token).send().await.expect(204);
    stage.get("/auth/me").bearer(&token).send().await.expect(200);
    let ideas =
        stage.app.db().read(stage.northlight.uuid(), identity::linked_ideas(link.id.uuid())).await.unwrap();
    assert_eq!(ideas, [Uuid::from_u128(1), Uuid::from_u128(2)]);
}

#[tokio::test]
async fn a_link_ends_when_it_is_revoked_or_over() {
    let stage = Stage::new().await;
    let (link, token) = create(&stage).await;
    let me = || stage.get("/auth/me").bearer(&token);
    me().send().await.expect(200);
    assert!(revoke(&stage, &link).await.revoked_at.is_some());
    assert_eq!(me().send().await.expect(401)["code"], "link_revoked");
    let first = revoke(&stage, &link).await.revoked_at;
    stage.advance(SignedDuration::from_mins(1));
    assert_eq!(revoke(&stage, &link).await.revoked_at, first, "once is enough");

    let (_, token) = create(&stage).await;
    let me = || stage.get("/auth/me").bearer(&token);
    me().send().await.expect(200);
    stage.advance(SignedDuration::from_hours(14 * 24));
    assert_eq!(me().send().await.expect(401)["code"], "link_expired");
}

#[tokio::test]
async fn links_belong_to_their_tenant_and_are_recorded() {
    let stage = Stage::new().await;
    let (link, token) = create(&stage).await;
    stage.get("/auth/me").bearer(&token).send().await.expect(200);
    let list = |tenant: Uuid| stage.app.db().read(tenant, identity::links_of_campaign(CAMPAIGN_ID));
    let mine = list(stage.northlight.uuid()).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].last_used_at, Some(stage.app.clock().now()));
    assert!(list(stage.bluenote.uuid()).await.unwrap().is_empty());
    revoke(&stage, &link).await;

    let owner = stage.token(OWNER).await;
    let path = format!("/api/v1/activity?campaign_id={}", link.campaign_id);
    let log = stage.get(&path).bearer(&owner).send().await.expect(200);
    let actions: Vec<&str> =
        log["items"].as_array().unwrap().iter().map(|l| l["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["access_link.revoked", "access_link.created"]);
    assert_eq!(log["items"][0]["target_id"], link.id.to_string());
    assert!(!log.to_string().contains(&token[9..]), "the token is in no log");
}

#[tokio::test]
async fn making_a_link_needs_the_right_and_a_future() {
    let stage = Stage::new().await;
    let mut analyst = stage.admin();
    analyst.rights = std::sync::Arc::new(platform::Rights::of(Role::Analyst.permissions()));
    let mut tx = stage.app.begin(&analyst, Permission::LinkRead).await.unwrap();
    assert!(identity::create_link(&mut tx, new_link(&stage)).await.is_err());
    let mut tx = stage.app.begin(&stage.admin(), Permission::LinkCreate).await.unwrap();
    let past = AccessLinkCreate { expires_at: stage.app.clock().now(), ..new_link(&stage) };
    assert!(identity::create_link(&mut tx, past).await.is_err());
}
