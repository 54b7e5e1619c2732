//! Statements on what people change about themselves.

use db::{Query, params};
use uuid::Uuid;

db::statements! {
    pub(crate) UPDATE_PERSON = "
        update people set name = coalesce($2, name), locale = coalesce($3, locale) where id = $1";

    // Tenants have copies of the name.
    pub(crate) UPDATE_MEMBERS = "update members set name = $2 where person_id = $1 and name <> $2";
}

/// Absent values stay.
pub(crate) fn update_person(id: Uuid, name: Option<String>, locale: Option<String>) -> Query<u64> {
    Query::execute(&UPDATE_PERSON, params![id, name, locale])
}

pub(crate) fn rename_members(person_id: Uuid, name: String) -> Query<u64> {
    Query::execute(&UPDATE_MEMBERS, params![person_id, name])
}
