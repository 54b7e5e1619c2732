//! Calling the program, and reading what it answers.

use std::net::SocketAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::time::{Instant, interval, timeout_at};

/// Nothing in a test takes longer, on the slowest machine that is still useful.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// One caller with one credential, or none. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    address: SocketAddr,
    bearer: Option<String>,
}

/// A request that is being put together.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
}

/// An answer, read whole. The body of a stream of events is left alone.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    #[expect(clippy::disallowed_methods, reason = "a test calls the program itself, not the world")]
    pub(crate) fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client");
        Self { http, address, bearer: None }
    }

    pub(crate) fn with(&self, bearer: impl Into<String>) -> Self {
        Self { bearer: Some(bearer.into()), ..self.clone() }
    }

    /// The same caller at another address: after a restart.
    pub(crate) fn at(&self, address: SocketAddr) -> Self {
        Self { address, ..self.clone() }
    }

    pub(crate) fn bearer(&self) -> &str {
        self.bearer.as_deref().unwrap_or_default()
    }

    /// Signs in with the demo's password.
    pub(crate) async fn sign_in(&self, email: &str, tenant: &str) -> Self {
        let body = json!({"email": email, "password": "atelier-demo-1", "tenant": tenant});
        let signed_in = self.call("POST", "/auth/sign-in").json(&body).send().await.expect(200);
        self.with(text(&signed_in["access_token"]))
    }

    /// `path` is below `/api/v1`, or begins with `/auth`, `/api` or a probe's name.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        let is_whole =
            ["/auth/", "/api/", "/oauth/", "/healthz", "/readyz"].iter().any(|root| path.starts_with(root));
        let prefix = if is_whole { "" } else { "/api/v1" };
        let method: Method = method.parse().expect("a method");
        let mut request = self.http.request(method, format!("http://{}{prefix}{path}", self.address));
        if let Some(bearer) = &self.bearer {
            request = request.bearer_auth(bearer);
        }
        Call { request }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send().await
    }

    /// At a whole address, also at another server's.
    pub(crate) fn call_url(&self, method: &str, url: &str) -> Call {
        Call { request: self.http.request(method.parse().expect("a method"), url) }
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path).json(&body).send().await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call("PUT", path).json(&body).send().await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call("PATCH", path).json(&body).send().await
    }

    /// Everything of a list, page after page.
    pub(crate) async fn all(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = None;
        loop {
            let separator = if path.contains('?') { '&' } else { '?' };
            let after =
                cursor.map_or_else(String::new, |cursor: String| format!("{separator}cursor={cursor}"));
            let page = self.get(&format!("{path}{after}")).await.expect(200);
            items.extend(list(&page["items"]).iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return items,
            }
        }
    }

    /// Opens the stream of changes.
    pub(crate) async fn events(&self) -> Events {
        Events::open(self.call("GET", "/events/stream")).await
    }

    /// As [`Client::events`], from behind this frame on.
    pub(crate) async fn events_after(&self, id: &str) -> Events {
        Events::open(self.call("GET", "/events/stream").header("last-event-id", id)).await
    }
}

impl Events {
    async fn open(call: Call) -> Self {
        let response = call.request.send().await.expect("a stream");
        assert_eq!(response.status().as_u16(), 200);
        Self { response, unread: String::new() }
    }
}

impl Call {
    pub(crate) fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("a header's value");
        Self { request: self.request.header(name, value) }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.bytes("application/json", body.to_string().into_bytes())
    }

    pub(crate) fn bytes(self, content_type: &str, body: Vec<u8>) -> Self {
        Self { request: self.request.header("content-type", content_type).body(body) }
    }

    /// A body that does not say what it is.
    pub(crate) fn untyped(self, body: Vec<u8>) -> Self {
        Self { request: self.request.body(body) }
    }

    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.expect("an answer")
    }

    /// Fails when the connection breaks instead of an answer: the program was killed.
    pub(crate) async fn try_send(self) -> Result<Answer, reqwest::Error> {
        let response = self.request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if is_stream { Vec::new() } else { response.bytes().await?.to_vec() };
        Ok(Answer { status, headers, body })
    }
}

impl Answer {
    /// The body as JSON, null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body when the status is as expected; panics with the whole answer otherwise.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "answer: {}", self.text());
        self.json()
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        text(&self.json()["code"]).to_owned()
    }

    /// The fields that a problem names.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let body = self.json();
        list(&body["errors"]).iter().map(|error| text(&error["pointer"]).to_owned()).collect()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// An open stream of Server-Sent Events.
pub(crate) struct Events {
    response: Response,
    unread: String,
}

/// One event of a stream.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) event: String,
    pub(crate) id: String,
    pub(crate) value: Value,
}

impl Events {
    /// The next frame; `None` when the program ended the stream.
    pub(crate) async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(end) = self.unread.find("\n\n") {
                let frame: String = self.unread.drain(..end + 2).collect();
                if let Some(frame) = Frame::parse(&frame) {
                    return Some(frame);
                }
                continue;
            }
            let chunk = self.response.chunk().await.ok().flatten()?;
            self.unread.push_str(&String::from_utf8_lossy(&chunk));
        }
    }

    /// Reads until a frame of this type about this subject.
    pub(crate) async fn until(&mut self, kind: &str, id: &str) -> Frame {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        loop {
            let next = timeout_at(deadline, self.next()).await;
            let Ok(Some(frame)) = next else { panic!("no {kind} of {id} came; there were {seen:#?}") };
            if frame.value["type"] == kind && frame.value["id"] == id {
                return frame;
            }
            seen.push(frame.value);
        }
    }
}

impl Frame {
    /// `None` for a comment, which only keeps the connection open.
    fn parse(text: &str) -> Option<Self> {
        let field = |name: &str| {
            text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
        };
        let content = field("data")?;
        Some(Self {
            event: field("event").unwrap_or("message").to_owned(),
            id: field("id").unwrap_or_default().to_owned(),
            value: serde_json::from_str(content).unwrap_or(Value::Null),
        })
    }
}

/// Asks again until there is an answer; panics with `what` when there is none in time.
pub(crate) async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    let mut beat = interval(Duration::from_millis(20));
    while Instant::now() < deadline {
        beat.tick().await;
        if let Some(found) = ask().await {
            return found;
        }
    }
    panic!("waited {PATIENCE:?} for {what}");
}

#[track_caller]
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The elements of an array; none when it is absent.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
