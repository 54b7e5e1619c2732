//! What members agreed to, and taking it back.

use jiff::Timestamp;
use platform::{Actor, ActorKind, App, Audit, Error, Permission, Result};
use uuid::Uuid;

use super::model::{OAuthGrant, OAuthGrantId};
use super::queries;
use crate::Authenticator;

/// The grants of the caller, or of everybody for who may take those of others back.
pub(super) async fn list(
    authenticator: &Authenticator,
    actor: &Actor,
    before: Option<Uuid>,
    rows: i64,
    is_of_all: bool,
) -> Result<Vec<OAuthGrant>> {
    let member_id = member_of(actor)?;
    if is_of_all {
        actor.require(Permission::OauthGrantRevoke)?;
    }
    let of = (!is_of_all).then_some(member_id);
    Ok(authenticator.db().read(actor.tenant_id, queries::list_grants(before, of, rows)).await?)
}

fn member_of(actor: &Actor) -> Result<Uuid> {
    match actor.kind {
        ActorKind::Member { member_id, .. } => Ok(member_id),
        _ => Err(Error::forbidden("Only a person who is signed in has connected applications.")),
    }
}

/// Takes a grant back, with every token that came of it.
pub(super) async fn revoke(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    id: OAuthGrantId,
) -> Result<()> {
    let member_id = member_of(actor)?;
    let now: Timestamp = app.clock().now();
    let mut tx = authenticator.db().tenant(actor.tenant_id);
    let grant = tx.run(queries::find_grant(id)).await?;
    let may_all = actor.may(Permission::OauthGrantRevoke);
    let is_theirs = |grant: &OAuthGrant| grant.member_id.uuid() == member_id || may_all;
    let grant = grant.filter(is_theirs).ok_or(Error::NotFound)?;
    tx.run(queries::delete_grant(id)).await?;
    let audit = Audit::new("oauth_grant.revoked", "oauth_grant", id.uuid(), &grant.client_name);
    let audit = audit.change("member", &grant.member_name, ()).change("scopes", &grant.scopes, ());
    tx.defer(audit.sealed(app, actor, now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}
