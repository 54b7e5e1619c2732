//! Changes to profiles and to what is asked of them.

use std::collections::BTreeSet;

use platform::versions::Snapshot;
use platform::{Audit, Error, Event, IfMatch, Permission, Result, Target, Tx};
use serde_json::Value;
use uuid::Uuid;

use super::history::{PROFILE, fields};
use super::model::{
    Attributes, Profile, ProfileCreate, ProfileKind, ProfileSchema, ProfileSchemaChanged,
    ProfileSchemaUpdate, ProfileUpdate,
};
use super::schema::Compiled;
use super::{defaults, queries};
use crate::ids::ProfileRef;

/// Profiles that are held against a new schema, and how many at once.
const CHECKED_MAX: i64 = 20_000;
const CHECKED_AT_ONCE: i64 = 1_000;

pub(crate) async fn create(tx: &mut Tx, new: ProfileCreate) -> Result<Profile> {
    let account_id = new.account_id.uuid();
    // An account out of reach is answered as one that does not exist.
    if !tx.actor.reach(Permission::AccountRead).contains(account_id) {
        return Err(Error::invalid("/account_id", "unknown_reference", "there is nothing with this id"));
    }
    tx.require_in(Permission::ProfileCreate, &Target::account(account_id))?;
    schema_of(tx, new.kind).await?.check(&new.attributes)?;
    let id: ProfileRef = tx.new_id();
    let profile = tx.run(queries::insert(&tx.actor, id, tx.now, new)).await?;
    tx.audit(audit("profile.created", &profile).change("kind", (), profile.kind));
    tx.snapshot(Snapshot::created(&PROFILE, id.uuid(), &profile.name, fields(&profile)));
    tx.emit(event("profile.created", &profile));
    Ok(profile)
}

pub(super) async fn update(
    tx: &mut Tx,
    id: ProfileRef,
    if_match: &IfMatch,
    changes: ProfileUpdate,
) -> Result<Profile> {
    let before = load(tx, Permission::ProfileUpdate, id).await?;
    if_match.check(before.version)?;
    let mut after = before.clone();
    if let Some(name) = changes.name {
        name.trim().clone_into(&mut after.name);
    }
    after.member_id = changes.member_id.unwrap_or(before.member_id);
    if let Some(changed) = changes.attributes {
        merge(&mut after.attributes, changed);
        schema_of(tx, before.kind).await?.check(&after.attributes)?;
    }
    if after == before {
        return Ok(before);
    }
    let profile = tx.run(queries::update(tx.now, after)).await?;
    let mut audit = audit("profile.updated", &profile).change("name", &before.name, &profile.name).change(
        "member_id",
        before.member_id,
        profile.member_id,
    );
    let names: BTreeSet<&String> = before.attributes.keys().chain(profile.attributes.keys()).collect();
    for name in names {
        let (was, is) = (before.attributes.get(name), profile.attributes.get(name));
        audit = audit.change(&format!("attributes.{name}"), was, is);
    }
    tx.audit(audit);
    let states = (fields(&before), fields(&profile));
    tx.snapshot(Snapshot::changed(&PROFILE, id.uuid(), &profile.name, states));
    tx.emit(event("profile.updated", &profile));
    Ok(profile)
}

pub(super) async fn delete(tx: &mut Tx, id: ProfileRef) -> Result<()> {
    let profile = load(tx, Permission::ProfileDelete, id).await?;
    tx.run(queries::delete(id)).await?;
    tx.audit(audit("profile.deleted", &profile).change("kind", profile.kind, ()));
    tx.emit(event("profile.deleted", &profile));
    Ok(())
}

/// The profile, locked, for who sees it and may do this to it.
pub(super) async fn load(tx: &mut Tx, permission: Permission, id: ProfileRef) -> Result<Profile> {
    let profile = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if !tx.actor.may_in(Permission::ProfileRead, &profile.target()) {
        return Err(Error::NotFound);
    }
    tx.require_in(permission, &profile.target())?;
    Ok(profile)
}

/// Attribute by attribute; `null` removes one.
fn merge(attributes: &mut Attributes, changed: Attributes) {
    for (name, value) in changed {
        if value.is_null() {
            attributes.remove(&name);
        } else {
            attributes.insert(name, value);
        }
    }
}

/// What the tenant asks of a kind now. What is stored compiled when it was.
async fn schema_of(tx: &mut Tx, kind: ProfileKind) -> Result<Compiled> {
    let stored = tx.run(queries::find_schema(kind)).await?;
    Compiled::new(&stored.map_or_else(|| defaults::schema(kind), |row| row.schema))
}

/// Asks something else of a kind, and says what it means for the profiles there are.
pub(super) async fn change_schema(
    tx: &mut Tx,
    kind: ProfileKind,
    if_match: &IfMatch,
    new: ProfileSchemaUpdate,
) -> Result<ProfileSchemaChanged> {
    tx.require(Permission::ProfileSchemaUpdate)?;
    let compiled = Compiled::new(&new.schema)?;
    let before = tx.run(queries::find_schema(kind)).await?;
    if_match.check(before.as_ref().map_or(0, |row| row.version))?;
    let (profiles_checked, profiles_unfit) = count_unfit(tx, kind, &compiled).await?;
    let row = tx.run(queries::upsert_schema(&tx.actor, kind, tx.now, new)).await?;
    let schema = ProfileSchema::from(row);
    let shown = |schema: &Attributes| Value::Object(schema.clone());
    let was = before.map_or_else(|| defaults::schema(kind), |row| row.schema);
    let audit = Audit::new("profile_schema.updated", "profile_schema", Uuid::nil(), kind.name());
    tx.audit(audit.change("schema", shown(&was), shown(&schema.schema)));
    tx.emit(Event::new("profile_schema.updated", "profile_schema", Uuid::nil()).version(schema.version));
    Ok(ProfileSchemaChanged { schema, profiles_checked, profiles_unfit })
}

async fn count_unfit(tx: &mut Tx, kind: ProfileKind, schema: &Compiled) -> Result<(i64, i64)> {
    let (mut checked, mut unfit) = (0, 0);
    let mut after = (String::new(), Uuid::nil());
    while checked < CHECKED_MAX {
        let rows = tx.run(queries::list_attributes(kind, after.clone(), CHECKED_AT_ONCE)).await?;
        let Some((id, name_key, _)) = rows.last() else { break };
        after = (name_key.clone(), *id);
        for (_, _, attributes) in rows {
            checked += 1;
            unfit += i64::from(!schema.fits(&queries::as_object(attributes)));
        }
    }
    Ok((checked, unfit))
}

fn audit(action: &'static str, profile: &Profile) -> Audit {
    Audit::new(action, "profile", profile.id.uuid(), &profile.name).client(profile.account_id.uuid())
}

fn event(kind: &'static str, profile: &Profile) -> Event {
    Event::new(kind, "profile", profile.id.uuid()).client(profile.account_id.uuid()).version(profile.version)
}
