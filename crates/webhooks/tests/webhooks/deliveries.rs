//! From an event to an endpoint.

use jiff::SignedDuration;
use platform::Role;
use serde_json::{Value, json};

use crate::receiver::{Call, Reply};
use crate::stage::{Stage, text};

fn is_signed(call: &Call, secret: &str) -> bool {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap();
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key);
    let head = format!("{}.{}.", call.header("webhook-id"), call.header("webhook-timestamp"));
    let signed = aws_lc_rs::hmac::sign(&key, &[head.as_bytes(), &call.body].concat());
    let expected = format!("v1,{}", STANDARD.encode(signed));
    call.header("webhook-signature").split(' ').any(|one| one == expected)
}

#[tokio::test]
async fn an_event_reaches_who_listens_signed_and_as_the_catalogue_says() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.*"], json!({})).await;
    assert!(text(&endpoint["secret"]).starts_with("whsec_"));
    let other = stage.endpoint("/b", &["campaign.*"], json!({})).await;
    let idea = stage.approve().await;
    stage.deliver().await;
    let calls = stage.receiver.take();
    assert_eq!(calls.iter().map(|call| &*call.path).collect::<Vec<_>>(), ["/a"]);
    assert!(is_signed(&calls[0], text(&endpoint["secret"])));
    assert!(!is_signed(&calls[0], text(&other["secret"])));
    let message = calls[0].json();
    let kind = platform::event::catalogue::find("idea.approved").unwrap();
    let schema = jsonschema::draft202012::new(&webhooks::catalogue::schema(kind)).unwrap();
    let problems: Vec<String> = schema.iter_errors(&message).map(|error| error.to_string()).collect();
    assert_eq!(problems, [] as [String; 0], "{message:#}");
    assert_eq!(message["data"]["id"], platform::encode_id("idea", idea));
    assert_eq!(message["id"], calls[0].header("webhook-id"));
    let listed = stage.deliveries(&endpoint).await;
    assert_eq!((&listed[0]["state"], &listed[0]["last_status"]), (&json!("delivered"), &json!(200)));
    let path = format!("/webhook-endpoints/{}/deliveries/{}", text(&endpoint["id"]), text(&listed[0]["id"]));
    let detail = stage.get(&path).await;
    assert_eq!(serde_json::from_str::<Value>(text(&detail["payload"])).unwrap(), message);
    let attempt = &detail["attempt_log"][0];
    assert_eq!((&attempt["status"], &attempt["response_body"]), (&json!(200), &json!("thanks")));
    assert_eq!(attempt["request_headers"]["webhook-id"], message["id"]);
    assert_eq!(stage.deliver().await, webhooks::Pass::default(), "nothing is sent twice");
}

#[tokio::test]
async fn the_secret_is_shown_once_and_kept_sealed() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["*"], json!({})).await;
    assert!(stage.reload(&endpoint).await.get("secret").is_none());
    let listed = stage.get("/webhook-endpoints").await;
    assert!(!listed.to_string().contains(text(&endpoint["secret"])));
}

#[tokio::test]
async fn what_fails_is_tried_again_by_the_schedule_under_the_same_id() {
    let stage = Stage::with(|config| config.webhooks.retry_secs = vec![5, 300]).await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Status(500));
    stage.approve().await;
    stage.deliver().await;
    let clock = stage.test.app.clock().clone();
    let mut calls = stage.receiver.take();
    for (seconds, sent) in [(4, 0), (2, 1), (299, 0), (40, 1), (90_000, 0)] {
        clock.advance(SignedDuration::from_secs(seconds));
        stage.deliver().await;
        let more = stage.receiver.take();
        assert_eq!(more.len(), sent, "{seconds} s later");
        calls.extend(more);
    }
    let ids: Vec<&str> = calls.iter().map(|call| call.header("webhook-id")).collect();
    assert_eq!((ids.len(), ids[0], ids[0]), (3, ids[1], ids[2]));
    assert_eq!(calls[0].body, calls[2].body);
    let times: Vec<i64> =
        calls.iter().map(|call| call.header("webhook-timestamp").parse().unwrap()).collect();
    assert!(times[0] < times[1] && times[1] < times[2], "each attempt has its own time");
    assert!(calls.iter().all(|call| is_signed(call, text(&endpoint["secret"]))));
    let failed = &stage.deliveries(&endpoint).await[0];
    assert_eq!((&failed["state"], &failed["attempts"]), (&json!("failed"), &json!(3)));

    stage.receiver.answers(|_| Reply::Status(204));
    let replay =
        format!("/webhook-endpoints/{}/deliveries/{}/replay", text(&endpoint["id"]), text(&failed["id"]));
    stage.post(&replay, 202).await;
    stage.deliver().await;
    assert_eq!(stage.receiver.take()[0].header("webhook-id"), ids[0]);
    assert_eq!(stage.deliveries(&endpoint).await[0]["state"], "delivered");
}

