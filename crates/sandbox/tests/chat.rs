//! Chat completions over HTTP: ideas from briefs, strictness, streaming, faults.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is its own program, and fails by panicking"
)]

mod support;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use http::StatusCode;
use sandbox::{Fault, MODEL, Mode};
use serde_json::{Value, json};
use support::{Server, ask, brief, ideas, schema};

#[tokio::test]
async fn ideas_follow_the_brief_and_the_schema() {
    let server = Server::start().await;
    let answer = server.ideas(&brief(), 6, "post").await;
    let ideas = ideas(&answer);
    assert_eq!(ideas.len(), 6);
    assert!(jsonschema::is_valid(&schema(), &json!({"ideas": ideas})));
    for theme in ["origin", "brewing at home"] {
        let is_named = |idea: &&Value| idea.to_string().to_lowercase().contains(theme);
        assert!(ideas.iter().filter(is_named).count() >= 2, "{theme}");
    }
    let with_word = ideas.iter().filter(|idea| idea.to_string().contains("guests")).count();
    assert!((2..6).contains(&with_word), "the voice asks for this word, now and then: {with_word}");
    for idea in &ideas {
        let text = idea.to_string();
        assert!(!text.to_lowercase().contains("customers") && !text.contains('!'), "{text}");
        assert!(idea["scenes"].as_array().unwrap().is_empty());
        for channel in ["linkedin", "instagram", "x"] {
            assert!(!idea["variants"][channel]["text"].as_str().unwrap().is_empty());
        }
        assert!(idea["variants"]["youtube"].is_null(), "not asked for");
    }
}

#[tokio::test]
async fn no_two_ideas_read_alike() {
    let server = Server::start().await;
    for language in ["en", "de"] {
        let mut brief = brief();
        brief["language"] = json!(language);
        let ideas = ideas(&server.ideas(&brief, 12, "post").await);
        for field in ["title", "hook", "body", "visual"] {
            let distinct: HashSet<&str> = ideas.iter().map(|idea| idea[field].as_str().unwrap()).collect();
            assert_eq!(distinct.len(), ideas.len(), "{language} {field}");
        }
        let mut paragraphs = HashSet::new();
        for paragraph in ideas.iter().flat_map(|idea| idea["body"].as_str().unwrap().split("\n\n")) {
            let is_asked_for = paragraph.contains("guests");
            assert!(paragraphs.insert(paragraph) || is_asked_for, "said twice: {paragraph}");
        }
    }
}

#[tokio::test]
async fn a_second_helping_goes_on_where_the_first_one_ended() {
    let server = Server::start().await;
    let all = ideas(&server.ideas(&brief(), 8, "post").await);
    let mut second = brief();
    second["avoid"] = all[..5].iter().map(|idea| idea["title"].clone()).collect();
    assert_eq!(ideas(&server.ideas(&second, 3, "post").await), all[5..]);
}

#[tokio::test]
async fn texts_keep_the_limits_of_their_channel_and_differ() {
    let server = Server::start().await;
    for (language, theme) in [("en", "x".repeat(200)), ("de", "Ein Thema, das sehr lang ist ".repeat(6))] {
        let mut brief = brief();
        brief["language"] = json!(language);
        brief["channels"] = json!(["linkedin", "instagram", "x", "youtube"]);
        brief["themes"] = json!([theme, "origin"]);
        for kind in ["post", "reel"] {
            for idea in ideas(&server.ideas(&brief, 8, kind).await) {
                let text = |channel: &str| idea["variants"][channel]["text"].as_str().unwrap().to_owned();
                assert!(text("linkedin").chars().count() <= 3000);
                assert!(text("instagram").chars().count() <= 2200);
                assert!(text("x").chars().map(|c| if c > '\u{10ff}' { 2 } else { 1 }).sum::<usize>() <= 280);
                assert!(text("youtube").len() <= 5000 && !text("youtube").contains(['<', '>']));
                assert!(idea["variants"]["youtube"]["title"].as_str().unwrap().chars().count() <= 100);
                let texts: HashSet<String> = ["linkedin", "instagram", "x", "youtube"].map(text).into();
                assert_eq!(texts.len(), 4);
            }
        }
    }
}

#[tokio::test]
async fn reels_have_scenes_of_a_sensible_length() {
    let server = Server::start().await;
    for idea in ideas(&server.ideas(&brief(), 5, "reel").await) {
        let scenes = idea["scenes"].as_array().unwrap();
        assert!((3..=6).contains(&scenes.len()));
        let seconds: i64 = scenes.iter().map(|scene| scene["seconds"].as_i64().unwrap()).sum();
        assert!((15..=45).contains(&seconds));
        assert!(scenes.iter().all(|scene| !scene["picture"].as_str().unwrap().is_empty()));
    }
}

