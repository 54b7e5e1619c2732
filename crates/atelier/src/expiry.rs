//! Removing what has had its time: answers kept for repeated requests, sessions, cached
//! answers of models, reservations of dead callers.

use std::time::Duration;

use db::{DbError, SystemTask};
use jiff::SignedDuration;
use platform::App;

use crate::shutdown::Shutdown;

const INTERVAL: Duration = Duration::from_mins(1);
const IDEMPOTENCY_HOURS: i64 = 24;
/// A page that was away for longer loads everything again.
const EVENT_HOURS: i64 = 48;
const JOB_DAYS: i64 = 30;

/// Sweeps once a minute until the shutdown begins.
pub async fn run(app: App, shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = shutdown.begun() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
        if let Err(error) = sweep(&app).await {
            tracing::warn!(%error, "expired rows were not removed");
        }
        if let Err(error) = history::sweep(&app).await {
            tracing::warn!(?error, "rows past their retention were not removed");
        }
    }
}

async fn sweep(app: &App) -> Result<(), DbError> {
    let now = app.clock().now();
    let mut tx = app.db().system(SystemTask::Expire);
    let before = |hours| now.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(now);
    tx.run(platform::idempotency::queries::expire(before(IDEMPOTENCY_HOURS))).await?;
    tx.run(platform::event::queries::expire(before(EVENT_HOURS))).await?;
    let kept = 24 * i64::from(app.config().webhooks.keep_days);
    for expire in webhooks::expire_deliveries(before(kept)) {
        tx.run(expire).await?;
    }
    tx.run(webhooks::expire_received(before(kept))).await?;
    tx.run(audit::expire_exports(now)).await?;
    tx.run(jobs::queries::expire(before(24 * JOB_DAYS))).await?;
    tx.run(identity::expire_sessions(now)).await?;
    tx.run(identity::expire_sign_in_throttles(now)).await?;
    tx.run(identity::expire_mailed_tokens(now)).await?;
    tx.run(identity::expire_sign_in_flows(now)).await?;
    let mails = tx.run(identity::expire_mails(now)).await?;
    if mails > 0 {
        tracing::warn!(mails, "mails did not leave within a day and were given up");
    }
    tx.run(identity::expire_passkey_ceremonies(now)).await?;
    tx.run(identity::expire_authorizations(now)).await?;
    tx.run(llm::cache::expire(now)).await?;
    tx.commit().await?;
    llm::Ledger::new(app.db().clone(), 0).sweep(now).await.map(drop)
}
