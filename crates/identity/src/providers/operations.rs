//! Leaving for a provider and coming back.

use std::sync::Arc;

use db::{SystemTask, SystemTx};
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, App, Audit, Error, RequestContext, Result};
use uuid::Uuid;

use super::client::{Arrival, Said};
use super::flow::{self, Flow, LIFE_SECS, hash_of};
use super::identities::IdentityId;
use super::queries::{self, NewFlow};
use crate::authenticator::Authenticator;
use crate::mailed_tokens::{Kind, audit_everywhere, queries as tokens};
use crate::mails::{self, Language, Order};
use crate::own::Own;
use crate::people::{self, Person, normalize_email};
use crate::sessions::{self, Entrance, Started, token};
use crate::sign_in::throttle::{TOKEN_ADDRESS, address_key};

/// A browser that is sent to a provider, with the mark that it has to bring back.
pub(super) struct Sent {
    pub(super) url: String,
    pub(super) browser: String,
}

/// What a browser brought back.
pub(super) struct Returned<'a> {
    pub(super) key: &'a str,
    pub(super) browser: Option<&'a str>,
    pub(super) state: &'a str,
    pub(super) code: Option<String>,
    pub(super) issuer: Option<&'a str>,
    /// Who is signed in in that browser.
    pub(super) own: Option<Own>,
    pub(super) request: Arc<RequestContext>,
}

