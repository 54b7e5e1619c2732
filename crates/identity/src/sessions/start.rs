//! Starting a session: the one way in, however a person proved who they are.

use std::sync::Arc;

use db::SystemTx;
use jiff::Timestamp;
use platform::{App, Error, RequestContext, Result};
use uuid::Uuid;

use super::access_token::Subject;
use super::model::SignedIn;
use super::operations::{find_tenant, issue, record, tenants_of};
use super::queries::{self, NewSession, SessionRow};
use super::{Method, token};
use crate::authenticator::{Access, Authenticator};
use crate::members::{self, Membership};
use crate::people::Person;
use crate::refresh::RefreshToken;
use crate::second_factors;
use crate::tenants::Tenant;

/// A person who proved who they are, at the door of a tenant.
pub(crate) struct Entrance {
    pub(crate) person: Person,
    /// Slug or id; without one, the tenant that was used last.
    pub(crate) tenant: Option<String>,
    pub(crate) proof: Proof,
    pub(crate) request: Arc<RequestContext>,
    pub(crate) now: Timestamp,
}

/// By what a person proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) method: Method,
    /// 2: by two factors, or by one that is two in itself.
    pub(crate) assurance_level: i16,
}

impl Proof {
    /// By one factor.
    pub(crate) const fn single(method: Method) -> Self {
        Self { method, assurance_level: 1 }
    }
}

/// A session that began: the cookie's token, and what the caller is told.
pub(crate) struct Started {
    pub(crate) token: String,
    /// For a browser that has no mark yet.
    pub(crate) device: Option<String>,
    pub(crate) signed_in: SignedIn,
}

/// The one answer to everything that does not fit: which part it was is nobody's business.
pub(crate) fn refused() -> Error {
    Error::Unauthenticated {
        code: "invalid_credentials",
        detail: "Address, password and tenant do not fit together. Check them and try again.",
    }
}

/// Starts a session and commits: what the proof changed (a token that is used up, an attempt taken back)
/// happens if and only if the session begins.
pub(crate) async fn start(
    app: &App,
    authenticator: &Authenticator,
    mut tx: SystemTx,
    entrance: Entrance,
) -> Result<Started> {
    let tenant = choose_tenant(&mut tx, &entrance).await?;
    let Entrance { person, proof, request, now, .. } = entrance;
    // By whatever door somebody comes: who has a second factor does not enter by one alone.
    if proof.assurance_level < 2 && second_factors::is_asked_for(&mut tx, person.id).await? {
        return Err(second_factors::required());
    }
    let tenant_id = tenant.id.uuid();
    let membership = find_membership(&mut tx, &person, tenant_id).await?;
    let (token, token_hash) = token::generate();
    let id = app.clock().new_uuid();
    let expires_at = now.checked_add(authenticator.session_life()).map_err(Error::internal)?;
    let session = SessionRow {
        id,
        person_id: person.id,
        tenant_id,
        assurance_level: proof.assurance_level,
        proved_at: Some(now),
        impersonator: None,
        expires_at,
        membership: Some(membership),
    };
    let actor = Access::of_session(session, now).ok_or_else(refused)?.actor(request.clone());
    tx.defer(members::queries::record_sign_in(tenant_id, person.id, now));
    tx.defer(queries::insert(NewSession {
        id,
        person_id: person.id,
        tenant_id,
        token_hash,
        proof,
        impersonation: None,
        address: request.address,
        user_agent: request.user_agent.clone(),
        created_at: now,
        expires_at,
    }));
    tx.defer(record(app, &actor, "member.signed_in", now).await?);
    tx.commit().await?;
    let Proof { assurance_level, .. } = proof;
    let subject = Subject { person_id: person.id, session_id: id, tenant_id, assurance_level };
    let mut signed_in = issue(authenticator, subject, tenant, now)?;
    signed_in.refresh_token = Some(RefreshToken::first(id).text(app.keys()));
    let device = request.device.is_none().then(|| token::generate().0);
    Ok(Started { token, device, signed_in })
}

async fn choose_tenant(tx: &mut SystemTx, entrance: &Entrance) -> Result<Tenant> {
    let tenants = tx.run(tenants_of(&entrance.person)).await?;
    let chosen = match &entrance.tenant {
        Some(wanted) => find_tenant(tenants, wanted),
        None => tenants.into_iter().next(),
    };
    chosen.ok_or_else(refused)
}

async fn find_membership(tx: &mut SystemTx, person: &Person, tenant_id: Uuid) -> Result<Membership> {
    match tx.run(members::queries::find_of_person(tenant_id, person.id)).await? {
        Some(membership) => Ok(membership),
        None if person.is_super_admin => Ok(Membership::of_super_admin(person.id, person.name.clone())),
        None => Err(refused()),
    }
}
