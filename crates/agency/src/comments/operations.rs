//! Writing and resolving comments.

use platform::{Audit, Error, Event, Permission, Result, Target, Tx};

use super::model::{Anchor, AuthorKind, Comment, CommentCreate, CommentId, Visibility};
use super::queries::{self, NewComment};
use crate::ideas::idea::IdeaRow;
use crate::ideas::queries as ideas;
use crate::ideas::scope::Scope;
use crate::ideas::{IdeaId, Stage};
use crate::scope;

/// Adds a comment to an idea that the actor sees.
pub(crate) async fn create(tx: &mut Tx, idea_id: IdeaId, new: CommentCreate) -> Result<Comment> {
    tx.require(Permission::CommentCreate)?;
    let scope = Scope::of_tx(tx).await?;
    let row = tx.run(ideas::find(&scope, idea_id)).await?.ok_or(Error::NotFound)?;
    scope::require(tx, Permission::CommentCreate, row.client_id)?;
    if new.visibility == Visibility::Internal {
        scope::require(tx, Permission::CommentCreateInternal, row.client_id)?;
    }
    let anchor = match &new.anchor {
        Some(anchor) => Some(anchor.located_in(&row.content, "/anchor")?),
        None => None,
    };
    if let Some(parent_id) = new.parent_id {
        require_parent(tx, &row, parent_id, new.visibility).await?;
    }
    let comment = Comment {
        id: tx.new_id(),
        idea_id,
        content_version: row.content_version,
        body: new.body.trim().to_owned(),
        visibility: new.visibility,
        anchor,
        parent_id: new.parent_id,
        author_name: tx.actor.name.to_string(),
        author_kind: AuthorKind::of(&tx.actor, row.client_id),
        created_at: tx.now,
        resolved_at: None,
        resolved_by_name: None,
    };
    store(tx, &row, &comment);
    Ok(comment)
}

async fn require_parent(
    tx: &mut Tx,
    row: &IdeaRow,
    parent_id: CommentId,
    visibility: Visibility,
) -> Result<()> {
    let sees_internal = !scope::is_client_side(&tx.actor, row.client_id);
    let parent = tx.run(queries::find(parent_id)).await?.filter(|parent| {
        parent.idea_id == row.id && (parent.visibility == Visibility::Client || sees_internal)
    });
    let Some(parent) = parent else {
        let detail = "there is no comment with this id on this idea";
        return Err(Error::invalid("/parent_id", "unknown_reference", detail));
    };
    if parent.visibility == Visibility::Internal && visibility == Visibility::Client {
        let detail = "the answer to an internal comment is internal: the client does not see what it answers";
        return Err(Error::invalid("/visibility", "parent_is_internal", detail));
    }
    Ok(())
}

/// What was said with a move: the client's side reads it when it was said in their stage or by them.
pub(crate) fn add_to_move(tx: &mut Tx, row: &IdeaRow, body: &str, anchor: Option<Anchor>) {
    let decides = tx.actor.may_in(Permission::IdeaDecideAsClient, &Target::account(row.client_id.uuid()));
    let is_clients = row.state.stage() == Some(Stage::Client) && decides;
    let author_kind = AuthorKind::of(&tx.actor, row.client_id);
    let visibility = if is_clients || author_kind != AuthorKind::Member {
        Visibility::Client
    } else {
        Visibility::Internal
    };
    let new = NewComment {
        id: tx.new_id(),
        idea_id: row.id,
        content_version: row.content_version,
        body: body.to_owned(),
        visibility,
        anchor,
        parent_id: None,
    };
    // The move itself is audited and announced, with what was said.
    tx.defer(queries::insert(&tx.actor, author_kind, tx.now, new));
}

fn store(tx: &mut Tx, row: &IdeaRow, comment: &Comment) {
    let new = NewComment {
        id: comment.id,
        idea_id: comment.idea_id,
        content_version: comment.content_version,
        body: comment.body.clone(),
        visibility: comment.visibility,
        anchor: comment.anchor.clone(),
        parent_id: comment.parent_id,
    };
    tx.defer(queries::insert(&tx.actor, comment.author_kind, tx.now, new));
    tell(tx, "comment.created", row, comment);
}

/// Marks a comment as dealt with. Once more is no error and changes nothing.
pub(super) async fn resolve(tx: &mut Tx, id: CommentId) -> Result<Comment> {
    let mut comment = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    let scope = Scope::of_tx(tx).await?;
    let row = tx.run(ideas::find(&scope, comment.idea_id)).await?.ok_or(Error::NotFound)?;
    let is_client_side = scope::is_client_side(&tx.actor, row.client_id);
    if is_client_side && comment.visibility == Visibility::Internal {
        return Err(Error::NotFound);
    }
    scope::require(tx, Permission::CommentCreate, row.client_id)?;
    if is_client_side {
        return Err(Error::forbidden("The agency resolves comments, when they are dealt with."));
    }
    if comment.resolved_at.is_none() {
        tx.defer(queries::resolve(&tx.actor, tx.now, id));
        comment.resolved_at = Some(tx.now);
        comment.resolved_by_name = Some(tx.actor.name.to_string());
        tell(tx, "comment.resolved", &row, &comment);
    }
    Ok(comment)
}

fn tell(tx: &mut Tx, action: &'static str, row: &IdeaRow, comment: &Comment) {
    let (client_id, campaign_id) = (row.client_id.uuid(), row.campaign_id.uuid());
    let audit = Audit::new(action, "idea", row.id.uuid(), &*row.content.title)
        .client(client_id)
        .campaign(campaign_id);
    // Who resolves a comment said nothing: the words are kept with the event of whoever wrote them.
    let is_said = action == "comment.created";
    tx.audit(if is_said { audit.said(&tx.actor, &*comment.body) } else { audit });
    let event = Event::new(action, "idea", row.id.uuid()).client(client_id).campaign(campaign_id);
    let is_shared = comment.visibility == Visibility::Client && row.is_visible_to_client();
    tx.emit(if is_shared { event } else { event.internal() });
}
