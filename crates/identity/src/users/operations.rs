//! Changes to people.

use platform::{Actor, Audit, Error, Event, IfMatch, Permission, Result, Rights, Role, Target, Tx};

use super::model::{Stored, User, UserState, UserUpdate};
use super::queries;
use crate::grants::check_administrators_remain;
use crate::ids::AccountId;
use crate::invitations::{self, InvitationCreate};
use crate::rights::{RightsRow, may_give, require_no_less};
use crate::{Authenticator, MemberId, members, roles, second_factors};

/// Invites somebody. Until they accept they are shown as invited.
pub(super) async fn create(tx: &mut Tx, new: InvitationCreate) -> Result<User> {
    let invitation = invitations::invite(tx, new).await?;
    // Who may invite somebody sees whom they invited.
    let find = queries::find(tx.actor.reach(Permission::InvitationCreate), tx.now, invitation.id.uuid());
    tx.run(find).await?.ok_or(Error::NotFound)
}

/// Whether the people of a page have a second factor, for who looks after them. People, unlike members, are
/// of no tenant.
pub(super) async fn look_up_factors(
    authenticator: &Authenticator,
    actor: &Actor,
    users: &mut [User],
) -> Result<()> {
    if !actor.may(Permission::MemberUpdate) {
        return Ok(());
    }
    let people = users.iter().filter_map(|user| user.person_id).collect();
    let strong = second_factors::who_has_one(authenticator, people).await?;
    for user in users {
        user.has_second_factor = user.person_id.map(|id| strong.contains(&id));
    }
    Ok(())
}

pub(super) async fn update(
    tx: &mut Tx,
    id: MemberId,
    if_match: &IfMatch,
    changes: UserUpdate,
) -> Result<User> {
    let before = load(tx, id, Permission::MemberUpdate).await?;
    if_match.check(before.version)?;
    let is_deactivated = match changes.state {
        None => before.is_deactivated,
        Some(UserState::Active) => false,
        Some(UserState::Deactivated) => true,
        Some(UserState::Invited) => {
            return Err(Error::invalid("/state", "state", "must be active or deactivated"));
        }
    };
    let after = Stored {
        name: changes.name.trim().to_owned(),
        role: changes.role,
        account_id: changes.account_id,
        is_deactivated,
        preferences: changes.preferences.map_or(before.preferences.clone(), serde_json::Value::Object),
        ..before.clone()
    };
    let rights = tx.run(members::queries::rights(id.uuid())).await?.ok_or(Error::NotFound)?;
    let is_powerful = require_no_less(tx, &rights).await?;
    let is_moved = (&after.role, after.account_id) != (&before.role, before.account_id);
    let is_ended = is_deactivated && !before.is_deactivated;
    if is_ended {
        check_not_oneself(tx, id)?;
    }
    let mut is_less = is_ended;
    if is_moved {
        let moved = check_role_change(tx, &before, &after, rights.clone()).await?;
        let (was, is) = (Rights::new(rights.grants(), tx.now), Rights::new(moved.grants(), tx.now));
        is_less |= was.beyond(&is, |_| false).is_some();
    }
    if is_powerful && is_less {
        tx.require_presence()?;
    }
    let is_admin = |stored: &Stored| stored.role == Role::Admin.name() && !stored.is_deactivated;
    let leaves = is_admin(&before) && !is_admin(&after);
    if leaves {
        tx.run(queries::lock_admins()).await?;
    }
    tx.run(queries::update(tx.now, &after)).await?;
    if leaves {
        check_administrators_remain(tx).await?;
    }
    if is_ended {
        tx.defer(queries::end_sessions(id));
    }
    if is_less {
        tx.defer(members::ending::end_invitations(tx.actor.tenant_id, id.uuid(), tx.now));
    }
    record(tx, &before, &after);
    tx.emit(Event::new("member.updated", "member", id.uuid()).version(before.version + 1).internal());
    let find = queries::find(tx.actor.reach(Permission::MemberRead), tx.now, id.uuid());
    tx.run(find).await?.ok_or(Error::NotFound)
}

/// Takes a person out of the tenant, with everything that they were given in it and every credential that
/// acts for them. What they did stays on record.
pub(super) async fn remove(tx: &mut Tx, id: MemberId) -> Result<()> {
    let before = load(tx, id, Permission::MemberRemove).await?;
    check_not_oneself(tx, id)?;
    let rights = tx.run(members::queries::rights(id.uuid())).await?.ok_or(Error::NotFound)?;
    if require_no_less(tx, &rights).await? {
        tx.require_presence()?;
    }
    tx.run(queries::lock_admins()).await?;
    tx.run(queries::remove(tx.now, id)).await?;
    if before.role == Role::Admin.name() && !before.is_deactivated {
        check_administrators_remain(tx).await?;
    }
    for ended in members::ending::end(tx.actor.tenant_id, id.uuid(), tx.now) {
        tx.defer(ended);
    }
    tx.defer(queries::end_sessions(id));
    tx.audit(Audit::new("member.removed", "member", id.uuid(), &before.name).change("role", before.role, ()));
    tx.emit(Event::new("member.removed", "member", id.uuid()).internal());
    Ok(())
}

async fn load(tx: &mut Tx, id: MemberId, permission: Permission) -> Result<Stored> {
    let reach = tx.actor.reach(Permission::MemberRead);
    let stored = tx.run(queries::find_for_update(reach, id)).await?.ok_or(Error::NotFound)?;
    tx.require_in(permission, &Target::user(stored.account_id.map(AccountId::uuid), id.uuid()))?;
    Ok(stored)
}

/// Nobody gives more than they hold, by the role or by what the person holds besides at another account, and
/// nobody changes their own. Answers what the person holds then.
async fn check_role_change(
    tx: &mut Tx,
    before: &Stored,
    after: &Stored,
    rights: RightsRow,
) -> Result<RightsRow> {
    tx.require(Permission::RoleAssign)?;
    if tx.actor.member_id() == Some(before.id.uuid()) {
        return Err(Error::forbidden("Somebody else has to change your role."));
    }
    let role = tx.run(roles::queries::find(&after.role)).await?;
    let role = role.ok_or_else(|| Error::invalid("/role", "unknown_reference", "is the key of no role"))?;
    if role.key == Role::Client.name() && after.account_id.is_none() {
        let detail = "a person of a client belongs to an account; say which";
        return Err(Error::invalid("/account_id", "required", detail));
    }
    let home = after.account_id.map(AccountId::uuid);
    let moved = rights.moved(&role, home);
    may_give(tx, &moved.grants(), home)?;
    Ok(moved)
}

fn check_not_oneself(tx: &Tx, id: MemberId) -> Result<()> {
    if tx.actor.member_id() == Some(id.uuid()) {
        return Err(Error::conflict("oneself", "You cannot do this to yourself. Ask another administrator."));
    }
    Ok(())
}

fn record(tx: &mut Tx, before: &Stored, after: &Stored) {
    let action = match (before.is_deactivated, after.is_deactivated) {
        (false, true) => "member.deactivated",
        (true, false) => "member.reactivated",
        _ if before.role != after.role => "member.role_changed",
        _ => "member.updated",
    };
    tx.audit(
        Audit::new(action, "member", before.id.uuid(), &after.name)
            .change("name", &before.name, &after.name)
            .change("role", &before.role, &after.role)
            .change("account_id", before.account_id, after.account_id)
            .change("is_deactivated", before.is_deactivated, after.is_deactivated)
            .change("preferences", &before.preferences, &after.preferences),
    );
}
