//! `/sandbox/mail`

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use super::Mail;
use crate::Sandbox;
use crate::admin::{answer, escape};

const LIST: &str = include_str!("list.html");
const ONE: &str = include_str!("one.html");
/// A mail runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'";

pub(crate) fn routes() -> Router<Sandbox> {
    Router::new().route("/sandbox/mail", get(list)).route("/sandbox/mail/{n}", get(one))
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    format: String,
    to: Option<String>,
}

async fn list(State(sandbox): State<Sandbox>, Query(wanted): Query<Wanted>) -> Response {
    let mails = sandbox.mails.list(wanted.to.as_deref());
    if wanted.format == "json" {
        return answer(StatusCode::OK, &json!({"count": mails.len(), "items": mails}));
    }
    let rows = mails.iter().map(|mail| {
        let (n, to, subject) = (mail.n, escape(&mail.to.join(", ")), escape(&mail.subject));
        format!("<tr><td>{n}</td><td>{to}</td><td><a href=\"/sandbox/mail/{n}\">{subject}</a></td></tr>")
    });
    page(LIST.replace("{{mails}}", &rows.collect::<String>()))
}

async fn one(State(sandbox): State<Sandbox>, Path(n): Path<u64>, Query(wanted): Query<Wanted>) -> Response {
    let Some(mail) = sandbox.mails.find(n) else { return StatusCode::NOT_FOUND.into_response() };
    if wanted.format == "json" {
        return answer(StatusCode::OK, &mail);
    }
    page(written(&mail))
}

fn written(mail: &Mail) -> String {
    let links = mail.links.iter().map(|link| {
        let link = escape(link);
        format!("<li><a href=\"{link}\">{link}</a></li>")
    });
    ONE.replace("{{from}}", &escape(&mail.from))
        .replace("{{to}}", &escape(&mail.to.join(", ")))
        .replace("{{links}}", &links.collect::<String>())
        .replace("{{subject}}", &escape(&mail.subject))
        .replace("{{text}}", &escape(&mail.text))
        .replace("{{html}}", &escape(&mail.html))
}

fn page(html: String) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}
