//! Statements on `sessions`: a system table.

use std::net::IpAddr;

use db::{DbError, FromRow, Query, Row, params};
use jiff::{SignedDuration, Timestamp};
use platform::Impersonator;
use uuid::Uuid;

use super::{CredentialHash, Proof};
use crate::members::Membership;
use crate::members::queries::{membership_columns, membership_joins};

macro_rules! select {
    ($by:literal) => {
        concat!(
            "select s.id, s.person_id, s.tenant_id, s.assurance_level, s.proved_at, s.expires_at,
                    s.impersonator_id, s.impersonator_name, p.name as person_name, p.is_super_admin,
                    exists (select from passkeys k where k.person_id = p.id) or exists (
                        select from totp_secrets t where t.person_id = p.id and t.confirmed_at is not null
                    ) as has_strong_factor, ",
            membership_columns!(),
            " from sessions s
             join people p on p.id = s.person_id
             left join members m on m.tenant_id = s.tenant_id and m.person_id = s.person_id
                and m.removed_at is null and m.deactivated_at is null ",
            membership_joins!(),
            " where s.ended_at is null and ",
            $by
        )
    };
}

db::statements! {
    pub(crate) FIND_BY_TOKEN = select!("s.token_hash = $1");
    pub(crate) FIND_BY_ID = select!("s.id = $1");

    pub(crate) INSERT = "
        insert into sessions (id, person_id, tenant_id, token_hash, method, assurance_level, address,
                              user_agent, created_at, proved_at, last_seen_at, expires_at,
                              impersonator_id, impersonator_name, impersonation_reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10, $11, $12, $13)";

    pub(crate) END = "
        update sessions set ended_at = $2 where id = $1 and ended_at is null returning token_hash";

    pub(crate) END_ALL_OF_PERSON = "
        update sessions set ended_at = $2 where person_id = $1 and ended_at is null";

    pub(crate) EXTEND = "update sessions set expires_at = $2 where id = $1 and ended_at is null";

    pub(crate) SWITCH_TENANT = "
        update sessions set tenant_id = $2 where id = $1 and ended_at is null returning token_hash";

    pub(crate) PROVE = "
        update sessions set proved_at = $2, assurance_level = greatest(assurance_level, $3)
        where id = $1 and ended_at is null
        returning token_hash";

    pub(crate) DOWNGRADE = "
        update sessions set assurance_level = 1
        where person_id = $1 and ended_at is null and assurance_level > 1";

    // The caller's own stays.
    pub(crate) END_OTHERS = "
        update sessions set ended_at = $3 where person_id = $1 and id <> $2 and ended_at is null";

    pub(crate) DELETE_OLD = "delete from sessions where expires_at < $1 or ended_at < $1";
}

/// A session with what its person is in its tenant now.
pub(crate) struct SessionRow {
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) tenant_id: Uuid,
    pub(crate) assurance_level: i16,
    /// `None` when nothing that was proved is strong enough for this person.
    pub(crate) proved_at: Option<Timestamp>,
    pub(crate) impersonator: Option<Impersonator>,
    pub(crate) expires_at: Timestamp,
    pub(crate) membership: Option<Membership>,
}

impl FromRow for SessionRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let person_id: Uuid = row.get("person_id")?;
        let membership = match row.get::<Option<Uuid>>("member_id")? {
            Some(_) => Some(Membership::from_row(row)?),
            None if row.get("is_super_admin")? => {
                Some(Membership::of_super_admin(person_id, row.get("person_name")?))
            }
            None => None,
        };
        let (id, tenant_id) = (row.get("id")?, row.get("tenant_id")?);
        let assurance_level: i16 = row.get("assurance_level")?;
        let impersonator = match row.get::<Option<Uuid>>("impersonator_id")? {
            Some(person_id) => Some(Impersonator { person_id, name: row.get("impersonator_name")? }),
            None => None,
        };
        // Whoever has something stronger than a password proves it with that; who acts as somebody else
        // proves nothing of them.
        let is_weak = assurance_level < 2 && row.get::<bool>("has_strong_factor")?;
        let proved_at = row.get::<Timestamp>("proved_at")?;
        let proved_at = (!is_weak && impersonator.is_none()).then_some(proved_at);
        let expires_at = row.get("expires_at")?;
        Ok(Self {
            id,
            person_id,
            tenant_id,
            assurance_level,
            proved_at,
            impersonator,
            expires_at,
            membership,
        })
    }
}

