//! A library of somebody else against the running program: `openid-client` of npm, unmodified.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::process::Command;

use crate::client::{Client, list, text};
use crate::server::{Jobs, Program};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/openid-client");
const REDIRECT: &str = "http://127.0.0.1:51004/callback";
const SCOPE: &str = "campaign.read client.read";

#[tokio::test]
async fn openid_client_signs_in_renews_looks_at_and_revokes() {
    assert!(
        Path::new(FOLDER).join("node_modules/openid-client").exists(),
        "its packages are not there: run `make test-rust`, or `npm ci` in tools/openid-client"
    );
    let program = Program::start(Jobs::Left).await;
    let owner = program.client().sign_in("owner@northlight.test", "northlight").await;
    let mut applications = Vec::new();
    for (name, proof) in [("basic", "basic"), ("post", "post"), ("public", "none")] {
        applications.push(register(&owner, name, proof).await);
    }
    let said = json!({
        "server": format!("http://{}", program.address),
        "person": owner.bearer(),
        "applications": applications,
        "redirect_uri": REDIRECT,
        "scope": SCOPE,
    });
    let said = run(&said).await;
    for result in list(&said["results"]) {
        let is_public = result["name"] == "public";
        assert_eq!(result["refusal"], "access_denied", "{result:#}");
        assert_eq!((&result["scope"], &result["expires_in"]), (&json!(SCOPE), &json!(600)), "{result:#}");
        assert_eq!(result["read"], json!([200, 401]), "{result:#}");
        assert_eq!((&result["rotated"], &result["repeated"]), (&json!(true), &json!(true)), "{result:#}");
        let active = if is_public { json!([null, null]) } else { json!([true, false]) };
        assert_eq!(result["active"], active, "{result:#}");
        assert_eq!(result["over"], "invalid_grant", "{result:#}");
    }
    assert_eq!(list(&said["results"]).len(), 3);
    assert_eq!(said["registered"]["client_name"], "Registered by itself");
}

async fn register(owner: &Client, name: &str, proof: &str) -> Value {
    let body = json!({
        "name": name,
        "redirect_uris": ["http://127.0.0.1/callback"],
        "scopes": ["campaign.read", "client.read"],
        "is_confidential": proof != "none",
    });
    let made = owner.post("/oauth-clients", body).await.expect(201);
    let approve = format!("/oauth-clients/{}/approve", text(&made["id"]));
    owner.call("POST", &approve).send().await.expect(200);
    json!({
        "name": name,
        "proof": proof,
        "client_id": made["client_id"],
        "client_secret": made["client_secret"],
    })
}

async fn run(said: &Value) -> Value {
    let node = Command::new("node")
        .args(["flow.mjs", &said.to_string()])
        .current_dir(FOLDER)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("node runs");
    let errors = String::from_utf8_lossy(&node.stderr);
    assert!(node.status.success(), "{errors}");
    serde_json::from_slice(&node.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"))
}
