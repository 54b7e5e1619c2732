//! `/sandbox`: a page for people, faults and the call log for tests and rehearsals.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::Sandbox;
use crate::faults::{Fault, WrittenFault};

const PAGE: &str = include_str!("page.html");

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Faults {
    faults: Vec<WrittenFault>,
}

pub(crate) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/sandbox", get(page))
        .route("/sandbox/faults", get(list_faults).put(replace_faults))
        .route("/sandbox/calls", get(list_calls))
}

async fn list_faults(State(sandbox): State<Sandbox>) -> Response {
    answer(StatusCode::OK, &written(&sandbox))
}

async fn replace_faults(State(sandbox): State<Sandbox>, body: Bytes) -> Response {
    let parsed = serde_json::from_slice::<Faults>(&body).map_err(|error| error.to_string());
    let faults: Result<Vec<Fault>, String> = parsed.and_then(|parsed| {
        parsed
            .faults
            .into_iter()
            .map(|written| Fault::try_from(written).map_err(|error| error.to_string()))
            .collect()
    });
    match faults {
        Ok(faults) => {
            sandbox.set_faults(faults);
            answer(StatusCode::OK, &written(&sandbox))
        }
        Err(message) => answer(StatusCode::UNPROCESSABLE_ENTITY, &json!({"error": {"message": message}})),
    }
}

async fn list_calls(State(sandbox): State<Sandbox>) -> Response {
    answer(StatusCode::OK, &json!({"count": sandbox.calls.count(), "items": sandbox.calls.list()}))
}

async fn page(State(sandbox): State<Sandbox>) -> Html<String> {
    let faults = sandbox.faults.list();
    let in_force = if faults.is_empty() {
        "<p>None: every call is answered properly.</p>".to_owned()
    } else {
        let rows = faults.iter().map(|fault| {
            let written = serde_json::to_string(&WrittenFault::from(fault)).unwrap_or_default();
            format!("<li><code>{}</code></li>", escape(&written))
        });
        format!("<ol>{}</ol>", rows.collect::<String>())
    };
    let calls = sandbox.calls.list().into_iter().take(25).map(|call| {
        let cells = [
            call.n.to_string(),
            escape(&call.model),
            call.status.to_string(),
            call.fault.to_owned(),
            escape(call.schema.as_deref().unwrap_or("")),
            call.tokens_in.to_string(),
            call.tokens_out.to_string(),
        ];
        format!("<tr>{}</tr>", cells.map(|cell| format!("<td>{cell}</td>")).concat())
    });
    Html(PAGE.replace("{{faults}}", &in_force).replace("{{calls}}", &calls.collect::<String>()))
}

fn written(sandbox: &Sandbox) -> Faults {
    Faults { faults: sandbox.faults.list().iter().map(WrittenFault::from).collect() }
}

pub(crate) fn answer(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => (status, [(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Model names and mails come from callers.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
