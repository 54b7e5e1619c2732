//! From a request of somebody else to its effect.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::middleware::from_fn_with_state;
use platform::http::frame;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::stage::{Stage, text};

/// The door for webhooks, as the program has it.
async fn door(stage: &Stage) -> SocketAddr {
    let app = stage.test.app.clone();
    let router: Router =
        webhooks::receiving_routes().layer(from_fn_with_state(app.clone(), frame::layer)).with_state(app);
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A request, written by hand: the status and the body.
async fn call(door: SocketAddr, path: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, Value) {
    let mut stream = tokio::net::TcpStream::connect(door).await.unwrap();
    let mut head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

async fn connector(stage: &Stage, body: Value) -> Value {
    stage.test.post(&stage.admin, "/webhook-connectors", body).await.expect(201)
}

async fn received(stage: &Stage) -> Vec<Value> {
    stage.get("/webhooks-received").await["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_insight_comes_in_by_its_old_address_and_goes_out_as_an_event() {
    let stage = Stage::set().await;
    let door = door(&stage).await;
    let made = connector(&stage, json!({"name": "insight-created", "scheme": "shared_secret"})).await;
    assert!(text(&made["url"]).ends_with("/webhooks/insight-created"));
    let secret = text(&made["secret"]).to_owned();
    stage.endpoint("/n8n", &["insight.created"], json!({})).await;
    let body =
        json!({"title": "Saves doubled", "summary": "42 against 20", "score": 3, "severity": 2}).to_string();
    for headers in
        [vec![], vec![("x-webhook-secret", "whs_wrong")], vec![("authorization", "Bearer whs_wrong")]]
    {
        assert_eq!(call(door, "/webhooks/insight-created", &headers, body.as_bytes()).await.0, 401);
    }
    let headers = [("x-webhook-secret", &*secret)];
    let (status, answer) = call(door, "/webhooks/insight-created", &headers, body.as_bytes()).await;
    assert_eq!((status, &answer["is_duplicate"]), (200, &json!(false)), "{answer}");
    let bearer = format!("Bearer {secret}");
    let again = call(door, "/webhooks/insight-created", &[("authorization", &bearer)], body.as_bytes()).await;
    assert_eq!((again.0, &again.1["is_duplicate"]), (200, &json!(true)));
    assert_eq!(received(&stage).await[0]["state"], "received");
    stage.work().await;
    assert_eq!(received(&stage).await[0]["state"], "done");
    assert_eq!(stage.events("insight.created").await, 1);
    stage.deliver().await;
    let message = stage.receiver.take().remove(0).json();
    assert_eq!(message["type"], "insight.created");
    assert_eq!(message["data"]["title"], "Saves doubled");
    assert_eq!(message["data"]["severity"], "2");
    assert!(message["data"].get("score").is_none(), "only what is known");
    let id = text(&answer["id"]);
    let detail = stage.get(&format!("/webhooks-received/{id}")).await;
    assert_eq!(text(&detail["payload"]), body);
    assert!(detail["headers"].get("x-webhook-secret").is_none(), "secrets are not kept");
}

#[tokio::test]
async fn a_tenant_is_found_by_its_own_secret_alone() {
    let stage = Stage::set().await;
    let door = door(&stage).await;
    let body = json!({"name": "insight-created", "scheme": "shared_secret"});
    let ours = connector(&stage, body.clone()).await;
    let other = stage.test.add_tenant("bluenote").await;
    let stranger = stage.test.member_of(other, platform::Role::Admin);
    let theirs = stage.test.post(&stranger, "/webhook-connectors", body).await.expect(201);
    for (secret, count) in [(&theirs["secret"], 0), (&ours["secret"], 1)] {
        let headers = [("x-webhook-secret", text(secret))];
        assert_eq!(call(door, "/webhooks/insight-created", &headers, b"{\"title\":\"x\"}").await.0, 200);
        assert_eq!(received(&stage).await.len(), count);
    }
}

#[tokio::test]
async fn a_signed_webhook_is_kept_once_and_told_on() {
    let stage = Stage::set().await;
    let door = door(&stage).await;
    let made = connector(&stage, json!({"name": "billing", "scheme": "standard_webhooks"})).await;
    let path = format!("/webhooks/{}", text(&made["id"]));
    let body = b"{\"type\":\"invoice.paid\"}";
    let now = stage.test.app.clock().now().as_second();
    let signed = |id: &str, at: i64| {
        use base64::Engine as _;
        use base64::engine::general_purpose::STANDARD;
        let key = STANDARD.decode(text(&made["secret"]).trim_start_matches("whsec_")).unwrap();
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key);
        let content = [format!("{id}.{at}.").as_bytes(), body].concat();
        format!("v1,{}", STANDARD.encode(aws_lc_rs::hmac::sign(&key, &content)))
    };
    for (id, at, status, is_duplicate) in [
        ("msg_1", now, 200, json!(false)),
        ("msg_1", now - 200, 200, json!(true)),
        ("msg_2", now - 301, 401, Value::Null),
        ("msg_2", now, 200, json!(false)),
    ] {
        let (signature, at) = (signed(id, at), at.to_string());
        let headers = [("webhook-id", id), ("webhook-timestamp", &*at), ("webhook-signature", &*signature)];
        let (answered, answer) = call(door, &path, &headers, body).await;
        assert_eq!((answered, &answer["is_duplicate"]), (status, &is_duplicate), "{id} {at}");
    }
    stage.work().await;
    assert_eq!(stage.events("webhook.received").await, 2);
    let told = stage.data_of("webhook.received").await.unwrap();
    assert_eq!((&told["connector"], &told["type"]), (&json!("billing"), &json!("invoice.paid")));
    let path = format!("/webhook-connectors/{}", text(&made["id"]));
    stage.test.patch(&stage.admin, &path, json!({"state": "disabled"})).await.expect(200);
    assert_eq!(call(door, &format!("/webhooks/{}", text(&made["id"])), &[], body).await.0, 401);
}

#[tokio::test]
async fn what_cannot_be_worked_on_is_dead_until_it_is_replayed() {
    let stage = Stage::set().await;
    let door = door(&stage).await;
    let made = connector(&stage, json!({"name": "insight-created", "scheme": "shared_secret"})).await;
    let headers = [("x-webhook-secret", text(&made["secret"]))];
    assert_eq!(call(door, "/webhooks/insight-created", &headers, b"not json").await.0, 200);
    stage.work().await;
    let dead = received(&stage).await.remove(0);
    assert_eq!((&dead["state"], &dead["attempts"]), (&json!("dead"), &json!(1)));
    assert!(text(&dead["problem"]).contains("not JSON"), "{dead}");
    let replayed = stage.post(&format!("/webhooks-received/{}/replay", text(&dead["id"])), 202).await;
    assert_eq!(replayed["state"], "received");
    stage.work().await;
    assert_eq!(received(&stage).await[0]["attempts"], 2);
    assert_eq!(stage.events("insight.created").await, 0);
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let stage = Stage::set().await;
    let door = door(&stage).await;
    let made = connector(&stage, json!({"name": "insight-created", "scheme": "shared_secret"})).await;
    let headers = [("x-webhook-secret", text(&made["secret"]))];
    let body = format!("{{\"title\":\"{}\"}}", "x".repeat(1024 * 1024));
    let (status, _) = call(door, "/webhooks/insight-created", &headers, body.as_bytes()).await;
    assert!(status == 413 || status == 0, "{status}");
    assert_eq!(received(&stage).await.len(), 0);
}

#[tokio::test]
async fn secrets_that_people_think_of_are_refused_where_they_name_the_tenant() {
    let stage = Stage::set().await;
    let short = json!({"name": "n8n", "scheme": "shared_secret", "secret": "password123"});
    stage.test.post(&stage.admin, "/webhook-connectors", short).await.expect(422);
    let none = json!({"name": "stripe", "scheme": "stripe"});
    stage.test.post(&stage.admin, "/webhook-connectors", none).await.expect(422);
    let given = json!({"name": "stripe", "scheme": "stripe", "secret": "whsec_from_stripe"});
    let made = connector(&stage, given.clone()).await;
    assert!(made["secret"].is_null(), "what was given is not shown");
    let taken = stage.test.post(&stage.admin, "/webhook-connectors", given).await.expect(409);
    assert_eq!(taken["code"], "webhook_connector_name_taken");
}
