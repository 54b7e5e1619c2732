//! `/clients/{id}/voice`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, Error, PathId, Permission, Result};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Voice, queries};
use crate::clients::ClientId;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_voice))
}

/// The client's voice, compiled from its completed exercises. Not found until one is completed.
#[utoipa::path(get, path = "/clients/{id}/voice", operation_id = "get_voice", tag = "exercises",
    params(("id" = ClientId, Path)),
    responses((status = 200, description = "The newest version of the voice.", body = Voice)))]
async fn get_voice(State(app): State<App>, actor: Actor, PathId(id): PathId<ClientId>) -> Result<Response> {
    let find = queries::find_latest(actor.reach(Permission::VoiceRead), id);
    let found = app.read(&actor, Permission::VoiceRead, find).await?;
    platform::ok(found.ok_or(Error::NotFound)?)
}
