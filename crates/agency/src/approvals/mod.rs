//! Approvals: rounds that are bound to one content, and the decisions made in them.
//!
//! Invariants: at most one round of an idea is open (a unique index); a round is about the content hash it
//! was opened with, and void as soon as the content is another; a decision is evidence (who, when, from
//! where, about what) and is never changed. Rounds are opened, decided and closed by the moves of ideas only.

mod http;
mod model;
pub(crate) mod queries;

use platform::{ActorKind, Tx};

use crate::comments::AuthorKind;
use crate::ideas::idea::IdeaRow;
use crate::ideas::{IdeaState, Stage};

pub use http::routes;
pub use model::{Decided, Decision, DecisionActor, Round, RoundId, RoundState};
pub(crate) use queries::close_round;

/// Opens a round for the content that the row has now.
pub(crate) fn open_round(tx: &mut Tx, row: &IdeaRow, stage: Stage) {
    let id: RoundId = tx.new_id();
    let query = queries::insert_round(id, &tx.actor, tx.now, row, stage);
    tx.defer(query);
}

/// Records a decision about the content of the row, in its open round if there is one.
pub(crate) fn decide(tx: &mut Tx, row: &IdeaRow, verdict: Decided, comment: Option<&str>) {
    let actor_kind = match AuthorKind::of(&tx.actor, row.client_id) {
        // The policy asks nobody; who pressed the button is recorded all the same.
        _ if row.state == IdeaState::Draft => DecisionActor::Policy,
        AuthorKind::Member => DecisionActor::Member,
        AuthorKind::Client => DecisionActor::Client,
        AuthorKind::Link => DecisionActor::Link,
    };
    let (link_id, session_id) = match tx.actor.kind {
        ActorKind::AccessLink { link_id } => (Some(link_id), None),
        ActorKind::Member { session_id, .. } => (None, Some(session_id)),
        _ => (None, None),
    };
    let evidence = queries::Evidence { actor_kind, link_id, session_id };
    let id = tx.new_id();
    let query = queries::insert_decision(id, &tx.actor, tx.now, row, (verdict, comment), evidence);
    tx.defer(query);
}
