//! `/auth/sign-in`

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use http::HeaderMap;
use platform::http::frame::Context;
use platform::{App, Result, Valid};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::{self, Attempt};
use crate::Authenticator;
use crate::sessions::cookie;
use crate::sessions::model::SignedIn;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_in))
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    #[garde(length(chars, min = 3, max = 254), custom(platform::text::line))]
    #[schema(min_length = 3, max_length = 254, example = "producer@northlight.test")]
    email: String,
    #[garde(custom(password_length))]
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 200,
        example = "atelier-demo-1")]
    password: SecretString,
    /// Slug or id of the tenant to enter; without it, the one used last.
    #[garde(inner(length(chars, min = 1, max = 63)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 63, example = "northlight")]
    tenant: Option<String>,
    /// Of the authenticator app, or a recovery code: when the answer was `second_factor_required`.
    #[garde(inner(length(chars, min = 1, max = 40)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 40, example = "418093")]
    code: Option<String>,
}

/// Hashing takes its time with long input too, so it is bounded.
pub(crate) fn password_length<C>(password: &SecretString, _: &C) -> garde::Result {
    match password.expose_secret().chars().count() {
        1..=200 => Ok(()),
        _ => Err(garde::Error::new("must have 1 to 200 characters")),
    }
}

/// As [`password_length`], for an optional one.
#[expect(clippy::ref_option, reason = "as garde calls it")]
pub(crate) fn optional_password_length<C>(password: &Option<SecretString>, context: &C) -> garde::Result {
    password.as_ref().map_or(Ok(()), |password| password_length(password, context))
}

/// Signs in with address and password. Sets the session cookie for browsers and answers an access token for
/// programs.
#[utoipa::path(post, path = "/sign-in", operation_id = "sign_in", tag = "auth", request_body = SignIn,
    security(()),
    responses((status = 200, description = "Signed in.", body = SignedIn),
              (status = 401, description = "`invalid_credentials`, or `second_factor_required`: the password
                was right, send it again with a code.")))]
async fn sign_in(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    headers: HeaderMap,
    Valid(SignIn { email, password, tenant, code }): Valid<SignIn>,
) -> Result<Response> {
    cookie::refuse_other_sites(&headers, &authenticator)?;
    let attempt = Attempt { email, password, tenant, code, request };
    cookie::answer(&authenticator, operations::sign_in(&app, &authenticator, attempt).await?)
}
