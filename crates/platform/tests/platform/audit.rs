//! The audit event: whole, and sealed where it is somebody's.

use std::sync::Arc;

use axum::Router;
use db::{Query, params};
use platform::audit::personal::{ERASED, Personal};
use platform::testing::TestApp;
use platform::{Actor, Audit, Permission, RequestContext, Role};
use serde_json::{Value, json};
use uuid::Uuid;

db::statements! {
    ROWS = "select json_build_object('id', id, 'class', class, 'level', level, 'actor_kind', actor_kind,
            'actor_id', actor_id, 'actor_name', actor_name, 'address', address, 'actor_sealed', actor_sealed,
            'target_name', target_name, 'changes', changes, 'note', note, 'target_sealed', target_sealed,
            'request_id', request_id)
        from audit_events order by id";
}

fn at(mut actor: Actor) -> Actor {
    let request = RequestContext {
        request_id: "req_test".to_owned(),
        address: Some("203.0.113.7".parse().unwrap()),
        ..RequestContext::none()
    };
    actor.request = Arc::new(request);
    actor
}

async fn record(app: &TestApp, actor: &Actor, audits: Vec<Audit>) {
    let mut tx = app.app.begin(actor, Permission::ClientRead).await.unwrap();
    for audit in audits {
        tx.audit(audit);
    }
    tx.commit().await.unwrap();
}

async fn rows(app: &TestApp) -> Vec<Value> {
    app.database.read(app.tenant_id, Query::many(&ROWS, params![])).await.unwrap()
}

async fn revealed(app: &TestApp, row: &Value) -> Personal {
    let text = |field: &str| row[field].as_str().map(str::to_owned);
    let mut personal = Personal {
        actor_sealed: text("actor_sealed"),
        target_sealed: text("target_sealed"),
        ..Personal::default()
    };
    let opener = app.app.vault().opener(app.tenant_id, Personal::sealed_texts([&personal])).await.unwrap();
    personal.reveal(row["id"].as_str().unwrap().parse().unwrap(), &opener);
    personal
}

#[tokio::test]
async fn what_is_personal_is_sealed_with_the_key_of_whom_it_is() {
    let app = TestApp::new(Router::new()).await;
    let actor = at(app.member(Role::Admin));
    let member = Uuid::from_u128(77);
    let invited = Audit::new("member.updated", "member", member, "Ida Canary")
        .change("email", "ida@canary.example", "ida@elsewhere.example")
        .note("asked on the phone");
    let campaign = Audit::new("campaign.created", "campaign", Uuid::from_u128(78), "Spring");
    record(&app, &actor, vec![invited, campaign]).await;
    let rows = rows(&app).await;
    let everything = json!(rows).to_string();
    for canary in ["canary", "Canary", "Test admin", "203.0.113.7", "phone"] {
        assert!(!everything.contains(canary), "{canary} is in {everything}");
    }
    assert_eq!(rows[0]["class"], "update");
    assert_eq!((&rows[0]["level"], &rows[1]["level"]), (&json!("user"), &json!("tenant")));
    assert_eq!(rows[1]["target_name"], "Spring");
    assert!(rows.iter().all(|row| row["request_id"] == "req_test" && row["actor_kind"] == "member"));
    let shown = revealed(&app, &rows[0]).await;
    assert_eq!(shown.actor.name, "Test admin");
    assert_eq!(shown.actor.address.as_deref(), Some("203.0.113.7"));
    assert_eq!(shown.target.name, "Ida Canary");
    assert_eq!(shown.target.changes[0]["before"], "ida@canary.example");
    assert_eq!(shown.target.note.as_deref(), Some("asked on the phone"));
}

#[tokio::test]
async fn an_erased_subject_is_erased_from_the_log_and_its_rows_stay() {
    let app = TestApp::new(Router::new()).await;
    let (admin, leaving) = (at(app.member(Role::Admin)), at(app.member(Role::Creator)));
    record(&app, &leaving, vec![Audit::new("campaign.created", "campaign", Uuid::nil(), "Spring")]).await;
    let before = rows(&app).await;
    let mut tx = app.app.begin(&admin, Permission::ClientRead).await.unwrap();
    tx.destroy_subject_key(leaving.id());
    tx.audit(Audit::new("member.erased", "member", leaving.id(), "Test creator"));
    tx.commit().await.unwrap();
    let after = rows(&app).await;
    assert_eq!(after[0], before[0], "what was written stays as it was written");
    assert_eq!(revealed(&app, &after[0]).await.actor.name, ERASED);
    assert_eq!(after[1]["class"], "erasure");
    assert_eq!(revealed(&app, &after[1]).await.actor.name, "Test admin");
    // Nothing personal of the erased is kept any more.
    record(&app, &leaving, vec![Audit::new("campaign.updated", "campaign", Uuid::nil(), "Spring")]).await;
    let last = rows(&app).await.remove(2);
    assert_eq!(revealed(&app, &last).await.actor.name, ERASED);
    assert!(!last.to_string().contains("creator"));
}
