//! Exchanging a refresh token.

use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::{SignedDuration, Timestamp};
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

/// For so long the one before counts from a program, which has no mark to be known by.
const REPEAT_FOR: SignedDuration = SignedDuration::from_secs(30);

/// What a token that was ours is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Current,
    /// The one before, from the browser that exchanged it, or a moment later: the answer was lost, or two
    /// requests met.
    Repeated,
    Copied,
    /// Newer than the family: the database is older than the token.
    Unknown,
}

fn standing(family: &Family, token: RefreshToken, device: Option<&Device>, now: Timestamp) -> Standing {
    let is_lately = |at: Timestamp| now.duration_since(at) <= REPEAT_FOR;
    let may_repeat = match (family.refreshed_by.as_deref(), device) {
        (Some(by), Some(device)) => by == device.as_slice(),
        (None, None) => family.refreshed_at.is_some_and(is_lately),
        _ => false,
    };
    match family.counter - token.counter {
        0 => Standing::Current,
        1 if may_repeat => Standing::Repeated,
        behind if behind > 0 => Standing::Copied,
        _ => Standing::Unknown,
    }
}

/// What a browser is known by: the mark that it was given. What it calls itself proves nothing.
fn device_of(request: &RequestContext) -> Option<Device> {
    request.device.as_deref().map(|mark| Sha256::digest(mark).into())
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
    match standing(&family, token, device.as_ref(), now) {
        Standing::Current => {
            let until = now.checked_add(authenticator.session_life()).map_err(Error::internal)?;
            tx.defer(queries::turn(token, now, device, until.max(family.expires_at)));
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

    fn family(refreshed_by: Option<&Device>) -> Family {
        Family {
            person_id: Uuid::nil(),
            tenant_id: Uuid::nil(),
            assurance_level: 1,
            expires_at: Timestamp::MAX,
            counter: 5,
            refreshed_at: Some(Timestamp::UNIX_EPOCH),
            refreshed_by: refreshed_by.map(|device| device.to_vec()),
        }
    }

    fn of(by: Option<&Device>, counter: i64, device: Option<&Device>, secs: i64) -> Standing {
        let token = RefreshToken { session_id: Uuid::nil(), counter };
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secs);
        standing(&family(by), token, device, now)
    }

    #[test]
    fn only_the_current_and_the_browser_s_own_one_before_count() {
        let (mine, other) = ([1; 32], [2; 32]);
        let by = |counter, device| of(Some(&mine), counter, device, 100_000);
        assert_eq!(by(5, Some(&mine)), Standing::Current);
        assert_eq!(by(5, Some(&other)), Standing::Current);
        assert_eq!(by(4, Some(&mine)), Standing::Repeated);
        assert_eq!(by(4, Some(&other)), Standing::Copied);
        assert_eq!(by(4, None), Standing::Copied);
        assert_eq!(by(3, Some(&mine)), Standing::Copied);
        assert_eq!(by(0, Some(&mine)), Standing::Copied);
        assert_eq!(by(6, Some(&mine)), Standing::Unknown);
    }

    #[test]
    fn without_a_mark_the_one_before_counts_for_a_moment() {
        assert_eq!(of(None, 4, None, 30), Standing::Repeated);
        assert_eq!(of(None, 4, None, 31), Standing::Copied);
        assert_eq!(of(None, 3, None, 0), Standing::Copied);
        assert_eq!(of(None, 4, Some(&[1; 32]), 0), Standing::Copied);
        assert_eq!(of(None, 5, None, 100_000), Standing::Current);
    }

    #[test]
    fn a_device_is_its_mark_whatever_it_calls_itself() {
        let of = |agent: &str, device: Option<&str>| {
            let (user_agent, device) = (Some(agent.to_owned()), device.map(str::to_owned));
            device_of(&RequestContext { user_agent, device, ..RequestContext::none() })
        };
        assert_eq!(of("curl", None), None);
        assert_eq!(of("curl", Some("a")), of("wget", Some("a")));
        assert_ne!(of("curl", Some("a")), of("curl", Some("b")));
    }
}
