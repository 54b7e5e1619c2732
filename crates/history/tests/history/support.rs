//! What the tests of this area share.

use std::sync::Arc;

use history::Aggregates;
use platform::testing::TestApp;
use platform::{Actor, RequestContext, encode_id};
use serde_json::{Value, json};

pub(crate) async fn program() -> TestApp {
    let routes = agency::routes().merge(history::routes(Aggregates::new(agency::aggregates())));
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
