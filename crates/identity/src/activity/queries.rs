//! Reading `audit_events`. Each filter that is selective has its own statement, so that it has its own index.

use db::{Query, params};
use platform::Reach;
use uuid::Uuid;

use super::model::SealedActivity;

macro_rules! select {
    ($by:literal) => {
        concat!(
            "select id, at, action, actor_kind, actor_name, target_kind, target_id, target_name, campaign_id,
                    client_id, changes, note, request_id, actor_sealed, target_sealed
             from audit_events
             where id < $1 and ($3::uuid is null or actor_id = $3) and ($4::text is null or action = $4)
               and ($5::uuid is null or client_id = $5) and ($6::uuid is null or campaign_id = $6)
               and ($7::uuid is null or target_id = $7)
               and case when client_id is null then $9 else atelier.reaches($8, client_id) end",
            $by,
            " order by id desc limit $2"
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("");
    pub(crate) LIST_OF_CLIENT = select!(" and client_id = $5");
    pub(crate) LIST_OF_CAMPAIGN = select!(" and campaign_id = $6");
    pub(crate) LIST_OF_TARGET = select!(" and target_id = $7");
}

/// `reach` is of what concerns an account; what concerns none is the whole tenant's.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) reach: Reach,
    pub(crate) is_tenant_seen: bool,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) action: Option<String>,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) campaign_id: Option<Uuid>,
    pub(crate) target_id: Option<Uuid>,
}

/// The newest first, from below `before`.
pub(crate) fn list(filter: &Filter, before: Option<Uuid>, rows: i64) -> Query<Vec<SealedActivity>> {
    let statement = match filter {
        Filter { target_id: Some(_), .. } => &LIST_OF_TARGET,
        Filter { campaign_id: Some(_), .. } => &LIST_OF_CAMPAIGN,
        Filter { client_id: Some(_), .. } => &LIST_OF_CLIENT,
        _ => &LIST,
    };
    let Filter { reach, is_tenant_seen, actor_id, action, client_id, campaign_id, target_id } =
        filter.clone();
    let before = before.unwrap_or(Uuid::max());
    Query::many(
        statement,
        params![before, rows, actor_id, action, client_id, campaign_id, target_id, reach, is_tenant_seen],
    )
}
