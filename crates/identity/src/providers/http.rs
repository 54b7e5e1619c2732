//! `/auth/providers`

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use platform::http::frame::Context;
use platform::{Actor, App, Error, Result, ValidQuery, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::flow;
use super::operations::{self, Outcome, Returned};
use crate::Authenticator;
use crate::own::Own;
use crate::sessions::cookie::{self, Site};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_providers))
        .routes(routes!(start_provider))
        .routes(routes!(finish_provider))
}

/// Somebody else who says who a person is.
#[derive(Debug, Serialize, ToSchema)]
struct Provider {
    #[schema(example = "google")]
    key: String,
    #[schema(example = "Google")]
    name: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct ProviderList {
    items: Vec<Provider>,
}

impl Versioned for ProviderList {}

/// The providers that this installation signs in with.
#[utoipa::path(get, path = "/providers", operation_id = "list_providers", tag = "auth", security(()),
    responses((status = 200, description = "All of them.", body = ProviderList)))]
async fn list_providers(authenticator: Authenticator) -> Result<Response> {
    let items = authenticator.providers().list();
    let items = items.map(|(key, name)| Provider { key: key.to_owned(), name: name.to_owned() });
    platform::ok(ProviderList { items: items.collect() })
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct Start {
    /// The path to go to afterwards.
    #[serde(default)]
    #[garde(length(chars, max = 500))]
    #[param(max_length = 500, example = "/campaigns")]
    return_to: String,
    /// Adds the provider to the account that is signed in, instead of signing in.
    #[serde(default)]
    #[garde(skip)]
    connect: bool,
}

/// Sends the browser to a provider.
#[utoipa::path(get, path = "/providers/{key}/start", operation_id = "start_provider", tag = "auth",
    params(("key" = String, Path, description = "The provider's key.", max_length = 63), Start), security(()),
    responses((status = 303, description = "To the provider."),
              (status = 403, description = "`step_up_required`: connecting asks for a fresh proof, see
                `POST /auth/step-up`.")))]
#[expect(clippy::too_many_arguments, reason = "each is an extractor")]
async fn start_provider(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    Path(key): Path<String>,
    ValidQuery(start): ValidQuery<Start>,
) -> Result<Response> {
    let own = if start.connect { Some(who_connects(&app, &headers, &authenticator, actor)?) } else { None };
    operations::throttle(&authenticator, &request, app.clock().now()).await?;
    let from = (flow::browser(&headers), own);
    let sent = operations::start(&app, &authenticator, (&key, &start.return_to), from).await?;
    let sent = sent.ok_or(Error::NotFound)?;
    let mut response = see_other(&sent.url)?;
    response.headers_mut().extend(flow::set(&sent.browser).map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

/// Only from a page of ours, so that another site cannot begin it, and only who proved to be there: it is one
/// more way into the account.
fn who_connects(
    app: &App,
    headers: &HeaderMap,
    authenticator: &Authenticator,
    actor: Option<Extension<Actor>>,
) -> Result<Own> {
    match (actor, cookie::site_of(headers, authenticator.public_url())) {
        (Some(Extension(actor)), Site::Same) => Own::proved(app, &actor),
        _ => Err(Error::forbidden("Sign in, and connect the provider from your own settings.")),
    }
}

#[derive(Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
struct Callback {
    #[serde(default)]
    #[garde(length(max = 2000))]
    #[param(max_length = 2000)]
    state: String,
    #[garde(inner(length(max = 4000)))]
    #[param(max_length = 4000)]
    code: Option<String>,
    /// The issuer, where it says so (RFC 9207).
    #[garde(inner(length(max = 500)))]
    #[param(max_length = 500)]
    iss: Option<String>,
}

/// Where a provider sends the browser back. Signs in, or goes to the sign-in page with the problem.
#[utoipa::path(get, path = "/providers/{key}/callback", operation_id = "finish_provider", tag = "auth",
    params(("key" = String, Path, description = "The provider's key.", max_length = 63), Callback),
    security(()),
    responses((status = 303, description = "Signed in, or to the sign-in page with the problem.")))]
#[expect(clippy::too_many_arguments, reason = "each is an extractor")]
async fn finish_provider(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    Path(key): Path<String>,
    ValidQuery(Callback { state, code, iss }): ValidQuery<Callback>,
) -> Result<Response> {
    let (browser, issuer) = (flow::read(&headers), iss.as_deref());
    let own = actor.and_then(|Extension(actor)| Own::of(&actor).ok());
    let returned = Returned { key: &key, browser, state: &state, code, issuer, own, request };
    match operations::finish(&app, &authenticator, returned).await? {
        Outcome::SignedIn(started, to) => cookie::redirect(&authenticator, *started, &to),
        Outcome::Connected(to) => see_other(&to),
        Outcome::SecondStep(token) => see_other(&format!("/sign-in/link#{token}")),
        Outcome::Refused(problem) => see_other(&format!("/sign-in?problem={problem}")),
    }
}

fn see_other(to: &str) -> Result<Response> {
    let location = HeaderValue::try_from(to).map_err(Error::internal)?;
    let headers = [(LOCATION, location), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}
