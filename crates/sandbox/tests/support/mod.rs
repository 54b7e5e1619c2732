//! A sandbox on a port of its own, and the questions that the product asks.

use http::StatusCode;
use reqwest::Method;
use sandbox::{MODEL, Sandbox};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) struct Server {
    pub(crate) sandbox: Sandbox,
    base: String,
    client: reqwest::Client,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = Sandbox::default();
        tokio::spawn(sandbox::serve(listener, sandbox.clone(), std::future::pending()));
        Self { sandbox, base, client: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).bearer_auth("sandbox")
    }

    pub(crate) async fn raw(&self, path: &str, body: &Value) -> reqwest::Result<reqwest::Response> {
        self.request(Method::POST, path).json(body).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.raw(path, body).await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.request(Method::PUT, path).json(body).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.request(Method::GET, path).send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn text(&self, path: &str) -> String {
        self.request(Method::GET, path).send().await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn without_key(&self) -> StatusCode {
        let url = format!("{}/v1/chat/completions", self.base);
        self.client.post(url).json(&ask("x")).send().await.unwrap().status()
    }

    /// The whole answer to a request for ideas of one kind.
    pub(crate) async fn ideas(&self, brief: &Value, count: u64, kind: &str) -> Value {
        let (status, answer) = self.post("/v1/chat/completions", &ask_for_ideas(brief, count, kind)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }
}

pub(crate) fn ask(text: &str) -> Value {
    json!({"model": MODEL, "messages": [{"role": "user", "content": text}]})
}

pub(crate) fn ask_for_ideas(brief: &Value, count: u64, kind: &str) -> Value {
    let mut brief = brief.clone();
    brief[format!("{kind}s")] = json!(count);
    let prompt =
        format!("Write {count} ideas for {kind}s.\n\nThe brief, as data:\n\n```json\n{brief:#}\n```\n");
    json!({
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "You write for brands."}, {"role": "user", "content": prompt},
        ],
        "response_format": {
            "type": "json_schema", "json_schema": {"name": "ideas", "strict": true, "schema": schema()},
        },
    })
}

pub(crate) fn ideas(answer: &Value) -> Vec<Value> {
    let text = answer["choices"][0]["message"]["content"].as_str().unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    value["ideas"].as_array().unwrap().clone()
}

pub(crate) fn brief() -> Value {
    json!({
        "client": "Harbour Roasters", "industry": "Coffee", "objective": "Sell out the winter subscription",
        "voice": {
            "tone": ["warm", "precise"], "audience": "People who brew at home",
            "dos": ["Name the farm", "say \"guests\""],
            "donts": ["never say “customers”", "No exclamation marks", "no emoji"],
            "samples": [],
        },
        "themes": ["origin", "brewing at home"], "channels": ["linkedin", "instagram", "x"],
        "posts": 0, "reels": 0, "language": "en", "instructions": "",
        "dates": {"starts_on": null, "ends_on": null},
    })
}

/// The shape of an idea, as strict as vendors demand.
pub(crate) fn schema() -> Value {
    let text = json!({"type": "string"});
    let variant = json!({"anyOf": [{"type": "null"}, {"$ref": "#/$defs/variant"}]});
    let scene =
        closed(&json!({"seconds": {"type": "integer", "minimum": 1}, "picture": text, "voiceover": text,
                "caption": text}));
    let idea = closed(&json!({
        "title": {"type": "string", "maxLength": 200}, "hook": text, "body": text,
        "hashtags": {"type": "array", "items": text, "maxItems": 10}, "call_to_action": text, "visual": text,
        "scenes": {"type": "array", "items": scene},
        "variants": closed(
            &json!({"linkedin": variant, "instagram": variant, "youtube": variant, "x": variant})),
    }));
    let mut schema = closed(&json!({"ideas": {"type": "array", "items": idea}}));
    schema["$defs"] =
        json!({"variant": closed(&json!({"text": text, "title": {"type": ["string", "null"]}}))});
    schema
}

fn closed(properties: &Value) -> Value {
    let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}
