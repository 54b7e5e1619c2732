//! Every route of the program, and the layers that each request passes.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Extension, Router};
use http::{HeaderName, HeaderValue, Method, header};
use identity::Authenticator;
use platform::audit::denials;
use platform::http::{frame, rate_limit};
use platform::{App, idempotency, openapi};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use webhooks::WayOut;

use crate::health::Vitals;
use crate::realtime::Feed;
use crate::{docs_page, health, realtime, web};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Atelier",
        description = "The operating platform for creative businesses: clients, campaigns, ideas, approvals.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(platform::http::frame::Problem, platform::FieldError)),
    security(("session" = []), ("token" = []))
)]
struct Document;

/// The parts that the routes are made with.
pub struct Parts {
    pub app: App,
    pub authenticator: Authenticator,
    pub feed: Feed,
    pub vitals: Vitals,
}

/// Everything that has versions.
fn aggregates() -> history::Aggregates {
    let of_identity = [&identity::ROLE, &identity::PROFILE, &identity::SETTINGS];
    history::Aggregates::new(agency::aggregates().into_iter().chain(of_identity))
}

/// The API under its canonical and its short address, and its description.
fn described() -> (Router<App>, utoipa::openapi::OpenApi) {
    let v1 = || {
        OpenApiRouter::new()
            .merge(identity::routes())
            .merge(agency::routes())
            .merge(history::routes(aggregates()))
            .merge(audit::routes())
            .merge(webhooks::routes())
            .merge(realtime::routes())
    };
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", v1())
        .nest("/api", health::routes())
        .nest("/api/admin", identity::admin_routes())
        .nest("/auth", identity::auth_routes())
        .split_for_parts();
    let (short, _) = OpenApiRouter::<App>::new().nest("/api", v1()).split_for_parts();
    openapi::complete(&mut document);
    add_security(&mut document);
    (router.merge(short), document)
}

fn add_security(document: &mut utoipa::openapi::OpenApi) {
    let components = document.components.get_or_insert_default();
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "An access token of POST /auth/sign-in, an API key, the access token of an application, or the \
             token of an access link.",
        ))
        .build();
    let session = ApiKey::Cookie(ApiKeyValue::new("__Host-atelier"));
    components.add_security_scheme("token", SecurityScheme::Http(token));
    components.add_security_scheme("session", SecurityScheme::ApiKey(session));
}

/// The description with the webhooks that are sent.
#[derive(serde::Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    document: &'a utoipa::openapi::OpenApi,
    webhooks: serde_json::Value,
}

impl<'a> Whole<'a> {
    fn of(document: &'a utoipa::openapi::OpenApi) -> Self {
        Self { document, webhooks: webhooks::catalogue::described() }
    }
}

/// The OpenAPI 3.1 description, as committed in `openapi.json`.
///
/// # Errors
/// The document cannot be written as JSON.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    let mut json = serde_json::to_string_pretty(&Whole::of(&described().1))?;
    json.push('\n');
    Ok(json)
}

/// Everything that the process answers.
pub fn router(parts: Parts) -> Router {
    let Parts { app, authenticator, feed, vitals } = parts;
    let (api, document) = described();
    let json: axum::body::Bytes = serde_json::to_vec(&Whole::of(&document)).unwrap_or_default().into();
    let page: axum::body::Bytes = docs_page::render(&document).into();
    let limiter = rate_limit::RateLimiter::default();
    let limited = api
        .layer(from_fn_with_state(app.clone(), idempotency::layer))
        .layer(from_fn_with_state((app.clone(), limiter.clone()), rate_limit::layer))
        .layer(from_fn_with_state(app.clone(), denials::layer))
        .layer(from_fn_with_state(authenticator.clone(), identity::authenticate));
    let for_applications = identity::oauth_routes()
        .layer(from_fn_with_state((app.clone(), limiter), rate_limit::layer))
        .layer(Extension(authenticator.clone()))
        .layer(DefaultBodyLimit::max(app.config().http.body_bytes_max))
        .layer(any_origin());
    let mut router = limited
        .route("/api/openapi.json", get(async move || docs_page::json(json.clone())))
        .route("/api/docs", get(async move || docs_page::html(page.clone())))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback(web::fallback)
        .layer(Extension(feed))
        .layer(Extension(vitals))
        .layer(Extension(WayOut::new(app.config())))
        .layer(Extension(authenticator))
        .layer(DefaultBodyLimit::max(app.config().http.body_bytes_max));
    if let Some(cors) = cors(&app) {
        router = router.layer(cors);
    }
    // What comes in proves itself by its own bytes: no actor, and no limit that a busy sender would meet.
    let router = router.merge(for_applications).merge(webhooks::receiving_routes());
    router.layer(from_fn_with_state(app.clone(), frame::layer)).with_state(app)
}

/// Applications in a browser come from anywhere. They bring what they prove themselves with; cookies count
/// for nothing there.
fn any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER, header::WWW_AUTHENTICATE])
        .max_age(Duration::from_mins(10))
}

/// Cross-origin calls, for the origins of the settings only.
fn cors(app: &App) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = app
        .config()
        .http
        .cors_origins
        .iter()
        .filter_map(|origin| HeaderValue::try_from(origin).ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let allowed = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        HeaderName::from_static("idempotency-key"),
        HeaderName::from_static("traceparent"),
    ];
    let exposed =
        [header::ETAG, header::LOCATION, header::RETRY_AFTER, HeaderName::from_static("x-request-id")];
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(allowed)
        .expose_headers(exposed)
        .max_age(Duration::from_mins(10));
    Some(layer)
}
