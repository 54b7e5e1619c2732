//! Statements on `ideas` and `idea_versions`.
//!
//! Every statement that reads ideas takes the reader's [`Scope`] as `$1` to `$3`: what is within reach, the
//! ideas of an access link (null for everybody else), and where the reader sees what is internal. It is a
//! condition of the statement, so that what is out of scope is not found instead of found and refused.

use db::{Query, params};
use jiff::Timestamp;
use platform::{Actor, Permission};
use uuid::Uuid;

use super::idea::{IdeaRow, IdeaVersion, NewIdea};
use super::scope::Scope;
use super::{IdeaId, IdeaState};
use crate::campaigns::CampaignId;
use crate::clients::ClientId;

/// An [`IdeaRow`] for the reader in scope: the client's side gets the version that was sent, and counts of
/// its own.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select i.id, i.campaign_id, c.name as campaign_name, i.client_id, k.name as client_name,
                    k.approval_policy, i.batch_id, i.kind, i.state, i.held_from, i.approved_in, i.position,
                    v.n as content_version, v.content_hash, v.content, i.sent_version,
                    i.sent_version_before, i.source, i.model, i.row_version, i.created_at,
                    i.updated_at,
                    (select count(*) from comments m
                     where m.tenant_id = i.tenant_id and m.idea_id = i.id and m.resolved_at is null
                       and (atelier.reaches($3, i.client_id) or m.visibility = 'client')) as open_comments
             from ideas i
             join campaigns c on c.tenant_id = i.tenant_id and c.id = i.campaign_id
             join clients k on k.tenant_id = i.tenant_id and k.id = i.client_id
             join idea_versions v on v.tenant_id = i.tenant_id and v.idea_id = i.id
                 and v.n = case when atelier.reaches($3, i.client_id)
                     then i.content_version else i.sent_version end
             where atelier.reaches($1, i.client_id)
               and (atelier.reaches($3, i.client_id) or coalesce(i.held_from, i.state)
                       in ('client_review', 'changes_requested', 'approved', 'rejected'))
               and ($2::uuid[] is null or i.id = any($2)) ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) FIND = select!("and i.id = $4");

    pub(crate) LIST_OF_IDS = select!("and i.id = any($4)");

    // Before ideas are read, in a statement of its own: one that had to wait would join the changed idea to
    // the versions as they were, and find none. In the order of ids, so that two callers never wait for each
    // other.
    pub(crate) LOCK = "select id from ideas where id = any($1) order by id for no key update";

    pub(crate) LIST = select!("
        and ($4::uuid is null or i.client_id = $4) and ($5::text is null or i.state = $5)
        and ($6::text is null or strpos(lower(v.content ->> 'title'), lower($6)) > 0)
        and ($7::uuid is null or i.id < $7)
        order by i.id desc limit $8");

    pub(crate) LIST_OF_CAMPAIGN = select!("
        and i.campaign_id = $4 and ($5::uuid is null or i.client_id = $5)
        and ($6::text is null or i.state = $6)
        and ($7::text is null or strpos(lower(v.content ->> 'title'), lower($7)) > 0)
        and ($8::integer is null or (i.position, i.id) > ($8, $9))
        order by i.position, i.id limit $10");

    // Nothing is written for a campaign that does not exist, is out of reach or is read-only.
    pub(crate) INSERT = "
        insert into ideas (tenant_id, id, client_id, campaign_id, batch_id, kind, title, state, position,
            content_version, content_hash, source, model, created_at, updated_at)
        select $1, $2, c.client_id, c.id, $4, $5, $6, $7,
            (select coalesce(max(position) + 1, 0) from ideas where tenant_id = $1 and campaign_id = $3),
            1, $8, $9, $10, $11, $11
        from campaigns c
        where c.tenant_id = $1 and c.id = $3 and c.state not in ('cancelled', 'archived')
          and atelier.reaches($12, c.client_id)";

    pub(crate) INSERT_VERSION = "
        insert into idea_versions (tenant_id, idea_id, n, content, content_hash, note, created_at,
        created_by_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";

    pub(crate) UPDATE = "
        update ideas
        set state = $3, held_from = $4, approved_in = $5, sent_version = $6, sent_version_before = $7,
            updated_at = $8, row_version = row_version + 1
        where tenant_id = $1 and id = $2";

    pub(crate) UPDATE_CONTENT = "
        update ideas set position = $3, title = $4, content_version = $5, content_hash = $6
        where tenant_id = $1 and id = $2";

    pub(crate) FIND_CONTENT = "select content from idea_versions where idea_id = $1 and n = $2";

    // The client's side sees the versions that were sent, without the agency's notes. One that was approved
    // without a client's stage was sent all the same.
    pub(crate) LIST_VERSIONS = "
        select v.n, v.content, v.content_hash, v.created_at, v.created_by_name,
               case when not $1 then v.note end as note
        from idea_versions v
        where v.idea_id = $2
          and (not $1 or exists (
              select from approval_rounds r
              where r.tenant_id = v.tenant_id and r.idea_id = v.idea_id and r.stage = 'client'
                and r.content_version = v.n)
               or exists (
              select from ideas i
              where i.tenant_id = v.tenant_id and i.id = v.idea_id and i.sent_version = v.n))
          and ($3::integer is null or v.n < $3)
        order by v.n desc limit $4";
}

pub(crate) fn find(scope: &Scope, id: IdeaId) -> Query<Option<IdeaRow>> {
    let Scope { reach, idea_ids, internal } = scope.clone();
    Query::optional(&FIND, params![reach, idea_ids, internal, id])
}

pub(crate) fn list_of_ids(scope: &Scope, ids: Vec<Uuid>) -> Query<Vec<IdeaRow>> {
    let Scope { reach, idea_ids, internal } = scope.clone();
    Query::many(&LIST_OF_IDS, params![reach, idea_ids, internal, ids])
}

/// Locks ideas until the end of the transaction: moves of one idea come one after the other. What is read
/// after it stays as it is.
pub(crate) fn lock(ids: Vec<Uuid>) -> Query<Vec<Uuid>> {
    Query::many(&LOCK, params![ids])
}

/// Which ideas are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdeaFilter {
    pub(crate) client_id: Option<ClientId>,
    pub(crate) state: Option<IdeaState>,
    pub(crate) search: Option<String>,
}

/// A page, the newest first. `after` is the id of the last idea of the page before.
pub(crate) fn list(scope: &Scope, filter: IdeaFilter, after: Option<Uuid>, rows: i64) -> Query<Vec<IdeaRow>> {
    let IdeaFilter { client_id, state, search } = filter;
    // Who sees one account only walks the index of that account.
    let client_id = client_id.map(ClientId::uuid).or(scope.reach.only_account());
    let Scope { reach, idea_ids, internal } = scope.clone();
    Query::many(&LIST, params![reach, idea_ids, internal, client_id, state, search, after, rows])
}

/// A page in the order of the board. `after` is position and id of the last idea of the page before.
pub(crate) fn list_of_campaign(
    scope: &Scope,
    campaign_id: CampaignId,
    filter: IdeaFilter,
    after: Option<(i32, Uuid)>,
    rows: i64,
) -> Query<Vec<IdeaRow>> {
    let (position, id) = after.unzip();
    Query::many(
        &LIST_OF_CAMPAIGN,
        params![
            scope.reach.clone(),
            scope.idea_ids.clone(),
            scope.internal.clone(),
            campaign_id,
            filter.client_id,
            filter.state,
            filter.search,
            position,
            id,
            rows,
        ],
    )
}

/// Writes a new idea; 0 when the actor reaches no such campaign to write it for.
pub(crate) fn insert(actor: &Actor, campaign_id: CampaignId, now: Timestamp, new: &NewIdea) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            new.id,
            campaign_id,
            new.batch_id,
            new.kind,
            new.content.title.clone(),
            new.state,
            new.content.hash(),
            new.source,
            new.model.clone(),
            now,
            actor.reach(Permission::CampaignRead),
        ],
    )
}

