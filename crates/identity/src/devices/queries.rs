//! Statements on the sessions of one person, and on when they were last seen.

use std::net::IpAddr;

use db::{Query, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::model::Session;
use crate::SessionId;

db::statements! {
    pub(crate) LIST = "
        select id, user_agent, address, created_at, last_seen_at, expires_at, method
        from sessions
        where person_id = $1 and ended_at is null and expires_at > $2
        order by last_seen_at desc, id desc
        limit 200";

    pub(crate) END = "
        update sessions set ended_at = $3
        where id = $1 and person_id = $2 and ended_at is null and expires_at > $3";

    pub(crate) RECORD_SEEN = "
        update sessions s
        set last_seen_at = greatest(s.last_seen_at, seen.at), address = coalesce(seen.address, s.address)
        from unnest($1::uuid[], $2::timestamptz[], $3::inet[]) seen (id, at, address)
        where s.id = seen.id";
}

/// The sessions of a person, the one used last first.
pub(crate) fn list(person_id: Uuid, now: Timestamp) -> Query<Vec<Session>> {
    Query::many(&LIST, params![person_id, now])
}

/// Ends one session of a person.
pub(crate) fn end(id: SessionId, person_id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&END, params![id, person_id, now])
}

/// When and from where sessions were used, many at once.
pub(crate) fn record_seen(seen: Vec<(Uuid, Timestamp, Option<IpAddr>)>) -> Query<u64> {
    let ids: Vec<Uuid> = seen.iter().map(|(id, ..)| *id).collect();
    let times: Vec<Timestamp> = seen.iter().map(|(_, at, _)| *at).collect();
    let addresses: Vec<Option<IpAddr>> = seen.into_iter().map(|(.., address)| address).collect();
    Query::execute(&RECORD_SEEN, params![ids, times, addresses])
}
