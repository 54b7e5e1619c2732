//! Changes to roles.

use platform::versions::Snapshot;
use platform::{Audit, Error, Event, IfMatch, Permission, Result, Scope, Source, Target, Tx};

use super::history::{ROLE, fields};
use super::model::{PermissionChange, Role, RoleCreate, RoleKey, RoleUpdate, parse_all};
use super::queries;
use crate::grants::KEPT;
use crate::rights::{Held, HeldText, may_give};

const ADMIN: &str = "admin";
const CLIENT: &str = "client";

pub(super) async fn create(tx: &mut Tx, new: RoleCreate) -> Result<Role> {
    tx.require(Permission::RoleUpdate)?;
    let name = new.name.trim().to_owned();
    let key = match new.key {
        Some(key) => RoleKey(key),
        None => RoleKey::of_name(&name).ok_or_else(|| {
            Error::invalid("/key", "required", "give a key: the name has no letters for one")
        })?,
    };
    if platform::Role::parse(&key.0).is_some() {
        return Err(Error::conflict("role_key_taken", "This key belongs to a role of Atelier's own."));
    }
    let base = match &new.based_on {
        Some(base) => tx
            .run(queries::find(base))
            .await?
            .map(|role| role.held)
            .ok_or_else(|| Error::invalid("/based_on", "unknown_reference", "is the key of no role"))?,
        None => Held::default(),
    };
    let asked = new.permissions.as_deref().map(|texts| parse_all("permissions", texts)).transpose()?;
    let held = asked.map_or_else(|| base.clone(), |texts| texts.into_iter().collect());
    check_change(tx, &Held::default(), &held, None)?;
    let role = empty(tx, key, name, new.description.unwrap_or_default()).holding(held);
    let role = tx.run(queries::insert(tx.actor.tenant_id, &role, tx.now)).await?;
    tx.audit(audit("role.created", &role).change("permissions", (), &role.permissions));
    tx.snapshot(Snapshot::created(&ROLE, role.id.uuid(), &role.name, fields(&role)));
    announce(tx, "role.created", &role);
    Ok(role)
}

fn empty(tx: &Tx, key: RoleKey, name: String, description: String) -> Role {
    Role {
        id: tx.new_id(),
        key: key.0,
        name,
        description,
        is_built_in: false,
        permissions: Vec::new(),
        granted: Vec::new(),
        revoked: Vec::new(),
        members_count: 0,
        version: 1,
        updated_at: tx.now,
        held: Held::default(),
    }
}

pub(super) async fn update(
    tx: &mut Tx,
    key: &RoleKey,
    if_match: &IfMatch,
    changes: RoleUpdate,
) -> Result<Role> {
    tx.require(Permission::RoleUpdate)?;
    let before = tx.run(queries::find_for_update(&key.0)).await?.ok_or(Error::NotFound)?;
    if_match.check(before.version)?;
    let mut after = before.clone();
    if let Some(name) = changes.name {
        name.trim().clone_into(&mut after.name);
    }
    if let Some(description) = changes.description {
        after.description = description;
    }
    if let Some(texts) = &changes.permissions {
        after = after.holding(parse_all("permissions", texts)?.into_iter().collect());
    }
    store(tx, before, after).await
}

/// Grants and revokes single permissions.
pub(super) async fn change_permissions(tx: &mut Tx, key: &RoleKey, change: PermissionChange) -> Result<Role> {
    tx.require(Permission::RoleUpdate)?;
    let (grant, revoke) = (parse_all("grant", &change.grant)?, parse_all("revoke", &change.revoke)?);
    let before = tx.run(queries::find_for_update(&key.0)).await?.ok_or(Error::NotFound)?;
    let mut held = before.held.clone();
    for text in revoke {
        held.revoke(text);
    }
    for text in grant {
        held.grant(text);
    }
    let after = before.clone().holding(held);
    store(tx, before, after).await
}

