//! Exchanging a refresh token.

use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{ActorKind, App, Audit, Error, Event, RequestContext, Result};
use sha2::{Digest as _, Sha256};

use super::RefreshToken;
use super::queries::{self, Device, Family};
use crate::authenticator::{Access, Authenticator};
use crate::sessions::model::SignedIn;
use crate::sessions::operations::issue;
use crate::sessions::queries as sessions;
use crate::tenants;

/// The one answer to a session that cannot go on.
pub(crate) fn session_ended() -> Error {
    Error::Unauthenticated { code: "session_ended", detail: "This session is over. Sign in again." }
}

/// What a token that was ours is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Current,
    /// The one before, from the device that exchanged it: the answer was lost, or two requests met.
    Repeated,
    Copied,
    /// Newer than the family: the database is older than the token.
    Unknown,
}

fn standing(family: &Family, token: RefreshToken, device: &Device) -> Standing {
    let is_same_device = family.refreshed_by.as_deref() == Some(device.as_slice());
    match family.counter - token.counter {
        0 => Standing::Current,
        1 if is_same_device => Standing::Repeated,
        behind if behind > 0 => Standing::Copied,
        _ => Standing::Unknown,
    }
}

/// What a device is known by: how it calls itself, and the mark that it was given.
fn device_of(request: &RequestContext) -> Device {
    let mut hash = Sha256::new();
    for part in [&request.user_agent, &request.device] {
        let part = part.as_deref().unwrap_or_default();
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The next access token for the current refresh token, and its successor.
pub(crate) async fn refresh(
    app: &App,
    authenticator: &Authenticator,
    text: &str,
    request: Arc<RequestContext>,
) -> Result<SignedIn> {
    let now = app.clock().now();
    let token = RefreshToken::read(text, app.keys()).ok_or_else(session_ended)?;
    let device = device_of(&request);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let family = tx.run(queries::lock(token, now)).await?.ok_or_else(session_ended)?;
    match standing(&family, token, &device) {
        Standing::Current => {
            let until = now.checked_add(authenticator.session_life()).map_err(Error::internal)?;
            tx.defer(queries::turn(token, now, &device, until.max(family.expires_at)));
            answer(app, authenticator, tx, (token, &family), token.counter + 1, now).await
        }
        Standing::Repeated => answer(app, authenticator, tx, (token, &family), family.counter, now).await,
        Standing::Copied => {
            end_family(app, authenticator, tx, (token, &family), &request, now).await?;
            Err(session_ended())
        }
        Standing::Unknown => Err(session_ended()),
    }
}

/// Commits and answers, if the person is still somebody in the session's tenant.
async fn answer(
    app: &App,
    authenticator: &Authenticator,
    mut tx: SystemTx,
    (token, family): (RefreshToken, &Family),
    counter: i64,
    now: Timestamp,
) -> Result<SignedIn> {
    let session = tx.run(sessions::find_by_id(token.session_id)).await?.ok_or_else(session_ended)?;
    Access::of_session(session, now).ok_or_else(session_ended)?;
    let tenant = tx.run(tenants::queries::find(family.tenant_id)).await?.ok_or_else(session_ended)?;
    tx.commit().await?;
    let mut signed_in = issue(authenticator, family.subject(token.session_id), tenant, now)?;
    signed_in.refresh_token = Some(RefreshToken { counter, ..token }.text(app.keys()));
    Ok(signed_in)
}

/// Somebody has a copy: nobody can say which of the two is the person, so both are out.
async fn end_family(
    app: &App,
    authenticator: &Authenticator,
    mut tx: SystemTx,
    (token, family): (RefreshToken, &Family),
    request: &Arc<RequestContext>,
    now: Timestamp,
) -> Result<()> {
    let id = token.session_id;
    let session = tx.run(sessions::find_by_id(id)).await?;
    let ended = tx.run(sessions::end(id, now)).await?;
    if let Some(access) = session.and_then(|session| Access::of_session(session, now)) {
        let actor = access.actor(request.clone());
        let audit = Audit::new("session.reuse_detected", "session", id, &*actor.name);
        tx.defer(audit.sealed(app, &actor, now).await?);
    }
    let event = Event::new("session.reuse_detected", "session", id).internal();
    tx.defer(event.insert(family.tenant_id, now));
    tx.commit().await?;
    app.events_hint().notify_waiters();
    tracing::warn!(session = %crate::SessionId::from(id), "a copied refresh token ended its session");
    if let Some(token) = ended {
        authenticator.forget_session(id, token.0).await;
    }
    Ok(())
}

/// The next access token for the browser's cookie, which goes on as it is.
pub(crate) async fn refresh_by_cookie(
    app: &App,
    authenticator: &Authenticator,
    cookie: &str,
) -> Result<SignedIn> {
    let now = app.clock().now();
    let access = authenticator.by_cookie(cookie).await.map_err(|error| match error {
        Error::Unauthenticated { .. } => session_ended(),
        error => error,
    })?;
    let ActorKind::Member { session_id, .. } = access.kind else { return Err(session_ended()) };
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let family = tx.run(queries::find(session_id, now)).await?.ok_or_else(session_ended)?;
    let tenant = tx.run(tenants::queries::find(family.tenant_id)).await?.ok_or_else(session_ended)?;
    tx.commit().await?;
    let subject = family.subject(session_id);
    issue(authenticator, subject, tenant, now)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn family(counter: i64, refreshed_by: Option<&Device>) -> Family {
        Family {
            person_id: Uuid::nil(),
            tenant_id: Uuid::nil(),
            assurance_level: 1,
            expires_at: Timestamp::MAX,
            counter,
            refreshed_by: refreshed_by.map(|device| device.to_vec()),
        }
    }

    #[test]
    fn only_the_current_and_the_devices_own_one_before_count() {
        let (mine, other) = ([1; 32], [2; 32]);
        let of = |counter, device| {
            let token = RefreshToken { session_id: Uuid::nil(), counter };
            standing(&family(5, Some(&mine)), token, device)
        };
        assert_eq!(of(5, &mine), Standing::Current);
        assert_eq!(of(5, &other), Standing::Current);
        assert_eq!(of(4, &mine), Standing::Repeated);
        assert_eq!(of(4, &other), Standing::Copied);
        assert_eq!(of(3, &mine), Standing::Copied);
        assert_eq!(of(0, &mine), Standing::Copied);
        assert_eq!(of(6, &mine), Standing::Unknown);
    }

    #[test]
    fn a_device_is_its_name_and_its_mark() {
        let request = |agent: Option<&str>, device: Option<&str>| RequestContext {
            user_agent: agent.map(str::to_owned),
            device: device.map(str::to_owned),
            ..RequestContext::none()
        };
        let of = |agent, device| device_of(&request(agent, device));
        assert_eq!(of(Some("curl"), None), of(Some("curl"), None));
        assert_ne!(of(Some("curl"), None), of(Some("wget"), None));
        assert_ne!(of(Some("curl"), Some("a")), of(Some("curl"), Some("b")));
        assert_ne!(of(Some("curla"), None), of(Some("curl"), Some("a")));
    }
}
