//! Statements on `members` and open invitations, for those who look after people.

use db::{Query, params};
use jiff::Timestamp;
use platform::Reach;
use uuid::Uuid;

use super::model::{Stored, User, UserQuery};
use crate::MemberId;

/// A tenant has as many people as know each other, so they are put together and sorted for each page.
macro_rules! people {
    ($with:literal, $rest:literal) => {
        concat!(
            $with,
            " people as (
                select m.id, m.name, m.email, m.role, m.account_id, m.last_sign_in_at, m.created_at,
                       m.preferences, m.row_version, m.person_id,
                       case when m.deactivated_at is null then 'active' else 'deactivated' end as state
                from members m where m.removed_at is null
                union all
                select i.id, coalesce(i.name, i.email), i.email, i.role, i.account_id, null, i.created_at,
                       '{}', 1, null, 'invited'
                from invitations i
                where i.accepted_at is null and i.revoked_at is null and i.expires_at > $1)
             select p.id, p.name, p.email, p.role, p.account_id, p.last_sign_in_at, p.created_at,
                    p.preferences, p.row_version, p.person_id, p.state,
                    coalesce(r.name, p.role) as role_name, a.name as account_name,
                    k.sort_key
             from people p
             left join roles r on r.key = p.role
             left join accounts a on a.id = p.account_id
             cross join lateral (select case $2
                when 'email' then lower(p.email)
                when 'last_sign_in' then coalesce(
                    to_char(p.last_sign_in_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '')
                when 'created' then to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
                else lower(p.name) end as sort_key) k
             where ($3::uuid[] is null or atelier.reaches($3, p.account_id)) ",
            $rest
        )
    };
}

macro_rules! filtered {
    ($rest:literal) => {
        concat!(
            people!(
                "with",
                "and ($4::text is null or strpos(lower(p.name), lower($4)) > 0
                        or strpos(lower(p.email), lower($4)) > 0)
                 and ($5::text is null or p.role = $5) and ($6::text is null or p.state = $6)
                 and ($7::uuid is null or p.account_id = $7) "
            ),
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST_UP = filtered!("
        and ($8::text is null or (k.sort_key, p.id) > ($8, $9)) order by k.sort_key, p.id limit $10");
    pub(crate) LIST_DOWN = filtered!("
        and ($8::text is null or (k.sort_key, p.id) < ($8, $9))
        order by k.sort_key desc, p.id desc limit $10");
    pub(crate) FIND = people!("with", "and p.id = $4");

    pub(crate) FIND_FOR_UPDATE = "
        select id, name, role, account_id, deactivated_at, preferences, row_version from members
        where id = $1 and removed_at is null and ($2::uuid[] is null or atelier.reaches($2, account_id))
        for no key update";
    // Every administrator's row, so that the last two cannot go at once.
    pub(crate) LOCK_ADMINS = "
        select id from members where role = 'admin' and removed_at is null and deactivated_at is null
        order by id for no key update";
    pub(crate) UPDATE = "
        update members set name = $2, role = $3, account_id = $4, preferences = $5,
            deactivated_at = case when $6 then coalesce(deactivated_at, $7) end, row_version = row_version + 1
        where id = $1";
    pub(crate) REMOVE = "update members set removed_at = $2, row_version = row_version + 1 where id = $1";
    pub(crate) END_SESSIONS = "select atelier.end_sessions_of_member($1)";
}

pub(super) fn list(
    reach: Reach,
    now: Timestamp,
    query: &UserQuery,
    after: Option<(String, Uuid)>,
    rows: i64,
) -> Query<Vec<User>> {
    let (sort, is_down) = query.sort.unwrap_or_default().parts();
    let (key, id) = after.map_or((None, Uuid::nil()), |(key, id)| (Some(key), id));
    let search = query.q.clone().filter(|search| !search.is_empty());
    let state = query.state.map(super::model::UserState::name);
    let role = query.role.clone();
    let params = params![now, sort, reach, search, role, state, query.account_id, key, id, rows];
    Query::many(if is_down { &LIST_DOWN } else { &LIST_UP }, params)
}

pub(super) fn find(reach: Reach, now: Timestamp, id: Uuid) -> Query<Option<User>> {
    Query::optional(&FIND, params![now, "name", reach, id])
}

pub(super) fn find_for_update(reach: Reach, id: MemberId) -> Query<Option<Stored>> {
    Query::optional(&FIND_FOR_UPDATE, params![id, reach])
}

pub(super) fn lock_admins() -> Query<Vec<Uuid>> {
    Query::many(&LOCK_ADMINS, params![])
}

pub(super) fn update(now: Timestamp, after: &Stored) -> Query<u64> {
    let (name, role) = (after.name.clone(), after.role.clone());
    let preferences = after.preferences.clone();
    Query::execute(
        &UPDATE,
        params![after.id, name, role, after.account_id, preferences, after.is_deactivated, now],
    )
}

pub(super) fn remove(now: Timestamp, id: MemberId) -> Query<u64> {
    Query::execute(&REMOVE, params![id, now])
}

/// Ends the sessions that the member has in this tenant.
pub(super) fn end_sessions(id: MemberId) -> Query<()> {
    Query::one(&END_SESSIONS, params![id])
}