#[tokio::test]
async fn the_same_question_gets_the_same_answer_and_another_brief_another() {
    let (one, two) = (Server::start().await, Server::start().await);
    let first = one.ideas(&brief(), 3, "post").await;
    assert_eq!(first, two.ideas(&brief(), 3, "post").await);
    let mut other = brief();
    other["instructions"] = json!("Shorter, please");
    assert_ne!(ideas(&first), ideas(&one.ideas(&other, 3, "post").await));
}

#[tokio::test]
async fn a_message_without_a_brief_gets_a_plain_answer() {
    let server = Server::start().await;
    let (status, answer) = server.post("/v1/chat/completions", &ask("How do I plan a product launch?")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(answer["choices"][0]["message"]["content"].as_str().unwrap().len() > 60);
    let mut shaped = ask("Name a colour for the wall");
    shaped["response_format"] = json!({"type": "json_schema", "json_schema": {"name": "colour", "schema": {
        "type": "object",
        "properties": {"name": {"enum": ["red", "blue"]},
                       "share": {"type": "number", "minimum": 2, "maximum": 3},
                       "why": {"type": ["string", "null"], "minLength": 5, "maxLength": 12}},
        "required": ["name", "share", "why"]}}});
    let (_, answer) = server.post("/v1/chat/completions", &shaped).await;
    let value: Value =
        serde_json::from_str(answer["choices"][0]["message"]["content"].as_str().unwrap()).unwrap();
    let schema = &shaped["response_format"]["json_schema"]["schema"];
    assert!(jsonschema::is_valid(schema, &value), "{value}");
}

#[tokio::test]
async fn usage_is_counted_from_the_texts() {
    let server = Server::start().await;
    let answer = server.ideas(&brief(), 2, "post").await;
    let said = answer["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!(answer["usage"]["completion_tokens"], said.len().div_ceil(4));
    let (input, output) = (&answer["usage"]["prompt_tokens"], &answer["usage"]["completion_tokens"]);
    assert_eq!(answer["usage"]["total_tokens"], input.as_u64().unwrap() + output.as_u64().unwrap());
    assert_eq!(answer["model"], MODEL);
    assert!(answer["system_fingerprint"].is_string());
}

#[tokio::test]
async fn an_output_limit_is_kept_and_said() {
    let server = Server::start().await;
    let mut request = ask("Write a lot");
    request["max_tokens"] = json!(5);
    let (_, answer) = server.post("/v1/chat/completions", &request).await;
    assert_eq!(answer["choices"][0]["finish_reason"], "length");
    assert!(answer["choices"][0]["message"]["content"].as_str().unwrap().len() <= 20);
}

#[tokio::test]
async fn a_stream_carries_the_same_text() {
    let server = Server::start().await;
    let (_, whole) = server.post("/v1/chat/completions", &ask("Explain tides")).await;
    let mut request = ask("Explain tides");
    request["stream"] = json!(true);
    request["stream_options"] = json!({"include_usage": true});
    let text = server.raw("/v1/chat/completions", &request).await.unwrap().text().await.unwrap();
    let events: Vec<&str> = text.split("\n\n").filter_map(|event| event.strip_prefix("data: ")).collect();
    assert_eq!(events.last(), Some(&"[DONE]"));
    let chunks: Vec<Value> =
        events[..events.len() - 1].iter().map(|event| serde_json::from_str(event).unwrap()).collect();
    let said: String =
        chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(said, whole["choices"][0]["message"]["content"]);
    assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
    let last = chunks.last().unwrap();
    assert_eq!(
        (&last["choices"], &last["usage"]["completion_tokens"]),
        (&json!([]), &whole["usage"]["completion_tokens"])
    );
    assert_eq!(chunks[chunks.len() - 2]["choices"][0]["finish_reason"], "stop");
}

#[tokio::test]
async fn what_the_vendor_refuses_is_refused_in_its_words() {
    let server = Server::start().await;
    let with = |change: Value| {
        let mut request = ask("Hello");
        request.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        request
    };
    let open = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]});
    for (request, status, param) in [
        (with(json!({"model": "gpt-9"})), 404, None),
        (with(json!({"messages": []})), 400, Some("messages")),
        (with(json!({"messages": [{"role": "boss", "content": "x"}]})), 400, Some("messages.[0].role")),
        (with(json!({"messages": [{"role": "user", "content": 7}]})), 400, Some("messages.[0].content")),
        (
            with(json!({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]})),
            400,
            Some("messages.[0].content"),
        ),
        (with(json!({"temperature": 3})), 400, Some("temperature")),
        (with(json!({"top_p": "high"})), 400, Some("top_p")),
        (with(json!({"max_tokens": 0})), 400, Some("max_tokens")),
        (with(json!({"n": 99})), 400, Some("n")),
        (with(json!({"stream": "yes"})), 400, Some("stream")),
        (with(json!({"stream_options": {"include_usage": true}})), 400, Some("stream_options")),
        (with(json!({"colour": "red"})), 400, Some("colour")),
        (with(json!({"response_format": {"type": "xml"}})), 400, Some("response_format.type")),
        (with(json!({"response_format": {"type": "json_object"}})), 400, Some("messages")),
        (
            with(json!({"response_format": {"type": "json_schema"}})),
            400,
            Some("response_format.json_schema.name"),
        ),
        (
            with(json!({"response_format": {"type": "json_schema", "json_schema": {
                    "name": "x", "strict": true, "schema": open}}})),
            400,
            Some("response_format"),
        ),
    ] {
        let (answered, body) = server.post("/v1/chat/completions", &request).await;
        assert_eq!(answered.as_u16(), status, "{request}");
        assert_eq!(body["error"]["param"].as_str(), param, "{body}");
        assert!(!body["error"]["message"].as_str().unwrap().is_empty());
        assert_eq!(body["error"]["type"], "invalid_request_error");
    }
    for (path, status) in [("/v1/models", 405), ("/v1/nothing", 404)] {
        assert_eq!(server.raw(path, &json!({})).await.unwrap().status().as_u16(), status, "{path}");
    }
    assert_eq!(server.without_key().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_fault_happens_as_often_as_it_is_told() {
    let server = Server::start().await;
    let status = |code, retry_after_seconds| Mode::Status { code, retry_after_seconds };
    server.sandbox.set_faults(vec![
        Fault::times(status(StatusCode::TOO_MANY_REQUESTS, Some(7)), 1),
        Fault::times(status(StatusCode::INTERNAL_SERVER_ERROR, None), 1),
        Fault::times(Mode::Refuse, 1),
        Fault::times(Mode::Truncate, 1),
        Fault::times(Mode::InvalidJson, 1),
        Fault::times(Mode::Slow(Duration::from_millis(60)), 1),
        Fault::times(Mode::Reset, 1),
    ]);
    let limited = server.raw("/v1/chat/completions", &ask("x")).await.unwrap();
    assert_eq!((limited.status().as_u16(), limited.headers()["retry-after"].to_str().unwrap()), (429, "7"));
    assert_eq!(server.post("/v1/chat/completions", &ask("x")).await.0, StatusCode::INTERNAL_SERVER_ERROR);

    let (_, refused) = server.post("/v1/chat/completions", &ask("x")).await;
    let message = &refused["choices"][0]["message"];
    assert!(message["content"].is_null() && message["refusal"].is_string());
    let (_, cut) = server.post("/v1/chat/completions", &ask("x")).await;
    assert_eq!(cut["choices"][0]["finish_reason"], "length");
    let spoiled = server.ideas(&brief(), 1, "post").await;
    let text = spoiled["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(serde_json::from_str::<Value>(text).is_err());

    let started = Instant::now();
    server.post("/v1/chat/completions", &ask("x")).await;
    assert!(started.elapsed() >= Duration::from_millis(60));
    let reset = server.raw("/v1/chat/completions", &ask("x")).await;
    let is_broken = match reset {
        Ok(response) => response.text().await.is_err(),
        Err(_) => true,
    };
    assert!(is_broken);
    assert_eq!(server.post("/v1/chat/completions", &ask("x")).await.0, StatusCode::OK);
    assert_eq!(server.sandbox.calls_count(), 8);
}

#[tokio::test]
async fn faults_calls_and_the_page_are_served() {
    let server = Server::start().await;
    let faults = json!({"faults": [{"mode": "status", "code": 503, "times": 2, "model": MODEL}]});
    assert_eq!(server.put("/sandbox/faults", &faults).await, (StatusCode::OK, faults.clone()));
    assert_eq!(server.get("/sandbox/faults").await, faults);
    let wrong = json!({"faults": [{"mode": "explode"}]});
    assert_eq!(server.put("/sandbox/faults", &wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    server.post("/v1/chat/completions", &ask("x")).await;
    let calls = server.get("/sandbox/calls").await;
    assert_eq!(
        (&calls["count"], &calls["items"][0]["status"], &calls["items"][0]["fault"]),
        (&json!(1), &json!(503), &json!("status"))
    );
    let page = server.text("/sandbox").await;
    assert!(page.contains("503") && page.contains(MODEL) && !page.contains("{{"));
}

#[tokio::test]
async fn models_and_embeddings_answer() {
    let server = Server::start().await;
    assert_eq!(server.get("/v1/models").await["data"][0]["id"], MODEL);
    assert_eq!(server.get(&format!("/v1/models/{MODEL}")).await["id"], MODEL);
    let request = json!({"model": sandbox::EMBEDDING_MODEL, "input": ["coffee at home", "tax report"]});
    let (status, answer) = server.post("/v1/embeddings", &request).await;
    assert_eq!((status, answer["data"].as_array().unwrap().len()), (StatusCode::OK, 2));
    assert_eq!(answer["data"][1]["embedding"].as_array().unwrap().len(), 384);
    let (status, _) =
        server.post("/v1/embeddings", &json!({"model": sandbox::EMBEDDING_MODEL, "input": []})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
