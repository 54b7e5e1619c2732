//! Statements on policies and holds, and those by which a sweep removes what had its time.

use db::{Query, Sql, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::model::{LegalHold, LegalHoldId, RetentionClass, RetentionPolicy};
use crate::privacy::Subject;

macro_rules! holds {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, subject_kind, subject_id, reason, created_at, created_by_name, released_at ",
            $after
        )
    };
}

/// Rows of `$table` older than `$2` of the tenant `$1`, unless they are held; `$3` at most.
macro_rules! remove {
    ($delete:literal, $table:literal, $old:literal, $subject:literal) => {
        concat!(
            $delete,
            $table,
            " where (tenant_id, id) in (
                select r.tenant_id, r.id from ",
            $table,
            " r
                where r.tenant_id = $1 and ",
            $old,
            " and not exists (
                    select from legal_holds h where h.tenant_id = r.tenant_id and h.released_at is null
                      and (h.subject_kind = 'tenant' or ",
            $subject,
            "))
                limit $3)"
        )
    };
}

db::statements! {
    pub(crate) LIST_POLICIES = "select class, days, updated_at, updated_by_name from retention_policies
        order by class";
    pub(crate) FIND_DAYS = "select days from retention_policies where class = $1";
    pub(crate) SET_POLICY = "
        insert into retention_policies (tenant_id, class, days, updated_at, updated_by_name)
        values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, class) do update
            set days = excluded.days, updated_at = excluded.updated_at,
                updated_by_name = excluded.updated_by_name";
    pub(crate) REMOVE_POLICY = "delete from retention_policies where tenant_id = $1 and class = $2";
    pub(crate) ALL_POLICIES = "select tenant_id, class, days from retention_policies
        order by tenant_id, class";

    pub(crate) INSERT_HOLD = holds!("
        insert into legal_holds (tenant_id, id, subject_kind, subject_id, reason, created_at, created_by,
            created_by_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning", "");
    pub(crate) LIST_HOLDS = holds!("select", "from legal_holds where id < $1 order by id desc limit $2");
    pub(crate) RELEASE_HOLD = holds!("update legal_holds set released_at = $3
        where tenant_id = $1 and id = $2 and released_at is null returning", "");
    pub(crate) IS_HELD = "select exists (
        select from legal_holds where tenant_id = $1 and released_at is null
          and (subject_kind = 'tenant' or subject_id = any($2)))";

    pub(crate) HAS_HOLD = "select exists (
        select from legal_holds where tenant_id = $1 and released_at is null)";
    pub(crate) REMOVE_INCIDENTS = remove!("delete from ",
        "incidents", "r.at < $2", "h.subject_id = r.subject_id");
    pub(crate) REMOVE_JOBS = remove!("delete from ",
        "jobs", "r.state = 'dead' and r.created_at < $2", "false");
    pub(crate) REMOVE_LINKS = remove!("delete from ",
        "access_links", "least(r.expires_at, r.revoked_at) < $2",
        "h.subject_id = r.client_id");
    pub(crate) REMOVE_USAGE = remove!("delete from ",
        "llm_calls", "r.state <> 'reserved' and r.created_at < $2", "false");
    // The newest version of a thing says what it is: the next change starts from it.
    pub(crate) REMOVE_VERSIONS = remove!("delete from ",
        "versions", "r.at < $2 and exists (
            select from versions n where n.tenant_id = r.tenant_id and n.kind = r.kind
              and n.entity_id = r.entity_id and n.number > r.number)",
        "h.subject_id in (r.entity_id, r.actor_id)");
}

pub(super) fn list_policies() -> Query<Vec<RetentionPolicy>> {
    Query::many(&LIST_POLICIES, params![])
}

pub(super) fn find_days(class: RetentionClass) -> Query<Option<i32>> {
    Query::optional(&FIND_DAYS, params![class.as_str()])
}

pub(super) fn set_policy(actor: &Actor, class: RetentionClass, days: i32, now: Timestamp) -> Query<u64> {
    Query::execute(&SET_POLICY, params![actor.tenant_id, class.as_str(), days, now, actor.name.to_string()])
}

pub(super) fn remove_policy(actor: &Actor, class: RetentionClass) -> Query<u64> {
    Query::execute(&REMOVE_POLICY, params![actor.tenant_id, class.as_str()])
}

/// Tenant, class and days. By the system.
pub(super) fn all_policies() -> Query<Vec<(Uuid, String, i32)>> {
    Query::many(&ALL_POLICIES, params![])
}

pub(super) fn insert_hold(
    actor: &Actor,
    id: LegalHoldId,
    (subject, reason): (Subject, String),
    now: Timestamp,
) -> Query<LegalHold> {
    Query::one(
        &INSERT_HOLD,
        params![
            actor.tenant_id,
            id,
            subject.kind.as_str(),
            subject.id,
            reason,
            now,
            actor.member_id(),
            actor.name.to_string(),
        ],
    )
}

pub(super) fn list_holds(before: Option<Uuid>, rows: i64) -> Query<Vec<LegalHold>> {
    Query::many(&LIST_HOLDS, params![before.unwrap_or(Uuid::max()), rows])
}

pub(super) fn release_hold(tenant_id: Uuid, id: LegalHoldId, now: Timestamp) -> Query<Option<LegalHold>> {
    Query::optional(&RELEASE_HOLD, params![tenant_id, id, now])
}

/// Whether a hold keeps a subject, by itself or with the whole tenant.
pub(crate) fn held(tenant_id: Uuid, subject_ids: Vec<Uuid>) -> Query<bool> {
    Query::one(&IS_HELD, params![tenant_id, subject_ids])
}

/// Whether anything in the tenant is held. By the system.
pub(super) fn has_hold(tenant_id: Uuid) -> Query<bool> {
    Query::one(&HAS_HOLD, params![tenant_id])
}

/// Removes a batch of a class; how many. By the system.
pub(super) fn remove(statement: &'static Sql, tenant_id: Uuid, before: Timestamp, rows: i64) -> Query<u64> {
    Query::execute(statement, params![tenant_id, before, rows])
}
