//! Statements on `totp_secrets` and `recovery_codes`: system tables.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use uuid::Uuid;

db::statements! {
    pub(crate) FIND_TOTP = "select secret, confirmed_at from totp_secrets where person_id = $1";

    // A new one takes the place of one that was never confirmed, and of no other.
    pub(crate) PUT_TOTP = "
        insert into totp_secrets (person_id, secret, created_at) values ($1, $2, $3)
        on conflict (person_id) do update set secret = excluded.secret, created_at = excluded.created_at,
                                              last_step = 0
        where totp_secrets.confirmed_at is null";

    pub(crate) CONFIRM_TOTP = "
        update totp_secrets set confirmed_at = $3, last_step = $2
        where person_id = $1 and confirmed_at is null and secret = $4";

    pub(crate) DELETE_TOTP = "delete from totp_secrets where person_id = $1 and confirmed_at is not null";

    // The row's lock makes two who bring the same code follow one another.
    pub(crate) TAKE_STEP = "
        update totp_secrets set last_step = $2
        where person_id = $1 and confirmed_at is not null and last_step < $2";

    pub(crate) TAKE_RECOVERY_CODE = "
        update recovery_codes set used_at = $3 where person_id = $1 and code_hash = $2 and used_at is null";

    pub(crate) DELETE_RECOVERY_CODES = "delete from recovery_codes where person_id = $1";

    pub(crate) INSERT_RECOVERY_CODES = "
        insert into recovery_codes (person_id, code_hash, created_at)
        select $1, code_hash, $3 from unnest($2::bytea[]) code_hash";

    pub(crate) LIST_STRONG = "
        select person_id from totp_secrets where person_id = any($1) and confirmed_at is not null
        union select person_id from passkeys where person_id = any($1)";

    pub(crate) FIND_FACTORS = "
        select p.password_hash is not null as has_password, t.confirmed_at as totp_confirmed_at,
               exists (select from passkeys k where k.person_id = p.id) as has_passkey,
               (select count(*) from recovery_codes r where r.person_id = p.id and r.used_at is null)
                   as recovery_codes_left
        from people p
        left join totp_secrets t on t.person_id = p.id and t.confirmed_at is not null
        where p.id = $1";
}

/// As it is kept.
pub(crate) struct StoredTotp {
    pub(crate) secret: String,
    pub(crate) confirmed_at: Option<Timestamp>,
}

impl FromRow for StoredTotp {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { secret: row.get("secret")?, confirmed_at: row.get("confirmed_at")? })
    }
}

/// By what a person can prove that it is them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Factors {
    pub(crate) has_password: bool,
    pub(crate) totp_confirmed_at: Option<Timestamp>,
    pub(crate) has_passkey: bool,
    pub(crate) recovery_codes_left: i64,
}

impl Factors {
    /// Whether there is one that a stolen password does not replace.
    pub(crate) fn has_strong(&self) -> bool {
        self.has_passkey || self.totp_confirmed_at.is_some()
    }
}

impl FromRow for Factors {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            has_password: row.get("has_password")?,
            totp_confirmed_at: row.get("totp_confirmed_at")?,
            has_passkey: row.get("has_passkey")?,
            recovery_codes_left: row.get("recovery_codes_left")?,
        })
    }
}

pub(crate) fn find_totp(person_id: Uuid) -> Query<Option<StoredTotp>> {
    Query::optional(&FIND_TOTP, params![person_id])
}

pub(crate) fn put_totp(person_id: Uuid, sealed: String, now: Timestamp) -> Query<u64> {
    Query::execute(&PUT_TOTP, params![person_id, sealed, now])
}

/// Only the secret that the code was checked against.
pub(crate) fn confirm_totp(person_id: Uuid, step: i64, now: Timestamp, sealed: String) -> Query<u64> {
    Query::execute(&CONFIRM_TOTP, params![person_id, step, now, sealed])
}

pub(crate) fn delete_totp(person_id: Uuid) -> Query<u64> {
    Query::execute(&DELETE_TOTP, params![person_id])
}

/// One affected row: the code of this step counts, this once.
pub(crate) fn take_step(person_id: Uuid, step: i64) -> Query<u64> {
    Query::execute(&TAKE_STEP, params![person_id, step])
}

pub(crate) fn take_recovery_code(person_id: Uuid, hash: &[u8; 32], now: Timestamp) -> Query<u64> {
    Query::execute(&TAKE_RECOVERY_CODE, params![person_id, hash.to_vec(), now])
}

pub(crate) fn delete_recovery_codes(person_id: Uuid) -> Query<u64> {
    Query::execute(&DELETE_RECOVERY_CODES, params![person_id])
}

pub(crate) fn insert_recovery_codes(person_id: Uuid, hashes: Vec<Vec<u8>>, now: Timestamp) -> Query<u64> {
    Query::execute(&INSERT_RECOVERY_CODES, params![person_id, hashes, now])
}

pub(crate) fn find_factors(person_id: Uuid) -> Query<Option<Factors>> {
    Query::optional(&FIND_FACTORS, params![person_id])
}

/// Those of these people who have a factor that a stolen password does not replace.
pub(crate) fn list_strong(person_ids: Vec<Uuid>) -> Query<Vec<Uuid>> {
    Query::many(&LIST_STRONG, params![person_ids])
}
