//! Removing what had its time. Nobody's work: the process does it beside the requests.

use db::{Sql, SystemTask};
use jiff::{SignedDuration, Timestamp};
use platform::audit::seals::removal;
use platform::{App, Result};
use uuid::Uuid;

use super::model::RetentionClass;
use super::queries;

const BATCH_ROWS: i64 = 1000;
/// In one sweep, a class and tenant; the next sweep goes on.
const BATCHES_MAX: usize = 200;

/// Removes, tenant by tenant, what is older than its policy allows. Answers how many rows.
///
/// # Errors
/// The database cannot be asked. What was removed before stays removed.
pub async fn sweep(app: &App) -> Result<u64> {
    let now = app.clock().now();
    let mut tx = app.db().system(SystemTask::Expire);
    let policies = tx.run(queries::all_policies()).await?;
    let mut removed = tx.run(crate::privacy::queries::expire_exports(now)).await?;
    tx.commit().await?;
    for (tenant_id, class, days) in policies {
        let before = now.saturating_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(now);
        let class = RetentionClass::read(&class)?;
        removed += match statement(class) {
            Some(statement) => remove(app, statement, tenant_id, before).await?,
            None => remove_audit(app, tenant_id, before).await?,
        };
    }
    Ok(removed)
}

fn statement(class: RetentionClass) -> Option<&'static Sql> {
    match class {
        RetentionClass::Audit => None,
        RetentionClass::Incidents => Some(&queries::REMOVE_INCIDENTS),
        RetentionClass::Jobs => Some(&queries::REMOVE_JOBS),
        RetentionClass::Links => Some(&queries::REMOVE_LINKS),
        RetentionClass::Usage => Some(&queries::REMOVE_USAGE),
        RetentionClass::Versions => Some(&queries::REMOVE_VERSIONS),
    }
}

/// Events name many subjects each, so any hold in the tenant keeps the whole log.
async fn remove_audit(app: &App, tenant_id: Uuid, before: Timestamp) -> Result<u64> {
    let mut tx = app.db().system(SystemTask::Expire);
    let is_held = tx.run(queries::has_hold(tenant_id)).await?;
    tx.commit().await?;
    if is_held { Ok(0) } else { removal::remove_before(app, tenant_id, before, BATCHES_MAX).await }
}

/// Each batch is a transaction of its own: it holds its locks for a moment only.
async fn remove(app: &App, statement: &'static Sql, tenant_id: Uuid, before: Timestamp) -> Result<u64> {
    let mut removed = 0;
    for _ in 0..BATCHES_MAX {
        let mut tx = app.db().system(SystemTask::Expire);
        let rows = tx.run(queries::remove(statement, tenant_id, before, BATCH_ROWS)).await?;
        tx.commit().await?;
        removed += rows;
        if rows < u64::try_from(BATCH_ROWS).unwrap_or(0) {
            break;
        }
    }
    Ok(removed)
}
