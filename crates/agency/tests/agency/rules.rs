//! The rules through HTTP: the same as at save.

use serde_json::json;

use crate::studio::studio;

#[tokio::test]
async fn texts_are_counted_in_the_channels_unit() {
    let studio = studio("none").await;
    let check =
        json!({ "channel": "x", "text": format!("{} https://example.com/long/path", "a".repeat(256)) });
    let found = studio.test.post(&studio.manager, "/rules/check", check).await.expect(200);
    assert_eq!(found["issues"], json!([]));
    assert_eq!(
        found["counts"][0],
        json!({ "field": "text", "unit": "weighted", "actual": 280, "limit": 280 })
    );
    assert!(found["fold"].is_null());
    let check = json!({ "channel": "youtube", "text": "a < b", "title": "" });
    let found = studio.test.post(&studio.client_person(), "/rules/check", check).await.expect(200);
    let codes: Vec<_> = found["issues"].as_array().unwrap().iter().map(|issue| &issue["code"]).collect();
    assert_eq!(codes, ["required", "forbidden_characters"]);
    let content = json!({ "title": "t", "variants": { "linkedin": { "text": "x".repeat(3_001) } } });
    let check = json!({ "channel": "linkedin", "content": content });
    let found = studio.test.post(&studio.manager, "/rules/check", check).await.expect(200);
    assert_eq!(found["issues"][0]["actual"], 3001);
    assert_eq!(found["fold"]["mobile_chars"], 140);
    for wrong in [json!({ "channel": "x" }), json!({ "channel": "spotify", "text": "a" })] {
        studio.test.post(&studio.manager, "/rules/check", wrong).await.expect(422);
    }
}

#[tokio::test]
async fn every_rule_names_its_source() {
    let studio = studio("none").await;
    let rules = studio.get("/rules").await;
    let linkedin = &rules["items"][0];
    assert_eq!((&linkedin["channel"], &linkedin["value"]), (&json!("linkedin"), &json!(3000)));
    assert_eq!(
        (&linkedin["confidence"], &linkedin["checked_on"]),
        (&json!("official"), &json!("2026-11-21"))
    );
}
