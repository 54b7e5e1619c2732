//! Asking for the second factor, by whatever door somebody comes.

use db::{SystemTask, SystemTx};
use jiff::Timestamp;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::{queries, recovery, totp};
use crate::authenticator::Authenticator;
use crate::sessions::refused;

/// A second factor that was looked at. It counts when it is [spent](Self::spend) in the transaction of what
/// it opens.
#[must_use]
pub(crate) struct Second {
    person_id: Uuid,
    brought: Brought,
}

enum Brought {
    /// None, by a person who has none.
    Nothing,
    /// The code of this step.
    Step(i64),
    RecoveryCode([u8; 32]),
}

pub(crate) fn required() -> Error {
    Error::Unauthenticated {
        code: "second_factor_required",
        detail: "Send the code of your authenticator app, or a recovery code, along.",
    }
}

/// Whether a person has a second factor.
pub(crate) async fn is_asked_for(tx: &mut SystemTx, person_id: Uuid) -> Result<bool> {
    let stored = tx.run(queries::find_totp(person_id)).await?;
    Ok(stored.is_some_and(|stored| stored.confirmed_at.is_some()))
}

/// Looks at the code of a person whose first factor was right. Who has no second one needs no code.
///
/// # Errors
/// 401 `second_factor_required` without a code, `invalid_credentials` for a wrong one.
pub(crate) async fn verify(
    app: &App,
    authenticator: &Authenticator,
    person_id: Uuid,
    code: Option<&str>,
) -> Result<Second> {
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let stored = tx.run(queries::find_totp(person_id)).await?;
    tx.commit().await?;
    let Some(stored) = stored.filter(|stored| stored.confirmed_at.is_some()) else {
        return Ok(Second { person_id, brought: Brought::Nothing });
    };
    let Some(code) = code.map(str::trim) else {
        return Err(required());
    };
    if let Some(hash) = recovery::hash(app.keys(), person_id, code) {
        return Ok(Second { person_id, brought: Brought::RecoveryCode(hash) });
    }
    let secret = super::open(app, person_id, &stored.secret).await?;
    let step = totp::step_of(&secret, code, app.clock().now().as_second())?;
    Ok(Second { person_id, brought: Brought::Step(step.ok_or_else(refused)?) })
}

impl Second {
    /// Uses it up and answers the level that it gives. Of two who bring the same code one gets in.
    pub(crate) async fn spend(self, tx: &mut SystemTx, now: Timestamp) -> Result<i16> {
        let taken = match self.brought {
            Brought::Nothing => return Ok(1),
            Brought::Step(step) => tx.run(queries::take_step(self.person_id, step)).await?,
            Brought::RecoveryCode(hash) => {
                tx.run(queries::take_recovery_code(self.person_id, &hash, now)).await?
            }
        };
        if taken == 1 { Ok(2) } else { Err(refused()) }
    }
}
