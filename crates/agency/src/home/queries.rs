//! The figures of the first page, in one statement. `$1` is where the actor sees ideas, `$3` where campaigns.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use platform::{Actor, Permission};

db::statements! {
    // Of an idea that was approved twice this month, once.
    pub(crate) FIGURES = "
        select
            (select count(*) from ideas
             where state = 'client_review' and atelier.reaches($1, client_id)) as waiting_client,
            (select count(*) from campaigns
             where state = 'active' and atelier.reaches($3, client_id)) as campaigns_active,
            (select count(distinct d.idea_id)
             from approval_decisions d
             join ideas i on i.tenant_id = d.tenant_id and i.id = d.idea_id and i.state = 'approved'
             where d.verdict = 'approved' and d.at >= $2 and atelier.reaches($1, i.client_id))
                as ideas_approved";
}

pub(crate) struct Figures {
    pub(crate) waiting_client: i64,
    pub(crate) campaigns_active: i64,
    pub(crate) ideas_approved: i64,
}

impl FromRow for Figures {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            waiting_client: row.get("waiting_client")?,
            campaigns_active: row.get("campaigns_active")?,
            ideas_approved: row.get("ideas_approved")?,
        })
    }
}

/// Approvals count from `since` on.
pub(crate) fn figures(actor: &Actor, since: Timestamp) -> Query<Figures> {
    let reach = |permission| actor.reach(permission);
    Query::one(&FIGURES, params![reach(Permission::IdeaRead), since, reach(Permission::CampaignRead)])
}
