//! Beginning and ending to act as somebody else.

use db::SystemTask;
use jiff::SignedDuration;
use platform::{Actor, ActorKind, App, Audit, Error, Permission, Result};

use super::queries;
use crate::MemberId;
use crate::authenticator::{Authenticator, Refusal};
use crate::own::Own;
use crate::people;
use crate::sessions::access_token::Subject;
use crate::sessions::model::SignedIn;
use crate::sessions::operations::issue;
use crate::sessions::queries::{self as sessions, Impersonation, NewSession};
use crate::sessions::{Method, Proof, token};
use crate::tenants;

/// How long somebody acts as somebody else.
pub(super) const LIFE: SignedDuration = SignedDuration::from_mins(60);

/// A session in somebody else's name: the cookie's token, and what the caller is told.
pub(super) struct Begun {
    pub(super) token: String,
    pub(super) signed_in: SignedIn,
}

pub(super) async fn begin(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    (id, reason): (MemberId, String),
) -> Result<Begun> {
    actor.require(Permission::MemberImpersonate)?;
    let own = Own::proved(app, actor)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let person_id = tx.run(queries::find_person(actor.tenant_id, id)).await?.ok_or(Error::NotFound)?;
    let person = tx.run(people::queries::find(person_id)).await?.ok_or(Error::NotFound)?;
    if person.is_super_admin || person.id == own.person_id {
        return Err(Error::forbidden("Nobody acts as a platform administrator, or as themselves."));
    }
    let tenant = tx.run(tenants::queries::find(actor.tenant_id)).await?.ok_or(Refusal::Unknown)?;
    let (token, token_hash) = token::generate();
    let session_id = app.clock().new_uuid();
    tx.defer(sessions::insert(NewSession {
        id: session_id,
        person_id,
        tenant_id: actor.tenant_id,
        token_hash,
        proof: Proof::single(Method::Impersonation),
        impersonation: Some(Impersonation {
            by: own.person_id,
            name: actor.name.to_string(),
            reason: reason.clone(),
        }),
        address: actor.request.address,
        user_agent: actor.request.user_agent.clone(),
        created_at: now,
        expires_at: now.checked_add(LIFE).map_err(Error::internal)?,
    }));
    let audit = Audit::new("impersonation.started", "member", id.uuid(), &*person.name).note(reason);
    tx.defer(audit.sealed(app, actor, now).await?);
    tx.commit().await?;
    let subject = Subject { person_id, session_id, tenant_id: actor.tenant_id, assurance_level: 1 };
    Ok(Begun { token, signed_in: issue(authenticator, subject, tenant, now)? })
}

/// Ends it. `own` is the cookie that was put aside; it is given back if it is still the administrator's own.
pub(super) async fn end(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    own: Option<&str>,
) -> Result<bool> {
    let (ActorKind::Member { session_id, .. }, Some(by)) = (actor.kind, &actor.assurance.impersonator) else {
        return Err(Error::conflict("not_impersonating", "You act as yourself."));
    };
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let ended = tx.run(sessions::end(session_id, now)).await?;
    let audit = Audit::new("impersonation.ended", "member", actor.id(), &*actor.name);
    tx.defer(audit.sealed(app, actor, now).await?);
    tx.commit().await?;
    if let Some(token) = ended {
        authenticator.forget_session(session_id, token.0).await;
    }
    let Some(own) = own else { return Ok(false) };
    let access = authenticator.by_cookie(own).await;
    let is_theirs = access.is_ok_and(|access| match access.kind {
        ActorKind::Member { person_id, .. } => person_id == by.person_id,
        _ => false,
    });
    Ok(is_theirs)
}