/// A version that is about to be stored.
pub(crate) struct NewVersion<'a> {
    pub(crate) idea_id: IdeaId,
    pub(crate) n: i32,
    pub(crate) content: &'a super::content::Content,
    pub(crate) hash: &'a str,
    pub(crate) note: &'a str,
}

pub(crate) fn insert_version(actor: &Actor, now: Timestamp, new: &NewVersion<'_>) -> Query<u64> {
    Query::execute(
        &INSERT_VERSION,
        params![
            actor.tenant_id,
            new.idea_id,
            new.n,
            new.content.json(),
            new.hash.to_owned(),
            new.note.to_owned(),
            now,
            actor.name.to_string(),
        ],
    )
}

/// Writes what a move changes of a row, and counts the change.
pub(crate) fn update(tenant_id: Uuid, now: Timestamp, row: &IdeaRow) -> Query<u64> {
    Query::execute(
        &UPDATE,
        params![
            tenant_id,
            row.id,
            row.state,
            row.held_from,
            row.approved_in,
            row.sent_version,
            row.sent_version_before,
            now,
        ],
    )
}

/// Writes what an edit changes besides. Only of a row read by the agency: the client's side reads another
/// version.
pub(crate) fn update_content(tenant_id: Uuid, row: &IdeaRow) -> Query<u64> {
    Query::execute(
        &UPDATE_CONTENT,
        params![
            tenant_id,
            row.id,
            row.position,
            row.content.title.clone(),
            row.content_version,
            row.content_hash.clone(),
        ],
    )
}

/// The content of one version; the caller has checked that the idea is in scope.
pub(crate) fn find_content(id: IdeaId, n: i32) -> Query<Option<serde_json::Value>> {
    Query::optional(&FIND_CONTENT, params![id, n])
}

/// The versions of an idea, the newest first; the caller has checked that the idea is in scope.
pub(crate) fn list_versions(
    is_client_side: bool,
    id: IdeaId,
    before: Option<i32>,
    rows: i64,
) -> Query<Vec<IdeaVersion>> {
    Query::many(&LIST_VERSIONS, params![is_client_side, id, before, rows])
}
