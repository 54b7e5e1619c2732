//! Which ideas an actor can see at all.

use db::Query;
use platform::{Actor, ActorKind, App, Permission, Result, Tx};
use uuid::Uuid;

/// The part of the tenant's ideas that an actor sees. Everything for the agency; for a client's person what
/// was sent to their client; for a link, of that, the ideas that it was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) client_id: Option<Uuid>,
    pub(crate) idea_ids: Option<Vec<Uuid>>,
}

impl Scope {
    pub(crate) async fn of(app: &App, actor: &Actor) -> Result<Self> {
        let idea_ids = match linked(actor) {
            Some(query) => Some(app.read(actor, Permission::IdeaRead, query).await?),
            None => None,
        };
        Ok(Self { client_id: actor.account_id, idea_ids })
    }

    /// As [`Scope::of`], inside the actor's transaction.
    pub(crate) async fn of_tx(tx: &mut Tx) -> Result<Self> {
        let idea_ids = match linked(&tx.actor) {
            Some(query) => Some(tx.run(query).await?),
            None => None,
        };
        Ok(Self { client_id: tx.actor.account_id, idea_ids })
    }
}

fn linked(actor: &Actor) -> Option<Query<Vec<Uuid>>> {
    match actor.kind {
        ActorKind::AccessLink { link_id } => Some(identity::linked_ideas(link_id)),
        _ => None,
    }
}
