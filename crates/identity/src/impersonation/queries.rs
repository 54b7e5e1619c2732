//! Statements on who is to be acted as.

use db::{Query, params};
use uuid::Uuid;

use crate::MemberId;

db::statements! {
    pub(crate) FIND_PERSON = "
        select person_id from members
        where tenant_id = $1 and id = $2 and removed_at is null and deactivated_at is null";
}

/// The person of a member.
pub(crate) fn find_person(tenant_id: Uuid, id: MemberId) -> Query<Option<Uuid>> {
    Query::optional(&FIND_PERSON, params![tenant_id, id])
}
