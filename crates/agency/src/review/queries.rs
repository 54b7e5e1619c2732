//! Statements of a review. All of them are for the client's side.

use db::{Query, params};
use platform::Reach;
use uuid::Uuid;

use super::model::{Extra, Heading};
use crate::campaigns::CampaignId;

db::statements! {
    pub(crate) FIND_HEADING = "
        select t.name as agency_name, c.client_id, k.name as client_name, c.name as campaign_name
        from campaigns c
        join clients k on k.tenant_id = c.tenant_id and k.id = c.client_id
        join tenants t on t.id = c.tenant_id
        where atelier.reaches($1, c.client_id) and c.id = $2";

    // The newest decision of the client's stage, and the version that was sent before the one that is shown;
    // none when the same was taken back and sent again.
    pub(crate) LIST_EXTRAS = "
        select i.id as idea_id, v.content as previous_content,
               (select jsonb_build_object('verdict', d.verdict, 'actor_name', d.actor_name,
                    'actor_kind', d.actor_kind, 'comment', d.comment,
                    'at', to_char(d.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))
                from approval_decisions d
                join approval_rounds r on r.tenant_id = d.tenant_id and r.id = d.round_id and r.stage =
                'client'
                where d.tenant_id = i.tenant_id and d.idea_id = i.id
                order by d.id desc limit 1) as decision
        from ideas i
        left join idea_versions v
            on v.tenant_id = i.tenant_id and v.idea_id = i.id and v.n = i.sent_version_before
                and v.n <> i.sent_version
        where i.id = any($1)";

    pub(crate) COUNT_IDEAS = "select count(*) from ideas where campaign_id = $1 and id = any($2)";
}

/// `None` when the campaign is out of reach.
pub(super) fn find_heading(reach: Reach, campaign_id: CampaignId) -> Query<Option<Heading>> {
    Query::optional(&FIND_HEADING, params![reach, campaign_id])
}

pub(super) fn list_extras(idea_ids: Vec<Uuid>) -> Query<Vec<Extra>> {
    Query::many(&LIST_EXTRAS, params![idea_ids])
}

/// How many of these ideas the campaign has.
pub(super) fn count_ideas(campaign_id: CampaignId, idea_ids: Vec<Uuid>) -> Query<i64> {
    Query::one(&COUNT_IDEAS, params![campaign_id, idea_ids])
}
