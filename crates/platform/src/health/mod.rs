//! Whether the database answers, and what waits for it.

pub(crate) mod queries;

use db::{PoolUse, SystemTask};

use crate::{App, Result};

/// One small statement on the system's pool.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn check(app: &App) -> Result<()> {
    let mut tx = app.db().system(SystemTask::CheckHealth);
    tx.run(queries::ping()).await?;
    Ok(())
}

/// The connections that requests of this process share.
pub fn pool_use(app: &App) -> PoolUse {
    app.db().app_pool_use()
}

/// How many jobs are due and wait for a worker, of all tenants; it counts no further than `limit`.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub async fn queue_depth(app: &App, limit: i64) -> Result<i64> {
    let mut tx = app.db().system(SystemTask::CheckHealth);
    Ok(tx.run(jobs::queries::count_due(app.clock().now(), limit)).await?)
}
