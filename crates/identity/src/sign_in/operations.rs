//! Signing in.

use std::net::IpAddr;
use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{App, Error, RequestContext, Result};
use secrecy::SecretString;
use uuid::Uuid;

use super::passwords::{Busy, Verdict};
use super::queries;
use super::throttle::{ACCOUNT, ADDRESS, Limit, account_key, address_key};
use crate::authenticator::{Access, Authenticator};
use crate::members::{self, Membership};
use crate::people::{self, Person, normalize_email};
use crate::sessions::access_token::Subject;
use crate::sessions::model::SignedIn;
use crate::sessions::operations::{find_tenant, issue, record};
use crate::sessions::queries::{self as sessions, NewSession, SessionRow};
use crate::sessions::token;
use crate::tenants::{self, Tenant};

pub(crate) struct Attempt {
    pub(crate) email: String,
    pub(crate) password: SecretString,
    /// Slug or id; without one, the tenant that was used last.
    pub(crate) tenant: Option<String>,
    pub(crate) request: Arc<RequestContext>,
}

/// The keys under which an attempt is counted.
struct Counters {
    account: Vec<u8>,
    address: Option<Vec<u8>>,
}

impl Counters {
    fn of(email_normalized: &str, address: Option<IpAddr>) -> Self {
        Self { account: account_key(email_normalized), address: address.map(address_key) }
    }
}

/// The one answer to everything that does not fit: which part it was is nobody's business.
fn refused() -> Error {
    Error::Unauthenticated {
        code: "invalid_credentials",
        detail: "Address, password and tenant do not fit together. Check them and try again.",
    }
}

impl From<Busy> for Error {
    fn from(Busy: Busy) -> Self {
        Self::Unavailable { detail: "Many people are signing in at this moment. Try again in a few seconds." }
    }
}

/// Signs in and answers the cookie's token with what the caller is told.
pub(crate) async fn sign_in(
    app: &App,
    authenticator: &Authenticator,
    attempt: Attempt,
) -> Result<(String, SignedIn)> {
    let now = app.clock().now();
    let email = normalize_email(&attempt.email);
    let counters = Counters::of(&email, attempt.request.address);
    let person = count_and_find(authenticator, &counters, email, now).await?;
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let verdict = authenticator.passwords().verify(attempt.password, stored).await?;
    let (Some(person), Verdict::Right { rehash }) = (person, verdict) else {
        tracing::info!("sign-in refused");
        return Err(refused());
    };
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let tenant = choose_tenant(&mut tx, &person, attempt.tenant.as_deref()).await?;
    if let Some(renewed) = rehash {
        tx.defer(people::queries::update_password(person.id, person.password_hash.clone(), renewed));
    }
    // In the order of `count_and_find`, so that two sign-ins at once do not wait for each other.
    if let Some(address) = &counters.address {
        tx.defer(queries::take_back(&ADDRESS, address));
    }
    tx.defer(queries::forget(&ACCOUNT, &counters.account));
    tx.defer(members::queries::record_sign_in(tenant.id.uuid(), person.id, now));
    start_session(app, authenticator, tx, Entrance { person, tenant, request: attempt.request, now }).await
}

/// Counts the attempt and looks for the person: the same statements whoever it is.
async fn count_and_find(
    authenticator: &Authenticator,
    counters: &Counters,
    email: String,
    now: Timestamp,
) -> Result<Option<Person>> {
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    // Always in this order, so that two attempts never wait for each other.
    if let Some(address) = &counters.address {
        count(&mut tx, &ADDRESS, address, now).await?;
    }
    count(&mut tx, &ACCOUNT, &counters.account, now).await?;
    let person = tx.run(people::queries::find_by_email(email)).await?;
    tx.commit().await?;
    Ok(person)
}

async fn count(tx: &mut SystemTx, limit: &Limit, key: &[u8], now: Timestamp) -> Result<()> {
    if tx.run(queries::count(limit, key, now)).await?.is_some() {
        return Ok(());
    }
    let until = tx.run(queries::find_block(limit, key)).await?.unwrap_or(now);
    let wait = until.duration_since(now).as_secs().max(0).unsigned_abs();
    Err(Error::RateLimited { retry_after_secs: wait + 1 })
}

async fn choose_tenant(tx: &mut SystemTx, person: &Person, wanted: Option<&str>) -> Result<Tenant> {
    let list = if person.is_super_admin {
        tenants::queries::list_all(person.id)
    } else {
        tenants::queries::list_of_person(person.id)
    };
    let tenants = tx.run(list).await?;
    let chosen = match wanted {
        Some(wanted) => find_tenant(tenants, wanted),
        None => tenants.into_iter().next(),
    };
    chosen.ok_or_else(refused)
}

/// A person at the door of a tenant.
struct Entrance {
    person: Person,
    tenant: Tenant,
    request: Arc<RequestContext>,
    now: Timestamp,
}

async fn start_session(
    app: &App,
    authenticator: &Authenticator,
    mut tx: SystemTx,
    entrance: Entrance,
) -> Result<(String, SignedIn)> {
    let Entrance { person, tenant, request, now } = entrance;
    let tenant_id = tenant.id.uuid();
    let membership = find_membership(&mut tx, &person, tenant_id).await?;
    let (token, token_hash) = token::generate();
    let id = app.clock().new_uuid();
    let expires_at = now.checked_add(authenticator.session_life()).map_err(Error::internal)?;
    let session =
        SessionRow { id, person_id: person.id, tenant_id, expires_at, membership: Some(membership) };
    let actor = Access::of_session(session).ok_or_else(refused)?.actor(request.clone());
    tx.defer(sessions::insert(NewSession {
        id,
        person_id: person.id,
        tenant_id,
        token_hash,
        address: request.address,
        user_agent: request.user_agent.clone(),
        created_at: now,
        expires_at,
    }));
    tx.defer(record(app, &actor, "member.signed_in", now));
    tx.commit().await?;
    let subject = Subject { person_id: person.id, session_id: id, tenant_id, assurance_level: 1 };
    Ok((token, issue(authenticator, subject, tenant, now)?))
}

async fn find_membership(tx: &mut SystemTx, person: &Person, tenant_id: Uuid) -> Result<Membership> {
    match tx.run(members::queries::find_of_person(tenant_id, person.id)).await? {
        Some(membership) => Ok(membership),
        None if person.is_super_admin => Ok(Membership::of_super_admin(person.id, person.name.clone())),
        None => Err(refused()),
    }
}
