//! Statements on `roles`.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::model::Role;

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " roles.id, roles.key, roles.name, roles.description, roles.is_built_in, roles.granted,
              roles.revoked, roles.row_version, roles.updated_at,
              (select count(*) from members m where m.tenant_id = roles.tenant_id and m.role = roles.key
                  and m.removed_at is null)
              + (select count(*) from role_assignments a
                  where a.tenant_id = roles.tenant_id and a.role = roles.key) as members_count ",
            $after
        )
    };
}

db::statements! {
    // Those out of the box come first.
    pub(crate) LIST = columns!("select", "from roles
        where (not is_built_in, name, key) > (not $1, $2, $3)
        order by not is_built_in, name, key limit $4");
    pub(crate) LIST_FIRST = columns!("select", "from roles order by not is_built_in, name, key limit $1");
    pub(crate) FIND = columns!("select", "from roles where key = $1");
    pub(crate) FIND_FOR_UPDATE = columns!("select", "from roles where key = $1 for no key update of roles");
    pub(crate) FIND_BY_ID_FOR_UPDATE =
        columns!("select", "from roles where id = $1 for no key update of roles");
    pub(crate) INSERT = columns!("
        insert into roles (tenant_id, id, key, name, description, granted, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $7) returning", "");
    pub(crate) UPDATE = columns!("
        update roles set name = $2, description = $3, granted = $4, revoked = $5, updated_at = $6,
            row_version = row_version + 1
        where id = $1 returning", "");
    pub(crate) COUNT_INVITED = "
        select count(*) from invitations
        where role = $1 and accepted_at is null and revoked_at is null and expires_at > $2";
    pub(crate) DELETE = "delete from roles where id = $1 and not is_built_in";
}

pub(super) fn list(after: Option<(bool, String, String)>, rows: i64) -> Query<Vec<Role>> {
    match after {
        None => Query::many(&LIST_FIRST, params![rows]),
        Some((is_built_in, name, key)) => Query::many(&LIST, params![is_built_in, name, key, rows]),
    }
}

pub(crate) fn find(key: &str) -> Query<Option<Role>> {
    Query::optional(&FIND, params![key.to_owned()])
}

pub(super) fn find_for_update(key: &str) -> Query<Option<Role>> {
    Query::optional(&FIND_FOR_UPDATE, params![key.to_owned()])
}

pub(super) fn find_by_id_for_update(id: Uuid) -> Query<Option<Role>> {
    Query::optional(&FIND_BY_ID_FOR_UPDATE, params![id])
}

pub(super) fn insert(tenant_id: Uuid, role: &Role, now: Timestamp) -> Query<Role> {
    let (key, name, description) = (role.key.clone(), role.name.clone(), role.description.clone());
    Query::one(&INSERT, params![tenant_id, role.id, key, name, description, role.held.texts(), now])
}

pub(super) fn update(role: &Role, now: Timestamp) -> Query<Role> {
    let (name, description) = (role.name.clone(), role.description.clone());
    Query::one(&UPDATE, params![role.id, name, description, role.granted.clone(), role.revoked.clone(), now])
}

/// How many open invitations are to the role.
pub(super) fn count_invited(key: &str, now: Timestamp) -> Query<i64> {
    Query::one(&COUNT_INVITED, params![key.to_owned(), now])
}

pub(super) fn delete(id: Uuid) -> Query<u64> {
    Query::execute(&DELETE, params![id])
}
