//! Exercises and voices through HTTP.

use crate::support::{agency, create_client, other_tenant, raw};
use db::{Query, params};
use platform::testing::TestApp;
use platform::{Actor, Role};
use serde_json::{Value, json};

async fn put(
    test: &TestApp,
    actor: &Actor,
    client: &Value,
    key: &str,
    body: Value,
) -> platform::testing::Reply {
    let path = format!("/clients/{}/exercises/{key}", client["id"].as_str().unwrap());
    test.call(actor, "PUT", &path, Some(body)).await
}

fn path(client: &Value, rest: &str) -> String {
    format!("/clients/{}/{rest}", client["id"].as_str().unwrap())
}

fn tone() -> Value {
    json!({"answers": {"adjectives": ["dry", "exact"], "formality": 2, "humour": "dry"}, "complete": true})
}

#[tokio::test]
async fn exercises_are_answered_in_steps_and_compile_to_a_voice() {
    let test = agency().await;
    let (manager, creator) = (test.member(Role::Manager), test.member(Role::Creator));
    let client = create_client(&test, &manager, "Hafenklang").await;
    let shown = test.get(&manager, &path(&client, "exercises")).await.expect(200);
    let states: Vec<&Value> = shown["items"].as_array().unwrap().iter().map(|e| &e["state"]).collect();
    assert_eq!(states, ["not_started"; 4]);
    test.get(&manager, &path(&client, "voice")).await.expect(404);

    let begun = json!({"answers": {"adjectives": ["dry"]}, "complete": false});
    let exercise = put(&test, &creator, &client, "tone", begun).await.expect(200);
    assert_eq!((&exercise["state"], &exercise["version"]), (&json!("in_progress"), &json!(1)));
    assert_eq!(exercise["answered_by"]["adjectives"]["name"], "Test creator");

    let exercise = put(&test, &manager, &client, "tone", tone()).await.expect(200);
    assert_eq!(
        (&exercise["state"], &exercise["completed_by_name"]),
        (&json!("completed"), &json!("Test manager"))
    );
    assert_eq!(exercise["answered_by"]["humour"]["name"], "Test manager");
    let shown = test.get(&manager, &path(&client, "")[..path(&client, "").len() - 1]).await.expect(200);
    assert_eq!(shown["exercises_completed"], 1);

    let voice = test.get(&manager, &path(&client, "voice")).await.expect(200);
    assert_eq!((&voice["version"], &voice["tone"]), (&json!(1), &json!(["dry", "exact"])));
    assert_eq!(voice["samples_count"], 0);
    // The same answers compile to the same voice.
    put(&test, &manager, &client, "tone", tone()).await.expect(200);
    assert_eq!(test.get(&manager, &path(&client, "voice")).await.expect(200)["version"], 1);

    let samples = json!({"answers": {"sample_1": "We load at six. 🎺\n#hafenklang", "sample_2": "No encore."},
                         "complete": true});
    put(&test, &manager, &client, "samples", samples).await.expect(200);
    let voice = test.get(&manager, &path(&client, "voice")).await.expect(200);
    assert_eq!((&voice["version"], &voice["samples_count"]), (&json!(2), &json!(2)));
    assert_eq!(voice["hashtags_per_post"], 0.5);
    assert!(voice["text"].as_str().unwrap().contains("We load at six."));
    assert!(voice.get("samples").is_none(), "the sample texts themselves are not shown again");
}

db::statements! {
    pub(crate) LIST_CHANGES = "
        select changes from audit_events where target_kind = 'exercise' order by id";
    pub(crate) LIST_TOLD = "
        select split_part(topic, ':', 1), version from events where type like 'exercise.%' order by seq";
}

#[tokio::test]
async fn the_activity_log_says_what_an_answer_was_before() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let begun = json!({"answers": {"formality": 3}, "complete": false});
    put(&test, &manager, &client, "tone", begun).await.expect(200);
    put(&test, &manager, &client, "tone", tone()).await.expect(200);
    let found: Vec<Value> =
        test.database.read(test.tenant_id, Query::many(&LIST_CHANGES, params![])).await.unwrap();
    let before = |field: &str| {
        let changes = found[1].as_array().unwrap();
        changes.iter().find(|change| change["field"] == field).map(|change| change["before"].clone())
    };
    assert_eq!(before("formality"), Some(json!(3)));
    assert_eq!(before("humour"), Some(Value::Null));
    assert_eq!(before("state"), Some(json!("in_progress")));
    // Four exercises share a client: a version would be compared with another one's.
    let told: Vec<(String, i64)> =
        test.database.read(test.tenant_id, Query::many(&LIST_TOLD, params![])).await.unwrap();
    assert_eq!(told, [("exercise".to_owned(), 0), ("exercise".to_owned(), 0)]);
}

#[tokio::test]
async fn texts_follow_the_language_of_the_request() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    let shown = test.get(&manager, &path(&client, "exercises")).await.expect(200);
    assert_eq!(shown["items"][0]["title"], "Tone of voice");
    let mut german = manager.clone();
    german.request = std::sync::Arc::new(platform::RequestContext {
        language: "de".to_owned(),
        ..platform::RequestContext::none()
    });
    let shown = test.get(&german, &path(&client, "exercises")).await.expect(200);
    assert_eq!(shown["items"][0]["title"], "Tonalität");
}

#[tokio::test]
async fn wrong_answers_are_refused_at_their_question() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let client = create_client(&test, &manager, "Hafenklang").await;
    for (answers, complete, pointers) in [
        (json!({"formality": 9}), false, vec!["/answers/formality"]),
        (json!({"shoe/size": 44}), false, vec!["/answers/shoe~1size"]),
        (json!({"formality": 3}), true, vec!["/answers/adjectives", "/answers/humour"]),
    ] {
        let body = json!({"answers": answers, "complete": complete});
        let problem = put(&test, &manager, &client, "tone", body).await.expect(422);
        let found: Vec<&str> =
            problem["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
        assert_eq!(found, pointers);
    }
    put(&test, &manager, &client, "horoscope", tone()).await.expect(404);
    put(&test, &manager, &client, "%FF", tone()).await.expect(404);
    put(&test, &manager, &client, "tone", json!({"answers": []})).await.expect(422);
    // Nothing of it was stored.
    let shown = test.get(&manager, &path(&client, "exercises")).await.expect(200);
    assert_eq!(shown["items"][0]["version"], 0);
}

#[tokio::test]
async fn a_client_answers_its_own_exercises_only() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let own = create_client(&test, &manager, "Hafenklang").await;
    let foreign = create_client(&test, &manager, "Elbwerft").await;
    let person = test.client_member(raw("cli", &own));
    put(&test, &person, &own, "tone", tone()).await.expect(200);
    put(&test, &person, &foreign, "tone", tone()).await.expect(404);
    test.get(&person, &path(&foreign, "exercises")).await.expect(404);
    test.get(&person, &path(&own, "voice")).await.expect(403);
    put(&test, &test.member(Role::Analyst), &own, "tone", tone()).await.expect(403);

    let other = other_tenant(&test).await;
    test.get(&other, &path(&own, "exercises")).await.expect(404);
    test.get(&other, &path(&own, "voice")).await.expect(404);
    put(&test, &other, &own, "tone", tone()).await.expect(404);
}
