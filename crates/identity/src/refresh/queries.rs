//! Statements on the families of refresh tokens: their columns of `sessions`.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::RefreshToken;
use crate::sessions::access_token::Subject;

/// The hash of the mark that a browser is known by.
pub(crate) type Device = [u8; 32];

db::statements! {
    // The row's lock makes exchanges in parallel follow one another.
    pub(crate) LOCK = "
        select person_id, tenant_id, assurance_level, expires_at, refresh_counter, refreshed_at,
               refreshed_by
        from sessions
        where id = $1 and ended_at is null and expires_at > $2 and method <> 'impersonation'
        for update";

    pub(crate) FIND = "
        select person_id, tenant_id, assurance_level, expires_at, refresh_counter, refreshed_at,
               refreshed_by
        from sessions
        where id = $1 and ended_at is null and expires_at > $2";

    pub(crate) TURN = "
        update sessions set refresh_counter = refresh_counter + 1, refreshed_at = $2, refreshed_by = $3,
                            expires_at = greatest(expires_at, $4)
        where id = $1";
}

/// A family as it stands.
pub(crate) struct Family {
    pub(crate) person_id: Uuid,
    pub(crate) tenant_id: Uuid,
    pub(crate) assurance_level: i16,
    pub(crate) expires_at: Timestamp,
    /// The number of the token that counts.
    pub(crate) counter: i64,
    /// When the one before was exchanged.
    pub(crate) refreshed_at: Option<Timestamp>,
    /// By whom: the hash of the mark, of who has one.
    pub(crate) refreshed_by: Option<Vec<u8>>,
}

impl FromRow for Family {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            person_id: row.get("person_id")?,
            tenant_id: row.get("tenant_id")?,
            assurance_level: row.get("assurance_level")?,
            expires_at: row.get("expires_at")?,
            counter: row.get("refresh_counter")?,
            refreshed_at: row.get("refreshed_at")?,
            refreshed_by: row.get("refreshed_by")?,
        })
    }
}

impl Family {
    /// What access tokens of the session are issued for.
    pub(crate) fn subject(&self, session_id: Uuid) -> Subject {
        let Self { person_id, tenant_id, assurance_level, .. } = *self;
        Subject { person_id, session_id, tenant_id, assurance_level }
    }
}

/// Holds the family of a token until the transaction ends; `None` when it is over.
pub(crate) fn lock(token: RefreshToken, now: Timestamp) -> Query<Option<Family>> {
    Query::optional(&LOCK, params![token.session_id, now])
}

/// What a session is, for its next access token.
pub(crate) fn find(session_id: Uuid, now: Timestamp) -> Query<Option<Family>> {
    Query::optional(&FIND, params![session_id, now])
}

/// The next number counts from now on.
pub(crate) fn turn(token: RefreshToken, now: Timestamp, by: Option<Device>, until: Timestamp) -> Query<u64> {
    Query::execute(&TURN, params![token.session_id, now, by.map(|mark| mark.to_vec()), until])
}
