//! What the tests of this area share.

use platform::testing::TestApp;
use platform::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) async fn agency() -> TestApp {
    TestApp::new(agency::routes().split_for_parts().0).await
}

/// The raw id behind a shown one.
pub(crate) fn raw(prefix: &str, value: &Value) -> Uuid {
    platform::decode_id(prefix, value["id"].as_str().unwrap()).unwrap()
}

pub(crate) async fn create_client(test: &TestApp, actor: &Actor, name: &str) -> Value {
    test.post(actor, "/clients", json!({ "name": name })).await.expect(201)
}

pub(crate) async fn create_campaign(test: &TestApp, actor: &Actor, client: &Value, name: &str) -> Value {
    test.post(actor, "/campaigns", json!({ "client_id": client["id"], "name": name })).await.expect(201)
}

/// A manager of a second tenant.
pub(crate) async fn other_tenant(test: &TestApp) -> Actor {
    let tenant_id = test.add_tenant("bluenote").await;
    test.member_of(tenant_id, Role::Manager)
}