#[tokio::test]
async fn retry_after_is_waited_for_by_the_whole_endpoint() {
    let stage = Stage::set().await;
    stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Later(429, 120));
    stage.approve().await;
    stage.deliver().await;
    stage.approve().await;
    stage.deliver().await;
    assert_eq!(stage.receiver.take().len(), 1, "the second waits as well");
    stage.receiver.answers(|_| Reply::Status(200));
    stage.test.app.clock().advance(SignedDuration::from_secs(121));
    stage.deliver().await;
    assert_eq!(stage.receiver.take().len(), 2);
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Status(302));
    stage.approve().await;
    stage.deliver().await;
    assert_eq!(stage.receiver.take().len(), 1);
    let delivery = &stage.deliveries(&endpoint).await[0];
    assert_eq!((&delivery["state"], &delivery["last_status"]), (&json!("pending"), &json!(302)));
}

#[tokio::test]
async fn what_is_gone_is_disabled_at_once_and_its_owner_is_told() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Status(410));
    stage.approve().await;
    stage.deliver().await;
    let after = stage.reload(&endpoint).await;
    assert_eq!((&after["state"], &after["disabled_reason"]), (&json!("disabled"), &json!("gone")));
    assert_eq!(stage.mails().await, 1);
    assert_eq!(stage.events("webhook_endpoint.disabled").await, 1);
    stage.receiver.take();
    stage.approve().await;
    stage.deliver().await;
    assert_eq!(stage.receiver.take().len(), 0);
    let test = format!("/webhook-endpoints/{}/test", text(&endpoint["id"]));
    assert_eq!(stage.post(&test, 409).await["code"], "webhook_endpoint_disabled");
}

#[tokio::test]
async fn after_five_days_of_failures_it_is_disabled_with_letters_on_the_way() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Status(500));
    let mut letters = Vec::new();
    for _ in 0..=20 {
        stage.approve().await;
        stage.deliver().await;
        letters.push(stage.mails().await);
        stage.test.app.clock().advance(SignedDuration::from_hours(6));
    }
    // Every six hours: after 24 (the fifth), after 72 (the thirteenth), after 120 (the last).
    assert_eq!(
        (letters[3], letters[4], letters[11], letters[12], letters[19], letters[20]),
        (0, 1, 1, 2, 2, 3)
    );
    let after = stage.reload(&endpoint).await;
    assert_eq!(after["disabled_reason"], "failing");
    assert_eq!(stage.events("webhook_endpoint.failing").await, 2);

    let path = format!("/webhook-endpoints/{}", text(&endpoint["id"]));
    stage.test.patch(&stage.admin, &path, json!({"state": "enabled"})).await.expect(200);
    stage.receiver.take();
    stage.receiver.answers(|_| Reply::Status(200));
    stage.test.app.clock().advance(SignedDuration::from_hours(24));
    stage.deliver().await;
    assert!(stage.receiver.take().len() > 1, "what was waiting is sent");
}

#[tokio::test]
async fn a_failing_endpoint_is_left_alone_for_longer_and_longer() {
    let stage = Stage::with(|config| config.webhooks.retry_secs = vec![1; 50]).await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Status(503));
    for _ in 0..20 {
        stage.approve().await;
    }
    for _ in 0..10 {
        stage.deliver().await;
        stage.test.app.clock().advance(SignedDuration::from_millis(500));
    }
    let calls = stage.receiver.take().len();
    assert!((5..=9).contains(&calls), "the circuit opens: {calls} attempts in five seconds");
    assert!(!stage.reload(&endpoint).await["paused_until"].is_null());
    stage.receiver.answers(|_| Reply::Status(200));
    for _ in 0..8 {
        stage.test.app.clock().advance(SignedDuration::from_mins(5));
        stage.deliver().await;
    }
    assert_eq!(stage.receiver.take().len(), 20, "after one that succeeds, all go");
}

#[tokio::test]
async fn after_a_rotation_both_keys_sign_for_a_day() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    let rotated = stage.post(&format!("/webhook-endpoints/{}/rotate", text(&endpoint["id"])), 200).await;
    assert_ne!(rotated["secret"], endpoint["secret"]);
    assert_ne!(rotated["public_key"], endpoint["public_key"]);
    for (hours, with_previous) in [(0, true), (23, true), (2, false)] {
        stage.test.app.clock().advance(SignedDuration::from_hours(hours));
        stage.approve().await;
        stage.deliver().await;
        let call = stage.receiver.take().remove(0);
        assert!(is_signed(&call, text(&rotated["secret"])));
        assert_eq!(is_signed(&call, text(&endpoint["secret"])), with_previous);
    }
}

