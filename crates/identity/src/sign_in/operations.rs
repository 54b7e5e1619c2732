//! Signing in.

use std::net::IpAddr;
use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{App, Error, RequestContext, Result};
use secrecy::SecretString;

use super::failures::Wrong;
use super::passwords::{Busy, Verdict};
use super::queries;
use super::throttle::{ACCOUNT, ADDRESS, Limit, account_key, address_key};
use crate::authenticator::Authenticator;
use crate::people::{self, Person, normalize_email};
use crate::second_factors;
use crate::sessions::{self, Entrance, Method, Proof, Started, refused};

pub(crate) struct Attempt {
    pub(crate) email: String,
    pub(crate) password: SecretString,
    /// Slug or id; without one, the tenant that was used last.
    pub(crate) tenant: Option<String>,
    pub(crate) code: Option<String>,
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

impl From<Busy> for Error {
    fn from(Busy: Busy) -> Self {
        Self::Unavailable { detail: "Many people are signing in at this moment. Try again in a few seconds." }
    }
}

/// Signs in.
pub(crate) async fn sign_in(app: &App, authenticator: &Authenticator, attempt: Attempt) -> Result<Started> {
    let now = app.clock().now();
    let email = normalize_email(&attempt.email);
    let counters = Counters::of(&email, attempt.request.address);
    let person = count_and_find(authenticator, &counters, email, now).await?;
    let stored = person.as_ref().and_then(|person| person.password_hash.clone());
    let verdict = authenticator.passwords().verify(attempt.password, stored).await?;
    let (person, rehash) = match (person, verdict) {
        (Some(person), Verdict::Right { rehash }) => (person, rehash),
        (person, _) => {
            if let Some(person) = person {
                authenticator.note_failure(person.id, Wrong::Password, &attempt.request);
            }
            tracing::info!("sign-in refused");
            return Err(refused());
        }
    };
    let code = attempt.code.as_deref();
    let second = second_factors::verify(app, authenticator, person.id, code).await;
    let second = authenticator.noting(person.id, &attempt.request, second)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let spent = second.spend(&mut tx, now).await;
    let assurance_level = authenticator.noting(person.id, &attempt.request, spent)?;
    if let Some(renewed) = rehash {
        tx.defer(people::queries::update_password(person.id, person.password_hash.clone(), renewed));
    }
    // In the order of `count_and_find`, so that two sign-ins at once do not wait for each other.
    if let Some(address) = &counters.address {
        tx.defer(queries::take_back(&ADDRESS, address));
    }
    tx.defer(queries::forget(&ACCOUNT, &counters.account));
    let proof = Proof { method: Method::Password, assurance_level };
    let entrance = Entrance { person, tenant: attempt.tenant, proof, request: attempt.request, now };
    sessions::start(app, authenticator, tx, entrance).await
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

/// Counts an attempt, or refuses it for a while.
pub(crate) async fn count(tx: &mut SystemTx, limit: &Limit, key: &[u8], now: Timestamp) -> Result<()> {
    if tx.run(queries::count(limit, key, now)).await?.is_some() {
        return Ok(());
    }
    let until = tx.run(queries::find_block(limit, key)).await?.unwrap_or(now);
    let wait = until.duration_since(now).as_secs().max(0).unsigned_abs();
    Err(Error::RateLimited { retry_after_secs: wait + 1 })
}
