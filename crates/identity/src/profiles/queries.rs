//! Statements on `profiles` and `profile_schemas`. Who may see a profile is decided by its account and
//! itself: lists have it for a condition; what is read alone is decided about when it is read.

use db::{Query, params};
use jiff::Timestamp;
use platform::{Actor, Error, Permission, Result};
use serde_json::Value;
use uuid::Uuid;

use super::filter::{self, AttributeFilter};
use super::model::{Attributes, Profile, ProfileCreate, ProfileKind, ProfileSchemaUpdate, SchemaRow};
use crate::ids::ProfileRef;

/// The columns of [`Profile`] around a statement on `profiles`.
macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " profiles.id, profiles.account_id, profiles.member_id, profiles.kind, profiles.name,
            profiles.name_key, profiles.attributes, profiles.row_version, profiles.created_at,
            profiles.updated_at,
            (select a.name from accounts a
             where a.tenant_id = profiles.tenant_id and a.id = profiles.account_id) as account_name ",
            $after
        )
    };
}

db::statements! {
    pub(crate) FIND = columns!("select", "from profiles where id = $1");

    pub(crate) FIND_FOR_UPDATE = columns!("select",
        "from profiles where id = $1 for no key update of profiles");

    // The function finds the page past row-level security, by indexes; what it found is read through it.
    pub(crate) SEARCH = columns!("select", "from atelier.search_profiles($1, $2, $3, $4, $5, $6, $7, $8) found
        join profiles on profiles.id = found.id
        order by profiles.name_key, profiles.id");

    pub(crate) INSERT = columns!("
        insert into profiles (tenant_id, id, account_id, member_id, kind, name, attributes, created_at,
            created_by, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)
        returning", "");

    pub(crate) UPDATE = columns!("
        update profiles set name = $2, member_id = $3, attributes = $4, updated_at = $5,
            row_version = row_version + 1
        where id = $1 returning", "");

    pub(crate) DELETE = "delete from profiles where id = $1";

    pub(crate) FIND_SCHEMA = "
        select kind, schema, row_version, updated_at from profile_schemas where kind = $1";

    pub(crate) LIST_SCHEMAS = "select kind, schema, row_version, updated_at from profile_schemas";

    pub(crate) UPSERT_SCHEMA = "
        insert into profile_schemas (tenant_id, kind, schema, updated_at, updated_by)
        values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, kind) do update set schema = excluded.schema,
            updated_at = excluded.updated_at, updated_by = excluded.updated_by,
            row_version = profile_schemas.row_version + 1
        returning kind, schema, row_version, updated_at";

    // By the index on kind and name, so much at a time.
    pub(crate) LIST_ATTRIBUTES = "
        select id, name_key, attributes from profiles
        where kind = $1 and (name_key, id) > ($2, $3)
        order by name_key, id limit $4";
}

pub(super) fn find(id: ProfileRef) -> Query<Option<Profile>> {
    Query::optional(&FIND, params![id])
}

/// The profile, its row locked until the transaction ends.
pub(super) fn find_for_update(id: ProfileRef) -> Query<Option<Profile>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) kind: Option<ProfileKind>,
    pub(super) account_id: Option<Uuid>,
    pub(super) search: Option<String>,
    pub(super) attributes: Vec<AttributeFilter>,
}

/// A page by name. `after` is the key of the last profile of the page before.
pub(super) fn search(
    actor: &Actor,
    filter: &Filter,
    after: Option<(String, Uuid)>,
    rows: i64,
) -> Result<Query<Vec<Profile>>> {
    let rights = serde_json::to_value(actor.rights.profile_reaches(Permission::ProfileRead));
    let (name_key, id) = after.unwrap_or_default();
    Ok(Query::many(
        &SEARCH,
        params![
            rights.map_err(Error::internal)?,
            filter.kind.map(ProfileKind::name),
            filter.account_id,
            filter.search.clone(),
            filter::as_json(&filter.attributes),
            name_key,
            id,
            rows,
        ],
    ))
}

pub(super) fn insert(actor: &Actor, id: ProfileRef, now: Timestamp, new: ProfileCreate) -> Query<Profile> {
    Query::one(
        &INSERT,
        params![
            actor.tenant_id,
            id,
            new.account_id,
            new.member_id,
            new.kind.name(),
            new.name.trim().to_owned(),
            Value::Object(new.attributes),
            now,
            actor.member_id(),
        ],
    )
}

pub(super) fn update(now: Timestamp, profile: Profile) -> Query<Profile> {
    let Profile { id, name, member_id, attributes, .. } = profile;
    Query::one(&UPDATE, params![id, name, member_id, Value::Object(attributes), now])
}

pub(super) fn delete(id: ProfileRef) -> Query<u64> {
    Query::execute(&DELETE, params![id])
}

pub(super) fn find_schema(kind: ProfileKind) -> Query<Option<SchemaRow>> {
    Query::optional(&FIND_SCHEMA, params![kind.name()])
}

pub(super) fn list_schemas() -> Query<Vec<SchemaRow>> {
    Query::many(&LIST_SCHEMAS, params![])
}

pub(super) fn upsert_schema(
    actor: &Actor,
    kind: ProfileKind,
    now: Timestamp,
    new: ProfileSchemaUpdate,
) -> Query<SchemaRow> {
    let schema = Value::Object(new.schema);
    Query::one(&UPSERT_SCHEMA, params![actor.tenant_id, kind.name(), schema, now, actor.member_id()])
}

/// The attributes of profiles of a kind, from behind `after` on.
pub(super) fn list_attributes(
    kind: ProfileKind,
    after: (String, Uuid),
    rows: i64,
) -> Query<Vec<(Uuid, String, Value)>> {
    Query::many(&LIST_ATTRIBUTES, params![kind.name(), after.0, after.1, rows])
}

/// A column of JSON that holds an object.
pub(super) fn as_object(value: Value) -> Attributes {
    if let Value::Object(fields) = value { fields } else { Attributes::new() }
}