async fn store(tx: &mut Tx, before: Role, after: Role) -> Result<Role> {
    if after == before {
        return Ok(before);
    }
    check_change(tx, &before.held, &after.held, Some(&before))?;
    check_kept(&after)?;
    let role = tx.run(queries::update(&after, tx.now)).await?;
    tx.audit(
        audit("role.updated", &role)
            .change("name", &before.name, &role.name)
            .change("description", &before.description, &role.description)
            .change("permissions", difference(&before, &role), difference(&role, &before)),
    );
    let states = (fields(&before), fields(&role));
    tx.snapshot(Snapshot::changed(&ROLE, role.id.uuid(), &role.name, states));
    announce(tx, "role.updated", &role);
    Ok(role)
}

/// What the first holds and the second does not: a change of sixty permissions by one is said by one.
fn difference(of: &Role, from: &Role) -> Vec<String> {
    of.held.against(&from.held).0
}

pub(super) async fn delete(tx: &mut Tx, key: &RoleKey) -> Result<()> {
    tx.require(Permission::RoleUpdate)?;
    let role = tx.run(queries::find_for_update(&key.0)).await?.ok_or(Error::NotFound)?;
    if role.is_built_in {
        let detail = "This role came with Atelier. Revoke what it should not hold instead.";
        return Err(Error::conflict("role_is_built_in", detail));
    }
    if role.members_count > 0 {
        let detail = format!("{} people have this role. Give them another one first.", role.members_count);
        return Err(Error::conflict("role_in_use", detail));
    }
    if tx.run(queries::count_invited(&role.key, tx.now)).await? > 0 {
        let detail = "People are invited to this role. Take their invitations back first.";
        return Err(Error::conflict("role_in_use", detail));
    }
    tx.run(queries::delete(role.id.uuid())).await?;
    tx.audit(audit("role.deleted", &role).change("permissions", &role.permissions, ()));
    announce(tx, "role.deleted", &role);
    Ok(())
}

/// Nobody gives or takes what they do not hold themselves, also when it came with the role.
fn check_change(tx: &Tx, before: &Held, after: &Held, role: Option<&Role>) -> Result<()> {
    // The client's voice comes back to the client's own role, by who holds nothing of it.
    let is_clients = role.is_some_and(|role| role.key == CLIENT);
    let is_voice = |held: &HeldText| is_clients && held.permission == Permission::IdeaDecideAsClient;
    let given: Held = after.iter().filter(|held| !before.contains(*held) && !is_voice(held)).collect();
    if given.iter().any(|held| held.permission == Permission::IdeaDecideAsClient) {
        let detail = "You cannot give idea.decide_as_client: it belongs to the role of the client.";
        return Err(Error::forbidden(detail));
    }
    may_give(tx, &given.grants(Scope::tenant(), &Source::Credential), None)?;
    let is_theirs = |held: &HeldText| {
        tx.actor.may_in(held.permission, &Target::tenant().on(held.channel)) || is_voice(held)
    };
    match before.iter().find(|held| !after.contains(*held) && !is_theirs(held)) {
        Some(held) => Err(Error::forbidden(format!("You cannot take {held}: you do not hold it yourself."))),
        None => Ok(()),
    }
}

fn check_kept(role: &Role) -> Result<()> {
    let is_held =
        |permission: &Permission| role.held.contains(HeldText { permission: *permission, channel: None });
    match KEPT.iter().find(|permission| role.key == ADMIN && !is_held(permission)) {
        Some(permission) => Err(Error::conflict(
            "role_would_lock_out",
            format!("The administrator keeps {}: without it nobody could give it back.", permission.name()),
        )),
        None => Ok(()),
    }
}

fn audit(action: &'static str, role: &Role) -> Audit {
    Audit::new(action, "role", role.id.uuid(), &role.name)
}

fn announce(tx: &mut Tx, kind: &'static str, role: &Role) {
    tx.emit(Event::new(kind, "role", role.id.uuid()).version(role.version).internal());
}
