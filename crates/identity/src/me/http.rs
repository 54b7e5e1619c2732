//! `/me`

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::StatusCode;
use platform::http::nullable;
use platform::{Actor, App, Result, Valid};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Security, Theme};
use super::operations::{self, Changes};
use crate::Authenticator;
use crate::sessions::model::Me;
use crate::sign_in::password_length;
use crate::tenants::{Locale, is_time_zone};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(update_me))
        .routes(routes!(get_my_security))
        .routes(routes!(change_password))
}

/// What is absent stays; `null` takes back what was chosen.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"name": "Mara Lindqvist", "locale": "de", "theme": "dark"}))]
#[expect(clippy::option_option, reason = "absent, null and given are three things")]
struct MeUpdate {
    #[garde(inner(length(chars, min = 1, max = 120)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 120, example = "Mara Lindqvist")]
    name: Option<String>,
    #[garde(skip)]
    locale: Option<Locale>,
    /// In which times are shown; null as the device says.
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(inner(custom(is_time_zone))))]
    #[schema(value_type = Option<String>, max_length = 60, example = "Europe/Berlin")]
    time_zone: Option<Option<String>>,
    /// How pages look; null as the device says.
    #[serde(deserialize_with = "nullable")]
    #[garde(skip)]
    #[schema(value_type = Option<Theme>)]
    theme: Option<Option<Theme>>,
}

/// Changes your name, language, time zone and how pages look, in every tenant that you belong to.
#[utoipa::path(patch, path = "/me", operation_id = "update_me", tag = "me", request_body = MeUpdate,
    responses((status = 200, description = "You, after the change.", body = Me)))]
async fn update_me(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(MeUpdate { name, locale, time_zone, theme }): Valid<MeUpdate>,
) -> Result<Response> {
    let changes = Changes { name: name.clone(), locale, time_zone, theme };
    operations::update(&app, &authenticator, &actor, changes).await?;
    let name = name.map_or_else(|| actor.name.clone(), Into::into);
    let actor = Actor { name, ..actor };
    platform::ok(crate::sessions::operations::me(&authenticator, &actor).await?)
}

/// How you prove who you are: password, passkeys, authenticator app, recovery codes.
#[utoipa::path(get, path = "/me/security", operation_id = "get_my_security", tag = "me",
    responses((status = 200, description = "What there is.", body = Security)))]
async fn get_my_security(authenticator: Authenticator, actor: Actor) -> Result<Response> {
    platform::ok(operations::security(&authenticator, &actor).await?)
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    /// Required of who has one.
    #[garde(inner(custom(password_length)))]
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 200,
        example = "what it was until now")]
    current_password: Option<SecretString>,
    #[garde(custom(password_length))]
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 200,
        example = "weighed-listened-waited")]
    new_password: SecretString,
}

/// Changes the password. Every other device is signed out.
#[utoipa::path(post, path = "/me/password", operation_id = "change_password", tag = "me",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed; the other sessions ended."),
              (status = 422, description = "`wrong_password`, or `weak_password`: it would be guessed
                soon.")))]
async fn change_password(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(PasswordChange { current_password, new_password }): Valid<PasswordChange>,
) -> Result<Response> {
    let passwords = (current_password, new_password);
    operations::change_password(&app, &authenticator, &actor, passwords).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
