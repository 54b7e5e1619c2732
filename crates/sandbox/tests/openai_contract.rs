//! The sandbox held against OpenAI's published description, when it is there.
//!
//! `ATELIER_CONTRACTS` names the directory of vendors' contracts. Without it this test proves nothing and
//! says so.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test is its own program, and fails by panicking"
)]

use std::path::PathBuf;

use jsonschema::{Draft, Validator};
use sandbox::{EMBEDDING_MODEL, MODEL, Sandbox};
use serde_json::{Value, json};
use tokio::net::TcpListener;

struct Contract {
    description: Value,
    samples: Value,
}

impl Contract {
    #[expect(clippy::print_stdout, reason = "a skipped check has to be seen")]
    fn find() -> Option<Self> {
        let Some(directory) = std::env::var_os("ATELIER_CONTRACTS") else {
            println!(
                "SKIPPED: ATELIER_CONTRACTS is not set; the sandbox is NOT held against OpenAI's contract"
            );
            return None;
        };
        let directory = PathBuf::from(directory).join("openai");
        let read = |name: &str| {
            let path = directory.join(name);
            let text =
                std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            serde_json::from_str(&text).unwrap()
        };
        Some(Self {
            description: read("openai.subset.derived.openapi.json"),
            samples: read("streaming-samples.json"),
        })
    }

    fn schema(&self, name: &str) -> Validator {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": format!("#/components/schemas/{name}"),
            "components": self.description["components"],
        });
        jsonschema::options().with_draft(Draft::Draft202012).build(&schema).unwrap()
    }

    fn hold(&self, name: &str, value: &Value) {
        let problems: Vec<String> = self
            .schema(name)
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}\n{value:#}");
    }
}

struct Server {
    base: String,
    client: reqwest::Client,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(sandbox::serve(listener, Sandbox::default(), std::future::pending()));
        Self { base, client: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    async fn post(&self, path: &str, body: &Value) -> String {
        let request = self.client.post(format!("{}{path}", self.base)).bearer_auth("sandbox").json(body);
        request.send().await.unwrap().text().await.unwrap()
    }

    async fn json(&self, path: &str, body: &Value) -> Value {
        serde_json::from_str(&self.post(path, body).await).unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.base)).bearer_auth("sandbox");
        request.send().await.unwrap().json().await.unwrap()
    }
}

fn question() -> Value {
    json!({"model": MODEL, "messages": [{"role": "user", "content": "What makes a good first sentence?"}]})
}

#[tokio::test]
async fn whole_answers_fit_the_contract() {
    let Some(contract) = Contract::find() else { return };
    let server = Server::start().await;
    contract.hold("CreateChatCompletionRequest", &question());
    contract.hold("CreateChatCompletionResponse", &server.json("/v1/chat/completions", &question()).await);
    let embed = json!({"model": EMBEDDING_MODEL, "input": ["one", "two"]});
    contract.hold("CreateEmbeddingRequest", &embed);
    contract.hold("CreateEmbeddingResponse", &server.json("/v1/embeddings", &embed).await);
    contract.hold("ListModelsResponse", &server.get("/v1/models").await);
    contract.hold("Model", &server.get(&format!("/v1/models/{MODEL}")).await);
}

#[tokio::test]
async fn streamed_answers_fit_the_contract_and_look_like_its_samples() {
    let Some(contract) = Contract::find() else { return };
    let server = Server::start().await;
    let mut request = question();
    request["stream"] = json!(true);
    request["stream_options"] = json!({"include_usage": true});
    contract.hold("CreateChatCompletionRequest", &request);
    let text = server.post("/v1/chat/completions", &request).await;
    let events: Vec<&str> = text.split("\n\n").filter_map(|event| event.strip_prefix("data: ")).collect();
    let (end, chunks) = events.split_last().unwrap();
    assert_eq!(*end, "[DONE]");
    let chunks: Vec<Value> = chunks.iter().map(|chunk| serde_json::from_str(chunk).unwrap()).collect();
    for chunk in &chunks {
        contract.hold("CreateChatCompletionStreamResponse", &without_nulls(chunk));
    }
    for sample in sample_chunks(&contract.samples) {
        contract.hold("CreateChatCompletionStreamResponse", &without_nulls(&sample));
        let alike = chunks.iter().any(|chunk| has_keys_of(chunk, &sample));
        assert!(alike, "no chunk of ours has the fields of the vendor's sample {sample}");
    }
}

#[tokio::test]
async fn errors_fit_the_contract() {
    let Some(contract) = Contract::find() else { return };
    let server = Server::start().await;
    for wrong in [json!({}), json!({"model": "gpt-9", "messages": []}), json!([1])] {
        contract.hold("ErrorResponse", &server.json("/v1/chat/completions", &wrong).await);
    }
}

/// The description's prose and samples say `null` for `finish_reason` and `usage` before the end of a stream;
/// its schema forgot to. The vendor's own samples would not pass without this.
fn without_nulls(chunk: &Value) -> Value {
    let mut chunk = chunk.clone();
    if chunk["usage"].is_null() {
        chunk.as_object_mut().unwrap().remove("usage");
    }
    for choice in chunk["choices"].as_array_mut().unwrap() {
        if choice["finish_reason"].is_null() {
            choice["finish_reason"] = json!("stop");
        }
    }
    chunk
}

/// The chunks of the sample of streamed chat completions.
fn sample_chunks(samples: &Value) -> Vec<Value> {
    let all = samples["samples"].as_array().unwrap().iter();
    let chat: Vec<&Value> = all.filter(|sample| sample["path"] == "/chat/completions").collect();
    let lines = chat.iter().flat_map(|sample| sample["response"].as_str().unwrap().split("\n\n"));
    let chunks: Vec<Value> = lines.filter_map(|line| serde_json::from_str(line.trim()).ok()).collect();
    assert!(!chunks.is_empty(), "the contract has a sample of a chat stream");
    chunks
}

fn has_keys_of(ours: &Value, sample: &Value) -> bool {
    match (ours, sample) {
        (Value::Object(ours), Value::Object(sample)) => {
            sample.iter().all(|(key, value)| ours.get(key).is_some_and(|own| has_keys_of(own, value)))
        }
        (Value::Array(ours), Value::Array(sample)) => {
            sample.iter().zip(ours).all(|(sample, ours)| has_keys_of(ours, sample))
                && ours.len() >= sample.len()
        }
        _ => true,
    }
}
