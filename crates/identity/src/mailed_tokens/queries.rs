//! Statements on `mailed_tokens`: a system table.

use db::{DbError, FromRow, Query, Row, params};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::sessions::CredentialHash;

db::statements! {
    pub(crate) INSERT = "
        insert into mailed_tokens (id, kind, token_hash, person_id, email, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)";

    // Of those who come with the same token at the same moment, one gets the row.
    pub(crate) REDEEM = "
        update mailed_tokens set used_at = $3
        where token_hash = $1 and kind = any($2) and used_at is null and expires_at > $3
        returning person_id, email";

    pub(crate) FIND = "
        select person_id, email from mailed_tokens
        where token_hash = $1 and kind = any($2) and used_at is null and expires_at > $3";

    pub(crate) VOID = "update mailed_tokens set used_at = $2 where person_id = $1 and used_at is null";

    pub(crate) DELETE_OLD = "delete from mailed_tokens where expires_at < $1";

    pub(crate) UPDATE_PASSWORD = "update people set password_hash = $2 where id = $1";

    pub(crate) UPDATE_EMAIL = "update people set email = $2, email_normalized = $3 where id = $1";

    pub(crate) UPDATE_MEMBERS_EMAIL = "update members set email = $2 where person_id = $1";
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    MagicLink,
    PasswordReset,
    EmailChange,
    /// Not mailed: handed over within a sign-in that still lacks its second factor.
    SecondStep,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::MagicLink => "magic_link",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
            Self::SecondStep => "second_step",
        }
    }
}

/// Whose a token is, and which address it proves.
pub(crate) struct Proof {
    pub(crate) person_id: Uuid,
    pub(crate) email: String,
}

impl FromRow for Proof {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { person_id: row.get("person_id")?, email: row.get("email")? })
    }
}

pub(crate) struct NewToken {
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
    pub(crate) token_hash: CredentialHash,
    pub(crate) person_id: Uuid,
    pub(crate) email: String,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

pub(crate) fn insert(new: NewToken) -> Query<u64> {
    let NewToken { id, kind, token_hash, person_id, email, created_at, expires_at } = new;
    let token_hash = token_hash.to_vec();
    Query::execute(&INSERT, params![id, kind.name(), token_hash, person_id, email, created_at, expires_at])
}

fn names(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.name()).collect()
}

/// Uses the token up. `None` for what is none, was used, or is too old.
pub(crate) fn redeem(hash: &CredentialHash, kinds: &[Kind], now: Timestamp) -> Query<Option<Proof>> {
    Query::optional(&REDEEM, params![hash.to_vec(), names(kinds), now])
}

/// What [`redeem`] would answer.
pub(crate) fn find(hash: &CredentialHash, kinds: &[Kind], now: Timestamp) -> Query<Option<Proof>> {
    Query::optional(&FIND, params![hash.to_vec(), names(kinds), now])
}

/// Every open token of a person is worth nothing from now on.
pub(crate) fn void(person_id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&VOID, params![person_id, now])
}

pub(crate) fn update_password(person_id: Uuid, hash: String) -> Query<u64> {
    Query::execute(&UPDATE_PASSWORD, params![person_id, hash])
}

pub(crate) fn update_email(person_id: Uuid, email: &str, email_normalized: &str) -> Query<u64> {
    Query::execute(&UPDATE_EMAIL, params![person_id, email.to_owned(), email_normalized.to_owned()])
}

/// The copies that tenants list their people by.
pub(crate) fn update_members_email(person_id: Uuid, email: &str) -> Query<u64> {
    Query::execute(&UPDATE_MEMBERS_EMAIL, params![person_id, email.to_owned()])
}

/// Removes tokens that ended more than a week ago. For a transaction of `SystemTask::Expire`.
pub fn expire_mailed_tokens(now: Timestamp) -> Query<u64> {
    let before = now.checked_sub(SignedDuration::from_hours(7 * 24)).unwrap_or(Timestamp::MIN);
    Query::execute(&DELETE_OLD, params![before])
}