/// What became of it.
pub(super) enum Outcome {
    SignedIn(Box<Started>, String),
    /// The way of signing in was added to the account.
    Connected(String),
    /// A second factor is missing: the token goes on with it.
    SecondStep(String),
    /// What the page tells.
    Refused(&'static str),
}

/// Keeps the sign-in and answers where the browser goes; `None` when there is no such provider.
pub(super) async fn start(
    app: &App,
    authenticator: &Authenticator,
    (key, return_to): (&str, &str),
    (browser, own): (String, Option<Own>),
) -> Result<Option<Sent>> {
    let providers = authenticator.providers();
    if providers.find(key).is_none() {
        return Ok(None);
    }
    let departure = providers.depart(key).await.map_err(|error| {
        tracing::warn!(provider = key, %error, "a provider cannot be asked");
        Error::Unavailable { detail: "The provider cannot be reached. Try again, or sign in another way." }
    })?;
    let now = app.clock().now();
    let state_hash = hash_of(&departure.state);
    let flow = Flow {
        nonce: departure.nonce,
        verifier: departure.verifier,
        return_to: flow::safe_path(return_to),
        own,
    };
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    tx.run(queries::insert_flow(NewFlow {
        state_hash,
        provider: key.to_owned(),
        browser_hash: hash_of(&browser),
        sealed: flow.seal(app.keys(), &state_hash),
        created_at: now,
        expires_at: now.saturating_add(SignedDuration::from_secs(LIFE_SECS)).unwrap_or(now),
    }))
    .await?;
    tx.commit().await?;
    Ok(Some(Sent { url: departure.url, browser }))
}

/// Counts a departure, so that the table of flows cannot be filled.
pub(super) async fn throttle(
    authenticator: &Authenticator,
    request: &RequestContext,
    now: Timestamp,
) -> Result<()> {
    let Some(address) = request.address else { return Ok(()) };
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    crate::sign_in::count(&mut tx, &TOKEN_ADDRESS, &address_key(address), now).await?;
    Ok(tx.commit().await?)
}

/// Takes the provider's word, once.
pub(super) async fn finish(
    app: &App,
    authenticator: &Authenticator,
    returned: Returned<'_>,
) -> Result<Outcome> {
    let now = app.clock().now();
    let Some(flow) = take(app, authenticator, &returned, now).await? else {
        return Ok(Outcome::Refused("flow_expired"));
    };
    // Whoever left to connect it comes back as the same person, in the same session.
    if flow.own.is_some() && flow.own != returned.own {
        return Ok(Outcome::Refused("flow_expired"));
    }
    let Some(code) = returned.code else { return Ok(Outcome::Refused("access_denied")) };
    let arrival =
        Arrival { code, issuer: returned.issuer, nonce: flow.nonce.clone(), verifier: flow.verifier.clone() };
    let said = match authenticator.providers().arrive(returned.key, arrival).await {
        Ok(said) => said,
        Err(error) => {
            tracing::warn!(provider = returned.key, %error, "a provider's answer was not taken");
            return Ok(Outcome::Refused("provider_failed"));
        }
    };
    let found = identify(app, authenticator, &said, (&flow, &returned.request), now).await?;
    let person = match found {
        Identified::Person(person) => person,
        Identified::Refused(why) => return Ok(Outcome::Refused(why)),
    };
    if flow.own.is_some() {
        return Ok(Outcome::Connected(flow.return_to));
    }
    enter(app, authenticator, person, (flow.return_to, returned.request), now).await
}

async fn take(
    app: &App,
    authenticator: &Authenticator,
    returned: &Returned<'_>,
    now: Timestamp,
) -> Result<Option<Flow>> {
    let Some(browser) = returned.browser else { return Ok(None) };
    let state_hash = hash_of(returned.state);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let taken = tx.run(queries::take_flow(&state_hash, returned.key, &hash_of(browser), now)).await?;
    tx.commit().await?;
    Ok(taken.and_then(|sealed| Flow::open(app.keys(), &state_hash, &sealed.0)))
}

enum Identified {
    Person(Person),
    Refused(&'static str),
}

/// The person of an identity: known, or connected now by a verified address or by who is signed in.
async fn identify(
    app: &App,
    authenticator: &Authenticator,
    said: &Said,
    (flow, request): (&Flow, &Arc<RequestContext>),
    now: Timestamp,
) -> Result<Identified> {
    let connecting = flow.own.map(|own| own.person_id);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if let Some(person_id) = tx.run(queries::use_identity(&said.issuer, &said.subject, now)).await? {
        if connecting.is_some_and(|wanted| wanted != person_id) {
            return Ok(Identified::Refused("identity_taken"));
        }
        let person = tx.run(people::queries::find(person_id)).await?;
        tx.commit().await?;
        return Ok(person.map_or(Identified::Refused("unknown_account"), Identified::Person));
    }
    let person = match (connecting, &said.email) {
        (Some(person_id), _) => tx.run(people::queries::find(person_id)).await?,
        (None, Some(email)) => tx.run(people::queries::find_by_email(normalize_email(email))).await?,
        (None, None) => return Ok(Identified::Refused("address_unverified")),
    };
    let Some(person) = person else { return Ok(Identified::Refused("unknown_account")) };
    connect(app, &mut tx, said, (&person, request), now).await?;
    tx.commit().await?;
    Ok(Identified::Person(person))
}

/// Keeps the identity, writes it down wherever the person belongs, and writes to them: it opens the account
/// from now on.
async fn connect(
    app: &App,
    tx: &mut SystemTx,
    said: &Said,
    (person, request): (&Person, &Arc<RequestContext>),
    now: Timestamp,
) -> Result<()> {
    let email = said.email.as_ref().unwrap_or(&person.email);
    let id = IdentityId::from(app.clock().new_uuid());
    tx.run(queries::insert_identity(id, (&said.issuer, &said.subject), person.id, email, now)).await?;
    let letter =
        Order::identity_connected(Language::of(&person.locale), (&person.email, &person.name), &said.issuer);
    tx.defer(mails::post(app, &letter, now));
    let say = |actor: &Actor| {
        let audit = Audit::new("member.identity_connected", "member", actor.id(), &*actor.name);
        audit.change("issuer", (), &said.issuer)
    };
    audit_everywhere(app, tx, (person, request), say, now).await
}

async fn enter(
    app: &App,
    authenticator: &Authenticator,
    person: Person,
    (return_to, request): (String, Arc<RequestContext>),
    now: Timestamp,
) -> Result<Outcome> {
    let (person_id, email) = (person.id, person.email.clone());
    let tx = authenticator.db().system(SystemTask::Authenticate);
    let proof = sessions::Proof::single(sessions::Method::Provider);
    let entrance = Entrance { person, tenant: None, proof, request, now };
    match sessions::start(app, authenticator, tx, entrance).await {
        Ok(started) => Ok(Outcome::SignedIn(Box::new(started), return_to)),
        Err(Error::Unauthenticated { code: "second_factor_required", .. }) => {
            Ok(Outcome::SecondStep(second_step(app, authenticator, (person_id, email), now).await?))
        }
        Err(Error::Unauthenticated { .. }) => Ok(Outcome::Refused("unknown_account")),
        Err(error) => Err(error),
    }
}

/// A token that stands for what the provider said, until the second factor is there.
async fn second_step(
    app: &App,
    authenticator: &Authenticator,
    (person_id, email): (Uuid, String),
    now: Timestamp,
) -> Result<String> {
    let (text, token_hash) = token::generate();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    tx.run(tokens::insert(tokens::NewToken {
        id: app.clock().new_uuid(),
        kind: Kind::SecondStep,
        token_hash,
        person_id,
        email,
        created_at: now,
        expires_at: now.saturating_add(SignedDuration::from_mins(5)).unwrap_or(now),
    }))
    .await?;
    tx.commit().await?;
    Ok(text)
}