pub(crate) fn find_by_token(hash: &CredentialHash) -> Query<Option<SessionRow>> {
    Query::optional(&FIND_BY_TOKEN, params![hash.to_vec()])
}

pub(crate) fn find_by_id(id: Uuid) -> Query<Option<SessionRow>> {
    Query::optional(&FIND_BY_ID, params![id])
}

/// Who acts as the session's person.
pub(crate) struct Impersonation {
    pub(crate) by: Uuid,
    pub(crate) name: String,
    pub(crate) reason: String,
}

pub(crate) struct NewSession {
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) tenant_id: Uuid,
    pub(crate) token_hash: CredentialHash,
    pub(crate) proof: Proof,
    pub(crate) impersonation: Option<Impersonation>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) user_agent: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

pub(crate) fn insert(new: NewSession) -> Query<u64> {
    let NewSession { id, person_id, tenant_id, token_hash, proof, impersonation, .. } = new;
    let (by, name, reason) = match impersonation {
        Some(Impersonation { by, name, reason }) => (Some(by), Some(name), Some(reason)),
        None => (None, None, None),
    };
    let (method, level) = (proof.method.name(), proof.assurance_level);
    let params = params![
        id,
        person_id,
        tenant_id,
        token_hash.to_vec(),
        method,
        level,
        new.address,
        new.user_agent,
        new.created_at,
        new.expires_at,
        by,
        name,
        reason,
    ];
    Query::execute(&INSERT, params)
}

/// Answers the hash of the cookie's token, if the session was alive.
pub(crate) fn end(id: Uuid, now: Timestamp) -> Query<Option<TokenHash>> {
    Query::optional(&END, params![id, now])
}

/// Wherever the person is signed in.
pub(crate) fn end_all_of_person(person_id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&END_ALL_OF_PERSON, params![person_id, now])
}

pub(crate) fn extend(id: Uuid, until: Timestamp) -> Query<u64> {
    Query::execute(&EXTEND, params![id, until])
}

pub(crate) fn switch_tenant(id: Uuid, tenant_id: Uuid) -> Query<Option<TokenHash>> {
    Query::optional(&SWITCH_TENANT, params![id, tenant_id])
}

/// The person of a session proved to be there, at least by this level. Answers the hash of the cookie's
/// token.
pub(crate) fn prove(id: Uuid, assurance_level: i16, now: Timestamp) -> Query<Option<TokenHash>> {
    Query::optional(&PROVE, params![id, now, assurance_level])
}

/// The person has no strong factor any more: no session of theirs is stronger than a password.
pub(crate) fn downgrade(person_id: Uuid) -> Query<u64> {
    Query::execute(&DOWNGRADE, params![person_id])
}

/// Ends every session of a person but one.
pub(crate) fn end_others(person_id: Uuid, kept: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&END_OTHERS, params![person_id, kept, now])
}

/// Removes sessions that were over a month ago; until then whoever looks into an incident still sees them.
/// For a transaction of `SystemTask::Expire`.
pub fn expire_sessions(now: Timestamp) -> Query<u64> {
    let before = now.checked_sub(SignedDuration::from_hours(30 * 24)).unwrap_or(Timestamp::MIN);
    Query::execute(&DELETE_OLD, params![before])
}

/// A stored hash, as it comes back.
pub(crate) struct TokenHash(pub(crate) CredentialHash);

impl FromRow for TokenHash {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let bytes: &[u8] = row.get("token_hash")?;
        let hash =
            bytes.try_into().map_err(|_| DbError::Other("a token hash of the wrong length".to_owned()))?;
        Ok(Self(hash))
    }
}
