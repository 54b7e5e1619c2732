//! `/auth/magic-links`, `/auth/password-resets`, `/auth/email-changes`, `/me/email`

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::{HeaderMap, StatusCode};
use platform::http::frame::Context;
use platform::{Actor, App, Result, Valid};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations;
use crate::Authenticator;
use crate::mails::Order;
use crate::sessions::cookie;
use crate::sessions::model::SignedIn;
use crate::sign_in::password_length;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_magic_link))
        .routes(routes!(redeem_magic_link))
        .routes(routes!(create_password_reset))
        .routes(routes!(redeem_password_reset))
        .routes(routes!(confirm_email_change))
}

pub(crate) fn member_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create_email_change))
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct LetterRequest {
    #[garde(length(chars, min = 3, max = 254), custom(platform::text::line))]
    #[schema(min_length = 3, max_length = 254, example = "producer@northlight.test")]
    email: String,
}

/// Mails a link to sign in with. The answer is the same whether or not anybody has the address.
#[utoipa::path(post, path = "/magic-links", operation_id = "create_magic_link", tag = "auth",
    request_body = LetterRequest, security(()),
    responses((status = 202, description = "A mail leaves if somebody has the address.")))]
async fn create_magic_link(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    Valid(asked): Valid<LetterRequest>,
) -> Result<Response> {
    let order = |email| Order::MagicLink { email };
    operations::ask(&app, &authenticator, &asked.email, &request, order).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MagicLink {
    /// What follows the # of the mailed link.
    #[garde(length(chars, min = 1, max = 100), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 100, example = "Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHkgLSBub25l")]
    token: String,
    /// Slug or id of the tenant to enter; without it, the one used last.
    #[garde(inner(length(chars, min = 1, max = 63)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 63, example = "northlight")]
    tenant: Option<String>,
    /// Of the authenticator app, or a recovery code: when the answer was `second_factor_required`.
    #[garde(inner(length(chars, min = 1, max = 40)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 40, example = "418093")]
    code: Option<String>,
}

/// Signs in with a mailed link. It works once.
#[utoipa::path(post, path = "/magic-links/redeem", operation_id = "redeem_magic_link", tag = "auth",
    request_body = MagicLink, security(()),
    responses((status = 200, description = "Signed in.", body = SignedIn)))]
async fn redeem_magic_link(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    headers: HeaderMap,
    Valid(MagicLink { token, tenant, code }): Valid<MagicLink>,
) -> Result<Response> {
    cookie::refuse_other_sites(&headers, &authenticator)?;
    let link = (token.as_str(), tenant, code.as_deref());
    let started = operations::redeem_magic_link(&app, &authenticator, link, request).await?;
    cookie::answer(&authenticator, started)
}

/// Mails a link to choose a new password with. The answer is the same whether or not anybody has the address.
#[utoipa::path(post, path = "/password-resets", operation_id = "create_password_reset", tag = "auth",
    request_body = LetterRequest, security(()),
    responses((status = 202, description = "A mail leaves if somebody has the address.")))]
async fn create_password_reset(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    Valid(asked): Valid<LetterRequest>,
) -> Result<Response> {
    let order = |email| Order::PasswordReset { email };
    operations::ask(&app, &authenticator, &asked.email, &request, order).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// What follows the # of the mailed link.
    #[garde(length(chars, min = 1, max = 100), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 100, example = "Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHkgLSBub25l")]
    token: String,
    /// Refused when it would be guessed quickly.
    #[garde(custom(password_length))]
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 200)]
    password: SecretString,
}

/// Sets a new password with a mailed link, and ends every session of the person.
#[utoipa::path(post, path = "/password-resets/redeem", operation_id = "redeem_password_reset", tag = "auth",
    request_body = NewPassword, security(()),
    responses((status = 204, description = "The password is set; sign in with it.")))]
async fn redeem_password_reset(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    Valid(NewPassword { token, password }): Valid<NewPassword>,
) -> Result<Response> {
    operations::redeem_password_reset(&app, &authenticator, (&token, password), request).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EmailConfirmation {
    /// What follows the # of the mailed link.
    #[garde(length(chars, min = 1, max = 100), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 100, example = "Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHkgLSBub25l")]
    token: String,
}

/// Confirms a new address with the link that was mailed to it.
#[utoipa::path(post, path = "/email-changes/confirm", operation_id = "confirm_email_change", tag = "auth",
    request_body = EmailConfirmation, security(()),
    responses((status = 204, description = "The person signs in with the new address from now on.")))]
async fn confirm_email_change(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    Valid(confirmation): Valid<EmailConfirmation>,
) -> Result<Response> {
    operations::confirm_email_change(&app, &authenticator, &confirmation.token, request).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EmailChange {
    #[garde(
        email,
        length(chars, min = 3, max = 254),
        custom(platform::text::line),
        custom(platform::text::named_host)
    )]
    #[schema(format = "email", min_length = 3, max_length = 254, example = "mara@northlight.test")]
    email: String,
}

/// Mails a link to a new address of one's own. The old one stays until the link is opened.
#[utoipa::path(post, path = "/me/email", operation_id = "create_email_change", tag = "members",
    request_body = EmailChange,
    responses((status = 202, description = "A mail leaves to the new address, unless somebody has it.")))]
async fn create_email_change(
    State(app): State<App>,
    actor: Actor,
    Valid(change): Valid<EmailChange>,
) -> Result<Response> {
    operations::ask_for_email_change(&app, &actor, change.email).await?.accepted_silently().await
}
