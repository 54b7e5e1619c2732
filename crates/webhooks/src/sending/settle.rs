//! What an exchange means for its delivery and its endpoint: written in one transaction, under the fence.

use db::{DbError, FromRow, Query, Row, SystemTask, params};
use jiff::{SignedDuration, Timestamp};
use platform::{App, Result, failpoint};
use uuid::Uuid;

use super::attempt::{Exchange, Taken, shortened};
use super::health::{self, Health};
use super::queries;
use crate::deliveries::model::{Outcome, next_try, pause};

impl FromRow for Health {
    fn from_row(row: &Row) -> std::result::Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            url: row.get("url")?,
            is_enabled: row.get::<String>("state")? == "enabled",
            failures_in_row: row.get("failures_in_row")?,
            failing_since: row.get("failing_since")?,
            warnings: row.get("warnings")?,
            created_by: row.get("created_by")?,
            version: row.get("row_version")?,
        })
    }
}

/// Writes down what happened. What another attempt owns by now is left alone.
pub(super) async fn settle(app: &App, taken: &Taken, exchange: Exchange) -> Result<()> {
    let now = app.clock().now();
    let mut tx = app.db().system(SystemTask::DeliverWebhooks);
    if tx.run(settled(app, taken, &exchange, now)).await? == 0 {
        return Ok(());
    }
    let endpoint = (taken.tenant_id, taken.endpoint_id);
    if exchange.outcome == Outcome::Delivered {
        tx.defer(Query::execute(&queries::RECOVER, params![endpoint.0, endpoint.1]));
    } else {
        let count = Query::optional(&queries::COUNT_FAILURE, params![endpoint.0, endpoint.1, now]);
        let health: Option<Health> = tx.run(count).await?;
        if let Some(health) = health {
            if let Some(until) = paused_until(&exchange.outcome, health.failures_in_row, now) {
                tx.defer(Query::execute(&queries::PAUSE, params![endpoint.0, endpoint.1, until]));
            }
            let is_gone = exchange.outcome == Outcome::Gone;
            health::judge(app, &mut tx, (taken.tenant_id, health), is_gone, now).await?;
        }
    }
    tx.defer(insert_attempt(app.clock().new_uuid(), taken, exchange));
    tx.flush().await?;
    failpoint(app, "settle.before_commit");
    tx.commit().await?;
    failpoint(app, "settle.after_commit");
    Ok(())
}

fn settled(app: &App, taken: &Taken, exchange: &Exchange, now: Timestamp) -> Query<u64> {
    let schedule = &app.config().webhooks.retry_secs;
    // Chance that stays the same: the last bytes of an id are random.
    let dice = f64::from(taken.id.as_fields().2) / f64::from(u16::MAX);
    let (state, due_at) = match exchange.outcome {
        Outcome::Delivered => ("delivered", None),
        _ => match next_try(schedule, taken.tries, &exchange.outcome, now, dice) {
            Some(at) => ("pending", Some(at)),
            None => ("failed", None),
        },
    };
    let problem = exchange.error.clone().or_else(|| {
        let status = exchange.status.filter(|_| exchange.outcome != Outcome::Delivered)?;
        Some(shortened(&format!("the answer was {status}"), 500))
    });
    let status = exchange.status.map(i32::from);
    let finished_at = due_at.is_none().then_some(now);
    let (tenant_id, id, attempts) = (taken.tenant_id, taken.id, taken.attempts);
    Query::execute(
        &queries::SETTLE,
        params![tenant_id, id, attempts, state, due_at, status, problem, finished_at],
    )
}

/// Whoever asks for time gets it, for every delivery.
fn paused_until(outcome: &Outcome, failures_in_row: i32, now: Timestamp) -> Option<Timestamp> {
    let asked = match outcome {
        Outcome::Throttled(after) => SignedDuration::try_from(*after).ok(),
        _ => None,
    };
    let wait = asked.max(pause(failures_in_row))?;
    now.checked_add(wait.min(SignedDuration::from_hours(1))).ok()
}

fn insert_attempt(id: Uuid, taken: &Taken, exchange: Exchange) -> Query<u64> {
    Query::execute(
        &queries::INSERT_ATTEMPT,
        params![
            taken.tenant_id,
            id,
            taken.id,
            taken.attempts,
            exchange.at,
            exchange.duration_ms,
            taken.url.clone(),
            exchange.request_headers,
            exchange.status.map(i32::from),
            exchange.response_headers,
            exchange.response_body,
            exchange.error,
        ],
    )
}
