//! Statements on `accounts`. `$1` of a reading statement is what the actor reaches.

use db::{Query, params};
use jiff::Timestamp;
use platform::{Actor, Reach};
use uuid::Uuid;

use super::AccountKind;
use super::model::{Account, AccountCreate};
use crate::ids::AccountId;
use crate::members::Member;

/// The columns of [`Account`] around a statement on `accounts`.
macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " accounts.id, accounts.kind, accounts.name, accounts.name_key, accounts.parent_id,
            accounts.row_version, accounts.created_at, accounts.archived_at,
            (select c.id from clients c where c.tenant_id = accounts.tenant_id and c.id = accounts.id)
                as client_id,
            (select count(*) from members m
             where m.tenant_id = accounts.tenant_id and m.account_id = accounts.id and m.removed_at is null)
                as members_count,
            (select count(*) from profiles p
             where p.tenant_id = accounts.tenant_id and p.account_id = accounts.id)
                as profiles_count ",
            $after
        )
    };
}

db::statements! {
    pub(crate) ENSURE = "
        insert into accounts (tenant_id, id, kind, name, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $5)
        on conflict (tenant_id, id) do nothing";

    pub(crate) FIND = columns!("select", "from accounts where atelier.reaches($1, id) and id = $2");

    pub(crate) FIND_FOR_UPDATE = columns!("select",
        "from accounts where atelier.reaches($1, id) and id = $2 for no key update of accounts");

    // One statement for each way to walk an index. A tenant has as many accounts as people can look after:
    // looking at each name for a part of it is cheap.
    pub(crate) LIST = columns!("select", "from accounts
        where atelier.reaches($1, id) and (name_key, id) > ($2, $3) and (archived_at is null or $5)
          and ($6::text is null or strpos(name_key, lower($6)) > 0)
        order by name_key, id limit $4");

    pub(crate) LIST_OF_KIND = columns!("select", "from accounts
        where atelier.reaches($1, id) and (name_key, id) > ($2, $3) and (archived_at is null or $5)
          and ($6::text is null or strpos(name_key, lower($6)) > 0) and kind = $7
        order by name_key, id limit $4");

    pub(crate) INSERT = columns!("
        insert into accounts (tenant_id, id, kind, name, parent_id, created_at, created_by, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $6)
        returning", "");

    pub(crate) UPDATE = columns!("
        update accounts set name = $2, parent_id = $3, archived_at = $4, updated_at = $5,
            row_version = row_version + 1
        where id = $1 returning", "");

    // Moves within one tenant come one after the other, so that two of them make no cycle together.
    pub(crate) LOCK_TREES = "select id from tenants where id = $1 for no key update";

    // An account and everything above it.
    pub(crate) LIST_ANCESTORS = "
        with recursive ancestors as (
            select tenant_id, id, parent_id, 1 as height from accounts where id = $1
            union all
            select a.tenant_id, a.id, a.parent_id, ancestors.height + 1
            from ancestors
            join accounts a on a.tenant_id = ancestors.tenant_id and a.id = ancestors.parent_id
            where ancestors.height < 32
        )
        select id from ancestors";

    pub(crate) LIST_MEMBERS = "
        select m.id, m.name, m.email, m.role, m.account_id,
               case when a.kind = 'client' then m.account_id end as client_id, m.last_sign_in_at
        from members m
        join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id
        where m.account_id = $1 and m.removed_at is null and m.deactivated_at is null
          and (m.name, m.id) > ($2, $3)
        order by m.name, m.id
        limit $4";
}

pub(crate) fn ensure(tenant_id: Uuid, id: Uuid, kind: &str, name: &str, now: Timestamp) -> Query<u64> {
    Query::execute(&ENSURE, params![tenant_id, id, kind.to_owned(), name.to_owned(), now])
}

pub(crate) fn find(reach: Reach, id: AccountId) -> Query<Option<Account>> {
    Query::optional(&FIND, params![reach, id])
}

/// The account, its row locked until the transaction ends.
pub(super) fn find_for_update(reach: Reach, id: AccountId) -> Query<Option<Account>> {
    Query::optional(&FIND_FOR_UPDATE, params![reach, id])
}

/// What a list is narrowed to.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) kind: Option<AccountKind>,
    pub(crate) search: Option<String>,
    pub(crate) with_archived: bool,
}

/// A page by name. `after` is the key of the last account of the page before.
pub(crate) fn list(
    reach: Reach,
    filter: Filter,
    after: Option<(String, Uuid)>,
    rows: i64,
) -> Query<Vec<Account>> {
    let (name_key, id) = after.unwrap_or_default();
    let mut params = params![reach, name_key, id, rows, filter.with_archived, filter.search];
    match filter.kind {
        None => Query::many(&LIST, params),
        Some(kind) => {
            params.push(Box::new(kind.name()));
            Query::many(&LIST_OF_KIND, params)
        }
    }
}

pub(super) fn insert(actor: &Actor, id: AccountId, now: Timestamp, new: &AccountCreate) -> Query<Account> {
    let name = new.name.trim().to_owned();
    Query::one(
        &INSERT,
        params![actor.tenant_id, id, new.kind.name(), name, new.parent_id, now, actor.member_id()],
    )
}

pub(super) fn update(now: Timestamp, account: &Account) -> Query<Account> {
    let Account { id, parent_id, archived_at, .. } = *account;
    Query::one(&UPDATE, params![id, account.name.clone(), parent_id, archived_at, now])
}

pub(super) fn lock_trees(tenant_id: Uuid) -> Query<Uuid> {
    Query::one(&LOCK_TREES, params![tenant_id])
}

pub(super) fn list_ancestors(id: AccountId) -> Query<Vec<Uuid>> {
    Query::many(&LIST_ANCESTORS, params![id])
}

/// The people who are confined to an account, by name.
pub(super) fn list_members(id: AccountId, after: Option<(String, Uuid)>, rows: i64) -> Query<Vec<Member>> {
    let (name, member_id) = after.unwrap_or_default();
    Query::many(&LIST_MEMBERS, params![id, name, member_id, rows])
}
