//! Making and revoking links.

use platform::{Audit, Error, Event, Permission, Result, Target, Tx};

use super::model::{AccessLink, AccessLinkCreate, AccessLinkId};
use super::queries::{self, LinkToken};
use super::token;

/// Makes a link and its token, which is shown this once.
pub async fn create_link(tx: &mut Tx, new: AccessLinkCreate) -> Result<(AccessLink, String)> {
    tx.require_in(Permission::LinkCreate, &Target::account(new.client_id))?;
    if new.expires_at <= tx.now {
        return Err(Error::invalid("/expires_in_days", "range", "must be in the future"));
    }
    let (token, hash) = token::generate();
    let id: AccessLinkId = tx.new_id();
    tx.run(queries::insert(&LinkToken { id, hash }, &tx.actor, tx.now, &new)).await?;
    tx.run(queries::insert_ideas(tx.actor.tenant_id, id, new.idea_ids)).await?;
    let link = tx.run(queries::find(id)).await?.ok_or(Error::NotFound)?;
    let audit = Audit::new("access_link.created", "access_link", id.uuid(), &*link.audience_name);
    tx.audit(audit.client(new.client_id).campaign(new.campaign_id).change("expires_at", (), link.expires_at));
    tx.emit(event("access_link.created", &link));
    Ok((link, token))
}

/// Ends a link. Once more is no error and changes nothing. After the commit call
/// [`Authenticator::forget_all`](crate::Authenticator::forget_all), so that it ends at once
/// in this process, and within half a second in the others.
pub async fn revoke_link(tx: &mut Tx, id: AccessLinkId) -> Result<AccessLink> {
    tx.require(Permission::LinkRevoke)?;
    let link = tx.run(queries::find(id)).await?.ok_or(Error::NotFound)?;
    if !tx.actor.reach(Permission::LinkRead).contains(link.client_id.uuid()) {
        return Err(Error::NotFound);
    }
    tx.require_in(Permission::LinkRevoke, &Target::account(link.client_id.uuid()))?;
    let revoked = tx.run(queries::revoke(id, tx.now)).await?;
    let link = tx.run(queries::find(id)).await?.ok_or(Error::NotFound)?;
    if revoked > 0 {
        let audit = Audit::new("access_link.revoked", "access_link", id.uuid(), &*link.audience_name);
        tx.audit(audit.client(link.client_id.uuid()).campaign(link.campaign_id.uuid()));
        tx.emit(event("access_link.revoked", &link));
    }
    Ok(link)
}

/// Whom else the agency sent a link is nothing for the client's side.
fn event(kind: &'static str, link: &AccessLink) -> Event {
    let event = Event::new(kind, "access_link", link.id.uuid());
    event.client(link.client_id.uuid()).campaign(link.campaign_id.uuid()).internal()
}
