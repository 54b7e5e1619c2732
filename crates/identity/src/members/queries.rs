//! Statements on `members`.

use db::{Query, params};
use jiff::Timestamp;
use platform::{Reach, Role};
use uuid::Uuid;

use super::model::{Member, Membership};
use crate::rights::RightsRow;

/// The columns of a [`Membership`], from `members m` joined to its role `r` and account `a`.
macro_rules! membership_columns {
    () => {
        "m.id as member_id, m.role, r.name as role_name, m.name as member_name, m.account_id,
         a.kind as account_kind,
         r.is_built_in, r.granted, r.revoked, atelier.further_roles(m.tenant_id, m.id) as further_roles,
         atelier.overrides(m.tenant_id, m.id) as overrides"
    };
}

/// What those columns are joined from, behind `members m`.
macro_rules! membership_joins {
    () => {
        "left join roles r on r.tenant_id = m.tenant_id and r.key = m.role
         left join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id"
    };
}

pub(crate) use {membership_columns, membership_joins};

macro_rules! select {
    ($which:literal) => {
        concat!(
            "select ",
            membership_columns!(),
            " from members m ",
            membership_joins!(),
            " where m.removed_at is null and m.deactivated_at is null and ",
            $which
        )
    };
}

db::statements! {
    pub(crate) LIST = "
        select m.id, m.name, m.email, m.role, m.account_id,
               case when a.kind = 'client' then m.account_id end as client_id, m.last_sign_in_at
        from members m
        left join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id
        where m.removed_at is null and m.deactivated_at is null and (m.name, m.id) > ($1, $2)
          and ($4::uuid[] is null or atelier.reaches($4, m.account_id))
        order by m.name, m.id
        limit $3";

    pub(crate) FIND_OF_PERSON = select!("m.tenant_id = $1 and m.person_id = $2");

    pub(crate) FIND_BY_ID = select!("m.id = $1");

    // Also of who is deactivated.
    pub(crate) RIGHTS = concat!("select ", membership_columns!(), " from members m ", membership_joins!(),
        " where m.id = $1 and m.removed_at is null");

    pub(crate) RIGHTS_OF_ADMINS = concat!("select ", membership_columns!(), " from members m ",
        membership_joins!(),
        " where m.role = 'admin' and m.removed_at is null and m.deactivated_at is null");

    pub(crate) RECORD_SIGN_IN = "
        update members set last_sign_in_at = $3 where tenant_id = $1 and person_id = $2";

    pub(crate) ENSURE = "
        insert into members (tenant_id, id, person_id, role, name, email, account_id, created_at)
        select $1, $2, p.id, $4, p.name, p.email, $5, $6 from people p where p.id = $3
        on conflict (tenant_id, person_id) do nothing";

    pub(crate) FIND_PERSON = "select person_id from members where tenant_id = $1 and id = $2";

    pub(crate) FIND_ID = "select id from members where tenant_id = $1 and person_id = $2";
}

pub(crate) fn list(reach: Reach, after: Option<(String, Uuid)>, rows: i64) -> Query<Vec<Member>> {
    let (name, id) = after.unwrap_or_default();
    Query::many(&LIST, params![name, id, rows, reach])
}

/// What a person is in a tenant.
pub(crate) fn find_of_person(tenant_id: Uuid, person_id: Uuid) -> Query<Option<Membership>> {
    Query::optional(&FIND_OF_PERSON, params![tenant_id, person_id])
}

/// What a member of the reader's tenant is.
pub(crate) fn find_by_id(member_id: Uuid) -> Query<Option<Membership>> {
    Query::optional(&FIND_BY_ID, params![member_id])
}

/// Who a member is.
pub(crate) fn find_person(tenant_id: Uuid, member_id: Uuid) -> Query<Option<Uuid>> {
    Query::optional(&FIND_PERSON, params![tenant_id, member_id])
}

/// What a member of the reader's tenant holds.
pub(crate) fn rights(member_id: Uuid) -> Query<Option<RightsRow>> {
    Query::optional(&RIGHTS, params![member_id])
}

/// What each active administrator of the reader's tenant holds.
pub(crate) fn rights_of_admins() -> Query<Vec<RightsRow>> {
    Query::many(&RIGHTS_OF_ADMINS, params![])
}

pub(crate) fn record_sign_in(tenant_id: Uuid, person_id: Uuid, at: Timestamp) -> Query<u64> {
    Query::execute(&RECORD_SIGN_IN, params![tenant_id, person_id, at])
}

pub(crate) struct MemberRow {
    pub(crate) tenant_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) role: Role,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn ensure(row: MemberRow) -> Query<u64> {
    let MemberRow { tenant_id, id, person_id, role, account_id, created_at } = row;
    Query::execute(&ENSURE, params![tenant_id, id, person_id, role.name(), account_id, created_at])
}

pub(crate) fn find_id(tenant_id: Uuid, person_id: Uuid) -> Query<Uuid> {
    Query::one(&FIND_ID, params![tenant_id, person_id])
}
