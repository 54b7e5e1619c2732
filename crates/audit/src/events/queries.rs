//! Reading `audit_events`. Each filter that is selective has its own statement, so that it has its own index.

use db::{Query, params};
use uuid::Uuid;

use super::filter::Filter;
use super::model::SealedEvent;

macro_rules! select {
    ($by:literal) => {
        concat!(
            "select e.id, e.at, e.action, e.class, e.level, e.actor_kind, e.actor_id, e.actor_name,
                    host(e.address) as address, e.actor_sealed, e.on_behalf_of, m.name as on_behalf_of_name,
                    e.assurance_level, e.target_kind, e.target_id, e.target_name, e.changes, e.note,
                    e.target_sealed, e.request_id,
                    coalesce((e.written_by, e.id) <= (l.last_written_by, l.last_id), false) as is_sealed
             from audit_events e
             left join members m on m.id = e.on_behalf_of
             left join (select last_written_by, last_id from audit_seals order by tenant_id, batch desc
                limit 1) l on true
             where e.id < $1 and e.id > $3 and ($4::text is null or e.action = $4)
               and ($5::text is null or e.class = $5) and ($6::uuid is null or e.target_id = $6)
               and ($7::uuid is null or e.actor_id = $7) and ($8::timestamptz is null or e.at >= $8)
               and ($9::timestamptz is null or e.at < $9) and ($10::text is null or e.request_id = $10)
               and ($11::uuid is null or e.client_id = $11)",
            $by,
            " order by e.id desc limit $2"
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("");
    pub(crate) LIST_OF_ACTION = select!(" and e.action = $4");
    pub(crate) LIST_OF_CLASS = select!(" and e.class = $5");
    pub(crate) LIST_OF_TARGET = select!(" and e.target_id = $6");
    pub(crate) LIST_OF_ACTOR = select!(" and e.actor_id = $7");
    pub(crate) LIST_OF_REQUEST = select!(" and e.request_id = $10");
    pub(crate) LIST_OF_ACCOUNT = select!(" and e.client_id = $11");
    pub(crate) FIND = select!(" and e.id = $12");
    // Skips from action to action through the index: the cost is in the number of actions, not of events.
    pub(crate) ACTIONS = "with recursive found as (
            (select class, action from audit_events order by tenant_id, action limit 1)
            union all
            select next.class, next.action from found cross join lateral (
                select class, action from audit_events e where e.action > found.action
                order by e.tenant_id, e.action limit 1) next)
        select class, action from found order by action";
}

/// The newest first, from below `before`.
pub(crate) fn list(filter: &Filter, before: Option<Uuid>, rows: i64) -> Query<Vec<SealedEvent>> {
    let statement = match filter {
        Filter { request: Some(_), .. } => &LIST_OF_REQUEST,
        Filter { target_id: Some(_), .. } => &LIST_OF_TARGET,
        Filter { actor_id: Some(_), .. } => &LIST_OF_ACTOR,
        Filter { action: Some(_), .. } => &LIST_OF_ACTION,
        Filter { class: Some(_), .. } => &LIST_OF_CLASS,
        Filter { account_id: Some(_), .. } => &LIST_OF_ACCOUNT,
        _ => &LIST,
    };
    let (from, to) = filter.ids();
    let before = before.unwrap_or(Uuid::max()).min(to);
    let Filter { action, class, target_id, actor_id, since, until, request, account_id } = filter.clone();
    Query::many(
        statement,
        params![before, rows, from, action, class, target_id, actor_id, since, until, request, account_id],
    )
}

/// One event, within the reader's scope.
pub(crate) fn find(filter: &Filter, id: Uuid) -> Query<Option<SealedEvent>> {
    let Filter { action, class, target_id, actor_id, since, until, request, account_id } = filter.clone();
    let (before, from, one) = (Uuid::max(), Uuid::nil(), 1_i64);
    Query::optional(
        &FIND,
        params![before, one, from, action, class, target_id, actor_id, since, until, request, account_id, id],
    )
}

/// Every action that occurs, with its class.
pub(crate) fn actions() -> Query<Vec<(String, String)>> {
    Query::many(&ACTIONS, params![])
}
