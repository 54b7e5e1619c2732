//! `/me/totp`, `/me/recovery-codes`

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use platform::{Actor, App, Result, Valid, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations;
use crate::Authenticator;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_totp, delete_totp))
        .routes(routes!(confirm_totp))
        .routes(routes!(create_recovery_codes))
}

/// What an authenticator app is set up with. It is shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct TotpSecret {
    /// To be typed into the app, where the picture cannot be taken.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    #[schema(format = "uri", example = "otpauth://totp/Atelier:mara%40northlight.test?secret=GEZDGNBV")]
    uri: String,
    /// The same address as a picture.
    #[schema(example = "<svg/>")]
    qr_svg: String,
}

impl Versioned for TotpSecret {}

/// Ten codes, each for one sign-in without the app. They are shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct RecoveryCodes {
    #[schema(example = json!(["4k7x2-m9qt0", "9f3c1-w0zr8"]))]
    recovery_codes: Vec<String>,
}

impl Versioned for RecoveryCodes {}

fn unstored<T: Serialize + Versioned>(value: T) -> Result<Response> {
    Ok(([(CACHE_CONTROL, "no-store")], platform::ok(value)?).into_response())
}

/// Makes a secret for an authenticator app. It counts once a first code was confirmed. Asks for a fresh proof
/// that it is you.
#[utoipa::path(post, path = "/me/totp", operation_id = "create_totp", tag = "me",
    responses((status = 200, description = "What the app is set up with.", body = TotpSecret),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`."),
              (status = 409, description = "`totp_enabled`: there is one already.")))]
async fn create_totp(State(app): State<App>, authenticator: Authenticator, actor: Actor) -> Result<Response> {
    let invitation = operations::invite(&app, &authenticator, &actor).await?;
    let operations::Invitation { secret, uri, picture } = invitation;
    unstored(TotpSecret { secret, uri, qr_svg: picture })
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct TotpConfirmation {
    /// What the app shows now.
    #[garde(length(chars, min = 1, max = 40), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 40, example = "418093")]
    code: String,
}

/// Turns the authenticator app on: from now on signing in asks for its code. Answers ten recovery codes.
#[utoipa::path(post, path = "/me/totp/confirm", operation_id = "confirm_totp", tag = "me",
    request_body = TotpConfirmation,
    responses((status = 200, description = "The recovery codes, shown this once.", body = RecoveryCodes),
              (status = 409, description = "`totp_not_prepared`: ask for a secret first."),
              (status = 422, description = "`wrong_code`: not the code that the app shows now.")))]
async fn confirm_totp(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(given): Valid<TotpConfirmation>,
) -> Result<Response> {
    let recovery_codes = operations::confirm(&app, &authenticator, &actor, &given.code).await?;
    unstored(RecoveryCodes { recovery_codes })
}

/// Turns the authenticator app off. Without a passkey, every session of yours is then only as sure as a
/// password. Asks for a fresh proof that it is you.
#[utoipa::path(delete, path = "/me/totp", operation_id = "delete_totp", tag = "me",
    responses((status = 204, description = "It is off, and the recovery codes are gone."),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`.")))]
async fn delete_totp(State(app): State<App>, authenticator: Authenticator, actor: Actor) -> Result<Response> {
    operations::remove(&app, &authenticator, &actor).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Makes ten new recovery codes; those before are worth nothing. Asks for a fresh proof that it is you.
#[utoipa::path(post, path = "/me/recovery-codes", operation_id = "create_recovery_codes", tag = "me",
    responses((status = 200, description = "The recovery codes, shown this once.", body = RecoveryCodes),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`."),
              (status = 409, description = "`totp_not_enabled`: there is no app to stand in for.")))]
async fn create_recovery_codes(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
) -> Result<Response> {
    let recovery_codes = operations::renew_recovery_codes(&app, &authenticator, &actor).await?;
    unstored(RecoveryCodes { recovery_codes })
}
