//! Changing one's name, preferences and password.

use db::SystemTask;
use platform::{Actor, App, Audit, Error, Result};
use secrecy::SecretString;
use serde_json::{Map, json};

use super::model::{Security, Theme, TotpState};
use super::queries;
use crate::authenticator::{Authenticator, Refusal};
use crate::mailed_tokens::queries as tokens;
use crate::own::Own;
use crate::second_factors::queries::find_factors;
use crate::sessions::operations::record;
use crate::sessions::queries as sessions;
use crate::sign_in::passwords::Verdict;
use crate::sign_in::throttle::{ACCOUNT, proof_key};
use crate::sign_in::{queries as throttles, strength};
use crate::tenants::Locale;
use crate::{passkeys, people};

pub(crate) async fn security(authenticator: &Authenticator, actor: &Actor) -> Result<Security> {
    let own = Own::of(actor)?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let factors = tx.run(find_factors(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    let passkeys = tx.run(passkeys::queries::list(own.person_id)).await?;
    tx.commit().await?;
    let confirmed_at = factors.totp_confirmed_at;
    Ok(Security {
        has_password: factors.has_password,
        passkeys,
        totp: TotpState { enabled: confirmed_at.is_some(), confirmed_at },
        recovery_codes_left: factors.recovery_codes_left,
        assurance_level: actor.assurance.level,
    })
}

/// A new password. The one before is asked for, where there is one; without, a fresh proof of another kind.
/// Every other session of the person ends: one of them may be why the password changes.
pub(crate) async fn change_password(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    (current, new): (Option<SecretString>, SecretString),
) -> Result<()> {
    let own = Own::of(actor)?;
    let now = app.clock().now();
    let throttle = proof_key(own.person_id);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    crate::sign_in::count(&mut tx, &ACCOUNT, &throttle, now).await?;
    let person = tx.run(people::queries::find(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    tx.commit().await?;
    strength::check("/new_password", &new, &[&person.name, &person.email])?;
    match (current, &person.password_hash) {
        (Some(current), Some(stored)) => {
            let verdict = authenticator.passwords().verify(current, Some(stored.clone())).await?;
            if matches!(verdict, Verdict::Wrong) {
                let detail = "is not your password";
                return Err(Error::invalid("/current_password", "wrong_password", detail));
            }
        }
        (None, Some(_)) => {
            return Err(Error::invalid("/current_password", "required", "must be your password of today"));
        }
        (_, None) => drop(Own::proved(app, actor)?),
    }
    let hash = authenticator.passwords().hash(new).await?;
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let changed = tx.run(people::queries::update_password(own.person_id, person.password_hash, hash)).await?;
    if changed == 0 {
        let detail = "The password was changed elsewhere a moment ago. Try again.";
        return Err(Error::conflict("password_changed", detail));
    }
    // A letter that is on its way must not undo it.
    tx.run(tokens::void(own.person_id, now)).await?;
    tx.defer(sessions::end_others(own.person_id, own.session_id, now));
    tx.defer(throttles::forget(&ACCOUNT, &throttle));
    tx.defer(record(app, actor, "password.changed", now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}

#[expect(clippy::option_option, reason = "absent, null and given are three things")]
pub(crate) struct Changes {
    pub(crate) name: Option<String>,
    pub(crate) locale: Option<Locale>,
    pub(crate) time_zone: Option<Option<String>>,
    pub(crate) theme: Option<Option<Theme>>,
}

/// Changes name, language and preferences of the person, in every tenant.
pub(crate) async fn update(
    app: &App,
    authenticator: &Authenticator,
    actor: &Actor,
    changes: Changes,
) -> Result<()> {
    let own = Own::of(actor)?;
    let now = app.clock().now();
    let Changes { name, locale, time_zone, theme } = changes;
    let locale = locale.map(Locale::name);
    let mut tx = authenticator.db().system(SystemTask::Authenticate);
    let person = tx.run(people::queries::find(own.person_id)).await?.ok_or(Refusal::Unknown)?;
    let mut audit = Audit::new("member.updated", "member", actor.id(), &*actor.name);
    tx.run(queries::update_person(own.person_id, name.clone(), locale.map(str::to_owned))).await?;
    if let Some(name) = name {
        audit = audit.change("name", person.name, &name);
        tx.run(queries::rename_members(own.person_id, name)).await?;
    }
    if let Some(locale) = locale {
        audit = audit.change("locale", &person.locale, locale);
    }
    let mut preferences = Map::new();
    if let Some(time_zone) = time_zone {
        preferences.insert("time_zone".to_owned(), json!(time_zone));
    }
    if let Some(theme) = theme {
        preferences.insert("theme".to_owned(), json!(theme));
    }
    if !preferences.is_empty() {
        let before = tx.run(queries::find_preferences(actor.tenant_id, own.person_id)).await?;
        let before = before.unwrap_or_default();
        for (name, value) in &preferences {
            audit = audit.change(name, &before[name], value);
        }
        if tx.run(queries::update_preferences(own.person_id, preferences.into())).await? == 0 {
            let detail = "Time zone and look are kept with a membership, and you have none.";
            return Err(Error::conflict("not_a_member", detail));
        }
    }
    tx.defer(audit.sealed(app, actor, now).await?);
    tx.commit().await?;
    authenticator.forget_all();
    Ok(())
}
