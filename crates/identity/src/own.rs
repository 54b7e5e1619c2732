//! What only a person may do, about themselves.

use platform::{Actor, ActorKind, App, Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The person behind an actor, and the session that they act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Own {
    pub(crate) person_id: Uuid,
    pub(crate) session_id: Uuid,
}

impl Own {
    /// Refuses programs and links, and who acts as somebody else: what is about a person is theirs alone.
    pub(crate) fn of(actor: &Actor) -> Result<Self> {
        match actor.kind {
            ActorKind::Member { .. } if actor.assurance.impersonator.is_some() => {
                Err(Error::forbidden("You act as somebody else: what is about a person is theirs alone."))
            }
            // Whoever has no session of ours proved nothing to us.
            ActorKind::Member { person_id, session_id, .. } if !session_id.is_nil() => {
                Ok(Self { person_id, session_id })
            }
            _ => Err(Error::forbidden("Only a person who is signed in may do this, about themselves.")),
        }
    }

    /// As [`of`](Self::of), for what a stolen session must not do.
    pub(crate) fn proved(app: &App, actor: &Actor) -> Result<Self> {
        let own = Self::of(actor)?;
        actor.require_presence(app.clock().now(), app.config().security.step_up_minutes)?;
        Ok(own)
    }
}
