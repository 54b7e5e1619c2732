//! Every statement on `jobs`. All of a running job's writes carry its fence.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{Fence, NewJob, Origin};

db::statements! {
    pub(crate) EXPIRE = "delete from jobs where finished_at < $1 and state in ('done', 'cancelled')";
    pub(crate) INSERT = "
        insert into jobs (tenant_id, id, kind, payload, priority, run_at, max_attempts, unique_key,
                          trace_parent, actor, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (tenant_id, kind, unique_key)
            where unique_key is not null and state in ('ready', 'running') do nothing";

    // Lanes are the tenants with something waiting, found by skipping through the index, so the cost depends
    // on the number of tenants and not on the length of a backlog. Each lane offers its next jobs; they are
    // taken turn by turn, starting behind the lane that was served last ($4). FOR UPDATE and window functions
    // cannot share a query level. The array form keeps the update on the primary key whatever the planner
    // thinks of the CTE.
    pub(crate) CLAIM = "
        with recursive lanes as (
            (select j.tenant_id from jobs j where j.state = 'ready' order by j.tenant_id limit 1)
            union all
            select (select j.tenant_id from jobs j
                    where j.state = 'ready' and j.tenant_id > lanes.tenant_id
                    order by j.tenant_id limit 1)
            from lanes where lanes.tenant_id is not null
        ), offered as (
            select due.tenant_id, due.id, due.priority, due.run_at
            from lanes
            cross join lateral (
                select j.tenant_id, j.id, j.priority, j.run_at
                from jobs j
                where j.tenant_id = lanes.tenant_id and j.state = 'ready' and j.run_at <= $1
                  and j.kind = any($2)
                order by j.priority desc, j.run_at, j.id
                limit $3
                for update skip locked
            ) due
        ), turns as (
            select tenant_id, id,
                   row_number() over (partition by tenant_id order by priority desc, run_at, id) as turn
            from offered
        ), chosen as materialized (
            select tenant_id, id from turns order by turn, tenant_id <= $4, tenant_id limit $3
        )
        update jobs
        set state = 'running', attempt = attempt + 1, lease_owner = $5, lease_until = $6, started_at = $1
        where tenant_id = any(array(select tenant_id from chosen)) and id = any(array(select id from chosen))
        returning tenant_id, id, kind, payload, attempt, max_attempts, trace_parent, actor";

    pub(crate) FINISH = "
        update jobs
        set state = 'done', finished_at = $4, lease_owner = null, lease_until = null, last_error = null,
            error_class = null
        where tenant_id = $1 and id = $2 and attempt = $3 and state = 'running'";

    pub(crate) RETRY = "
        update jobs
        set state = 'ready', run_at = $4, last_error = $5, error_class = $6, lease_owner = null,
            lease_until = null
        where tenant_id = $1 and id = $2 and attempt = $3 and state = 'running'";

    pub(crate) BURY = "
        update jobs
        set state = 'dead', finished_at = $4, last_error = $5, error_class = $6, lease_owner = null,
            lease_until = null
        where tenant_id = $1 and id = $2 and attempt = $3 and state = 'running'";

    pub(crate) PROGRESS = "
        update jobs set progress_done = $4, progress_total = $5
        where tenant_id = $1 and id = $2 and attempt = $3 and state = 'running'";

    pub(crate) HEARTBEAT = "
        update jobs j set lease_until = $4
        from unnest($1::uuid[], $2::uuid[], $3::integer[]) as held (tenant_id, id, attempt)
        where j.tenant_id = held.tenant_id and j.id = held.id and j.attempt = held.attempt
          and j.state = 'running'
        returning j.id";

    // A lease given back was nobody's failure. The attempt must not count down, or an older holder would pass
    // the fence, so the limit goes up instead.
    pub(crate) RELEASE = "
        update jobs j
        set state = 'ready', max_attempts = least(j.max_attempts + 1, 1000), lease_owner = null,
            lease_until = null
        from unnest($1::uuid[], $2::uuid[], $3::integer[]) as held (tenant_id, id, attempt)
        where j.tenant_id = held.tenant_id and j.id = held.id and j.attempt = held.attempt
          and j.state = 'running'";

    // A killed process is not the job's failure either, until it happens too often: then the job is the
    // killer.
    pub(crate) RESCUE = "
        update jobs j
        set state = case when j.lost_leases < $2 or j.attempt < j.max_attempts then 'ready' else 'dead' end,
            max_attempts = least(j.max_attempts + case when j.lost_leases < $2 then 1 else 0 end, 1000),
            lost_leases = j.lost_leases + 1,
            finished_at = case when j.lost_leases < $2 or j.attempt < j.max_attempts then null else $1 end,
            last_error = 'the process that ran this job stopped without giving it back',
            error_class = 'lease_lost',
            lease_owner = null,
            lease_until = null
        where j.state = 'running' and j.lease_until < $1";

    pub(crate) CANCEL = "
        update jobs
        set state = 'cancelled', finished_at = $3, lease_owner = null, lease_until = null
        where tenant_id = $1 and id = $2 and state in ('ready', 'running')";

    pub(crate) FIND_STATE = "select state from jobs where tenant_id = $1 and id = $2";

    pub(crate) COUNT_BY_STATE = "
        select count(*) from jobs where tenant_id = $1 and state = $2";

    pub(crate) COUNT_DUE = "
        select count(*) from (select from jobs where state = 'ready' and run_at <= $1 limit $2) as due";
}

/// Writes the order. Answers 1, or 0 when a job with the same unique key already waits or runs.
pub fn insert(id: Uuid, origin: &Origin, job: NewJob) -> Query<u64> {
    let run_at = job.run_at.unwrap_or(origin.now);
    Query::execute(
        &INSERT,
        params![
            origin.tenant_id,
            id,
            job.kind.to_owned(),
            job.payload,
            job.priority,
            run_at,
            job.max_attempts,
            job.unique_key,
            origin.trace_parent.clone(),
            origin.actor.clone(),
            origin.now
        ],
    )
}

/// Ends a job that waits or runs. A running handler's token fires at the next heartbeat, and its writes fail
/// the fence from now on. Answers 0 when the job had already ended.
pub fn cancel(tenant_id: Uuid, id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&CANCEL, params![tenant_id, id, now])
}

