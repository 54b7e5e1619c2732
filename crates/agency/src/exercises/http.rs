//! `/clients/{id}/exercises`

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::{Actor, App, Error, IfMatch, Page, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::definition::{ExerciseKey, Locale, exercise, exercises};
use super::model::{self, AnswersUpdate, Exercise};
use super::operations::Responses;
use super::{operations, queries};
use crate::clients::ClientId;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_exercises)).routes(routes!(answer_exercise))
}

fn locale(actor: &Actor) -> Locale {
    Locale::from_accept_language(&actor.request.language)
}

/// The client's brand exercises, all four, with its answers. Texts follow `Accept-Language` (`en`, `de`).
#[utoipa::path(get, path = "/clients/{id}/exercises", operation_id = "list_exercises", tag = "exercises",
    params(("id" = ClientId, Path)),
    responses((status = 200, description = "The exercises.", body = Page<Exercise>)))]
async fn list_exercises(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<ClientId>,
) -> Result<Response> {
    let found = app.read(&actor, Permission::ExerciseRead, queries::list_of_client(&actor, id)).await?;
    if found.is_empty() {
        return Err(Error::NotFound);
    }
    let mut responses: Responses =
        found.into_iter().filter_map(|row| Some((row.exercise?, row.response))).collect();
    let shown = exercises().iter().map(|definition| {
        let response: model::Response = responses.remove(&definition.key).unwrap_or_default();
        Exercise::new(definition, response, locale(&actor))
    });
    platform::ok(Page::whole(shown.collect()))
}

/// Answers questions of one exercise. What is absent stays; `complete` needs an answer to every required
/// question.
#[utoipa::path(put, path = "/clients/{id}/exercises/{key}", operation_id = "answer_exercise",
    tag = "exercises",
    params(("id" = ClientId, Path), ("key" = ExerciseKey, Path), ("If-Match" = Option<String>, Header)),
    request_body = AnswersUpdate,
    responses((status = 200, description = "The exercise with its answers.", body = Exercise),
              (status = 412, description = "The answers have changed since the version in `If-Match`.")))]
async fn answer_exercise(
    State(app): State<App>,
    actor: Actor,
    path: std::result::Result<Path<(String, String)>, PathRejection>,
    if_match: IfMatch,
    Valid(update): Valid<AnswersUpdate>,
) -> Result<Response> {
    let Path((id, key)) = path.map_err(|_| Error::NotFound)?;
    let id: ClientId = id.parse().map_err(|_| Error::NotFound)?;
    let definition = key.parse().ok().and_then(exercise).ok_or(Error::NotFound)?;
    let mut tx = app.begin(&actor, Permission::ExerciseAnswer).await?;
    let response = operations::answer_exercise(&mut tx, id, definition.key, &if_match, update).await?;
    tx.ok(Exercise::new(definition, response, locale(&actor))).await
}
