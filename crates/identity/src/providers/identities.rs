//! `/me/identities`: the providers that open one's account.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use db::{DbError, FromRow, Row, SystemTask};
use http::StatusCode;
use jiff::Timestamp;
use platform::{Actor, App, Audit, Error, PathId, Result, Versioned, define_id};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::queries;
use crate::Authenticator;
use crate::authenticator::Refusal;
use crate::own::Own;
use crate::second_factors::queries::find_factors;

define_id!(IdentityId, "idn");

/// Who one is at a provider.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Identity {
    id: IdentityId,
    /// Whose word it is.
    #[schema(example = "https://accounts.google.com")]
    issuer: String,
    /// The address that the provider named when it was connected.
    #[schema(example = "producer@northlight.test")]
    email: String,
    #[schema(value_type = String, format = "date-time")]
    created_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    last_used_at: Timestamp,
}

impl FromRow for Identity {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            issuer: row.get("issuer")?,
            email: row.get("email")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct IdentityList {
    items: Vec<Identity>,
}

impl Versioned for IdentityList {}

pub(crate) fn member_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_my_identities)).routes(routes!(delete_my_identity))
}

/// The providers that sign you in.
#[utoipa::path(get, path = "/me/identities", operation_id = "list_my_identities", tag = "me",
    responses((status = 200, description = "All of them.", body = IdentityList)))]
async fn list_my_identities(authenticator: Authenticator, actor: Actor) -> Result<Response> {
    let own = Own::of(&actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let items = tx.run(queries::list_identities(own.person_id)).await?;
    tx.commit().await?;
    platform::ok(IdentityList { items })
}

/// Takes a provider away: it signs you in no more. Asks for a fresh proof that it is you.
#[utoipa::path(delete, path = "/me/identities/{id}", operation_id = "delete_my_identity", tag = "me",
    params(("id" = IdentityId, Path)),
    responses((status = 204, description = "It opens nothing any more."),
              (status = 403, description = "`step_up_required`: see `POST /auth/step-up`."),
              (status = 409, description = "`last_way_in`: without a password or a passkey it is your only
                one.")))]
async fn delete_my_identity(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<IdentityId>,
) -> Result<Response> {
    remove(&app, &authenticator, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn remove(app: &App, authenticator: &Authenticator, actor: &Actor, id: IdentityId) -> Result<()> {
    let own = Own::proved(app, actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    tx.run(queries::lock_person(own.person_id)).await?;
    let issuer = tx.run(queries::delete_identity(id, own.person_id)).await?.ok_or(Error::NotFound)?;
    let factors = tx.run(find_factors(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    let is_way_in = factors.has_password || factors.has_passkey;
    if !is_way_in && tx.run(queries::list_identities(own.person_id)).await?.is_empty() {
        let detail = "It is your only way in. Choose a password or add a passkey first.";
        return Err(Error::conflict("last_way_in", detail));
    }
    let audit = Audit::new("member.identity_removed", "member", actor.id(), &*actor.name);
    tx.defer(audit.change("issuer", issuer, ()).sealed(app, actor, app.clock().now()).await?);
    Ok(tx.commit().await?)
}
