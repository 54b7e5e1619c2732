//! The ledger: what tenants may spend on models, what is promised, what is spent.
//!
//! Two phases. A reservation takes the most a call can cost out of the budget, in one statement; settling
//! replaces it by what the call did cost, voiding gives it back. Who dies in between is voided at the
//! deadline by [`Ledger::sweep`]. At any moment, per tenant and month: spent = Σ cost of settled calls,
//! reserved = Σ reservations of calls under way.

use std::time::Duration;

use db::{Db, DbError, Query, SystemTask, params};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::outcome::Usage;
use crate::prices::Price;
use crate::queries::{self, Budget};

/// A call that is about to be made.
#[derive(Debug, Clone)]
pub struct Reservation {
    pub tenant_id: Uuid,
    pub id: Uuid,
    pub work_id: Uuid,
    pub purpose: String,
    pub provider: String,
    pub model: String,
    pub price: Price,
    /// The most it can cost.
    pub micros: i64,
    pub now: Timestamp,
    /// From then on the reservation is void by itself.
    pub expires_in: Duration,
}

/// What became of a call.
#[derive(Debug, Clone)]
pub struct Settlement {
    pub outcome: &'static str,
    /// The model that answered, by its vendor's name.
    pub model: String,
    pub usage: Usage,
    pub is_estimated: bool,
    pub now: Timestamp,
}

/// Why a call is not admitted.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the budget has {remaining_micros} micro-units left, the call needs up to {needed_micros}")]
    OverBudget { remaining_micros: i64, needed_micros: i64 },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Books reservations and settlements. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    db: Db,
    limit_default_micros: i64,
}

impl Ledger {
    /// `limit_default_micros`: a month's budget of a tenant for whom none was ever set.
    pub fn new(db: Db, limit_default_micros: i64) -> Self {
        Self { db, limit_default_micros }
    }

    /// Admits a call, or says what is left. The month is the one that `now` falls into.
    pub async fn reserve(&self, call: &Reservation) -> Result<(), LedgerError> {
        let period = queries::period_start(call.now);
        let mut tx = self.db.tenant(call.tenant_id);
        let mut is_admitted = tx.run(insert_reservation(call, period)).await? == 1;
        if !is_admitted {
            // Refused, or the first call of the month: open the month and ask again.
            let open = params![call.tenant_id, period, self.limit_default_micros];
            tx.run(Query::execute(&queries::OPEN_BUDGET, open)).await?;
            // Also when it was another call that opened it: that one was waited for.
            is_admitted = tx.run(insert_reservation(call, period)).await? == 1;
        }
        if is_admitted {
            tx.commit().await?;
            return Ok(());
        }
        let budget = tx.run(queries::find_budget(call.tenant_id, period)).await?;
        tx.commit().await?;
        let left = |budget: Budget| budget.limit_micros - budget.spent_micros - budget.reserved_micros;
        Err(LedgerError::OverBudget { remaining_micros: budget.map_or(0, left), needed_micros: call.micros })
    }

    /// Books what a call cost. Booking it twice changes nothing.
    pub async fn settle(&self, tenant_id: Uuid, id: Uuid, call: &Settlement) -> Result<(), DbError> {
        let settle = params![
            tenant_id,
            id,
            call.outcome.to_owned(),
            call.model.clone(),
            call.usage.cost_micros,
            call.usage.tokens_in,
            call.usage.tokens_out,
            call.is_estimated,
            call.now,
        ];
        let mut tx = self.db.tenant(tenant_id);
        tx.defer(Query::execute(&queries::SETTLE, settle));
        tx.commit().await
    }

    /// Gives a reservation back: the call was not made, or certainly not billed.
    pub async fn void(
        &self,
        tenant_id: Uuid,
        id: Uuid,
        outcome: &str,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let mut tx = self.db.tenant(tenant_id);
        tx.defer(Query::execute(&queries::VOID, params![tenant_id, id, outcome.to_owned(), now]));
        tx.commit().await
    }

    /// Voids reservations past their deadline, of all tenants, up to 500 at a time; answers how many there
    /// were.
    pub async fn sweep(&self, now: Timestamp) -> Result<i64, DbError> {
        let mut tx = self.db.system(SystemTask::SweepReservations);
        let voided = tx.run(Query::one(&queries::VOID_EXPIRED, params![now])).await?;
        tx.commit().await?;
        Ok(voided)
    }

    /// `None` until the first call or limit of the month.
    pub async fn budget(&self, tenant_id: Uuid, now: Timestamp) -> Result<Option<Budget>, DbError> {
        self.db.read(tenant_id, queries::find_budget(tenant_id, queries::period_start(now))).await
    }
}

fn insert_reservation(call: &Reservation, period: Date) -> Query<u64> {
    let deadline = SignedDuration::try_from(call.expires_in)
        .ok()
        .and_then(|wait| call.now.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX);
    let params = params![
        call.tenant_id,
        period,
        call.micros,
        call.id,
        call.work_id,
        call.purpose.clone(),
        call.provider.clone(),
        call.model.clone(),
        call.price.input_micros_per_million,
        call.price.output_micros_per_million,
        call.now,
        deadline,
    ];
    Query::execute(&queries::RESERVE, params)
}
