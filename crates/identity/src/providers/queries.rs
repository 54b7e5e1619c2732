//! Statements on `sign_in_flows` and `identities`: system tables.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::identities::{Identity, IdentityId};
use crate::sessions::CredentialHash;

db::statements! {
    pub(crate) INSERT_FLOW = "
        insert into sign_in_flows (state_hash, provider, browser_hash, sealed, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";

    // It comes back once.
    pub(crate) TAKE_FLOW = "
        delete from sign_in_flows
        where state_hash = $1 and provider = $2 and browser_hash = $3 and expires_at > $4
        returning sealed";

    pub(crate) DELETE_OLD_FLOWS = "delete from sign_in_flows where expires_at < $1";

    pub(crate) USE_IDENTITY = "
        update identities set last_used_at = $3 where issuer = $1 and subject = $2 returning person_id";

    pub(crate) INSERT_IDENTITY = "
        insert into identities (id, issuer, subject, person_id, email, created_at, last_used_at)
        values ($1, $2, $3, $4, $5, $6, $6)
        on conflict (issuer, subject) do nothing";

    pub(crate) LIST_IDENTITIES = "
        select id, issuer, email, created_at, last_used_at from identities
        where person_id = $1 order by created_at, id limit 200";

    // Removals of one person follow one another, so that two at once do not remove the last two.
    pub(crate) LOCK_PERSON = "select id from people where id = $1 for no key update";

    pub(crate) DELETE_IDENTITY = "
        delete from identities where id = $1 and person_id = $2 returning issuer";

    pub(crate) DELETE_OF_PERSON = "delete from identities where person_id = $1";
}

pub(super) struct NewFlow {
    pub(super) state_hash: CredentialHash,
    pub(super) provider: String,
    pub(super) browser_hash: CredentialHash,
    pub(super) sealed: Vec<u8>,
    pub(super) created_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

pub(super) fn insert_flow(new: NewFlow) -> Query<u64> {
    let NewFlow { state_hash, provider, browser_hash, sealed, created_at, expires_at } = new;
    let (state_hash, browser_hash) = (state_hash.to_vec(), browser_hash.to_vec());
    Query::execute(&INSERT_FLOW, params![state_hash, provider, browser_hash, sealed, created_at, expires_at])
}

pub(super) struct Sealed(pub(super) Vec<u8>);

impl FromRow for Sealed {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self(row.get("sealed")?))
    }
}

pub(super) fn take_flow(
    state_hash: &CredentialHash,
    provider: &str,
    browser_hash: &CredentialHash,
    now: Timestamp,
) -> Query<Option<Sealed>> {
    let (state_hash, browser_hash) = (state_hash.to_vec(), browser_hash.to_vec());
    Query::optional(&TAKE_FLOW, params![state_hash, provider.to_owned(), browser_hash, now])
}

/// Removes sign-ins that never came back. For a transaction of `SystemTask::Expire`.
pub fn expire_sign_in_flows(now: Timestamp) -> Query<u64> {
    Query::execute(&DELETE_OLD_FLOWS, params![now])
}

/// The person of an identity that is known.
pub(super) fn use_identity(issuer: &str, subject: &str, now: Timestamp) -> Query<Option<Uuid>> {
    Query::optional(&USE_IDENTITY, params![issuer.to_owned(), subject.to_owned(), now])
}

pub(super) fn insert_identity(
    id: IdentityId,
    (issuer, subject): (&str, &str),
    person_id: Uuid,
    email: &str,
    now: Timestamp,
) -> Query<u64> {
    Query::execute(
        &INSERT_IDENTITY,
        params![id, issuer.to_owned(), subject.to_owned(), person_id, email.to_owned(), now],
    )
}

/// The ways in by a provider that a person has.
pub(super) fn list_identities(person_id: Uuid) -> Query<Vec<Identity>> {
    Query::many(&LIST_IDENTITIES, params![person_id])
}

pub(super) fn lock_person(person_id: Uuid) -> Query<Option<Uuid>> {
    Query::optional(&LOCK_PERSON, params![person_id])
}

/// Removes one of a person's, and answers whose word it was.
pub(super) fn delete_identity(id: IdentityId, person_id: Uuid) -> Query<Option<String>> {
    Query::optional(&DELETE_IDENTITY, params![id, person_id])
}

/// Removes all of a person's.
pub(crate) fn delete_of_person(person_id: Uuid) -> Query<u64> {
    Query::execute(&DELETE_OF_PERSON, params![person_id])
}
