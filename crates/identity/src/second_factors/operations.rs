//! Setting up the authenticator app and taking it away.

use std::collections::HashSet;

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{Actor, App, Error, Result};
use uuid::Uuid;

use super::{queries, recovery, totp};
use crate::authenticator::Authenticator;
use crate::own::Own;
use crate::people;
use crate::sessions::operations::record;
use crate::sessions::queries as sessions;
use crate::sign_in::queries as throttles;
use crate::sign_in::throttle::{ACCOUNT, proof_key};

/// Which of these people have an authenticator app or a passkey.
pub(crate) async fn who_has_one(
    authenticator: &Authenticator,
    person_ids: Vec<Uuid>,
) -> Result<HashSet<Uuid>> {
    if person_ids.is_empty() {
        return Ok(HashSet::new());
    }
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let found = tx.run(queries::list_strong(person_ids)).await?;
    tx.commit().await?;
    Ok(found.into_iter().collect())
}

/// What an authenticator app is set up with; shown this once.
pub(crate) struct Invitation {
    pub(crate) secret: String,
    pub(crate) uri: String,
    pub(crate) picture: String,
}

/// Makes a secret that counts once a code of it was right.
pub(crate) async fn invite(app: &App, authenticator: &Authenticator, actor: &Actor) -> Result<Invitation> {
    let own = Own::proved(app, actor)?;
    let now = app.clock().now();
    let secret = totp::new_secret();
    let sealed = super::seal(app, own.person_id, &secret).await?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let person = tx.run(people::queries::find(own.person_id)).await?.ok_or(Error::NotFound)?;
    if tx.run(queries::put_totp(own.person_id, sealed, now)).await? == 0 {
        let detail = "There is an authenticator app already. Remove it first.";
        return Err(Error::conflict("totp_enabled", detail));
    }
    tx.defer(record(app, actor, "totp.prepared", now).await?);
    tx.commit().await?;
    let (uri, picture) = totp::invitation(&secret, &person.email)?;
    Ok(Invitation { secret, uri, picture })
}

/// The first right code: from now on it is asked for. Answers the recovery codes.
pub(crate) async fn confirm(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    code: &str,
) -> Result<Vec<String>> {
    let own = Own::of(actor)?;
    let now = app.clock().now();
    let throttle = proof_key(own.person_id);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    crate::sign_in::count(&mut tx, &ACCOUNT, &throttle, now).await?;
    let stored = tx.run(queries::find_totp(own.person_id)).await?;
    tx.commit().await?;
    let stored = stored.filter(|stored| stored.confirmed_at.is_none()).ok_or_else(|| {
        Error::conflict("totp_not_prepared", "Ask for a new secret first: there is none to confirm.")
    })?;
    let secret = super::open(app, own.person_id, &stored.secret).await?;
    let wrong = || Error::invalid("/code", "wrong_code", "is not the code that the app shows now");
    let step = totp::step_of(&secret, code, now.as_second())?.ok_or_else(wrong)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if tx.run(queries::confirm_totp(own.person_id, step, now, stored.secret)).await? == 0 {
        return Err(wrong());
    }
    let codes = replace_recovery_codes(app, &mut tx, own.person_id, now);
    tx.defer(throttles::forget(&ACCOUNT, &throttle));
    tx.run(sessions::prove(own.session_id, 2, now)).await?;
    tx.defer(record(app, actor, "totp.enabled", now).await?);
    tx.commit().await?;
    // Every other session of the person is not fresh any more.
    authenticator.forget_all();
    Ok(codes)
}

/// New recovery codes; those before are worth nothing.
pub(crate) async fn renew_recovery_codes(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
) -> Result<Vec<String>> {
    let own = Own::proved(app, actor)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let stored = tx.run(queries::find_totp(own.person_id)).await?;
    if stored.is_none_or(|stored| stored.confirmed_at.is_none()) {
        let detail = "Recovery codes stand in for an authenticator app, and there is none.";
        return Err(Error::conflict("totp_not_enabled", detail));
    }
    let codes = replace_recovery_codes(app, &mut tx, own.person_id, now);
    tx.defer(record(app, actor, "recovery_codes.created", now).await?);
    tx.commit().await?;
    Ok(codes)
}

fn replace_recovery_codes(app: &App, tx: &mut SystemTx, person_id: Uuid, now: Timestamp) -> Vec<String> {
    let codes: Vec<String> = (0..recovery::COUNT).map(|_| recovery::generate()).collect();
    let hashes = codes.iter().filter_map(|code| recovery::hash(app.keys(), person_id, code));
    let hashes = hashes.map(|hash| hash.to_vec()).collect();
    tx.defer(queries::delete_recovery_codes(person_id));
    tx.defer(queries::insert_recovery_codes(person_id, hashes, now));
    codes
}

/// Takes the authenticator app away, and the recovery codes with it.
pub(crate) async fn remove(app: &App, authenticator: &Authenticator, actor: &Actor) -> Result<()> {
    let own = Own::proved(app, actor)?;
    let now = app.clock().now();
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    if tx.run(queries::delete_totp(own.person_id)).await? == 0 {
        return Err(Error::NotFound);
    }
    tx.defer(queries::delete_recovery_codes(own.person_id));
    downgrade_if_weak(&mut tx, own.person_id).await?;
    tx.defer(record(app, actor, "totp.disabled", now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}

/// Without a strong factor no session can be more sure than a password is.
pub(crate) async fn downgrade_if_weak(tx: &mut SystemTx, person_id: Uuid) -> Result<()> {
    let factors = tx.run(queries::find_factors(person_id)).await?;
    if factors.is_none_or(|factors| !factors.has_strong()) {
        tx.defer(sessions::downgrade(person_id));
    }
    Ok(())
}
