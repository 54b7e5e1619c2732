//! Where the things are that somebody asks about.

use db::{Query, params};
use platform::Reach;
use uuid::Uuid;

use crate::MemberId;
use crate::members::Membership;
use crate::members::queries::{membership_columns, membership_joins};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select ",
            membership_columns!(),
            " from members m ",
            membership_joins!(),
            " where m.removed_at is null and m.deactivated_at is null ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) LIST_HOLDERS = select!("
        and ($1::uuid is null or m.id = $1) and (m.name, m.id) > ($2, $3)
        and ($5::uuid[] is null or atelier.reaches($5, m.account_id))
        order by m.name, m.id limit $4");
    pub(crate) FIND_ACCOUNT = "select id from accounts where id = $1";
    pub(crate) FIND_MEMBERS_ACCOUNT = "select account_id from members where id = $1";
    // Everything that belongs to a client says so in the log of its changes.
    pub(crate) FIND_ACCOUNT_OF_TARGET = "
        select client_id from audit_events where target_id = $1 order by id desc limit 1";
}

pub(super) fn list_holders(
    reach: Reach,
    only: Option<MemberId>,
    after: Option<(String, Uuid)>,
    rows: i64,
) -> Query<Vec<Membership>> {
    let (name, id) = after.unwrap_or_default();
    Query::many(&LIST_HOLDERS, params![only, name, id, rows, reach])
}

pub(super) fn find_account(id: Uuid) -> Query<Option<Uuid>> {
    Query::optional(&FIND_ACCOUNT, params![id])
}

/// The account that a member is confined to, of a member there is.
pub(super) fn find_members_account(id: Uuid) -> Query<Option<(Option<Uuid>,)>> {
    Query::optional(&FIND_MEMBERS_ACCOUNT, params![id])
}

/// The account that something belongs to, of something that there is a record of.
pub(super) fn find_account_of_target(id: Uuid) -> Query<Option<(Option<Uuid>,)>> {
    Query::optional(&FIND_ACCOUNT_OF_TARGET, params![id])
}
