//! Statements on `people`: a system table.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::Person;

db::statements! {
    pub(crate) FIND_BY_EMAIL = "
        select id, name, email, password_hash, is_super_admin, locale from people
        where email_normalized = $1";

    pub(crate) FIND = "
        select id, name, email, password_hash, is_super_admin, locale from people where id = $1";

    // Only in place of the hash that was verified: a password changed meanwhile stays.
    pub(crate) UPDATE_PASSWORD = "
        update people set password_hash = $3 where id = $1 and password_hash is not distinct from $2";

    pub(crate) INSERT = "
        insert into people (id, email, email_normalized, name, password_hash, is_super_admin, locale,
                            created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (email_normalized) do nothing";
}

pub(crate) fn find_by_email(email_normalized: String) -> Query<Option<Person>> {
    Query::optional(&FIND_BY_EMAIL, params![email_normalized])
}

pub(crate) fn find(id: Uuid) -> Query<Option<Person>> {
    Query::optional(&FIND, params![id])
}

pub(crate) fn update_password(id: Uuid, verified: Option<String>, renewed: String) -> Query<u64> {
    Query::execute(&UPDATE_PASSWORD, params![id, verified, renewed])
}

pub(crate) struct PersonRow {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) email_normalized: String,
    pub(crate) name: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) is_super_admin: bool,
    pub(crate) locale: String,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn insert(row: PersonRow) -> Query<u64> {
    let PersonRow { id, email, email_normalized, name, password_hash, is_super_admin, locale, created_at } =
        row;
    Query::execute(
        &INSERT,
        params![id, email, email_normalized, name, password_hash, is_super_admin, locale, created_at],
    )
}
