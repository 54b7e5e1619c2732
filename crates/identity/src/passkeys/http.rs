//! `/auth/passkeys`, `/me/passkeys`

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::header::CACHE_CONTROL;
use http::{HeaderMap, StatusCode};
use platform::http::frame::Context;
use platform::{Actor, App, PathId, Result, Valid, Versioned};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{ChallengeId, Passkey, PasskeyId};
use super::operations::{self, Attempt, Challenge, Registration};
use crate::Authenticator;
use crate::sessions::cookie;
use crate::sessions::model::SignedIn;

pub(crate) fn auth_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create_passkey_challenge)).routes(routes!(sign_in_with_passkey))
}

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(prepare_passkey))
        .routes(routes!(create_passkey))
        .routes(routes!(update_passkey, delete_passkey))
}

/// What `navigator.credentials` answered, as its `toJSON()` gives it.
pub(crate) type Credential = Map<String, Value>;

/// What a browser sends has eight parts at most.
const PARTS_MAX: usize = 20;

fn credential_schema() -> RefOr<Schema> {
    credential_object(Type::Object.into()).into()
}

/// For a body in which it may be absent.
pub(crate) fn optional_credential_schema() -> RefOr<Schema> {
    credential_object([Type::Object, Type::Null].into_iter().collect()).into()
}

fn credential_object(kinds: SchemaType) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(kinds)
        .max_properties(Some(PARTS_MAX))
        .description(Some("What `navigator.credentials` answered, as its `toJSON()` gives it."))
        .examples([json!({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}})])
}

#[derive(Debug, Serialize, ToSchema)]
struct PasskeyChallenge {
    challenge_id: ChallengeId,
    /// `publicKey` is for `PublicKeyCredential.parseCreationOptionsFromJSON` or
    /// `parseRequestOptionsFromJSON`.
    #[schema(value_type = Object, example = json!({"publicKey": {"challenge": "…"}}))]
    options: Value,
}

impl Versioned for PasskeyChallenge {}

fn challenge(challenge: Challenge) -> Result<Response> {
    let Challenge { id: challenge_id, options } = challenge;
    let answer = platform::ok(PasskeyChallenge { challenge_id, options })?;
    Ok(([(CACHE_CONTROL, "no-store")], answer).into_response())
}

/// Asks for a challenge to sign in or to prove presence with a passkey. It is good for one answer within five
/// minutes.
#[utoipa::path(post, path = "/passkeys/options", operation_id = "create_passkey_challenge", tag = "auth",
    security(()),
    responses((status = 200, description = "What the browser needs.", body = PasskeyChallenge),
              (status = 409, description = "`passkeys_unavailable_here`: the page was opened by a number, not
                by a name.")))]
async fn create_passkey_challenge(
    State(app): State<App>,
    authenticator: Authenticator,
    headers: HeaderMap,
) -> Result<Response> {
    challenge(operations::ask(&app, &authenticator, &headers).await?)
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeySignIn {
    #[garde(skip)]
    challenge_id: ChallengeId,
    #[garde(skip)]
    #[schema(schema_with = credential_schema)]
    credential: Credential,
    /// Slug or id of the tenant to enter; without it, the one used last.
    #[garde(inner(length(chars, min = 1, max = 63)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 63, example = "northlight")]
    tenant: Option<String>,
}

/// Signs in with a passkey. Wrong passwords that others tried are no obstacle.
#[utoipa::path(post, path = "/passkeys/sign-in", operation_id = "sign_in_with_passkey", tag = "auth",
    request_body = PasskeySignIn, security(()),
    responses((status = 200, description = "Signed in.", body = SignedIn),
              (status = 401, description = "`passkey_refused`: it opens nothing here.")))]
async fn sign_in_with_passkey(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    headers: HeaderMap,
    Valid(given): Valid<PasskeySignIn>,
) -> Result<Response> {
    cookie::refuse_other_sites(&headers, &authenticator)?;
    let PasskeySignIn { challenge_id, credential, tenant } = given;
    let attempt = Attempt { challenge_id, credential: Value::Object(credential), tenant, request };
    cookie::answer(&authenticator, operations::sign_in(&app, &authenticator, &headers, attempt).await?)
}

/// Asks for a challenge to add a passkey. Asks for a fresh proof that it is you.
#[utoipa::path(post, path = "/me/passkeys/options", operation_id = "prepare_passkey", tag = "me",
    responses((status = 200, description = "What the browser needs.", body = PasskeyChallenge),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`."),
              (status = 409, description = "`passkeys_unavailable_here`: the page was opened by a number, not
                by a name.")))]
async fn prepare_passkey(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    headers: HeaderMap,
) -> Result<Response> {
    challenge(operations::prepare(&app, &authenticator, &actor, &headers).await?)
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyCreate {
    #[garde(skip)]
    challenge_id: ChallengeId,
    #[garde(length(chars, min = 1, max = 60), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 60, example = "Work laptop")]
    name: String,
    #[garde(skip)]
    #[schema(schema_with = credential_schema)]
    credential: Credential,
}

/// Adds a passkey. Asks for a fresh proof that it is you.
#[utoipa::path(post, path = "/me/passkeys", operation_id = "create_passkey", tag = "me",
    request_body = PasskeyCreate,
    responses((status = 201, description = "The new passkey.", body = Passkey),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`."),
              (status = 409, description = "`passkey_taken`: it was added before.")))]
async fn create_passkey(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    headers: HeaderMap,
    Valid(new): Valid<PasskeyCreate>,
) -> Result<Response> {
    let PasskeyCreate { challenge_id, name, credential } = new;
    let new = Registration { challenge_id, name, credential: Value::Object(credential) };
    let passkey = operations::register(&app, &authenticator, &actor, &headers, new).await?;
    Ok((StatusCode::CREATED, platform::ok(passkey)?).into_response())
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyUpdate {
    #[garde(length(chars, min = 1, max = 60), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 60, example = "Work laptop")]
    name: String,
}

/// Gives a passkey another name.
#[utoipa::path(patch, path = "/me/passkeys/{id}", operation_id = "update_passkey", tag = "me",
    params(("id" = PasskeyId, Path)), request_body = PasskeyUpdate,
    responses((status = 200, description = "The passkey after the change.", body = Passkey)))]
async fn update_passkey(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<PasskeyId>,
    Valid(change): Valid<PasskeyUpdate>,
) -> Result<Response> {
    platform::ok(operations::rename(&app, &authenticator, &actor, (id, change.name)).await?)
}

/// Removes a passkey. After the last strong factor every session of yours is only as sure as a password. Asks
/// for a fresh proof that it is you.
#[utoipa::path(delete, path = "/me/passkeys/{id}", operation_id = "delete_passkey", tag = "me",
    params(("id" = PasskeyId, Path)),
    responses((status = 204, description = "It opens nothing any more."),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`.")))]
async fn delete_passkey(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<PasskeyId>,
) -> Result<Response> {
    operations::remove(&app, &authenticator, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
