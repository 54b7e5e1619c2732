//! What the demo asks before it tells a story.

use db::{Query, params};

db::statements! {
    // Campaigns are never deleted, and the newest one is made last of all.
    pub(crate) COUNT_CAMPAIGNS = "select count(*) from (select id from campaigns limit $1) first";

    // The first client of the story, whatever it is called by now.
    pub(crate) FIRST_CLIENT = "select id from clients order by id limit 1";
}

/// How many campaigns there are, counting no further than `up_to`.
pub(super) fn count_campaigns(up_to: i64) -> Query<i64> {
    Query::one(&COUNT_CAMPAIGNS, params![up_to])
}

pub(super) fn first_client() -> Query<Option<uuid::Uuid>> {
    Query::optional(&FIRST_CLIENT, params![])
}