/// The state of one job, as text ([`crate::JobState::parse`]).
pub fn find_state(tenant_id: Uuid, id: Uuid) -> Query<Option<String>> {
    Query::optional(&FIND_STATE, params![tenant_id, id])
}

pub fn count_by_state(tenant_id: Uuid, state: crate::JobState) -> Query<i64> {
    Query::one(&COUNT_BY_STATE, params![tenant_id, state.as_str().to_owned()])
}

/// Jobs of all tenants that a worker could take now, counted no further than `limit`: by the system.
pub fn count_due(now: Timestamp, limit: i64) -> Query<i64> {
    Query::one(&COUNT_DUE, params![now, limit])
}

/// Completes the job, when the fence still holds. Answers the number of rows: 0 means that the lease is lost.
pub fn finish(fence: Fence, now: Timestamp) -> Query<u64> {
    Query::execute(&FINISH, params![fence.tenant_id, fence.id, fence.attempt, now])
}

pub(crate) fn progress(fence: Fence, done: i32, total: i32) -> Query<u64> {
    Query::execute(&PROGRESS, params![fence.tenant_id, fence.id, fence.attempt, done, total])
}

pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) class: &'static str,
}

pub(crate) fn retry(fence: Fence, run_at: Timestamp, failure: Failure) -> Query<u64> {
    let Failure { message, class } = failure;
    Query::execute(
        &RETRY,
        params![fence.tenant_id, fence.id, fence.attempt, run_at, message, class.to_owned()],
    )
}

pub(crate) fn bury(fence: Fence, now: Timestamp, failure: Failure) -> Query<u64> {
    let Failure { message, class } = failure;
    Query::execute(&BURY, params![fence.tenant_id, fence.id, fence.attempt, now, message, class.to_owned()])
}

pub(crate) struct Claim {
    pub(crate) now: Timestamp,
    pub(crate) kinds: Vec<String>,
    pub(crate) limit: i64,
    /// The lane that was served last; the next claim starts behind it.
    pub(crate) after: Uuid,
    pub(crate) owner: Uuid,
    pub(crate) lease_until: Timestamp,
}

pub(crate) struct ClaimedRow {
    pub(crate) fence: Fence,
    pub(crate) kind: String,
    pub(crate) payload: Value,
    pub(crate) max_attempts: i32,
    pub(crate) trace_parent: Option<String>,
    pub(crate) actor: Value,
}

impl FromRow for ClaimedRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            fence: Fence {
                tenant_id: row.get("tenant_id")?,
                id: row.get("id")?,
                attempt: row.get("attempt")?,
            },
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            max_attempts: row.get("max_attempts")?,
            trace_parent: row.get("trace_parent")?,
            actor: row.get("actor")?,
        })
    }
}

pub(crate) fn claim(claim: Claim) -> Query<Vec<ClaimedRow>> {
    let Claim { now, kinds, limit, after, owner, lease_until } = claim;
    Query::many(&CLAIM, params![now, kinds, limit, after, owner, lease_until])
}

fn columns(fences: &[Fence]) -> (Vec<Uuid>, Vec<Uuid>, Vec<i32>) {
    (
        fences.iter().map(|fence| fence.tenant_id).collect(),
        fences.iter().map(|fence| fence.id).collect(),
        fences.iter().map(|fence| fence.attempt).collect(),
    )
}

/// Extends the leases that still hold and answers their job ids.
pub(crate) fn heartbeat(fences: &[Fence], lease_until: Timestamp) -> Query<Vec<Uuid>> {
    let (tenants, ids, attempts) = columns(fences);
    Query::many(&HEARTBEAT, params![tenants, ids, attempts, lease_until])
}

pub(crate) fn release(fences: &[Fence]) -> Query<u64> {
    let (tenants, ids, attempts) = columns(fences);
    Query::execute(&RELEASE, params![tenants, ids, attempts])
}

/// Takes back leases that ran out before `now`; the first `forgiven` losses of a job cost it no attempt.
pub(crate) fn rescue(now: Timestamp, forgiven: i32) -> Query<u64> {
    Query::execute(&RESCUE, params![now, forgiven])
}

/// Removes jobs that ended well, or were called off, before a moment. The dead stay until a person has
/// looked. Across tenants, by the system.
pub fn expire(before: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE, params![before])
}
