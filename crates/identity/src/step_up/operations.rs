//! Proving presence.

use db::SystemTask;
use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, App, Error, Result};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::authenticator::{Authenticator, Refusal};
use crate::own::Own;
use crate::passkeys::{self, ChallengeId, RelyingParty};
use crate::second_factors::queries::{Factors, find_factors};
use crate::sessions::operations::record;
use crate::sessions::queries as sessions;
use crate::sign_in::passwords::Verdict;
use crate::sign_in::queries as throttles;
use crate::sign_in::throttle::{ACCOUNT, proof_key};
use crate::{people, second_factors};

/// By what presence can be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepUpMethod {
    Password,
    Totp,
    Passkey,
}

pub(crate) fn methods(factors: Factors) -> Vec<StepUpMethod> {
    let mut methods = Vec::new();
    if factors.has_passkey {
        methods.push(StepUpMethod::Passkey);
    }
    if factors.totp_confirmed_at.is_some() {
        methods.push(StepUpMethod::Totp);
    }
    if factors.has_password && !factors.has_strong() {
        methods.push(StepUpMethod::Password);
    }
    methods
}

/// What was proved when, and by what it can be proved again.
pub(crate) struct Standing {
    pub(crate) methods: Vec<StepUpMethod>,
    pub(crate) proved_at: Option<Timestamp>,
    pub(crate) valid_until: Option<Timestamp>,
}

pub(crate) async fn standing(app: &App, authenticator: &Authenticator, actor: &Actor) -> Result<Standing> {
    let own = Own::of(actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let factors = tx.run(find_factors(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    tx.commit().await?;
    let minutes = i64::from(app.config().security.step_up_minutes);
    let proved_at = actor.assurance.proved_at;
    let valid_until = proved_at.map(|at| at + SignedDuration::from_mins(minutes));
    let valid_until = valid_until.filter(|until| *until > app.clock().now());
    Ok(Standing { methods: methods(factors), proved_at, valid_until })
}

/// What somebody brings to prove that it is them.
pub(crate) enum Given {
    Password(SecretString),
    Code(String),
    Passkey(ChallengeId, Value),
}

fn wrong(pointer: &str) -> Error {
    Error::invalid(pointer, "not_proved", "does not prove that it is you")
}

/// Proves presence for the caller's session. Attempts are counted for the person, apart from those of signing
/// in: strangers cannot use them up.
pub(crate) async fn step_up(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    headers: &HeaderMap,
    given: Given,
) -> Result<()> {
    let own = Own::of(actor)?;
    let now = app.clock().now();
    let throttle = proof_key(own.person_id);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    crate::sign_in::count(&mut tx, &ACCOUNT, &throttle, now).await?;
    let factors = tx.run(find_factors(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    let person = tx.run(people::queries::find(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    tx.commit().await?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let level = match given {
        Given::Password(_) if factors.has_strong() => {
            let detail = "A password is not enough for you: use your passkey or your authenticator app.";
            return Err(Error::conflict("stronger_proof_required", detail));
        }
        Given::Password(password) => {
            match authenticator.passwords().verify(password, person.password_hash).await? {
                Verdict::Right { .. } => 1,
                Verdict::Wrong => return Err(wrong("/password")),
            }
        }
        Given::Code(code) => {
            let second = second_factors::verify(app, authenticator, own.person_id, Some(&code)).await;
            let unproved = |error| unproved(error, "/code");
            match second.map_err(unproved)?.spend(&mut tx, now).await.map_err(unproved)? {
                2 => 2,
                _ => return Err(wrong("/code")),
            }
        }
        Given::Passkey(id, credential) => {
            let party = RelyingParty::of(app, headers)?;
            let asserted = passkeys::assert(app, authenticator, &party, (id, credential)).await;
            let asserted = asserted.map_err(|error| unproved(error, "/credential"))?;
            if asserted.person_id != own.person_id {
                return Err(wrong("/credential"));
            }
            tx.defer(asserted.record(now));
            2
        }
    };
    let token = tx.run(sessions::prove(own.session_id, level, now)).await?.ok_or(Refusal::Unknown)?;
    tx.defer(throttles::forget(&ACCOUNT, &throttle));
    tx.defer(record(app, actor, "member.stepped_up", now).await?);
    tx.commit().await?;
    authenticator.forget_session(own.session_id, token.0).await;
    Ok(())
}

/// The refusals of signing in are refusals of this proof; the session stays.
fn unproved(error: Error, pointer: &str) -> Error {
    match error {
        Error::Unauthenticated { .. } => wrong(pointer),
        error => error,
    }
}
