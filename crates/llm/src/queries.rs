//! Every statement on `llm_budgets`, `llm_calls` and `llm_cache`.
//!
//! Those that areas need inside their own transactions are public; the ledger's own are not.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

db::statements! {
    // A month that nobody opened inherits the limit of the last one.
    pub(crate) OPEN_BUDGET = "
        insert into llm_budgets (tenant_id, period_start, limit_micros)
        select $1, $2, coalesce(
            (select limit_micros from llm_budgets where tenant_id = $1 and period_start < $2
             order by period_start desc limit 1), $3)
        on conflict (tenant_id, period_start) do nothing";

    pub(crate) SET_LIMIT = "
        insert into llm_budgets (tenant_id, period_start, limit_micros) values ($1, $2, $3)
        on conflict (tenant_id, period_start) do update set limit_micros = excluded.limit_micros";

    // Admission is this one update: its row lock is what keeps concurrent calls from overspending together.
    pub(crate) RESERVE = "
        with admitted as (
            update llm_budgets set reserved_micros = reserved_micros + $3
            where tenant_id = $1 and period_start = $2 and spent_micros + reserved_micros + $3 <= limit_micros
            returning period_start
        )
        insert into llm_calls (tenant_id, id, period_start, work_id, purpose, provider, model,
                               reserved_micros, input_micros_per_million, output_micros_per_million,
                               created_at, deadline_at)
        select $1, $4, period_start, $5, $6, $7, $8, $3, $9, $10, $11, $12 from admitted";

    // A call that outlived its reservation was voided meanwhile; what it cost is spent all the same.
    pub(crate) SETTLE = "
        with before as (
            select period_start, state, reserved_micros from llm_calls
            where tenant_id = $1 and id = $2 and (state = 'reserved' or outcome = 'expired') for update
        ), call as (
            update llm_calls set state = 'settled', outcome = $3, model = $4, cost_micros = $5,
                tokens_in = $6, tokens_out = $7, usage_is_estimated = $8, finished_at = $9
            where tenant_id = $1 and id = $2 and exists (select 1 from before)
            returning period_start
        )
        update llm_budgets budget
        set spent_micros = budget.spent_micros + $5,
            reserved_micros = budget.reserved_micros
                - case when before.state = 'reserved' then before.reserved_micros else 0 end
        from before join call on call.period_start = before.period_start
        where budget.tenant_id = $1 and budget.period_start = before.period_start";

    pub(crate) VOID = "
        with call as (
            update llm_calls set state = 'void', outcome = $3, finished_at = $4
            where tenant_id = $1 and id = $2 and state = 'reserved'
            returning period_start, reserved_micros
        )
        update llm_budgets budget set reserved_micros = budget.reserved_micros - call.reserved_micros
        from call where budget.tenant_id = $1 and budget.period_start = call.period_start";

    // Crosses tenants: only the system pool sees more than one.
    pub(crate) VOID_EXPIRED = "
        with expired as (
            select tenant_id, id from llm_calls
            where state = 'reserved' and deadline_at <= $1
            order by deadline_at limit 500 for update skip locked
        ), call as (
            update llm_calls set state = 'void', outcome = 'expired', finished_at = $1
            from expired where llm_calls.tenant_id = expired.tenant_id and llm_calls.id = expired.id
            returning llm_calls.tenant_id, llm_calls.period_start, llm_calls.reserved_micros
        ), freed as (
            select tenant_id, period_start, sum(reserved_micros)::bigint as micros, count(*) as calls
            from call group by tenant_id, period_start
        ), budget as (
            update llm_budgets set reserved_micros = llm_budgets.reserved_micros - freed.micros
            from freed
            where llm_budgets.tenant_id = freed.tenant_id and llm_budgets.period_start = freed.period_start
        )
        select coalesce(sum(calls), 0)::bigint from freed";

    pub(crate) BUDGET = "
        select period_start, limit_micros, spent_micros, reserved_micros from llm_budgets
        where tenant_id = $1 and period_start = $2";

    pub(crate) WORK_USAGE = "
        select coalesce(sum(tokens_in), 0)::bigint as tokens_in,
               coalesce(sum(tokens_out), 0)::bigint as tokens_out,
               coalesce(sum(cost_micros), 0)::bigint as cost_micros, count(*) as calls
        from llm_calls where tenant_id = $1 and work_id = $2";

    pub(crate) USAGE_BY_MODEL = "
        select model, provider, count(*) as calls, coalesce(sum(tokens_in), 0)::bigint as tokens_in,
               coalesce(sum(tokens_out), 0)::bigint as tokens_out,
               coalesce(sum(cost_micros), 0)::bigint as cost_micros
        from llm_calls where tenant_id = $1 and period_start = $2
        group by model, provider order by cost_micros desc, model, provider";

    pub(crate) CACHE_FIND = "
        select model, answer, created_at from llm_cache
        where tenant_id = $1 and key_hash = $2 and expires_at > $3";

    pub(crate) CACHE_PUT = "
        insert into llm_cache (tenant_id, key_hash, model, answer, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant_id, key_hash) do update
        set model = excluded.model, answer = excluded.answer, created_at = excluded.created_at,
            expires_at = excluded.expires_at";

    pub(crate) CACHE_EXPIRE = "
        delete from llm_cache where (tenant_id, key_hash) in
            (select tenant_id, key_hash from llm_cache where expires_at <= $1 order by expires_at limit 500)";
}

