//! Statements on `sign_in_throttles`: a system table.

use db::{Query, params};
use jiff::{SignedDuration, Timestamp};

use super::throttle::Limit;

db::statements! {
    // Counts an attempt unless the key is blocked; then it answers no row. The row lock makes attempts in
    // parallel follow one another, and each sees the block that the one before set. Where there is no block
    // there is no time either: who read the clock a moment earlier must not find one.
    pub(crate) COUNT = "
        insert into sign_in_throttles as t (scope, key, attempts, blocked_until, last_attempt_at)
        values ($1, $2, 1, 'epoch', $3)
        on conflict (scope, key) do update
        set attempts = case
                when t.last_attempt_at < $3 - make_interval(secs => $6) then 1 else t.attempts + 1
            end,
            blocked_until = case
                when t.last_attempt_at < $3 - make_interval(secs => $6) or t.attempts < $4 then 'epoch'
                else $3 + make_interval(secs => least($5, power(2, least(t.attempts - $4, 20))))
            end,
            last_attempt_at = $3
        where t.blocked_until <= $3
        returning t.attempts";

    pub(crate) FIND_BLOCK = "select blocked_until from sign_in_throttles where scope = $1 and key = $2";

    pub(crate) FORGET = "delete from sign_in_throttles where scope = $1 and key = $2";

    // A right password takes its own attempt back. The wait stays, or one good account could be used to reset
    // it.
    pub(crate) TAKE_BACK = "
        update sign_in_throttles set attempts = greatest(attempts - 1, 0) where scope = $1 and key = $2";

    pub(crate) DELETE_OLD = "delete from sign_in_throttles where last_attempt_at < $1";
}

/// Counts an attempt; `None` when the key is blocked.
pub(crate) fn count(limit: &Limit, key: &[u8], now: Timestamp) -> Query<Option<i32>> {
    let (wait_secs_max, forget_secs) = (f64::from(limit.wait_secs_max), f64::from(limit.forget_secs));
    Query::optional(&COUNT, params![limit.scope, key.to_vec(), now, limit.free, wait_secs_max, forget_secs])
}

pub(crate) fn find_block(limit: &Limit, key: &[u8]) -> Query<Option<Timestamp>> {
    Query::optional(&FIND_BLOCK, params![limit.scope, key.to_vec()])
}

pub(crate) fn forget(limit: &Limit, key: &[u8]) -> Query<u64> {
    Query::execute(&FORGET, params![limit.scope, key.to_vec()])
}

pub(crate) fn take_back(limit: &Limit, key: &[u8]) -> Query<u64> {
    Query::execute(&TAKE_BACK, params![limit.scope, key.to_vec()])
}

/// Removes counts of attempts that stopped mattering. For a transaction of `SystemTask::Expire`.
pub fn expire_sign_in_throttles(now: Timestamp) -> Query<u64> {
    let before = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    Query::execute(&DELETE_OLD, params![before])
}
