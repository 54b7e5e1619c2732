//! `/auth/step-up`

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use platform::{Actor, App, Error, Result, Valid, Versioned};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::operations::{self, Given, Standing, StepUpMethod};
use crate::Authenticator;
use crate::passkeys::{ChallengeId, Credential, optional_credential_schema};
use crate::sign_in::password_length;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_step_up, step_up))
}

#[derive(Debug, Serialize, ToSchema)]
struct StepUpState {
    /// By what the caller can prove that it is them; none for who signed in by letter or provider only.
    methods: Vec<StepUpMethod>,
    /// `null` when nothing proved so far is strong enough for this person.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    proved_at: Option<Timestamp>,
    /// Until when that counts; `null` when it does not any more.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    valid_until: Option<Timestamp>,
}

impl Versioned for StepUpState {}

/// How fresh the proof is that it is the person, and by what it can be renewed.
#[utoipa::path(get, path = "/step-up", operation_id = "get_step_up", tag = "auth",
    responses((status = 200, description = "The state of the session's proof.", body = StepUpState)))]
async fn get_step_up(State(app): State<App>, authenticator: Authenticator, actor: Actor) -> Result<Response> {
    let standing = operations::standing(&app, &authenticator, &actor).await?;
    let Standing { methods, proved_at, valid_until } = standing;
    platform::ok(StepUpState { methods, proved_at, valid_until })
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "atelier-demo-1"}))]
struct StepUp {
    #[garde(inner(custom(password_length)))]
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 200)]
    password: Option<SecretString>,
    /// Of the authenticator app, or a recovery code.
    #[garde(inner(length(chars, min = 1, max = 40)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 40, example = "418093")]
    code: Option<String>,
    /// Of `POST /auth/passkeys/options`, together with `credential`.
    #[garde(skip)]
    challenge_id: Option<ChallengeId>,
    #[garde(skip)]
    #[schema(schema_with = optional_credential_schema)]
    credential: Option<Credential>,
}

impl StepUp {
    fn given(self) -> Result<Given> {
        match (self.password, self.code, self.challenge_id, self.credential) {
            (Some(password), None, None, None) => Ok(Given::Password(password)),
            (None, Some(code), None, None) => Ok(Given::Code(code)),
            (None, None, Some(id), Some(credential)) => Ok(Given::Passkey(id, Value::Object(credential))),
            _ => {
                let detail = "send one of: password, code, challenge_id with credential";
                Err(Error::invalid("", "one_of", detail))
            }
        }
    }
}

/// Proves again that it is the person, for what asks for a fresh proof. Whoever has an authenticator app or a
/// passkey uses that; a password is not enough then.
#[utoipa::path(post, path = "/step-up", operation_id = "step_up", tag = "auth", request_body = StepUp,
    responses((status = 204, description = "Proved."),
              (status = 409, description = "`stronger_proof_required`: a password is not enough."),
              (status = 422, description = "`not_proved`: it is wrong; the session stays as it is.")))]
async fn step_up(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    headers: HeaderMap,
    Valid(proof): Valid<StepUp>,
) -> Result<Response> {
    operations::step_up(&app, &authenticator, &actor, &headers, proof.given()?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
