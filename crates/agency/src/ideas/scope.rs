//! Which ideas an actor can see at all.

use db::Query;
use platform::{Actor, ActorKind, App, Permission, Reach, Result, Tx};
use uuid::Uuid;

/// The part of the tenant's ideas that an actor sees: those of the accounts within reach; where what is
/// internal is kept from them, what was sent to the client; for a link, of that, the ideas that it was made
/// for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) reach: Reach,
    pub(crate) idea_ids: Option<Vec<Uuid>>,
    /// The accounts in which what is internal is seen.
    pub(crate) internal: Reach,
}

impl Scope {
    pub(crate) async fn of(app: &App, actor: &Actor) -> Result<Self> {
        let idea_ids = match linked(actor) {
            Some(query) => Some(app.read(actor, Permission::IdeaRead, query).await?),
            None => None,
        };
        Ok(Self::new(actor, idea_ids))
    }

    /// As [`Scope::of`], inside the actor's transaction.
    pub(crate) async fn of_tx(tx: &mut Tx) -> Result<Self> {
        let idea_ids = match linked(&tx.actor) {
            Some(query) => Some(tx.run(query).await?),
            None => None,
        };
        Ok(Self::new(&tx.actor, idea_ids))
    }

    fn new(actor: &Actor, idea_ids: Option<Vec<Uuid>>) -> Self {
        let reach = |permission| actor.reach(permission);
        Self { reach: reach(Permission::IdeaRead), idea_ids, internal: reach(Permission::InternalRead) }
    }
}

fn linked(actor: &Actor) -> Option<Query<Vec<Uuid>>> {
    match actor.kind {
        ActorKind::AccessLink { link_id } => Some(identity::linked_ideas(link_id)),
        _ => None,
    }
}