#[tokio::test]
async fn in_order_the_one_ahead_holds_up_those_behind_it_and_no_others() {
    let stage = Stage::with(|config| config.webhooks.retry_secs = vec![5]).await;
    stage.endpoint("/a", &["idea.*"], json!({"ordering": "subject"})).await;
    let (first, second) = (stage.test.app.clock().new_uuid(), stage.test.app.clock().new_uuid());
    let stuck = platform::encode_id("idea", first);
    stage.receiver.answers(move |call| {
        Reply::Status(if call.json()["data"]["id"] == stuck.as_str() { 500 } else { 200 })
    });
    for id in [first, second] {
        stage.emit("idea.created", "idea", id).await;
        stage.emit("idea.submitted", "idea", id).await;
        stage.emit("idea.approved", "idea", id).await;
    }
    let kinds = |of: uuid::Uuid, calls: &[Call]| -> Vec<String> {
        let id = platform::encode_id("idea", of);
        let about = calls.iter().map(Call::json).filter(|message| message["data"]["id"] == id.as_str());
        about.map(|message| text(&message["type"]).to_owned()).collect()
    };
    stage.deliver().await;
    let calls = stage.receiver.take();
    assert_eq!(kinds(first, &calls), ["idea.created"]);
    assert_eq!(kinds(second, &calls), ["idea.created", "idea.submitted", "idea.approved"]);
    stage.receiver.answers(|_| Reply::Status(200));
    stage.test.app.clock().advance(SignedDuration::from_secs(10));
    stage.deliver().await;
    assert_eq!(kinds(first, &stage.receiver.take()), ["idea.created", "idea.submitted", "idea.approved"]);
}

#[tokio::test]
async fn many_are_replayed_at_once_within_the_limit_of_a_minute() {
    let stage = Stage::with(|config| {
        config.webhooks.retry_secs = vec![];
        config.webhooks.replays_per_minute = 3;
    })
    .await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    stage.receiver.answers(|_| Reply::Status(500));
    for _ in 0..5 {
        stage.approve().await;
        stage.deliver().await;
        stage.test.app.clock().advance(SignedDuration::from_mins(10));
    }
    stage.receiver.answers(|_| Reply::Status(200));
    let path = format!("/webhook-endpoints/{}/replay", text(&endpoint["id"]));
    assert_eq!(stage.post(&path, 202).await, json!({"replayed": 3, "left": 2}));
    stage.post(&path, 429).await;
    stage.test.app.clock().advance(SignedDuration::from_secs(61));
    assert_eq!(stage.post(&path, 202).await, json!({"replayed": 2, "left": 0}));
    stage.deliver().await;
    let states: Vec<Value> =
        stage.deliveries(&endpoint).await.iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, vec![json!("delivered"); 5]);
}

#[tokio::test]
async fn the_test_button_sends_the_way_everything_goes() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    let ordered = stage.post(&format!("/webhook-endpoints/{}/test", text(&endpoint["id"])), 202).await;
    stage.deliver().await;
    let call = stage.receiver.take().remove(0);
    assert_eq!(
        (call.json()["type"].as_str(), call.header("webhook-id")),
        (Some("webhook_endpoint.tested"), text(&ordered["event_id"]))
    );
    assert!(is_signed(&call, text(&endpoint["secret"])));
}

#[tokio::test]
async fn addresses_are_judged_when_they_are_kept() {
    let stage = Stage::with(|config| config.outbound.allowed_networks.clear()).await;
    let types = json!(["idea.approved"]);
    for url in [
        "http://127.0.0.1/x",
        "http://169.254.169.254/",
        "http://user@8.8.8.8/",
        "ftp://8.8.8.8/x",
        "http://[::ffff:10.0.0.1]/",
        "http://0x7f000001/",
        "http://8.8.8.8:6379/",
    ] {
        let body = json!({"url": url, "event_types": types});
        let refused = stage.test.post(&stage.admin, "/webhook-endpoints", body).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], "/url", "{url}");
    }
    let body = json!({"url": "https://8.8.8.8/hook", "event_types": types});
    let endpoint = stage.test.post(&stage.admin, "/webhook-endpoints", body).await.expect(201);
    let path = format!("/webhook-endpoints/{}", text(&endpoint["id"]));
    let inside = json!({"url": "http://10.0.0.1/"});
    stage.test.patch(&stage.admin, &path, inside).await.expect(422);
    let unknown = json!({"url": "https://8.8.8.8/hook", "event_types": ["idea.eaten"]});
    stage.test.post(&stage.admin, "/webhook-endpoints", unknown).await.expect(422);
}

#[tokio::test]
async fn webhooks_are_the_administrators_and_the_tenants_own() {
    let stage = Stage::set().await;
    let endpoint = stage.endpoint("/a", &["idea.approved"], json!({})).await;
    let path = format!("/webhook-endpoints/{}", text(&endpoint["id"]));
    let manager = stage.test.member(Role::Manager);
    stage.test.get(&manager, &path).await.expect(403);
    let other = stage.test.add_tenant("bluenote").await;
    let stranger = stage.test.member_of(other, Role::Admin);
    stage.test.get(&stranger, &path).await.expect(404);
    stage.test.get(&stranger, &format!("{path}/deliveries")).await.expect(404);
    stage.test.post(&stranger, &format!("{path}/rotate"), json!({})).await.expect(404);
}
