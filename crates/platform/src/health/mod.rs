//! Whether the database answers.

pub(crate) mod queries;

use db::SystemTask;

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
