//! Statements of the tables `data_keys` and `subject_keys`.

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

db::statements! {
    pub(crate) LOCK_SHARED = "select pg_advisory_xact_lock_shared(7022364305016709376)";
    pub(crate) LOCK_ALONE = "select pg_advisory_xact_lock(7022364305016709376)";

    pub(crate) FIND_DATA_KEY = "select id, kek_id, wrapped from data_keys where tenant_id = $1";
    pub(crate) ADD_DATA_KEY = "insert into data_keys (tenant_id, id, kek_id, wrapped, created_at)
        values ($1, $2, $3, $4, $5) on conflict (tenant_id) do nothing";
    pub(crate) FIND_SUBJECT_KEYS = "select subject_id, kek_id, wrapped from subject_keys
        where tenant_id = $1 and subject_id = any($2)";
    pub(crate) ADD_SUBJECT_KEY = "insert into subject_keys
        (tenant_id, subject_id, kek_id, wrapped, created_at)
        values ($1, $2, $3, $4, $5) on conflict (tenant_id, subject_id) do nothing";
    pub(crate) DESTROY_SUBJECT_KEY = "insert into subject_keys
        (tenant_id, subject_id, created_at, destroyed_at)
        values ($1, $2, $3, $3)
        on conflict (tenant_id, subject_id) do update set kek_id = null, wrapped = null,
            destroyed_at = coalesce(subject_keys.destroyed_at, excluded.destroyed_at)";

    pub(crate) COUNT_BY_KEK = "select kek_id, sum(keys)::bigint from (
            select kek_id, count(*) as keys from data_keys group by 1
            union all
            select kek_id, count(*) from subject_keys where kek_id is not null group by 1) counted
        group by 1 order by 1";
    pub(crate) DATA_KEYS_OF_KEK = "select tenant_id, id, wrapped from data_keys where kek_id = $1
        order by tenant_id limit $2";
    pub(crate) SUBJECT_KEYS_OF_KEK = "select tenant_id, subject_id, wrapped from subject_keys
        where kek_id = $1 order by tenant_id, subject_id limit $2";
    pub(crate) REWRAP_DATA_KEY = "update data_keys set kek_id = $4, wrapped = $5
        where tenant_id = $1 and id = $2 and wrapped = $3";
    // A key that was destroyed meanwhile stays destroyed.
    pub(crate) REWRAP_SUBJECT_KEY = "update subject_keys set kek_id = $4, wrapped = $5
        where tenant_id = $1 and subject_id = $2 and wrapped = $3";
}

/// Keys are made under a lock that changing the ring takes alone: none is wrapped with a key that is retired
/// meanwhile.
pub(crate) fn lock_shared() -> Query<Vec<()>> {
    Query::many(&LOCK_SHARED, params![])
}

pub(crate) fn lock_alone() -> Query<Vec<()>> {
    Query::many(&LOCK_ALONE, params![])
}

pub(crate) fn find_data_key(tenant_id: Uuid) -> Query<Option<(Uuid, String, String)>> {
    Query::optional(&FIND_DATA_KEY, params![tenant_id])
}

/// A subject, its wrapped key, and the id of what wraps it.
type SubjectKeyRow = (Uuid, Option<String>, Option<String>);

pub(crate) fn find_subject_keys(tenant_id: Uuid, subjects: Vec<Uuid>) -> Query<Vec<SubjectKeyRow>> {
    Query::many(&FIND_SUBJECT_KEYS, params![tenant_id, subjects])
}

/// A key as it is stored.
pub(crate) struct Wrapped {
    pub(crate) kek_id: String,
    pub(crate) text: String,
}

pub(crate) fn add_data_key(tenant_id: Uuid, id: Uuid, wrapped: Wrapped, now: Timestamp) -> Query<u64> {
    Query::execute(&ADD_DATA_KEY, params![tenant_id, id, wrapped.kek_id, wrapped.text, now])
}

pub(crate) fn add_subject_key(tenant_id: Uuid, id: Uuid, wrapped: Wrapped, now: Timestamp) -> Query<u64> {
    Query::execute(&ADD_SUBJECT_KEY, params![tenant_id, id, wrapped.kek_id, wrapped.text, now])
}

pub(crate) fn destroy_subject_key(tenant_id: Uuid, subject_id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&DESTROY_SUBJECT_KEY, params![tenant_id, subject_id, now])
}

/// How many keys each key of the installation wraps.
pub(crate) fn count_by_kek() -> Query<Vec<(String, i64)>> {
    Query::many(&COUNT_BY_KEK, params![])
}

/// Whether a key is a tenant's or a subject's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Data,
    Subject,
}

pub(crate) fn keys_of_kek(kind: Kind, kek_id: &str, limit: i64) -> Query<Vec<(Uuid, Uuid, String)>> {
    let statement = match kind {
        Kind::Data => &DATA_KEYS_OF_KEK,
        Kind::Subject => &SUBJECT_KEYS_OF_KEK,
    };
    Query::many(statement, params![kek_id.to_owned(), limit])
}

pub(crate) fn rewrap(
    kind: Kind,
    (tenant_id, id, before): (Uuid, Uuid, String),
    after: Wrapped,
) -> Query<u64> {
    let statement = match kind {
        Kind::Data => &REWRAP_DATA_KEY,
        Kind::Subject => &REWRAP_SUBJECT_KEY,
    };
    Query::execute(statement, params![tenant_id, id, before, after.kek_id, after.text])
}
