//! Statements on `passkeys` and `passkey_ceremonies`: system tables.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::model::{ChallengeId, Passkey, PasskeyId};

db::statements! {
    pub(crate) INSERT_CEREMONY = "
        insert into passkey_ceremonies (id, person_id, state, expires_at) values ($1, $2, $3, $4)";

    pub(crate) TAKE_CEREMONY = "
        delete from passkey_ceremonies
        where id = $1 and person_id is not distinct from $2
        returning state, expires_at > $3 as is_open";

    pub(crate) DELETE_OLD_CEREMONIES = "delete from passkey_ceremonies where expires_at < $1";

    pub(crate) LIST = "
        select id, name, created_at, last_used_at from passkeys where person_id = $1 order by id limit 50";

    pub(crate) LIST_CREDENTIAL_IDS = "select credential_id from passkeys where person_id = $1 limit 50";

    pub(crate) INSERT = "
        insert into passkeys (id, person_id, credential_id, credential, name, created_at)
        values ($1, $2, $3, $4, $5, $6)";

    pub(crate) FIND_CREDENTIAL = "
        select id, person_id, credential from passkeys where credential_id = $1 and person_id = $2";

    // Of two uses at once the later counter stays.
    pub(crate) RECORD_USE = "
        update passkeys set last_used_at = $3, credential = $2
        where id = $1 and (credential -> 'cred' ->> 'counter')::bigint <= $4";

    pub(crate) RENAME = "
        update passkeys set name = $3 where id = $1 and person_id = $2
        returning id, name, created_at, last_used_at";

    pub(crate) DELETE = "delete from passkeys where id = $1 and person_id = $2";
}

/// A challenge's other half.
pub(crate) struct Ceremony {
    pub(crate) state: Value,
    pub(crate) is_open: bool,
}

impl FromRow for Ceremony {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { state: row.get("state")?, is_open: row.get("is_open")? })
    }
}

/// A key with what checking it needs.
pub(crate) struct StoredCredential {
    pub(crate) id: PasskeyId,
    pub(crate) person_id: Uuid,
    pub(crate) credential: Value,
}

impl FromRow for StoredCredential {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { id: row.get("id")?, person_id: row.get("person_id")?, credential: row.get("credential")? })
    }
}

/// `person_id` is whose new key it is about; nobody's for signing in.
pub(crate) fn insert_ceremony(
    id: ChallengeId,
    person_id: Option<Uuid>,
    state: Value,
    expires_at: Timestamp,
) -> Query<u64> {
    Query::execute(&INSERT_CEREMONY, params![id, person_id, state, expires_at])
}

/// Takes it away, so that it is answered once.
pub(crate) fn take_ceremony(
    id: ChallengeId,
    person_id: Option<Uuid>,
    now: Timestamp,
) -> Query<Option<Ceremony>> {
    Query::optional(&TAKE_CEREMONY, params![id, person_id, now])
}

/// Removes challenges that nobody answered. For a transaction of `SystemTask::Expire`.
pub fn expire_passkey_ceremonies(now: Timestamp) -> Query<u64> {
    Query::execute(&DELETE_OLD_CEREMONIES, params![now])
}

pub(crate) fn list(person_id: Uuid) -> Query<Vec<Passkey>> {
    Query::many(&LIST, params![person_id])
}

pub(crate) fn list_credential_ids(person_id: Uuid) -> Query<Vec<CredentialId>> {
    Query::many(&LIST_CREDENTIAL_IDS, params![person_id])
}

/// As the key itself is called.
pub(crate) struct CredentialId(pub(crate) Vec<u8>);

impl FromRow for CredentialId {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self(row.get("credential_id")?))
    }
}

pub(crate) fn insert(
    passkey: &Passkey,
    person_id: Uuid,
    credential_id: Vec<u8>,
    credential: Value,
) -> Query<u64> {
    let Passkey { id, name, created_at, .. } = passkey;
    Query::execute(&INSERT, params![*id, person_id, credential_id, credential, name.clone(), *created_at])
}

pub(crate) fn find_credential(credential_id: &[u8], person_id: Uuid) -> Query<Option<StoredCredential>> {
    Query::optional(&FIND_CREDENTIAL, params![credential_id.to_vec(), person_id])
}

pub(crate) fn record_use(id: PasskeyId, credential: Value, now: Timestamp, counter: u32) -> Query<u64> {
    Query::execute(&RECORD_USE, params![id, credential, now, i64::from(counter)])
}

pub(crate) fn rename(id: PasskeyId, person_id: Uuid, name: String) -> Query<Option<Passkey>> {
    Query::optional(&RENAME, params![id, person_id, name])
}

pub(crate) fn delete(id: PasskeyId, person_id: Uuid) -> Query<u64> {
    Query::execute(&DELETE, params![id, person_id])
}
