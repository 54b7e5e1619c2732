//! Statements on `mails`: a system table.

use db::{DbError, FromRow, Query, Row, params};
use jiff::{SignedDuration, Timestamp};
use platform::App;
use uuid::Uuid;

use super::Order;

db::statements! {
    // A function, because a tenant's transaction may post letters and read none.
    pub(crate) POST = "select atelier.post_mail($1, $2, $3)";

    // Takes what is due and puts it off until the attempt must be over, then longer each time: whoever dies
    // with a letter in hand only delays it.
    pub(crate) CLAIM = "
        update mails
        set attempts = attempts + 1,
            due_at = $1 + make_interval(secs => least(3600, 60 * power(2, least(attempts, 10))))
        where id in (select id from mails where due_at <= $1 order by due_at limit $2 for update skip locked)
        returning id, sealed, attempts";

    pub(crate) REPLACE = "update mails set sealed = $2 where id = $1";
    pub(crate) DELETE = "delete from mails where id = $1";
    pub(crate) DELETE_OLD = "delete from mails where created_at < $1";

    pub(crate) FIND_READER = "select id, name, email, locale from people where email_normalized = $1";
    pub(crate) LIST_ADMINISTRATORS = "select p.id, p.name, p.email, p.locale
        from members m join people p on p.id = m.person_id
        where m.tenant_id = $1 and m.removed_at is null and m.deactivated_at is null
            and (m.role = 'admin' or m.id = $2)
        order by m.id limit 20";
    pub(crate) FIND_READER_BY_ID = "select id, name, email, locale from people where id = $1";
}

/// A letter that was taken for an attempt.
pub(super) struct Claimed {
    pub(super) id: Uuid,
    pub(super) sealed: Vec<u8>,
    pub(super) attempts: i32,
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { id: row.get("id")?, sealed: row.get("sealed")?, attempts: row.get("attempts")? })
    }
}

/// A person as a letter addresses them.
pub(crate) struct Reader {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) locale: String,
}

impl FromRow for Reader {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            email: row.get("email")?,
            locale: row.get("locale")?,
        })
    }
}

/// For the transaction of what causes the letter.
pub(crate) fn post(app: &App, order: &Order, now: Timestamp) -> Query<u64> {
    let id = app.clock().new_uuid();
    Query::execute(&POST, params![id, order.seal(app.keys(), id), now])
}

pub(super) fn claim(now: Timestamp, letters: i64) -> Query<Vec<Claimed>> {
    Query::many(&CLAIM, params![now, letters])
}

pub(super) fn replace(id: Uuid, sealed: Vec<u8>) -> Query<u64> {
    Query::execute(&REPLACE, params![id, sealed])
}

pub(super) fn delete(id: Uuid) -> Query<u64> {
    Query::execute(&DELETE, params![id])
}

pub(crate) fn find_reader(email_normalized: &str) -> Query<Option<Reader>> {
    Query::optional(&FIND_READER, params![email_normalized.to_owned()])
}

pub(crate) fn find_reader_by_id(id: Uuid) -> Query<Option<Reader>> {
    Query::optional(&FIND_READER_BY_ID, params![id])
}

/// Gives up letters that did not leave within a day. For a transaction of `SystemTask::Expire`.
pub fn expire_mails(now: Timestamp) -> Query<u64> {
    let before = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    Query::execute(&DELETE_OLD, params![before])
}
