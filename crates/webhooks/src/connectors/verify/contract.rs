//! Every scheme against the vectors that the vendors' own libraries made, where they lie beside the checkout.

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use serde_json::Value;

use super::{Incoming, verify};
use crate::connectors::model::{ConnectorSettings, Scheme};

/// One vector as a request.
struct Request<'a> {
    scheme: Scheme,
    secret: &'a str,
    url: &'a str,
    headers: Vec<(&'a str, String)>,
    body: String,
    now: i64,
}

impl Request<'_> {
    fn is_taken(&self) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let incoming = Incoming { url: self.url, headers: &headers, body: self.body.as_bytes() };
        let now = Timestamp::from_second(self.now).unwrap();
        verify(self.scheme, self.secret, &ConnectorSettings::default(), &incoming, now).is_ok()
    }
}

#[expect(clippy::disallowed_methods, reason = "the script says where the contracts are")]
fn directory() -> Option<String> {
    std::env::var("ATELIER_CONTRACTS").ok()
}

fn text<'a>(vector: &'a Value, field: &str) -> &'a str {
    vector[field].as_str().unwrap_or_default()
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn request<'a>(vendor: &str, vector: &'a Value, file: &'a Value) -> Request<'a> {
    let mut request = Request {
        scheme: Scheme::StandardWebhooks,
        secret: text(vector, "secret"),
        url: "",
        headers: Vec::new(),
        body: text(vector, "payload").to_owned(),
        now: number(&vector["now"]).unwrap_or_default(),
    };
    let header = |name| (name, written(&vector[name]));
    match vendor {
        "standard-webhooks" => {
            let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
            request.headers = names.map(header).into_iter().collect();
            request.now = number(&vector["now"]).or(number(&vector["webhook-timestamp"])).unwrap_or_default();
            request.secret = vector["public"].as_str().unwrap_or(request.secret);
        }
        "stripe" => (request.scheme, request.headers) = (Scheme::Stripe, vec![header("Stripe-Signature")]),
        "slack" => {
            request.scheme = Scheme::Slack;
            request.secret = text(vector, "signing_secret");
            request.headers = vec![header("X-Slack-Request-Timestamp"), header("X-Slack-Signature")];
            request.body = text(vector, "body").to_owned();
        }
        "instagram" => {
            (request.scheme, request.headers) = (Scheme::Meta, vec![header("X-Hub-Signature-256")]);
            request.body = text(vector, "body").to_owned();
        }
        "twilio" => {
            (request.scheme, request.headers) = (Scheme::Twilio, vec![header("X-Twilio-Signature")]);
            (request.secret, request.url) = (text(file, "auth_token"), text(vector, "url"));
            let mut form = form_urlencoded::Serializer::new(String::new());
            for (name, value) in vector["params"].as_object().into_iter().flatten() {
                form.append_pair(name, value.as_str().unwrap());
            }
            request.body = vector["body"].as_str().map_or_else(|| form.finish(), str::to_owned);
        }
        _ => {
            request.scheme = Scheme::Mailgun;
            request.secret = text(vector, "signing_key");
            request.body = serde_json::json!({"signature": vector["signature"]}).to_string();
            request.now = number(&vector["signature"]["timestamp"]).unwrap();
        }
    }
    request
}

#[test]
fn the_vendors_own_vectors_are_judged_as_their_libraries_do() {
    let Some(directory) = directory() else {
        println!("SKIPPED: ATELIER_CONTRACTS is not set; the vendors' own vectors were NOT tried");
        return;
    };
    for (vendor, file) in [
        ("standard-webhooks", "vectors.json"),
        ("stripe", "webhook-signature.vectors.json"),
        ("slack", "request-signature.vectors.json"),
        ("twilio", "webhook-signature.vectors.json"),
        ("mailgun", "webhook-signature.vectors.json"),
        ("instagram", "webhook-signature.vectors.json"),
    ] {
        let file = std::fs::read_to_string(format!("{directory}/{vendor}/{file}")).unwrap();
        let file: Value = serde_json::from_str(&file).unwrap();
        for (list, is_right) in [("valid", true), ("invalid", false)] {
            for vector in file[list].as_array().into_iter().flatten() {
                let request = request(vendor, vector, &file);
                assert_eq!(request.is_taken(), is_right, "{vendor}: {vector:#}");
            }
        }
    }
}
