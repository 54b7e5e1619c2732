//! Who may give what, and act on whom: nobody gives more than they hold, or takes from who holds more.

use platform::{Actor, ActorKind, Effect, Error, Grant, Permission, Result, Rights, Tx};
use uuid::Uuid;

use super::RightsRow;
use crate::members;

/// Why somebody may not give something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Objection {
    /// They do not hold it there, or not in every part of it.
    NotHeld(Permission),
    /// They hold it for a shorter time.
    Outlasts(Permission),
    /// Only who is confined to a client's account speaks for the client.
    NotOfTheClient,
}

impl From<Objection> for Error {
    fn from(objection: Objection) -> Self {
        match objection {
            Objection::NotHeld(permission) => Self::forbidden(format!(
                "You cannot give {}: you do not hold it yourself, there and in every part.",
                permission.name()
            )),
            Objection::Outlasts(permission) => {
                let detail = format!("must not be later than the end of your own {}", permission.name());
                Self::invalid("/expires_at", "outlasts_own", &detail)
            }
            Objection::NotOfTheClient => {
                Self::forbidden("Only who is confined to a client's account decides for the client.")
            }
        }
    }
}

/// Why `giver` may not give these grants to who is confined to `home`, if anything speaks against it.
pub(crate) fn objection(giver: &Rights, gift: &[Grant], home: Option<Uuid>) -> Option<Objection> {
    each(gift).find_map(|(permission, grant)| {
        let target = grant.target();
        // The client's voice is given to the client's people, by who holds nothing of it.
        if permission == Permission::IdeaDecideAsClient {
            let is_theirs = home.is_some() && target.account_id == home;
            return (!is_theirs).then_some(Objection::NotOfTheClient);
        }
        if !giver.may_throughout(permission, &target) {
            return Some(Objection::NotHeld(permission));
        }
        let end = giver.ends_at(permission, &target)?;
        let outlasts = grant.expires_at.is_none_or(|expires_at| expires_at > end);
        outlasts.then_some(Objection::Outlasts(permission))
    })
}

fn each(gift: &[Grant]) -> impl Iterator<Item = (Permission, &Grant)> {
    let allows = gift.iter().filter(|grant| grant.effect == Effect::Allow);
    allows.flat_map(|grant| grant.permissions.iter().map(move |permission| (permission, grant)))
}

/// Refuses to give what the actor does not hold. What is sensitive is given by a person who is there.
pub(crate) fn may_give(tx: &Tx, gift: &[Grant], home: Option<Uuid>) -> Result<()> {
    if let Some(objection) = objection(&tx.actor.rights, gift, home) {
        return Err(objection.into());
    }
    if each(gift).any(|(permission, _)| permission.is_sensitive()) { tx.require_presence() } else { Ok(()) }
}

/// Refuses to act on who may do what the actor may not. Answers whether they hold something sensitive.
pub(crate) async fn require_no_less(tx: &mut Tx, theirs: &RightsRow) -> Result<bool> {
    let theirs = Rights::new(theirs.grants(), tx.now);
    let own = rights_of(tx).await?;
    let is_voice = |permission| permission == Permission::IdeaDecideAsClient;
    if let Some(permission) = theirs.beyond(&own, is_voice) {
        let detail = format!("This person holds {}, which you do not: ask who does.", permission.name());
        return Err(Error::forbidden(detail));
    }
    Ok(theirs.permissions().iter().any(Permission::is_sensitive))
}

/// Of the person who acts. Scopes say what a program does, not on whom.
async fn rights_of(tx: &mut Tx) -> Result<Rights> {
    let Actor { kind: ActorKind::ApiKey { .. } | ActorKind::Application { .. }, .. } = tx.actor else {
        return Ok(Rights::clone(&tx.actor.rights));
    };
    let Some(member_id) = tx.actor.member_id() else { return Ok(Rights::default()) };
    let membership = tx.run(members::queries::find_by_id(member_id)).await?;
    Ok(membership.map(|found| Rights::new(found.grants, tx.now)).unwrap_or_default())
}
