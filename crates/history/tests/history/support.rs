//! What the tests of this area share.

use std::sync::Arc;

use db::{Query, SystemTask, params};
use history::Aggregates;
use jobs::{Registry, Worker};
use platform::testing::TestApp;
use platform::{Actor, RequestContext, Role, encode_id};
use serde_json::{Value, json};

db::statements! {
    INSERT_PERSON = "insert into people (id, email, email_normalized, name, created_at)
        values ($1, $2, $2, $3, now())";
    INSERT_MEMBER = "insert into members (tenant_id, id, person_id, role, name, email, created_at)
        values ($1, $2, $2, $3, $5, $4, now())";
}

/// A member who exists, under this name: jobs look up the rights of whoever ordered them.
pub(crate) async fn employ(test: &TestApp, role: Role, name: &str, email: &str) -> Actor {
    let actor = Actor { name: Arc::from(name), ..test.member(role) };
    let (id, name, email) = (actor.id(), name.to_owned(), email.to_owned());
    let mut tx = test.database.system(SystemTask::ManageTenants);
    tx.run(Query::execute(&INSERT_PERSON, params![id, email.clone(), name.clone()])).await.unwrap();
    let member = params![actor.tenant_id, id, role.name().to_owned(), email, name];
    tx.run(Query::execute(&INSERT_MEMBER, member)).await.unwrap();
    tx.commit().await.unwrap();
    actor
}

/// Works on what is due.
pub(crate) async fn work(test: &TestApp) {
    let clock = test.app.clock().clone();
    let clock: jobs::Clock = Arc::new(move || clock.now());
    let (wake, owner) = (test.app.jobs_wake().clone(), test.app.clock().new_uuid());
    let registry = history::register_jobs(Registry::new(), test.app.clone());
    let options = jobs::Options::default();
    let worker = Worker::new((*test.database).clone(), registry, clock, wake, owner, options);
    worker.run_due().await.unwrap();
}

pub(crate) async fn program() -> TestApp {
    let aggregates = agency::aggregates().into_iter().chain([&identity::PROFILE, &identity::SETTINGS]);
    let routes =
        agency::routes().merge(identity::routes()).merge(history::routes(Aggregates::new(aggregates)));
    TestApp::new(routes.split_for_parts().0).await
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

pub(crate) async fn client(test: &TestApp, actor: &Actor, name: &str) -> Value {
    let body = json!({"name": name, "industry": "Coffee", "approval_policy": "internal"});
    test.post(actor, "/clients", body).await.expect(201)
}

pub(crate) async fn campaign(test: &TestApp, actor: &Actor, client: &Value, name: &str) -> Value {
    let body = json!({
        "client_id": client["id"], "name": name, "starts_on": "2026-05-01", "ends_on": "2026-05-31",
        "channels": ["linkedin"],
    });
    test.post(actor, "/campaigns", body).await.expect(201)
}

pub(crate) async fn idea(test: &TestApp, actor: &Actor, campaign: &Value, title: &str) -> Value {
    let content = json!({
        "title": title, "body": "We weigh, we listen.", "variants": {"linkedin": {"text": "We weigh."}},
    });
    let body = json!({"campaign_id": campaign["id"], "kind": "post", "content": content});
    test.post(actor, "/ideas", body).await.expect(201)
}

/// The versions of something, the newest first.
pub(crate) async fn versions(test: &TestApp, actor: &Actor, kind: &str, of: &Value) -> Vec<Value> {
    let path = format!("/versions?kind={kind}&id={}", text(&of["id"]));
    test.get(actor, &path).await.expect(200)["items"].as_array().unwrap().clone()
}

pub(crate) fn actions(versions: &[Value]) -> Vec<&str> {
    versions.iter().map(|version| text(&version["action"])).collect()
}

/// The same actor in a request of their own, and the request's id.
pub(crate) fn in_request(test: &TestApp, actor: &Actor) -> (Actor, String) {
    let request_id = encode_id("req", test.app.clock().new_uuid());
    let request = RequestContext { request_id: request_id.clone(), ..RequestContext::none() };
    (Actor { request: Arc::new(request), ..actor.clone() }, request_id)
}
