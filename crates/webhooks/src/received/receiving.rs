//! `/webhooks/{connector}`: from raw bytes to a row, and nothing else before the answer.

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use db::SystemTask;
use http::{HeaderMap, StatusCode, Uri};
use platform::{Actor, App, Error, Id as _, Permission, Result, failpoint};
use serde_json::{Value, json};

use super::operations;
use crate::connectors::model::{Found, Scheme, WebhookConnectorId};
use crate::connectors::queries as connectors;
use crate::connectors::verify::{Incoming, presented, verify};
use crate::connectors::{hash_of, place_of};

const BODY_BYTES_MAX: usize = 1024 * 1024;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/webhooks/{connector}", post(receive_webhook).get(answer_challenge))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

async fn receive_webhook(
    State(app): State<App>,
    Path(name): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: std::result::Result<Bytes, BytesRejection>,
) -> Result<Response> {
    let body = body.map_err(|_| Error::TooLarge {
        detail: format!("The body is larger than {BODY_BYTES_MAX} bytes, or broke off."),
    })?;
    let called = uri.path_and_query().map_or("", http::uri::PathAndQuery::as_str);
    let url = format!("{}{called}", app.config().server.base_url());
    let incoming = Incoming { url: &url, headers: &headers, body: &body };
    let found = find(&app, &name, &incoming).await?;
    receive(&app, found, &incoming).await
}

/// The connector that a request names: by its id, or by its name and the secret that is brought along.
async fn find(app: &App, name: &str, incoming: &Incoming<'_>) -> Result<Found> {
    let query = if let Ok(id) = WebhookConnectorId::parse(name) {
        connectors::find_anywhere(id)
    } else {
        let secret = presented(None, incoming).ok_or(refused())?;
        connectors::find_by_secret(name, hash_of(app.keys(), secret))
    };
    let mut tx = app.db().system(SystemTask::ReceiveWebhooks);
    let found = tx.run(query).await?;
    tx.commit().await?;
    found.ok_or(refused())
}

/// The same for what is not known and for what is not believed.
fn refused() -> Error {
    Error::Unauthenticated {
        code: "webhook_refused",
        detail: "There is no connector here that takes this request: check its address and its signature.",
    }
}

async fn receive(app: &App, found: Found, incoming: &Incoming<'_>) -> Result<Response> {
    let Found { tenant_id, connector, secret_sealed } = found;
    let secret = app.vault().open(tenant_id, place_of(connector.id), &secret_sealed).await?.text()?;
    let now = app.clock().now();
    let genuine = verify(connector.scheme, &secret, &connector.settings, incoming, now);
    let genuine = genuine.map_err(|refusal| {
        tracing::info!(connector = %connector.id, ?refusal, "a webhook was refused");
        refused()
    })?;
    // Slack asks once whether somebody is there, and is told so before anything is kept.
    if connector.scheme == Scheme::Slack && genuine.kind == "url_verification" {
        let body: Value = serde_json::from_slice(incoming.body).unwrap_or_default();
        return answer(json!({ "challenge": body["challenge"] }));
    }
    let mut tx = app.begin(&Actor::system(tenant_id), Permission::WebhookUpdate).await?;
    let kept = operations::keep(&mut tx, &connector, genuine, incoming).await?;
    failpoint(app, "receive.before_commit");
    tx.commit().await?;
    failpoint(app, "receive.after_commit");
    answer(json!({ "id": kept, "is_duplicate": kept.is_none() }))
}

fn answer(body: Value) -> Result<Response> {
    platform::ok(body)
}

/// Meta asks once whether the address is ours: <https://developers.facebook.com/docs/graph-api/webhooks>.
async fn answer_challenge(State(app): State<App>, Path(name): Path<String>, uri: Uri) -> Result<Response> {
    let id = WebhookConnectorId::parse(&name).map_err(|_| refused())?;
    let mut tx = app.db().system(SystemTask::ReceiveWebhooks);
    let found = tx.run(connectors::find_anywhere(id)).await?;
    tx.commit().await?;
    let connector = found.ok_or(refused())?.connector;
    let field = |name: &str| {
        let query = uri.query().unwrap_or_default().as_bytes();
        form_urlencoded::parse(query).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let is_meant = connector.scheme == Scheme::Meta
        && connector.settings.verify_token.is_some()
        && field("hub.verify_token") == connector.settings.verify_token;
    let challenge = field("hub.challenge").filter(|challenge| is_meant && challenge.len() <= 200);
    Ok((StatusCode::OK, challenge.ok_or(refused())?).into_response())
}
