//! A key proves that its owner is there.

use db::{Query, SystemTask};
use jiff::{SignedDuration, Timestamp};
use platform::{App, Error, Result};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey as Key, PublicKeyCredential};

use super::model::{ChallengeId, PasskeyId};
use super::queries;
use super::relying_party::RelyingParty;
use crate::authenticator::Authenticator;

/// How long a challenge may be answered.
pub(super) const OPEN_FOR: SignedDuration = SignedDuration::from_mins(5);

/// The one answer to a key that opens nothing, whatever the reason is.
fn refused() -> Error {
    Error::Unauthenticated {
        code: "passkey_refused",
        detail: "This passkey does not open anything here. Sign in another way.",
    }
}

/// Whose key it was.
pub(crate) struct Asserted {
    pub(crate) person_id: Uuid,
    passkey_id: PasskeyId,
    credential: Value,
    counter: u32,
}

impl Asserted {
    /// What is kept of the use, for the transaction of what it opens.
    pub(crate) fn record(self, now: Timestamp) -> Query<u64> {
        queries::record_use(self.passkey_id, self.credential, now, self.counter)
    }
}

/// A challenge for whoever comes, and what the browser needs to have it answered.
pub(super) async fn challenge(
    app: &App,
    authenticator: &Authenticator,
    party: &RelyingParty,
) -> Result<(ChallengeId, Value)> {
    let (options, state) = party.0.start_discoverable_authentication().map_err(Error::internal)?;
    let state = serde_json::to_value(state).map_err(Error::internal)?;
    let options = serde_json::to_value(options.public_key).map_err(Error::internal)?;
    let id = ChallengeId::from(app.clock().new_uuid());
    let until = app.clock().now().checked_add(OPEN_FOR).map_err(Error::internal)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    tx.run(queries::insert_ceremony(id, None, state, until)).await?;
    tx.commit().await?;
    Ok((id, options))
}

/// Checks an answer. The challenge is used up, whatever the answer is worth.
pub(crate) async fn assert(
    app: &App,
    authenticator: &Authenticator,
    party: &RelyingParty,
    (id, credential): (ChallengeId, Value),
) -> Result<Asserted> {
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let ceremony = tx.run(queries::take_ceremony(id, None, app.clock().now())).await?;
    tx.commit().await?;
    let ceremony = ceremony.filter(|ceremony| ceremony.is_open).ok_or_else(refused)?;
    let answer: PublicKeyCredential = serde_json::from_value(credential).map_err(|_| refused())?;
    let (person_id, credential_id) =
        party.0.identify_discoverable_authentication(&answer).map_err(|_| refused())?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let stored = tx.run(queries::find_credential(credential_id, person_id)).await?;
    tx.commit().await?;
    let stored = stored.ok_or_else(refused)?;
    let state: DiscoverableAuthentication =
        serde_json::from_value(ceremony.state).map_err(Error::internal)?;
    let mut key: Key = serde_json::from_value(stored.credential).map_err(Error::internal)?;
    let result = party.0.finish_discoverable_authentication_v2(&answer, state, &key).map_err(|error| {
        tracing::warn!(%error, passkey = %stored.id, "passkey refused");
        refused()
    })?;
    key.update_credential(&result);
    Ok(Asserted {
        person_id: stored.person_id,
        passkey_id: stored.id,
        credential: serde_json::to_value(&key).map_err(Error::internal)?,
        counter: result.counter(),
    })
}
