//! What the demo asks before it tells a story.

use db::{Query, params};

db::statements! {
    // Campaigns are never deleted, and the newest one is made last of all.
    pub(crate) COUNT_CAMPAIGNS = "select count(*) from campaigns";

    // The first client of the story, whatever it is called by now.
    pub(crate) FIRST_CLIENT = "select id from clients order by id limit 1";
}

pub(super) fn count_campaigns() -> Query<i64> {
    Query::one(&COUNT_CAMPAIGNS, params![])
}

pub(super) fn first_client() -> Query<Option<uuid::Uuid>> {
    Query::optional(&FIRST_CLIENT, params![])
}
