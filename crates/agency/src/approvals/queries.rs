//! Statements on `approval_rounds` and `approval_decisions`.

use db::{Query, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::model::{Decided, DecisionActor, Round, RoundId, RoundState};
use crate::ideas::idea::IdeaRow;
use crate::ideas::model::RoundEnd;
use crate::ideas::{IdeaId, Stage};

db::statements! {
    pub(crate) INSERT_ROUND = "
        insert into approval_rounds
            (tenant_id, id, idea_id, stage, content_version, content_hash, opened_at, opened_by_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";

    pub(crate) CLOSE_ROUND = "
        update approval_rounds set state = $3, closed_at = $4
        where tenant_id = $1 and idea_id = $2 and state = 'open'";

    pub(crate) INSERT_DECISION = "
        insert into approval_decisions (tenant_id, id, idea_id, round_id, verdict, content_hash, comment,
            actor_kind, actor_id, actor_name, link_id, session_id, address, user_agent, at)
        values ($1, $2, $3,
            (select r.id from approval_rounds r where r.tenant_id = $1 and r.idea_id = $3 and r.state =
            'open'),
            $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    // The client's side sees its own stage.
    pub(crate) LIST_ROUNDS = "
        select r.id, r.stage, r.content_version, r.content_hash, r.state, r.opened_at, r.opened_by_name,
        r.closed_at,
               coalesce((
                   select jsonb_agg(jsonb_build_object('verdict', d.verdict, 'actor_name', d.actor_name,
                       'actor_kind', d.actor_kind, 'comment', d.comment,
                       'at', to_char(d.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')) order
                       by d.id)
                   from approval_decisions d
                   where d.tenant_id = r.tenant_id and d.idea_id = r.idea_id and d.round_id = r.id
               ), '[]') as decisions
        from approval_rounds r
        where r.idea_id = $1 and (not $2 or r.stage = 'client') and ($3::uuid is null or r.id < $3)
        order by r.id desc limit $4";
}

pub(super) fn insert_round(
    id: RoundId,
    actor: &Actor,
    now: Timestamp,
    row: &IdeaRow,
    stage: Stage,
) -> Query<u64> {
    let hash = row.content_hash.clone();
    let name = actor.name.to_string();
    Query::execute(
        &INSERT_ROUND,
        params![actor.tenant_id, id, row.id, stage, row.content_version, hash, now, name],
    )
}

/// Closes the open round of an idea, if there is one.
pub(crate) fn close_round(tenant_id: Uuid, idea_id: IdeaId, end: RoundEnd, now: Timestamp) -> Query<u64> {
    let state = match end {
        RoundEnd::Approved => RoundState::Approved,
        RoundEnd::ChangesRequested => RoundState::ChangesRequested,
        RoundEnd::Rejected => RoundState::Rejected,
        RoundEnd::Void => RoundState::Void,
    };
    Query::execute(&CLOSE_ROUND, params![tenant_id, idea_id, state, now])
}

/// From where somebody decided, besides the request itself.
pub(super) struct Evidence {
    pub(super) actor_kind: DecisionActor,
    pub(super) link_id: Option<Uuid>,
    pub(super) session_id: Option<Uuid>,
}

pub(super) fn insert_decision(
    id: Uuid,
    actor: &Actor,
    now: Timestamp,
    row: &IdeaRow,
    (verdict, comment): (Decided, Option<&str>),
    evidence: Evidence,
) -> Query<u64> {
    Query::execute(
        &INSERT_DECISION,
        params![
            actor.tenant_id,
            id,
            row.id,
            verdict,
            row.content_hash.clone(),
            comment.map(str::to_owned),
            evidence.actor_kind,
            actor.id(),
            actor.name.to_string(),
            evidence.link_id,
            evidence.session_id,
            actor.request.address,
            actor.request.user_agent.clone(),
            now,
        ],
    )
}

/// The rounds of an idea, the newest first; the caller has checked that the idea is in scope.
pub(super) fn list_rounds(
    idea_id: IdeaId,
    is_client_side: bool,
    before: Option<Uuid>,
    rows: i64,
) -> Query<Vec<Round>> {
    Query::many(&LIST_ROUNDS, params![idea_id, is_client_side, before, rows])
}
