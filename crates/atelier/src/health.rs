//! Whether the process lives, is ready, and how its components are.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use platform::{App, Error, Result, Versioned};
use serde::Serialize;
use std::time::Instant;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::shutdown::Shutdown;

/// Beyond so many the number of waiting jobs says nothing more.
const QUEUE_DEPTH_MAX: i64 = 10_000;

/// How the parts of this installation are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    status: String,
    version: String,
    /// Whether this is a demonstration, with published passwords and a simulated model.
    demo: bool,
    components: Vec<Component>,
}

/// One part: the database, this process's connections to it, the queue of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Component {
    #[schema(example = "database")]
    name: String,
    #[schema(example = "ok")]
    state: String,
    latency_micros: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

impl Versioned for Health {}

/// What health needs beside the app.
#[derive(Clone)]
pub struct Vitals {
    pub shutdown: Shutdown,
    pub is_demo: bool,
}

/// The routes under `/api`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_health))
}

/// How the parts of this installation are.
#[utoipa::path(get, path = "/health", operation_id = "get_health", tag = "health", security(()),
    responses((status = 200, body = Health)))]
async fn get_health(State(app): State<App>, vitals: axum::Extension<Vitals>) -> Result<Response> {
    let database = check_database(&app).await;
    let queue = check_queue(&app).await;
    let is_ok = database.state == "ok";
    platform::ok(Health {
        status: if is_ok { "ok" } else { "degraded" }.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: vitals.is_demo,
        components: vec![database, pool(&app), queue],
    })
}

async fn check_database(app: &App) -> Component {
    let started = Instant::now();
    let answer = platform::health::check(app).await;
    let latency_micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let (state, detail) = match answer {
        Ok(()) => ("ok", None),
        Err(error) => ("down", Some(error.detail())),
    };
    Component { name: "database".to_owned(), state: state.to_owned(), latency_micros, detail }
}

fn pool(app: &App) -> Component {
    let usage = platform::health::pool_use(app);
    let detail = format!("{} connections, {} idle, {} waiting", usage.size, usage.available, usage.waiting);
    let state = if usage.waiting > usage.size { "busy" } else { "ok" };
    Component { name: "pool".to_owned(), state: state.to_owned(), latency_micros: 0, detail: Some(detail) }
}

async fn check_queue(app: &App) -> Component {
    let started = Instant::now();
    let answer = platform::health::queue_depth(app, QUEUE_DEPTH_MAX).await;
    let latency_micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let (state, detail) = match answer {
        Ok(QUEUE_DEPTH_MAX) => ("ok", format!("{QUEUE_DEPTH_MAX} jobs wait, or more")),
        Ok(depth) => ("ok", format!("{depth} jobs wait")),
        Err(error) => ("down", error.detail()),
    };
    Component { name: "queue".to_owned(), state: state.to_owned(), latency_micros, detail: Some(detail) }
}

/// The process answers.
pub async fn live() -> &'static str {
    "ok\n"
}

/// The process takes requests: the database answers and no shutdown has begun.
pub async fn ready(State(app): State<App>, vitals: axum::Extension<Vitals>) -> Response {
    if vitals.shutdown.has_begun() {
        return Error::Unavailable { detail: "This process is stopping." }.into_response();
    }
    match platform::health::check(&app).await {
        Ok(()) => (StatusCode::OK, "ready\n").into_response(),
        Err(error) => error.into_response(),
    }
}
