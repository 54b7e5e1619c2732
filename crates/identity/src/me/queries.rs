//! Statements on what people change about themselves.

use db::{Query, params};
use serde_json::Value;
use uuid::Uuid;

db::statements! {
    pub(crate) UPDATE_PERSON = "
        update people set name = coalesce($2, name), locale = coalesce($3, locale) where id = $1";

    // What is null goes.
    pub(crate) UPDATE_PREFERENCES = "
        update members set preferences = jsonb_strip_nulls(preferences || $2), row_version = row_version + 1
        where person_id = $1 and removed_at is null";

    pub(crate) FIND_PREFERENCES = "
        select preferences from members where tenant_id = $1 and person_id = $2 and removed_at is null";

    // Tenants have copies of the name.
    pub(crate) UPDATE_MEMBERS = "update members set name = $2 where person_id = $1 and name <> $2";
}

/// In every tenant; one person is one membership in each.
pub(crate) fn update_preferences(person_id: Uuid, changes: Value) -> Query<u64> {
    Query::execute(&UPDATE_PREFERENCES, params![person_id, changes])
}

pub(crate) fn find_preferences(tenant_id: Uuid, person_id: Uuid) -> Query<Option<Value>> {
    Query::optional(&FIND_PREFERENCES, params![tenant_id, person_id])
}

/// Absent values stay.
pub(crate) fn update_person(id: Uuid, name: Option<String>, locale: Option<String>) -> Query<u64> {
    Query::execute(&UPDATE_PERSON, params![id, name, locale])
}

pub(crate) fn rename_members(person_id: Uuid, name: String) -> Query<u64> {
    Query::execute(&UPDATE_MEMBERS, params![person_id, name])
}