/// A tenant's budget of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub period_start: Date,
    pub limit_micros: i64,
    pub spent_micros: i64,
    pub reserved_micros: i64,
}

impl FromRow for Budget {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            period_start: row.get("period_start")?,
            limit_micros: row.get("limit_micros")?,
            spent_micros: row.get("spent_micros")?,
            reserved_micros: row.get("reserved_micros")?,
        })
    }
}

/// What the calls for one piece of work consumed together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WorkUsage {
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub cost_micros: i64,
    pub calls: i64,
}

impl FromRow for WorkUsage {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tokens_in: row.get("tokens_in")?,
            tokens_out: row.get("tokens_out")?,
            cost_micros: row.get("cost_micros")?,
            calls: row.get("calls")?,
        })
    }
}

/// What one model consumed in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelUsage {
    pub model: String,
    pub provider: String,
    pub calls: i64,
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub cost_micros: i64,
}

impl FromRow for ModelUsage {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            model: row.get("model")?,
            provider: row.get("provider")?,
            calls: row.get("calls")?,
            tokens_in: row.get("tokens_in")?,
            tokens_out: row.get("tokens_out")?,
            cost_micros: row.get("cost_micros")?,
        })
    }
}

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq)]
pub struct CachedAnswer {
    pub model: String,
    pub answer: Value,
    pub created_at: Timestamp,
}

impl FromRow for CachedAnswer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { model: row.get("model")?, answer: row.get("answer")?, created_at: row.get("created_at")? })
    }
}

/// The month that a moment is paid from: its first day, in UTC.
pub fn period_start(now: Timestamp) -> Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month()
}

/// `None` until the first call or limit of the month.
pub fn find_budget(tenant_id: Uuid, period_start: Date) -> Query<Option<Budget>> {
    Query::optional(&BUDGET, params![tenant_id, period_start])
}

/// Sets the limit of a month; later months inherit it.
pub fn set_budget_limit(tenant_id: Uuid, period_start: Date, limit_micros: i64) -> Query<u64> {
    Query::execute(&SET_LIMIT, params![tenant_id, period_start, limit_micros])
}

pub fn work_usage(tenant_id: Uuid, work_id: Uuid) -> Query<WorkUsage> {
    Query::one(&WORK_USAGE, params![tenant_id, work_id])
}

pub fn list_usage_by_model(tenant_id: Uuid, period_start: Date) -> Query<Vec<ModelUsage>> {
    Query::many(&USAGE_BY_MODEL, params![tenant_id, period_start])
}
