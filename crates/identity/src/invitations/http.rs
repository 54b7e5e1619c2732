//! `/invitations`, `/auth/invitations`

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use http::HeaderMap;
use jiff::Timestamp;
use platform::http::csv::CsvText;
use platform::http::frame::Context;
use platform::{Actor, App, Page, Paging, PathId, Permission, Result, Valid};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::acceptance::{self, Acceptance};
use super::model::{Invitation, InvitationCreate, InvitationGreeting, InvitationImport};
use super::{import, operations, queries};
use crate::Authenticator;
use crate::ids::InvitationId;
use crate::sessions::cookie;
use crate::sessions::model::SignedIn;
use crate::sign_in::optional_password_length;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_invitations, create_invitation))
        .routes(routes!(import_invitations))
        .routes(routes!(revoke_invitation))
        .routes(routes!(resend_invitation))
}

pub(crate) fn auth_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_invitation)).routes(routes!(accept_invitation))
}

/// Invitations, newest first.
#[utoipa::path(get, path = "/invitations", operation_id = "list_invitations", tag = "members",
    params(platform::PageQuery),
    responses((status = 200, description = "One page of invitations.", body = Page<Invitation>)))]
async fn list_invitations(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let after = paging.after::<(Timestamp, Uuid)>(&actor, "invitations", "")?;
    let reach = actor.reach(Permission::InvitationRead);
    let list = queries::list(app.clock().now(), reach, after, paging.rows());
    let found = app.read(&actor, Permission::InvitationRead, list).await?;
    let key = |invitation: &Invitation| (invitation.created_at, invitation.id.uuid());
    platform::ok(Page::new(&actor, &paging, ("invitations", ""), found, key)?)
}

/// Invites somebody by mail. An open invitation for the same address ends.
#[utoipa::path(post, path = "/invitations", operation_id = "create_invitation", tag = "members",
    request_body = InvitationCreate,
    responses((status = 201, description = "The invitation; its letter leaves.", body = Invitation)))]
async fn create_invitation(
    State(app): State<App>,
    actor: Actor,
    Valid(new): Valid<InvitationCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::InvitationCreate).await?;
    let invitation = operations::invite(&mut tx, new).await?;
    tx.created(invitation).await
}

/// Invites everybody in a file with the columns email, name and role.
#[utoipa::path(post, path = "/invitations/import", operation_id = "import_invitations", tag = "members",
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, description = "What became of each row.", body = InvitationImport)))]
async fn import_invitations(
    State(app): State<App>,
    actor: Actor,
    CsvText(text): CsvText,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::InvitationCreate).await?;
    let imported = import::import(&mut tx, &text).await?;
    tx.ok(imported).await
}

/// Takes an invitation back: its link opens nothing any more.
#[utoipa::path(delete, path = "/invitations/{id}", operation_id = "revoke_invitation", tag = "members",
    params(("id" = inline(InvitationId), Path)),
    responses((status = 204, description = "Taken back.")))]
async fn revoke_invitation(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<InvitationId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::InvitationRevoke).await?;
    operations::revoke(&mut tx, id).await?;
    tx.no_content().await
}

/// Sends the letter again, with a new link for another 7 days.
#[utoipa::path(post, path = "/invitations/{id}/resend", operation_id = "resend_invitation", tag = "members",
    params(("id" = inline(InvitationId), Path)),
    responses((status = 200, description = "The invitation; its letter leaves.", body = Invitation)))]
async fn resend_invitation(
    State(app): State<App>,
    actor: Actor,
    PathId(id): PathId<InvitationId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::InvitationCreate).await?;
    let invitation = operations::resend(&mut tx, id).await?;
    tx.ok(invitation).await
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvitationToken {
    /// What follows the # of the mailed link.
    #[garde(length(chars, min = 1, max = 100), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 100, example = "Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHkgLSBub25l")]
    token: String,
}

/// What an invitation is for, for who holds its token.
#[utoipa::path(post, path = "/invitations/find", operation_id = "find_invitation", tag = "auth",
    request_body = InvitationToken, security(()),
    responses((status = 200, description = "What it is for.", body = InvitationGreeting)))]
async fn find_invitation(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    Valid(asked): Valid<InvitationToken>,
) -> Result<Response> {
    platform::ok(acceptance::find(&app, &authenticator, &asked.token, &request).await?)
}

#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvitationAcceptance {
    /// What follows the # of the mailed link.
    #[garde(length(chars, min = 1, max = 100), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 100, example = "Zm9yIHRoZSBkb2N1bWVudGF0aW9uIG9ubHkgLSBub25l")]
    token: String,
    /// Of a new account.
    #[garde(inner(length(chars, min = 1, max = 120)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 120, example = "Jule Petersen")]
    name: Option<String>,
    /// Of a new account; or the password of the account that the address has.
    #[garde(custom(optional_password_length))]
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 200)]
    password: Option<SecretString>,
}

/// Accepts an invitation and signs in. Who has an account is signed in with it or gives its password.
#[utoipa::path(post, path = "/invitations/accept", operation_id = "accept_invitation", tag = "auth",
    request_body = InvitationAcceptance, security(()),
    responses((status = 200, description = "Signed in to the tenant.", body = SignedIn)))]
async fn accept_invitation(
    State(app): State<App>,
    authenticator: Authenticator,
    Extension(Context(request)): Extension<Context>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    Valid(InvitationAcceptance { token, name, password }): Valid<InvitationAcceptance>,
) -> Result<Response> {
    cookie::refuse_other_sites(&headers, &authenticator)?;
    let signed_in = actor.map(|Extension(actor)| actor);
    let acceptance = Acceptance { token, name, password, signed_in, request };
    cookie::answer(&authenticator, acceptance::accept(&app, &authenticator, acceptance).await?)
}
