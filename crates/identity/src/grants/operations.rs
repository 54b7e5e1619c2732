//! Giving and taking what single people hold beside their role.

use jiff::Timestamp;
use platform::{Audit, Effect, Error, Event, Permission, Result, Target, Tx};
use uuid::Uuid;

use super::model::{PermissionOverride, PermissionOverrideCreate, RoleAssignment, RoleAssignmentCreate};
use super::queries::{self, Holder};
use crate::MemberId;
use crate::ids::{AccountId, AssignmentId, OverrideId};
use crate::rights::HeldText;
use crate::roles;

/// Gives a further role.
pub(super) async fn assign_role(tx: &mut Tx, new: RoleAssignmentCreate) -> Result<RoleAssignment> {
    tx.require(Permission::RoleAssign)?;
    tx.require_proof()?;
    check_future(tx.now, new.expires_at)?;
    let holder = find_holder(tx, new.member_id).await?;
    check_confined(&holder, new.account_id.map(AccountId::uuid))?;
    let role = tx.run(roles::queries::find(&new.role)).await?;
    let role = role.ok_or_else(|| Error::invalid("/role", "unknown_reference", "is the key of no role"))?;
    let account_id = new.account_id.map(AccountId::uuid);
    may_give(tx, role.held.iter(), account_id)?;
    let id: AssignmentId = tx.new_id();
    let given = tx.run(queries::insert_assignment(&tx.actor, id, tx.now, &new)).await?;
    let audit = Audit::new("role.assigned", "member", new.member_id.uuid(), holder.name);
    tx.audit(audit.change("role", (), &given.role).change("account_id", (), given.account_id).change(
        "expires_at",
        (),
        given.expires_at,
    ));
    announce(tx, new.member_id);
    Ok(given)
}

/// Takes a further role away.
pub(super) async fn unassign_role(tx: &mut Tx, id: AssignmentId) -> Result<()> {
    tx.require(Permission::RoleAssign)?;
    tx.require_proof()?;
    let taken = tx.run(queries::delete_assignment(id)).await?.ok_or(Error::NotFound)?;
    let holder = find_holder(tx, taken.member_id).await?;
    let audit = Audit::new("role.unassigned", "member", taken.member_id.uuid(), holder.name);
    tx.audit(audit.change("role", &taken.role, ()).change("account_id", taken.account_id, ()));
    announce(tx, taken.member_id);
    Ok(())
}

/// Allows or denies a single permission.
pub(super) async fn create_override(
    tx: &mut Tx,
    mut new: PermissionOverrideCreate,
) -> Result<PermissionOverride> {
    tx.require(Permission::PermissionOverride)?;
    tx.require_proof()?;
    check_future(tx.now, new.expires_at)?;
    let held = roles::parse_one("permission", &new.permission)?;
    let holder = find_holder(tx, new.member_id).await?;
    check_confined(&holder, new.account_id.map(AccountId::uuid))?;
    check_not_oneself(tx, new.member_id, new.effect)?;
    if new.effect == Effect::Allow {
        may_give(tx, [held].into_iter(), new.account_id.map(AccountId::uuid))?;
    }
    new.reason = new.reason.filter(|reason| !reason.trim().is_empty());
    let id: OverrideId = tx.new_id();
    let made = tx.run(queries::insert_override(&tx.actor, id, tx.now, &new)).await?;
    let action = match new.effect {
        Effect::Allow => "permission.allowed",
        Effect::Deny => "permission.denied",
    };
    let mut audit = Audit::new(action, "member", new.member_id.uuid(), holder.name)
        .change("permission", (), &made.permission)
        .change("account_id", (), made.account_id)
        .change("expires_at", (), made.expires_at);
    if let Some(reason) = &made.reason {
        audit = audit.note(reason);
    }
    tx.audit(audit);
    announce(tx, new.member_id);
    Ok(made)
}

/// Ends an override.
pub(super) async fn delete_override(tx: &mut Tx, id: OverrideId) -> Result<()> {
    tx.require(Permission::PermissionOverride)?;
    tx.require_proof()?;
    let taken = tx.run(queries::delete_override(id)).await?.ok_or(Error::NotFound)?;
    // Whoever was denied something does not lift it themselves.
    if taken.effect == Effect::Deny && tx.actor.member_id() == Some(taken.member_id.uuid()) {
        return Err(Error::forbidden("Somebody else has to lift what is denied to you."));
    }
    if taken.effect == Effect::Deny {
        let held = taken.permission.parse::<HeldText>().ok();
        may_give(tx, held.into_iter(), taken.account_id.map(AccountId::uuid))?;
    }
    let holder = find_holder(tx, taken.member_id).await?;
    let audit = Audit::new("permission.override_ended", "member", taken.member_id.uuid(), holder.name);
    tx.audit(audit.change("permission", &taken.permission, ()).change("effect", taken.effect, ()));
    announce(tx, taken.member_id);
    Ok(())
}

async fn find_holder(tx: &mut Tx, id: MemberId) -> Result<Holder> {
    let unknown = || Error::invalid("/member_id", "unknown_reference", "there is nobody with this id");
    tx.run(queries::find_holder(id)).await?.ok_or_else(unknown)
}

fn check_future(now: Timestamp, expires_at: Option<Timestamp>) -> Result<()> {
    match expires_at {
        Some(end) if end <= now => Err(Error::invalid("/expires_at", "past", "must be in the future")),
        _ => Ok(()),
    }
}

/// Who is confined to an account is given nothing outside of it.
fn check_confined(holder: &Holder, account_id: Option<Uuid>) -> Result<()> {
    match (holder.account_id, account_id) {
        (Some(home), Some(other)) if home != other => {
            let detail = "is not the account that this person is confined to";
            Err(Error::invalid("/account_id", "confined", detail))
        }
        _ => Ok(()),
    }
}

fn check_not_oneself(tx: &Tx, member_id: MemberId, effect: Effect) -> Result<()> {
    if effect == Effect::Allow && tx.actor.member_id() == Some(member_id.uuid()) {
        return Err(Error::forbidden("Nobody allows something to themselves."));
    }
    Ok(())
}

/// Nobody gives what they do not hold there themselves.
pub(crate) fn may_give(
    tx: &Tx,
    held: impl Iterator<Item = HeldText>,
    account_id: Option<Uuid>,
) -> Result<()> {
    for HeldText { permission, channel } in held {
        let target = Target { account_id, ..Target::tenant() }.on(channel);
        // The client's voice is given with the client's role, by who holds nothing of it.
        if permission != Permission::IdeaDecideAsClient && !tx.actor.may_in(permission, &target) {
            let detail = format!("You cannot give {}: you do not hold it there.", permission.name());
            return Err(Error::forbidden(detail));
        }
    }
    Ok(())
}

fn announce(tx: &mut Tx, member_id: MemberId) {
    tx.emit(Event::new("member.updated", "member", member_id.uuid()).internal());
}
