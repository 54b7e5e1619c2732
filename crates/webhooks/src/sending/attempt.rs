//! Taking deliveries that are due, and one exchange with an endpoint.

use std::time::Duration;

use db::{DbError, FromRow, Query, Row, SystemTask, params};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use outbound::{Request, retry_after};
use platform::{App, Result, failpoint};
use serde_json::{Map, Value};
use tokio::time::Instant;
use uuid::Uuid;

use super::queries;
use crate::deliveries::model::Outcome;
use crate::endpoints::model::WebhookEndpointId;
use crate::endpoints::operations::{open, place_of};
use crate::{WayOut, catalogue};

/// Beyond the time of an exchange: after it, an attempt that nobody settled is taken for lost.
const LEASE_BEYOND: SignedDuration = SignedDuration::from_secs(5);
const BODY_KEPT: usize = 1024;

/// A delivery that was taken for an attempt.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) tenant_id: Uuid,
    pub(super) id: Uuid,
    pub(super) endpoint_id: Uuid,
    pub(super) message_id: Uuid,
    /// The fence: who took it later has a higher number.
    pub(super) attempts: i32,
    pub(super) tries: i32,
    pub(super) url: String,
    keys_sealed: String,
    previous_until: Option<Timestamp>,
    payload: String,
    trace_id: Option<String>,
}

impl FromRow for Taken {
    fn from_row(row: &Row) -> std::result::Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: row.get("id")?,
            endpoint_id: row.get("endpoint_id")?,
            message_id: row.get("message_id")?,
            attempts: row.get("attempts")?,
            tries: row.get("tries")?,
            url: row.get("url")?,
            keys_sealed: row.get("keys_sealed")?,
            previous_until: row.get("previous_until")?,
            payload: row.get("payload")?,
            trace_id: row.get("trace_id")?,
        })
    }
}

/// What happened in one exchange.
pub(super) struct Exchange {
    pub(super) at: Timestamp,
    pub(super) duration_ms: i32,
    pub(super) request_headers: Value,
    pub(super) status: Option<u16>,
    pub(super) response_headers: Option<Value>,
    pub(super) response_body: Option<String>,
    pub(super) error: Option<String>,
    pub(super) outcome: Outcome,
}

/// Takes what is due: at most `rows`, and of each endpoint only what it has room for beside what is `busy`.
pub(super) async fn take(app: &App, rows: usize, busy: Vec<(Uuid, i32)>) -> Result<Vec<Taken>> {
    let (now, settings) = (app.clock().now(), &app.config().webhooks);
    let exchange = SignedDuration::from_secs(i64::try_from(settings.timeout_secs).unwrap_or(i64::MAX));
    let lease = now.saturating_add(exchange.saturating_add(LEASE_BEYOND)).unwrap_or(now);
    let room = i32::try_from(settings.concurrency_per_endpoint).unwrap_or(i32::MAX);
    let (endpoints, counts): (Vec<Uuid>, Vec<i32>) = busy.into_iter().unzip();
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let mut tx = app.db().system(SystemTask::DeliverWebhooks);
    let taken = Query::many(&queries::TAKE, params![now, rows, room, endpoints, counts, lease]);
    let taken: Vec<(Uuid, Uuid)> = tx.run(taken).await?;
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let (tenants, ids): (Vec<Uuid>, Vec<Uuid>) = taken.into_iter().unzip();
    let loaded = tx.run(Query::many(&queries::LOAD, params![tenants, ids])).await?;
    failpoint(app, "take.before_commit");
    tx.commit().await?;
    failpoint(app, "take.after_commit");
    Ok(loaded)
}

/// Sends the message once.
pub(super) async fn attempt(app: &App, way_out: &WayOut, taken: &Taken) -> Exchange {
    let at = app.clock().now();
    let begun = Instant::now();
    let headers = match headers(app, taken, at).await {
        Ok(headers) => headers,
        Err(error) => return Exchange::none(at, error.detail()),
    };
    let client = match way_out.client() {
        Ok(client) => client,
        Err(error) => return Exchange::none(at, error.detail()),
    };
    let mut request = Request::post(&*taken.url).body(taken.payload.clone());
    for (name, value) in &headers {
        request = request.header(name.clone(), value.clone());
    }
    failpoint(app, "attempt.before_send");
    let answer = client.send(&request).await;
    failpoint(app, "attempt.after_send");
    let duration_ms = i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX);
    let exchange =
        Exchange { duration_ms, request_headers: shown(&headers), ..Exchange::none(at, String::new()) };
    match answer {
        Ok(answer) => Exchange {
            status: Some(answer.status.as_u16()),
            response_headers: Some(shown(&answer.headers)),
            response_body: Some(beginning(&answer.body)),
            error: None,
            outcome: Outcome::of(answer.status.as_u16(), retry_after(&answer.headers)),
            ..exchange
        },
        Err(error) => Exchange { error: Some(shortened(&error.to_string(), 500)), ..exchange },
    }
}

impl Exchange {
    /// Nothing was sent.
    fn none(at: Timestamp, error: String) -> Self {
        Self {
            at,
            duration_ms: 0,
            request_headers: Value::Object(Map::new()),
            status: None,
            response_headers: None,
            response_body: None,
            error: Some(error),
            outcome: Outcome::Failed,
        }
    }
}

/// Standard Webhooks: one id for all attempts, the time of this one, and the signatures over both.
async fn headers(app: &App, taken: &Taken, at: Timestamp) -> Result<HeaderMap> {
    let place = place_of(WebhookEndpointId::from(taken.endpoint_id));
    let keys = app.vault().open(taken.tenant_id, place, &taken.keys_sealed).await?.text()?;
    let keys = open(&keys)?;
    let id = catalogue::shown(taken.message_id);
    let with_previous = taken.previous_until.is_some_and(|until| at < until);
    let signature = keys.sign(&id, at.as_second(), taken.payload.as_bytes(), with_previous);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let traced = taken.trace_id.as_deref().filter(|id| id.len() == 32);
    let parent = traced.map(|trace| format!("00-{trace}-{:016x}-01", taken.id.as_u64_pair().1 | 1));
    for (name, value) in [
        ("webhook-id", Some(id)),
        ("webhook-timestamp", Some(at.as_second().to_string())),
        ("webhook-signature", Some(signature)),
        ("traceparent", parent),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    Ok(headers)
}

/// As they are kept: at most 40, none longer than 500 characters.
fn shown(headers: &HeaderMap) -> Value {
    let text = |value: &HeaderValue| shortened(&String::from_utf8_lossy(value.as_bytes()), 500);
    let shown = headers.iter().take(40).map(|(name, value)| (name.to_string(), Value::from(text(value))));
    Value::Object(shown.collect())
}

fn beginning(body: &[u8]) -> String {
    let cut = &body[..body.len().min(BODY_KEPT)];
    String::from_utf8_lossy(cut).replace('\0', "\u{FFFD}")
}

pub(super) fn shortened(text: &str, chars: usize) -> String {
    text.chars().filter(|letter| *letter != '\0').take(chars).collect()
}

/// How long a process waits before it looks again by itself.
pub(super) fn poll(app: &App) -> Duration {
    Duration::from_millis(app.config().webhooks.poll_ms)
}
