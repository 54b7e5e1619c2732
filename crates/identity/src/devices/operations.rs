//! Looking at one's sessions and ending them.

use db::SystemTask;
use platform::{Actor, App, Error, Result};

use super::model::{Session, SessionList};
use super::queries;
use crate::SessionId;
use crate::authenticator::Authenticator;
use crate::own::Own;
use crate::sessions::operations::record;
use crate::sessions::queries as sessions;

pub(crate) async fn list(app: &App, authenticator: &Authenticator, actor: &Actor) -> Result<SessionList> {
    let own = Own::of(actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let found = tx.run(queries::list(own.person_id, app.clock().now())).await?;
    tx.commit().await?;
    let items: Vec<Session> = found.into_iter().map(|session| session.of(own.session_id)).collect();
    Ok(SessionList { items })
}

/// Ends one session of the caller, here at once and within half a second elsewhere.
pub(crate) async fn end(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    id: SessionId,
) -> Result<()> {
    let own = Own::proved(app, actor)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if tx.run(queries::end(id, own.person_id, now)).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.defer(record(app, actor, "session.ended", now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}

/// Ends every session of the caller but the one that asks.
pub(crate) async fn end_others(app: &App, authenticator: &Authenticator, actor: &Actor) -> Result<()> {
    let own = Own::proved(app, actor)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    tx.run(sessions::end_others(own.person_id, own.session_id, now)).await?;
    tx.defer(record(app, actor, "sessions.ended", now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}
