//! Libraries of somebody else against what the program sends: `standardwebhooks` of npm and of `PyPI`.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::process::Command;

use crate::client::{text, until};
use crate::receiver::{Hook, Receiver};
use crate::server::{Jobs, Program};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/standard-webhooks");

#[tokio::test]
async fn the_libraries_of_the_specification_verify_deliveries() {
    let python = python_library();
    assert!(
        Path::new(FOLDER).join("node_modules/standardwebhooks").exists() && Path::new(&python).exists(),
        "the packages are not there: run `make test-rust`, which installs them"
    );
    let program = Program::start(Jobs::Worked).await;
    let owner = program.client().sign_in("owner@northlight.test", "northlight").await;
    let (receiver, address) = Receiver::start().await;
    let body = json!({"url": format!("http://{address}/"), "event_types": ["client.*"]});
    let endpoint = owner.post("/webhook-endpoints", body).await.expect(201);
    // Letters that take several bytes: what is signed are bytes.
    owner.post("/clients", json!({"name": "Kanal & Söhne 日本"})).await.expect(201);
    let before = hook(&receiver, 1).await;
    verify_by_both(&python, text(&endpoint["secret"]), &before).await;

    let rotate = format!("/webhook-endpoints/{}/rotate", text(&endpoint["id"]));
    let rotated = owner.post(&rotate, json!({})).await.expect(200);
    owner.post("/clients", json!({"name": "Werft Nord"})).await.expect(201);
    let during = hook(&receiver, 2).await;
    for secret in [&endpoint["secret"], &rotated["secret"]] {
        verify_by_both(&python, text(secret), &during).await;
    }
    for (program, folder) in [("node", FOLDER), ("python3", &*python)] {
        let other = run(program, folder, text(&rotated["secret"]), &before, &before.body).await;
        assert!(other.is_none(), "{program} takes a signature of another key");
        let body = [&during.body[..], b" "].concat();
        let changed = run(program, folder, text(&rotated["secret"]), &during, &body).await;
        assert!(changed.is_none(), "{program} takes a changed body");
    }
}

#[expect(clippy::disallowed_methods, reason = "the Makefile says where it installs")]
fn python_library() -> String {
    std::env::var("ATELIER_STANDARD_WEBHOOKS").unwrap_or_else(|_| {
        let home = std::env::var("HOME").unwrap_or_default();
        format!("{home}/.cache/atelier/tools/standardwebhooks-1.1.0")
    })
}

async fn hook(receiver: &Receiver, count: usize) -> Hook {
    until("a delivery", async || receiver.hooks().get(count - 1).cloned()).await
}

async fn verify_by_both(python: &str, secret: &str, hook: &Hook) {
    for (program, folder) in [("node", FOLDER), ("python3", python)] {
        let seen = run(program, folder, secret, hook, &hook.body).await;
        let seen = seen.unwrap_or_else(|| panic!("{program} refuses {:?}", hook.headers));
        assert_eq!(seen["type"], "client.created", "{program}");
        assert_eq!(seen["id"], hook.header("webhook-id"), "{program}");
    }
}

/// What the library says the message is; nothing when it refuses.
async fn run(program: &str, folder: &str, secret: &str, hook: &Hook, body: &[u8]) -> Option<Value> {
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: Value = names.iter().map(|name| ((*name).to_owned(), json!(hook.header(name)))).collect();
    let said = json!({"secret": secret, "headers": headers, "body": String::from_utf8_lossy(body)});
    let script = if program == "node" { "verify.mjs" } else { "verify.py" };
    let output = Command::new(program)
        .args([&format!("{FOLDER}/{script}"), &said.to_string()])
        .env("PYTHONPATH", folder)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("the program runs");
    output.status.success().then(|| serde_json::from_slice(&output.stdout).expect("a message"))
}
