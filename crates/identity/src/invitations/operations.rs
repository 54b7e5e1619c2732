//! Inviting, once more, and taking back.

use platform::{Audit, Error, Event, Permission, Result, Target, Tx};
use uuid::Uuid;

use super::model::{Invitation, InvitationCreate, InvitationState};
use super::queries::{self, NewInvitation, RoleRow};
use crate::ids::{AccountId, InvitationId};
use crate::mails::{self, Invited, Language, Order};
use crate::people::normalize_email;
use crate::rights::may_give;
use crate::sessions::token;

/// Invites somebody; an open invitation for the same address ends.
pub(crate) async fn invite(tx: &mut Tx, new: InvitationCreate) -> Result<Invitation> {
    let account_id = new.account_id.map(AccountId::uuid);
    tx.require_in(Permission::InvitationCreate, &target(account_id))?;
    if new.role == "client" && account_id.is_none() {
        return Err(Error::invalid("/account_id", "required", "name the client that the person belongs to"));
    }
    let unknown = || Error::invalid("/role", "unknown_reference", "is not a role of this tenant");
    let role = given_role(tx, &new.role, account_id).await?.ok_or_else(unknown)?;
    let email_normalized = normalize_email(&new.email);
    if tx.run(queries::is_member(&email_normalized)).await? {
        let detail = "A member of the tenant has this address.";
        return Err(Error::conflict("member_already_exists", detail));
    }
    tx.run(queries::revoke_earlier(&email_normalized, tx.now)).await?;
    let (token, token_hash) = token::generate();
    let id: InvitationId = tx.new_id();
    tx.run(queries::insert(NewInvitation {
        tenant_id: tx.actor.tenant_id,
        id: id.uuid(),
        email: new.email,
        email_normalized,
        name: new.name,
        role: role.key,
        account_id,
        token_hash,
        // Of a program, the member behind it: what they may give counts again when somebody accepts.
        invited_by: (tx.actor.member_id().unwrap_or(tx.actor.id()), tx.actor.name.to_string()),
        created_at: tx.now,
    }))
    .await?;
    let invitation = tx.run(queries::find(tx.now, id.uuid())).await?.ok_or(Error::NotFound)?;
    post(tx, &invitation, &token).await?;
    record(tx, "invitation.created", &invitation);
    Ok(invitation)
}

/// The tenant, or an account of it.
pub(super) fn target(account_id: Option<Uuid>) -> Target {
    account_id.map_or_else(Target::tenant, Target::account)
}

/// The role, when the actor may give it there: nobody gives away more than they hold.
async fn given_role(tx: &mut Tx, key: &str, account_id: Option<Uuid>) -> Result<Option<RoleRow>> {
    let Some(role) = tx.run(queries::role(tx.actor.tenant_id, key)).await? else { return Ok(None) };
    may_give(tx, &role.grants(account_id), account_id)?;
    Ok(Some(role))
}

/// The letter, in the language of the tenant: nobody has asked the person for theirs.
async fn post(tx: &mut Tx, invitation: &Invitation, token: &str) -> Result<()> {
    let (tenant_name, locale) = tx.run(queries::tenant(tx.actor.tenant_id)).await?;
    let invited = Invited {
        to: &invitation.email,
        to_name: invitation.name.as_deref().unwrap_or_default(),
        tenant_name: &tenant_name,
        inviter_name: &tx.actor.name,
        token,
    };
    let order = Order::invitation(tx.app(), Language::of(&locale), &invited);
    let query = mails::post(tx.app(), &order, tx.now);
    tx.defer(query);
    Ok(())
}

fn record(tx: &mut Tx, action: &'static str, invitation: &Invitation) {
    let audit = Audit::new(action, "invitation", invitation.id.uuid(), &*invitation.email);
    tx.audit(audit.change("role", (), &invitation.role).change("expires_at", (), invitation.expires_at));
    tx.emit(Event::new(action, "invitation", invitation.id.uuid()).internal());
}

/// Sends a new token and gives it another 7 days; the one before ends.
pub(super) async fn resend(tx: &mut Tx, id: InvitationId) -> Result<Invitation> {
    let found = open_one(tx, id, Permission::InvitationCreate).await?;
    if !matches!(found.state, InvitationState::Pending | InvitationState::Expired) {
        return Err(Error::conflict("invitation_ended", "The invitation was accepted or taken back."));
    }
    let account_id = found.account_id.map(AccountId::uuid);
    if given_role(tx, &found.role, account_id).await?.is_none() {
        return Err(Error::conflict("invitation_ended", "The role is no more. Invite to another one."));
    }
    let (token, hash) = token::generate();
    if tx.run(queries::renew(id.uuid(), &hash, tx.now)).await? == 0 {
        return Err(Error::conflict("invitation_ended", "The invitation was accepted or taken back."));
    }
    let invitation = tx.run(queries::find(tx.now, id.uuid())).await?.ok_or(Error::NotFound)?;
    post(tx, &invitation, &token).await?;
    record(tx, "invitation.resent", &invitation);
    Ok(invitation)
}

/// Takes an invitation back. Once more is no error and changes nothing.
pub(super) async fn revoke(tx: &mut Tx, id: InvitationId) -> Result<()> {
    let invitation = open_one(tx, id, Permission::InvitationRevoke).await?;
    if tx.run(queries::revoke(id.uuid(), tx.now)).await? > 0 {
        record(tx, "invitation.revoked", &invitation);
    }
    Ok(())
}

/// An invitation within reach; one outside of it does not exist.
async fn open_one(tx: &mut Tx, id: InvitationId, permission: Permission) -> Result<Invitation> {
    let found = tx.run(queries::find(tx.now, id.uuid())).await?.ok_or(Error::NotFound)?;
    let target = target(found.account_id.map(AccountId::uuid));
    if !tx.actor.may_in(Permission::InvitationRead, &target) {
        return Err(Error::NotFound);
    }
    tx.require_in(permission, &target)?;
    Ok(found)
}
