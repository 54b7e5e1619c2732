//! Anthropic's protocol over the wire, against a server that speaks its answers.

use llm::{Completion, Finish, Message, Prompt, ProviderError, TokenCount, Vendor};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::hosted;

/// Answers one request with this and gives back what was asked.
pub(crate) async fn answering(
    status: &'static str,
    body: String,
) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let asked = read_request(&mut stream).await;
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        asked
    });
    (base_url, asked)
}

/// Head and body of one request.
async fn read_request(stream: &mut tokio::net::TcpStream) -> String {
    let mut asked = Vec::new();
    loop {
        let mut buffer = [0; 8192];
        let read = stream.read(&mut buffer).await.unwrap();
        asked.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&asked).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return text;
        }
    }
}

pub(crate) fn prompt(model: &str) -> Prompt {
    Prompt {
        model: model.to_owned(),
        system: "You write.".to_owned(),
        messages: vec![Message::user("One"), Message::assistant("Two"), Message::user("Three")],
        schema: crate::support::request().schema,
        output_tokens_max: 300,
        temperature: Some(0.5),
    }
}

#[tokio::test]
async fn anthropic_answers_are_understood() {
    let body = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5-20251001",
        "content": [{"type": "text", "text": "Hello"}], "stop_reason": "max_tokens", "stop_sequence": null,
        "usage": {"input_tokens": 12, "output_tokens": 3}
    });
    let (base_url, asked) = answering("200 OK", body.to_string()).await;
    let route = hosted(&base_url, Vendor::Anthropic, "claude-haiku-4-5");
    let answer = route.provider.complete(&prompt(&route.model)).await.unwrap();
    assert_eq!(
        answer,
        Completion {
            text: "Hello".to_owned(),
            finish: Finish::Length,
            model: "claude-haiku-4-5-20251001".to_owned(),
            tokens: Some(TokenCount { tokens_in: 12, tokens_out: 3 }),
        }
    );
    let asked = asked.await.unwrap();
    assert!(asked.starts_with("POST /v1/messages HTTP/1.1"), "{asked}");
    assert!(
        asked.contains("x-api-key: sandbox") && asked.contains(r#""model":"claude-haiku-4-5""#),
        "{asked}"
    );
}

#[tokio::test]
async fn an_anthropic_refusal_is_a_refusal_and_its_overload_is_the_vendors_trouble() {
    let body = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "content": [],
        "stop_reason": "refusal", "usage": {"input_tokens": 1, "output_tokens": 0}
    });
    let (base_url, _) = answering("200 OK", body.to_string()).await;
    let route = hosted(&base_url, Vendor::Anthropic, "claude");
    let answer = route.provider.complete(&prompt("claude")).await.unwrap();
    assert!(matches!(answer.finish, Finish::Refused(_)));

    let overloaded = json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}});
    let (base_url, _) = answering("529 Overloaded", overloaded.to_string()).await;
    let route = hosted(&base_url, Vendor::Anthropic, "claude");
    let error = route.provider.complete(&prompt("claude")).await.unwrap_err();
    assert_eq!(error, ProviderError::Server { status: 529, retry_after: None });
}

#[tokio::test]
async fn an_answer_that_is_not_the_protocol_is_broken() {
    for body in ["<html>gateway</html>", "{\"choices\":", ""] {
        let (base_url, _) = answering("200 OK", body.to_owned()).await;
        let route = hosted(&base_url, Vendor::OpenAiCompatible, "m");
        let error = route.provider.complete(&prompt("m")).await.unwrap_err();
        assert!(matches!(error, ProviderError::Broken(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_redirect_to_somewhere_else_is_rejected() {
    let (base_url, _) = answering("302 Found\r\nlocation: http://169.254.169.254/", String::new()).await;
    let route = hosted(&base_url, Vendor::OpenAiCompatible, "m");
    let error = route.provider.complete(&prompt("m")).await.unwrap_err();
    assert!(matches!(&error, ProviderError::Rejected(reason) if reason.contains("302")), "{error:?}");
}
