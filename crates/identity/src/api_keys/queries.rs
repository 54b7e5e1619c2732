//! Statements on `api_keys`.

use std::net::IpAddr;

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::model::{ApiKeyId, KeyKind, StoredKey};
use crate::credentials::Networks;
use crate::members::Membership;
use crate::members::queries::{membership_columns, membership_joins};
use crate::scopes::Scopes;
use crate::sessions::CredentialHash;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select k.tenant_id, k.id, k.kind, k.name, k.prefix, k.scopes, k.created_by_name, k.created_at,
                    k.expires_at, k.last_used_at, k.last_used_address, k.allowed_networks,
                    k.account_id as key_account_id, k.rate_limit_per_minute, k.revoked_at, k.replaced_by,
                    k.row_version, ",
            membership_columns!(),
            " from api_keys k
             left join members m on m.tenant_id = k.tenant_id and m.id = k.member_id
                and m.removed_at is null and m.deactivated_at is null ",
            membership_joins!(),
            " ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) FIND_BY_HASH = select!("where k.key_hash = $1");

    pub(crate) FIND = select!("where k.id = $1");

    pub(crate) FIND_FOR_UPDATE = select!("where k.id = $1 for no key update of k");

    pub(crate) LIST = select!("where ($1::uuid is null or k.id < $1) order by k.id desc limit $2");

    pub(crate) INSERT = "
        insert into api_keys (tenant_id, id, kind, name, prefix, key_hash, scopes, member_id, created_by_name,
                              account_id, allowed_networks, rate_limit_per_minute, created_at, updated_at,
                              expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14)";

    pub(crate) UPDATE = "
        update api_keys set name = $2, allowed_networks = $3, rate_limit_per_minute = $4, updated_at = $5,
            row_version = row_version + 1
        where id = $1";

    pub(crate) REPLACE = "
        update api_keys set replaced_by = $2, expires_at = $3, updated_at = $4, row_version = row_version + 1
        where id = $1";

    pub(crate) REVOKE = "
        update api_keys set revoked_at = $2, updated_at = $2, row_version = row_version + 1
        where id = $1 and revoked_at is null";

    pub(crate) RECORD_USE = "
        update api_keys set last_used_at = $3, last_used_address = $4
        where tenant_id = $1 and id = $2
          and (last_used_at is null or last_used_at <= $3::timestamptz - interval '1 minute')";
}

/// A key as authentication needs it.
pub(crate) struct KeyRow {
    pub(crate) tenant_id: Uuid,
    pub(crate) id: Uuid,
    /// When its maker proved to be there, for a key that carries that.
    pub(crate) proved_at: Option<Timestamp>,
    pub(crate) name: String,
    pub(crate) scopes: Scopes,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) networks: Networks,
    pub(crate) rate_limit_per_minute: Option<u32>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) is_revoked: bool,
    pub(crate) maker: Option<Membership>,
}

impl FromRow for KeyRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let StoredKey { key, maker } = StoredKey::from_row(row)?;
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: key.id.uuid(),
            proved_at: (key.kind == KeyKind::Service).then_some(key.created_at),
            scopes: Scopes::stored(&key.scopes),
            account_id: key.account_id.map(super::super::ids::AccountId::uuid),
            networks: Networks::stored(&key.allowed_networks),
            rate_limit_per_minute: key.rate_limit_per_minute.and_then(|limit| u32::try_from(limit).ok()),
            expires_at: key.expires_at,
            is_revoked: key.revoked_at.is_some(),
            name: key.name,
            maker,
        })
    }
}

pub(crate) fn find_by_hash(hash: &CredentialHash) -> Query<Option<KeyRow>> {
    Query::optional(&FIND_BY_HASH, params![hash.to_vec()])
}

pub(super) fn find(id: ApiKeyId) -> Query<Option<StoredKey>> {
    Query::optional(&FIND, params![id])
}

pub(super) fn find_for_update(id: ApiKeyId) -> Query<Option<StoredKey>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

/// The newest first.
pub(super) fn list(before: Option<Uuid>, rows: i64) -> Query<Vec<StoredKey>> {
    Query::many(&LIST, params![before, rows])
}

/// What is written of a new key.
pub(super) struct NewKey {
    pub(super) id: ApiKeyId,
    pub(super) kind: KeyKind,
    pub(super) name: String,
    pub(super) prefix: String,
    pub(super) hash: CredentialHash,
    pub(super) scopes: Vec<String>,
    pub(super) account_id: Option<Uuid>,
    pub(super) allowed_networks: Vec<String>,
    pub(super) rate_limit_per_minute: Option<i32>,
    pub(super) expires_at: Option<Timestamp>,
}

pub(super) fn insert(actor: &Actor, now: Timestamp, new: NewKey) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            new.id,
            new.kind.name(),
            new.name,
            new.prefix,
            new.hash.to_vec(),
            new.scopes,
            actor.id(),
            actor.name.to_string(),
            new.account_id,
            new.allowed_networks,
            new.rate_limit_per_minute,
            now,
            new.expires_at,
        ],
    )
}

pub(super) fn update(
    id: ApiKeyId,
    name: String,
    networks: Vec<String>,
    rate_limit: Option<i32>,
    now: Timestamp,
) -> Query<u64> {
    Query::execute(&UPDATE, params![id, name, networks, rate_limit, now])
}

pub(super) fn replace(id: ApiKeyId, by: ApiKeyId, expires_at: Timestamp, now: Timestamp) -> Query<u64> {
    Query::execute(&REPLACE, params![id, by, expires_at, now])
}

pub(super) fn revoke(id: ApiKeyId, now: Timestamp) -> Query<u64> {
    Query::execute(&REVOKE, params![id, now])
}

/// Changes nothing when a use within the last minute is recorded already.
pub(crate) fn record_use(tenant_id: Uuid, id: Uuid, at: Timestamp, from: Option<IpAddr>) -> Query<u64> {
    Query::execute(&RECORD_USE, params![tenant_id, id, at, from])
}
