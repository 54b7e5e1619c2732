//! Giving and taking what single people hold beside their role.

use jiff::Timestamp;
use platform::{Audit, Effect, Error, Event, Grant, Permission, Result, Scope, Source, Tx};
use uuid::Uuid;

use super::model::{PermissionOverride, PermissionOverrideCreate, RoleAssignment, RoleAssignmentCreate};
use super::queries::{self, Holder};
use super::{KEPT, check_administrators_remain};
use crate::ids::{AccountId, AssignmentId, OverrideId, ProfileRef};
use crate::rights::{Held, HeldText, may_give, require_no_less};
use crate::{MemberId, members, roles};

/// Gives a further role.
pub(super) async fn assign_role(tx: &mut Tx, new: RoleAssignmentCreate) -> Result<RoleAssignment> {
    tx.require(Permission::RoleAssign)?;
    check_future(tx.now, new.expires_at)?;
    let holder = find_holder(tx, new.member_id).await?;
    check_confined(&holder, new.account_id.map(AccountId::uuid))?;
    check_not_oneself(tx, new.member_id)?;
    let role = tx.run(roles::queries::find(&new.role)).await?;
    let role = role.ok_or_else(|| Error::invalid("/role", "unknown_reference", "is the key of no role"))?;
    let scope = scope(&holder, new.account_id, new.profile_id);
    may_give(tx, &lasting(role.held.grants(scope, &Source::Credential), new.expires_at), holder.account_id)?;
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
    let member_id = tx.run(queries::member_of_assignment(id)).await?.ok_or(Error::NotFound)?;
    let member_id = MemberId::from(member_id);
    let holder = find_holder(tx, member_id).await?;
    require_no_less_than(tx, member_id).await?;
    let taken = tx.run(queries::delete_assignment(id)).await?.ok_or(Error::NotFound)?;
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
    check_future(tx.now, new.expires_at)?;
    let held = roles::parse_one("permission", &new.permission)?;
    let holder = find_holder(tx, new.member_id).await?;
    check_confined(&holder, new.account_id.map(AccountId::uuid))?;
    match new.effect {
        Effect::Allow => {
            check_not_oneself(tx, new.member_id)?;
            let scope = scope(&holder, new.account_id, new.profile_id);
            let gift = Held::from_iter([held]).grants(scope, &Source::Credential);
            may_give(tx, &lasting(gift, new.expires_at), holder.account_id)?;
        }
        Effect::Deny => require_no_less_than(tx, new.member_id).await?,
    }
    new.reason = new.reason.filter(|reason| !reason.trim().is_empty());
    let id: OverrideId = tx.new_id();
    let made = tx.run(queries::insert_override(&tx.actor, id, tx.now, &new)).await?;
    if new.effect == Effect::Deny && KEPT.contains(&held.permission) {
        check_administrators_remain(tx).await?;
    }
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
    let member_id = tx.run(queries::member_of_override(id)).await?.ok_or(Error::NotFound)?;
    let member_id = MemberId::from(member_id);
    let holder = find_holder(tx, member_id).await?;
    require_no_less_than(tx, member_id).await?;
    let taken = tx.run(queries::delete_override(id)).await?.ok_or(Error::NotFound)?;
    // Whoever was denied something does not lift it themselves.
    if taken.effect == Effect::Deny && tx.actor.member_id() == Some(taken.member_id.uuid()) {
        return Err(Error::forbidden("Somebody else has to lift what is denied to you."));
    }
    if taken.effect == Effect::Deny {
        let held = taken.permission.parse::<HeldText>().into_iter().collect::<Held>();
        let scope = scope(&holder, taken.account_id, taken.profile_id);
        may_give(tx, &held.grants(scope, &Source::Credential), holder.account_id)?;
    }
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

fn check_not_oneself(tx: &Tx, member_id: MemberId) -> Result<()> {
    if tx.actor.member_id() == Some(member_id.uuid()) {
        return Err(Error::forbidden("Nobody gives something to themselves."));
    }
    Ok(())
}

async fn require_no_less_than(tx: &mut Tx, member_id: MemberId) -> Result<()> {
    let rights = tx.run(members::queries::rights(member_id.uuid())).await?.ok_or(Error::NotFound)?;
    require_no_less(tx, &rights).await.map(drop)
}

/// Who is confined to an account is given nothing outside of it without it being named.
fn scope(holder: &Holder, account_id: Option<AccountId>, profile_id: Option<ProfileRef>) -> Scope {
    let account_id = account_id.map(AccountId::uuid).or(holder.account_id);
    Scope { profile_id: profile_id.map(ProfileRef::uuid), ..Scope::of_account(account_id) }
}

fn lasting(grants: Vec<Grant>, expires_at: Option<Timestamp>) -> Vec<Grant> {
    grants.into_iter().map(|grant| Grant { expires_at, ..grant }).collect()
}

fn announce(tx: &mut Tx, member_id: MemberId) {
    tx.emit(Event::new("member.updated", "member", member_id.uuid()).internal());
}
