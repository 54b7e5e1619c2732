//! Signing in with a passkey, adding one, taking one away.

use std::sync::Arc;

use db::SystemTask;
use http::HeaderMap;
use platform::{Actor, App, Error, RequestContext, Result};
use serde_json::{Value, json};
use webauthn_rs::prelude::{CredentialID, PasskeyRegistration, RegisterPublicKeyCredential};

use super::assertion::{self, OPEN_FOR};
use super::model::{ChallengeId, Passkey, PasskeyId};
use super::queries;
use super::relying_party::RelyingParty;
use crate::authenticator::Authenticator;
use crate::own::Own;
use crate::people;
use crate::second_factors::downgrade_if_weak;
use crate::sessions::operations::record;
use crate::sessions::{self, Entrance, Method, Proof, Started, refused};

/// More than anybody has devices.
const PASSKEYS_MAX: usize = 20;

/// A challenge with what `navigator.credentials` takes.
pub(crate) struct Challenge {
    pub(crate) id: ChallengeId,
    pub(crate) options: Value,
}

pub(crate) async fn ask(app: &App, authenticator: &Authenticator, headers: &HeaderMap) -> Result<Challenge> {
    let party = RelyingParty::of(app, headers)?;
    let (id, options) = assertion::challenge(app, authenticator, &party).await?;
    Ok(Challenge { id, options: json!({ "publicKey": options }) })
}

pub(crate) struct Attempt {
    pub(crate) challenge_id: ChallengeId,
    pub(crate) credential: Value,
    pub(crate) tenant: Option<String>,
    pub(crate) request: Arc<RequestContext>,
}

/// Signs in. Wrong passwords of others do not count here: nobody is locked out of their own key.
pub(crate) async fn sign_in(
    app: &App,
    authenticator: &Authenticator,
    headers: &HeaderMap,
    attempt: Attempt,
) -> Result<Started> {
    let Attempt { challenge_id, credential, tenant, request } = attempt;
    let party = RelyingParty::of(app, headers)?;
    let asserted = assertion::assert(app, authenticator, &party, (challenge_id, credential)).await?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let person = tx.run(people::queries::find(asserted.person_id)).await?.ok_or_else(refused)?;
    tx.defer(asserted.record(now));
    let proof = Proof { method: Method::Passkey, assurance_level: 2 };
    sessions::start(app, authenticator, tx, Entrance { person, tenant, proof, request, now }).await
}

/// A challenge for a new key.
pub(crate) async fn prepare(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    headers: &HeaderMap,
) -> Result<Challenge> {
    let own = Own::proved(app, actor)?;
    let party = RelyingParty::of(app, headers)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let person = tx.run(people::queries::find(own.person_id)).await?.ok_or(Error::NotFound)?;
    let known = tx.run(queries::list_credential_ids(own.person_id)).await?;
    if known.len() >= PASSKEYS_MAX {
        let detail = format!("There are {PASSKEYS_MAX} passkeys already. Remove one that you do not use.");
        return Err(Error::conflict("too_many_passkeys", detail));
    }
    let known = known.into_iter().map(|id| CredentialID::from(id.0)).collect();
    let (options, state) = party
        .0
        .start_passkey_registration(person.id, &person.email, &person.name, Some(known))
        .map_err(Error::internal)?;
    let state = serde_json::to_value(state).map_err(Error::internal)?;
    let mut options = serde_json::to_value(options.public_key).map_err(Error::internal)?;
    // Signing in begins without an address, so the key has to remember whose it is.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    let id = ChallengeId::from(app.clock().new_uuid());
    let until = app.clock().now().checked_add(OPEN_FOR).map_err(Error::internal)?;
    tx.defer(queries::insert_ceremony(id, Some(own.person_id), state, until));
    tx.commit().await?;
    Ok(Challenge { id, options: json!({ "publicKey": options }) })
}

pub(crate) struct Registration {
    pub(crate) challenge_id: ChallengeId,
    pub(crate) name: String,
    pub(crate) credential: Value,
}

/// Keeps a new key. It proves presence by two factors, so the session is as sure from now on.
pub(crate) async fn register(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    headers: &HeaderMap,
    new: Registration,
) -> Result<Passkey> {
    let own = Own::proved(app, actor)?;
    let party = RelyingParty::of(app, headers)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let ceremony = tx.run(queries::take_ceremony(new.challenge_id, Some(own.person_id), now)).await?;
    tx.commit().await?;
    let ceremony = ceremony.filter(|ceremony| ceremony.is_open).ok_or_else(|| {
        Error::invalid("/challenge_id", "unknown_reference", "was answered already, or is too old")
    })?;
    let wrong = || Error::invalid("/credential", "passkey_refused", "does not answer the challenge");
    let answer: RegisterPublicKeyCredential = serde_json::from_value(new.credential).map_err(|_| wrong())?;
    let state: PasskeyRegistration = serde_json::from_value(ceremony.state).map_err(Error::internal)?;
    let key = party.0.finish_passkey_registration(&answer, &state).map_err(|error| {
        tracing::info!(%error, "new passkey refused");
        wrong()
    })?;
    let id = PasskeyId::from(app.clock().new_uuid());
    let passkey = Passkey { id, name: new.name, created_at: now, last_used_at: None };
    let credential = serde_json::to_value(&key).map_err(Error::internal)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    tx.run(queries::insert(&passkey, own.person_id, key.cred_id().clone(), credential)).await?;
    tx.run(sessions::queries::prove(own.session_id, 2, now)).await?;
    tx.defer(record(app, actor, "passkey.added", now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(passkey)
}

pub(crate) async fn rename(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    (id, name): (PasskeyId, String),
) -> Result<Passkey> {
    let own = Own::of(actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let passkey = tx.run(queries::rename(id, own.person_id, name)).await?.ok_or(Error::NotFound)?;
    tx.defer(record(app, actor, "passkey.renamed", app.clock().now()).await?);
    tx.commit().await?;
    Ok(passkey)
}

/// Takes a key away. After the last strong factor every session is only as sure as a password.
pub(crate) async fn remove(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    id: PasskeyId,
) -> Result<()> {
    let own = Own::proved(app, actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if tx.run(queries::delete(id, own.person_id)).await? == 0 {
        return Err(Error::NotFound);
    }
    downgrade_if_weak(&mut tx, own.person_id).await?;
    tx.defer(record(app, actor, "passkey.removed", app.clock().now()).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}
