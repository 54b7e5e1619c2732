//! Trusting an issuer, and no longer.

use platform::{Audit, Error, Event, IfMatch, Permission, Result, Tx};

use super::model::{TokenIssuer, TokenIssuerCreate, TokenIssuerUpdate};
use super::queries;
use crate::Authenticator;
use crate::ids::TokenIssuerId;

pub(super) async fn create(
    tx: &mut Tx,
    authenticator: &Authenticator,
    new: TokenIssuerCreate,
) -> Result<TokenIssuer> {
    allow(tx)?;
    reach(authenticator, "/issuer", Some(&new.issuer))?;
    reach(authenticator, "/jwks_uri", new.jwks_uri.as_deref())?;
    let issuer = TokenIssuer {
        id: tx.new_id(),
        name: new.name,
        issuer: new.issuer,
        audience: new.audience,
        algorithms: new.algorithms,
        jwks_uri: new.jwks_uri,
        version: 1,
        created_at: tx.now,
    };
    tx.run(queries::insert(tx.actor.tenant_id, &issuer)).await?;
    let audit = audit("token_issuer.created", &issuer);
    let audit = audit.change("issuer", (), &issuer.issuer).change("audience", (), &issuer.audience);
    tx.audit(audit.change("algorithms", (), &issuer.algorithms));
    tx.emit(Event::new("token_issuer.created", "token_issuer", issuer.id.uuid()).internal());
    Ok(issuer)
}

pub(super) async fn update(
    tx: &mut Tx,
    authenticator: &Authenticator,
    (id, if_match): (TokenIssuerId, &IfMatch),
    changes: TokenIssuerUpdate,
) -> Result<TokenIssuer> {
    allow(tx)?;
    reach(authenticator, "/jwks_uri", changes.jwks_uri.as_deref())?;
    let before = tx.run(queries::find(id.uuid())).await?.ok_or(Error::NotFound)?;
    if_match.check(before.version)?;
    let after = TokenIssuer {
        name: changes.name.unwrap_or_else(|| before.name.clone()),
        audience: changes.audience.unwrap_or_else(|| before.audience.clone()),
        algorithms: changes.algorithms.unwrap_or_else(|| before.algorithms.clone()),
        jwks_uri: changes.jwks_uri.or_else(|| before.jwks_uri.clone()),
        version: before.version + 1,
        ..before.clone()
    };
    tx.run(queries::update(&after)).await?;
    let audit = audit("token_issuer.updated", &after)
        .change("name", &before.name, &after.name)
        .change("audience", &before.audience, &after.audience)
        .change("algorithms", &before.algorithms, &after.algorithms)
        .change("jwks_uri", &before.jwks_uri, &after.jwks_uri);
    tx.audit(audit);
    tx.emit(Event::new("token_issuer.updated", "token_issuer", id.uuid()).version(after.version).internal());
    Ok(after)
}

/// The tokens of the issuer are worth nothing from now on.
pub(super) async fn delete(tx: &mut Tx, id: TokenIssuerId) -> Result<()> {
    allow(tx)?;
    let issuer = tx.run(queries::find(id.uuid())).await?.ok_or(Error::NotFound)?;
    tx.run(queries::delete(id.uuid())).await?;
    tx.audit(audit("token_issuer.deleted", &issuer).change("issuer", &issuer.issuer, ()));
    tx.emit(Event::new("token_issuer.deleted", "token_issuer", id.uuid()).internal());
    Ok(())
}

fn audit(action: &'static str, issuer: &TokenIssuer) -> Audit {
    Audit::new(action, "token_issuer", issuer.id.uuid(), &*issuer.name)
}

fn allow(tx: &Tx) -> Result<()> {
    tx.require(Permission::TokenIssuerUpdate)?;
    tx.require_presence()
}

/// Refuses an address that could never be asked.
fn reach(authenticator: &Authenticator, pointer: &str, url: Option<&str>) -> Result<()> {
    let (Some(url), Some(outbound)) = (url, authenticator.providers().outbound()) else { return Ok(()) };
    outbound.check(url).map(drop).map_err(|problem| Error::invalid(pointer, "address", problem.to_string()))
}
