//! `/token-issuers`

use axum::extract::State;
use axum::response::Response;
use platform::{Actor, App, IfMatch, Page, Paging, PathId, Permission, Result, Valid};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{TokenIssuer, TokenIssuerCreate, TokenIssuerUpdate};
use super::{operations, queries};
use crate::Authenticator;
use crate::ids::TokenIssuerId;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_token_issuers, create_token_issuer))
        .routes(routes!(update_token_issuer, delete_token_issuer))
}

/// The issuers whose tokens the tenant takes.
#[utoipa::path(get, path = "/token-issuers", operation_id = "list_token_issuers", tag = "members",
    params(platform::PageQuery),
    responses((status = 200, description = "One page of issuers.", body = Page<TokenIssuer>)))]
async fn list_token_issuers(State(app): State<App>, actor: Actor, paging: Paging) -> Result<Response> {
    let after = paging.after::<Uuid>(&actor, "token-issuers", "")?;
    let list = queries::list(after, paging.rows());
    let found = app.read(&actor, Permission::SettingsRead, list).await?;
    let key = |issuer: &TokenIssuer| issuer.id.uuid();
    platform::ok(Page::new(&actor, &paging, ("token-issuers", ""), found, key)?)
}

/// Takes the tokens of an issuer for members of the tenant.
#[utoipa::path(post, path = "/token-issuers", operation_id = "create_token_issuer", tag = "members",
    request_body = TokenIssuerCreate,
    responses((status = 201, description = "The issuer.", body = TokenIssuer)))]
async fn create_token_issuer(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    Valid(new): Valid<TokenIssuerCreate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::TokenIssuerUpdate).await?;
    let issuer = operations::create(&mut tx, &authenticator, new).await?;
    let answer = tx.created(issuer).await;
    authenticator.forget_all();
    answer
}

/// Changes what a token of the issuer must look like.
#[utoipa::path(patch, path = "/token-issuers/{id}", operation_id = "update_token_issuer", tag = "members",
    params(("id" = inline(TokenIssuerId), Path)), request_body = TokenIssuerUpdate,
    responses((status = 200, description = "The issuer.", body = TokenIssuer)))]
async fn update_token_issuer(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<TokenIssuerId>,
    if_match: IfMatch,
    Valid(changes): Valid<TokenIssuerUpdate>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::TokenIssuerUpdate).await?;
    let issuer = operations::update(&mut tx, &authenticator, (id, &if_match), changes).await?;
    let answer = tx.ok(issuer).await;
    authenticator.forget_all();
    answer
}

/// Takes the issuer's tokens no more.
#[utoipa::path(delete, path = "/token-issuers/{id}", operation_id = "delete_token_issuer", tag = "members",
    params(("id" = inline(TokenIssuerId), Path)),
    responses((status = 204, description = "Its tokens are worth nothing.")))]
async fn delete_token_issuer(
    State(app): State<App>,
    authenticator: Authenticator,
    actor: Actor,
    PathId(id): PathId<TokenIssuerId>,
) -> Result<Response> {
    let mut tx = app.begin(&actor, Permission::TokenIssuerUpdate).await?;
    operations::delete(&mut tx, id).await?;
    let answer = tx.no_content().await;
    authenticator.forget_all();
    answer
}
