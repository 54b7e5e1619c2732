//! Statements on `members`.

use db::{Query, params};
use jiff::Timestamp;
use platform::Role;
use uuid::Uuid;

use super::model::{Member, Membership};

db::statements! {
    pub(crate) LIST = "
        select id, name, email, role, client_id, last_sign_in_at
        from members
        where removed_at is null and (name, id) > ($1, $2)
        order by name, id
        limit $3";

    pub(crate) FIND_OF_PERSON = "
        select id as member_id, role, name as member_name, client_id from members
        where tenant_id = $1 and person_id = $2 and removed_at is null";

    pub(crate) FIND_BY_ID = "
        select id as member_id, role, name as member_name, client_id from members
        where id = $1 and removed_at is null";

    pub(crate) RECORD_SIGN_IN = "
        update members set last_sign_in_at = $3 where tenant_id = $1 and person_id = $2";

    pub(crate) ENSURE = "
        insert into members (tenant_id, id, person_id, role, name, email, client_id, created_at)
        select $1, $2, p.id, $4, p.name, p.email, $5, $6 from people p where p.id = $3
        on conflict (tenant_id, person_id) do nothing";

    pub(crate) FIND_ID = "select id from members where tenant_id = $1 and person_id = $2";
}

pub(crate) fn list(after: Option<(String, Uuid)>, rows: i64) -> Query<Vec<Member>> {
    let (name, id) = after.unwrap_or_default();
    Query::many(&LIST, params![name, id, rows])
}

/// What a person is in a tenant.
pub(crate) fn find_of_person(tenant_id: Uuid, person_id: Uuid) -> Query<Option<Membership>> {
    Query::optional(&FIND_OF_PERSON, params![tenant_id, person_id])
}

/// What a member of the reader's tenant is.
pub(crate) fn find_by_id(member_id: Uuid) -> Query<Option<Membership>> {
    Query::optional(&FIND_BY_ID, params![member_id])
}

pub(crate) fn record_sign_in(tenant_id: Uuid, person_id: Uuid, at: Timestamp) -> Query<u64> {
    Query::execute(&RECORD_SIGN_IN, params![tenant_id, person_id, at])
}

pub(crate) struct MemberRow {
    pub(crate) tenant_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) role: Role,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn ensure(row: MemberRow) -> Query<u64> {
    let MemberRow { tenant_id, id, person_id, role, client_id, created_at } = row;
    Query::execute(&ENSURE, params![tenant_id, id, person_id, role.name(), client_id, created_at])
}

pub(crate) fn find_id(tenant_id: Uuid, person_id: Uuid) -> Query<Uuid> {
    Query::one(&FIND_ID, params![tenant_id, person_id])
}
