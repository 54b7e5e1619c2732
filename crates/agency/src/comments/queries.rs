//! Statements on `comments`. Those for the client's side name the visibility themselves.

use db::{Query, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::model::{Anchor, AuthorKind, Comment, CommentId, Visibility};
use crate::ideas::IdeaId;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select m.id, m.idea_id, m.content_version, m.body, m.visibility, m.anchor, m.parent_id,
            m.author_name,
                    m.author_kind, m.created_at, m.resolved_at, m.resolved_by_name
             from comments m ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) INSERT = "
        insert into comments (tenant_id, id, idea_id, content_version, body, visibility, anchor, parent_id,
            author_kind, author_id, author_name, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    pub(crate) LIST = select!("where m.idea_id = $1 and ($2::uuid is null or m.id > $2) order by m.id
    limit $3");

    pub(crate) LIST_FOR_CLIENT = select!("
        where m.idea_id = $1 and ($2::uuid is null or m.id > $2) and m.visibility = 'client'
        order by m.id limit $3");

    // Of each idea the newest, so that a long conversation about one does not cost another its own.
    pub(crate) LIST_OF_IDEAS_FOR_CLIENT = select!("
        join (
            select newest.id
            from unnest($1::uuid[]) as given (idea_id)
            cross join lateral (
                select c.id from comments c
                where c.idea_id = given.idea_id and c.visibility = 'client' order by c.id desc limit 50
            ) newest
        ) shown on shown.id = m.id
        order by m.id");

    pub(crate) FIND = select!("where m.id = $1");

    pub(crate) FIND_FOR_UPDATE = select!("where m.id = $1 for no key update of m");

    pub(crate) RESOLVE = "
        update comments set resolved_at = $3, resolved_by_name = $4
        where tenant_id = $1 and id = $2 and resolved_at is null";
}

/// A comment that is about to be stored.
pub(super) struct NewComment {
    pub(super) id: CommentId,
    pub(super) idea_id: IdeaId,
    pub(super) content_version: i32,
    pub(super) body: String,
    pub(super) visibility: Visibility,
    pub(super) anchor: Option<Anchor>,
    pub(super) parent_id: Option<CommentId>,
}

pub(super) fn insert(actor: &Actor, author_kind: AuthorKind, now: Timestamp, new: NewComment) -> Query<u64> {
    let anchor = new.anchor.map(|anchor| serde_json::json!(anchor));
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            new.id,
            new.idea_id,
            new.content_version,
            new.body,
            new.visibility,
            anchor,
            new.parent_id,
            author_kind,
            actor.id(),
            actor.name.to_string(),
            now,
        ],
    )
}

/// The comments of an idea, the oldest first; the caller has checked that the idea is in scope.
pub(super) fn list(idea_id: IdeaId, after: Option<Uuid>, rows: i64) -> Query<Vec<Comment>> {
    Query::many(&LIST, params![idea_id, after, rows])
}

pub(super) fn list_for_client(idea_id: IdeaId, after: Option<Uuid>, rows: i64) -> Query<Vec<Comment>> {
    Query::many(&LIST_FOR_CLIENT, params![idea_id, after, rows])
}

/// Of several ideas at once, the newest 50 of each, for a review.
pub(crate) fn list_of_ideas_for_client(idea_ids: Vec<Uuid>) -> Query<Vec<Comment>> {
    Query::many(&LIST_OF_IDEAS_FOR_CLIENT, params![idea_ids])
}

pub(super) fn find(id: CommentId) -> Query<Option<Comment>> {
    Query::optional(&FIND, params![id])
}

pub(super) fn find_for_update(id: CommentId) -> Query<Option<Comment>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

pub(super) fn resolve(actor: &Actor, now: Timestamp, id: CommentId) -> Query<u64> {
    Query::execute(&RESOLVE, params![actor.tenant_id, id, now, actor.name.to_string()])
}
