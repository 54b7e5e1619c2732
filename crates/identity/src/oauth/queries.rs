//! Statements on applications, grants and authorizations.

use db::{DbError, FromRow, Query, Row, params};
use jiff::{SignedDuration, Timestamp};
use platform::Actor;
use uuid::Uuid;

use super::model::{
    OAuthClient, OAuthClientCreate, OAuthClientId, OAuthClientState, OAuthGrant, OAuthGrantId,
};
use crate::members::Membership;
use crate::members::queries::{membership_columns, membership_joins};
use crate::sessions::CredentialHash;

macro_rules! client {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " id, name, description, homepage, redirect_uris, scopes, is_confidential, state, review_note,
             reviewed_by_name, reviewed_at, created_by_name, created_at, row_version ",
            $tail
        )
    };
}

macro_rules! grant {
    ($which:literal) => {
        concat!(
            "select g.id, g.client_id, c.name as client_name, g.scopes, g.member_id, m.name as member_name,
                    g.created_at, g.last_used_at
             from oauth_grants g
             join oauth_clients c on c.tenant_id = g.tenant_id and c.id = g.client_id
             join members m on m.tenant_id = g.tenant_id and m.id = g.member_id ",
            $which
        )
    };
}

db::statements! {
    pub(crate) FIND_CLIENT = client!("select", "from oauth_clients where id = $1");

    pub(crate) FIND_CLIENT_FOR_UPDATE =
        client!("select", "from oauth_clients where id = $1 for no key update");

    pub(crate) IS_MADE_BY = "select coalesce(created_by = $2, false) from oauth_clients where id = $1";

    pub(crate) FIND_CLIENT_AT_DOOR =
        client!("select tenant_id, secret_hash,", "from oauth_clients where id = $1");

    pub(crate) LIST_CLIENTS = client!("select", "
        from oauth_clients
        where ($1::uuid is null or id < $1) and ($2::text is null or state = $2)
        order by id desc limit $3");

    pub(crate) INSERT_CLIENT = client!("
        insert into oauth_clients (tenant_id, id, name, description, homepage, redirect_uris, scopes,
                                   is_confidential, secret_hash, created_by, created_by_name, created_at,
                                   updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        returning", "");

    pub(crate) REVIEW_CLIENT = client!("
        update oauth_clients set state = $2, review_note = $3, reviewed_by_name = $4, reviewed_at = $5,
            updated_at = $5, row_version = row_version + 1
        where id = $1
        returning", "");

    pub(crate) SET_SECRET = client!("
        update oauth_clients set secret_hash = $2, updated_at = $3, row_version = row_version + 1
        where id = $1 and is_confidential
        returning", "");

    pub(crate) DELETE_CLIENT = "delete from oauth_clients where id = $1";

    pub(crate) LIST_GRANTS = grant!("
        where ($1::uuid is null or g.id < $1) and ($2::uuid is null or g.member_id = $2)
        order by g.id desc limit $3");

    pub(crate) FIND_GRANT = grant!("where g.id = $1");

    pub(crate) FIND_GRANT_OF_MEMBER = grant!("where g.client_id = $1 and g.member_id = $2");

    pub(crate) PUT_GRANT = "
        insert into oauth_grants (tenant_id, id, client_id, member_id, scopes, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $6)
        on conflict on constraint oauth_grant_exists
            do update set scopes = excluded.scopes, updated_at = excluded.updated_at
        returning id";

    pub(crate) DELETE_GRANT = "delete from oauth_grants where id = $1";

    pub(crate) RECORD_GRANT_USE = "
        update oauth_grants set last_used_at = $3
        where tenant_id = $1 and id = $2
          and (last_used_at is null or last_used_at <= $3::timestamptz - interval '1 minute')";

    pub(crate) INSERT_AUTHORIZATION = "
        insert into oauth_authorizations (tenant_id, id, grant_id, client_id, member_id, scopes, redirect_uri,
                                          code_challenge, code_expires_at, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)";

    pub(crate) FIND_AUTHORIZATION_FOR_UPDATE = "
        select tenant_id, id, grant_id, client_id, member_id, scopes, redirect_uri, code_challenge,
               code_expires_at, code_used_at, generation, rotated_at, expires_at, revoked_at
        from oauth_authorizations where id = $1 for no key update";

    pub(crate) ROTATE = "
        update oauth_authorizations
        set generation = generation + 1, rotated_at = $2, code_used_at = coalesce(code_used_at, $2),
            expires_at = $3
        where id = $1";

    pub(crate) REVOKE_AUTHORIZATION = "
        update oauth_authorizations set revoked_at = $2 where id = $1 and revoked_at is null";

    pub(crate) FIND_APPLICATION = concat!("
        select o.tenant_id, o.id, o.grant_id, o.client_id, o.scopes, o.generation, o.expires_at,
               c.name as client_name, ", membership_columns!(), "
        from oauth_authorizations o
        join oauth_clients c on c.tenant_id = o.tenant_id and c.id = o.client_id and c.state = 'approved'
        join members m on m.tenant_id = o.tenant_id and m.id = o.member_id
            and m.removed_at is null and m.deactivated_at is null ",
        membership_joins!(), "
        where o.id = $1 and o.revoked_at is null and o.code_used_at is not null");

    pub(crate) DELETE_OLD = "delete from oauth_authorizations where expires_at < $1";
}

pub(super) fn find_client(id: OAuthClientId) -> Query<Option<OAuthClient>> {
    Query::optional(&FIND_CLIENT, params![id])
}

pub(super) fn find_client_for_update(id: OAuthClientId) -> Query<Option<OAuthClient>> {
    Query::optional(&FIND_CLIENT_FOR_UPDATE, params![id])
}

/// An application that comes by itself, before its tenant is known.
pub(super) struct ClientAtDoor {
    pub(super) tenant_id: Uuid,
    pub(super) secret_hash: Option<Vec<u8>>,
    pub(super) client: OAuthClient,
}

impl FromRow for ClientAtDoor {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let (tenant_id, secret_hash) = (row.get("tenant_id")?, row.get("secret_hash")?);
        Ok(Self { tenant_id, secret_hash, client: OAuthClient::from_row(row)? })
    }
}

/// For a transaction of `SystemTask::Authenticate`.
pub(super) fn find_client_at_door(id: OAuthClientId) -> Query<Option<ClientAtDoor>> {
    Query::optional(&FIND_CLIENT_AT_DOOR, params![id])
}

/// The newest first.
pub(super) fn list_clients(
    before: Option<Uuid>,
    state: Option<OAuthClientState>,
    rows: i64,
) -> Query<Vec<OAuthClient>> {
    Query::many(&LIST_CLIENTS, params![before, state.map(OAuthClientState::name), rows])
}

pub(super) fn is_made_by(id: OAuthClientId, member_id: Option<Uuid>) -> Query<bool> {
    Query::one(&IS_MADE_BY, params![id, member_id])
}

pub(super) fn insert_client(
    actor: &Actor,
    id: OAuthClientId,
    secret: Option<CredentialHash>,
    now: Timestamp,
    new: OAuthClientCreate,
) -> Query<OAuthClient> {
    Query::one(
        &INSERT_CLIENT,
        params![
            actor.tenant_id,
            id,
            new.name.trim().to_owned(),
            new.description.unwrap_or_default(),
            new.homepage,
            new.redirect_uris,
            new.scopes,
            new.is_confidential,
            secret.map(|hash| hash.to_vec()),
            actor.member_id(),
            actor.name.to_string(),
            now,
        ],
    )
}

pub(super) fn review_client(
    actor: &Actor,
    id: OAuthClientId,
    state: OAuthClientState,
    note: Option<String>,
    now: Timestamp,
) -> Query<OAuthClient> {
    Query::one(&REVIEW_CLIENT, params![id, state.name(), note, actor.name.to_string(), now])
}

pub(super) fn set_secret(
    id: OAuthClientId,
    hash: CredentialHash,
    now: Timestamp,
) -> Query<Option<OAuthClient>> {
    Query::optional(&SET_SECRET, params![id, hash.to_vec(), now])
}

pub(super) fn delete_client(id: OAuthClientId) -> Query<u64> {
    Query::execute(&DELETE_CLIENT, params![id])
}

/// The newest first, of one member or of all.
pub(super) fn list_grants(
    before: Option<Uuid>,
    member_id: Option<Uuid>,
    rows: i64,
) -> Query<Vec<OAuthGrant>> {
    Query::many(&LIST_GRANTS, params![before, member_id, rows])
}

pub(super) fn find_grant(id: OAuthGrantId) -> Query<Option<OAuthGrant>> {
    Query::optional(&FIND_GRANT, params![id])
}

pub(super) fn find_grant_of_member(client_id: OAuthClientId, member_id: Uuid) -> Query<Option<OAuthGrant>> {
    Query::optional(&FIND_GRANT_OF_MEMBER, params![client_id, member_id])
}

/// Answers the id that the grant has.
pub(super) fn put_grant(
    tenant_id: Uuid,
    id: OAuthGrantId,
    client_id: OAuthClientId,
    member_id: Uuid,
    scopes: Vec<String>,
    now: Timestamp,
) -> Query<Uuid> {
    Query::one(&PUT_GRANT, params![tenant_id, id, client_id, member_id, scopes, now])
}

pub(super) fn delete_grant(id: OAuthGrantId) -> Query<u64> {
    Query::execute(&DELETE_GRANT, params![id])
}

/// Changes nothing when a use within the last minute is recorded already.
pub(crate) fn record_grant_use(tenant_id: Uuid, id: Uuid, at: Timestamp) -> Query<u64> {
    Query::execute(&RECORD_GRANT_USE, params![tenant_id, id, at])
}

/// One sign-in of an application.
#[derive(Clone, Debug)]
pub(super) struct Authorization {
    pub(super) tenant_id: Uuid,
    pub(super) id: Uuid,
    pub(super) grant_id: Uuid,
    pub(super) client_id: OAuthClientId,
    pub(super) member_id: Uuid,
    pub(super) scopes: Vec<String>,
    pub(super) redirect_uri: String,
    pub(super) code_challenge: String,
    pub(super) code_expires_at: Timestamp,
    pub(super) code_used_at: Option<Timestamp>,
    pub(super) generation: i64,
    pub(super) rotated_at: Option<Timestamp>,
    pub(super) expires_at: Timestamp,
    pub(super) is_revoked: bool,
}

impl FromRow for Authorization {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: row.get("id")?,
            grant_id: row.get("grant_id")?,
            client_id: row.get("client_id")?,
            member_id: row.get("member_id")?,
            scopes: row.get("scopes")?,
            redirect_uri: row.get("redirect_uri")?,
            code_challenge: row.get("code_challenge")?,
            code_expires_at: row.get("code_expires_at")?,
            code_used_at: row.get("code_used_at")?,
            generation: row.get("generation")?,
            rotated_at: row.get("rotated_at")?,
            expires_at: row.get("expires_at")?,
            is_revoked: row.get::<Option<Timestamp>>("revoked_at")?.is_some(),
        })
    }
}

pub(super) fn insert_authorization(new: Authorization, now: Timestamp) -> Query<u64> {
    Query::execute(
        &INSERT_AUTHORIZATION,
        params![
            new.tenant_id,
            new.id,
            new.grant_id,
            new.client_id,
            new.member_id,
            new.scopes,
            new.redirect_uri,
            new.code_challenge,
            new.code_expires_at,
            now,
        ],
    )
}

/// Locked, so that two uses of one code or token come one after the other.
pub(super) fn find_authorization_for_update(id: Uuid) -> Query<Option<Authorization>> {
    Query::optional(&FIND_AUTHORIZATION_FOR_UPDATE, params![id])
}

/// The next generation of refresh tokens, the first by the code.
pub(super) fn rotate(id: Uuid, now: Timestamp, until: Timestamp) -> Query<u64> {
    Query::execute(&ROTATE, params![id, now, until])
}

pub(super) fn revoke_authorization(id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&REVOKE_AUTHORIZATION, params![id, now])
}

/// An authorization that is alive, of an approved application, with what its member is now.
pub(crate) struct ApplicationRow {
    pub(crate) tenant_id: Uuid,
    pub(crate) grant_id: Uuid,
    pub(crate) client_id: OAuthClientId,
    pub(crate) client_name: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) generation: i64,
    pub(crate) expires_at: Timestamp,
    pub(crate) membership: Membership,
}

impl FromRow for ApplicationRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            grant_id: row.get("grant_id")?,
            client_id: row.get("client_id")?,
            client_name: row.get("client_name")?,
            scopes: row.get("scopes")?,
            generation: row.get("generation")?,
            expires_at: row.get("expires_at")?,
            membership: Membership::from_row(row)?,
        })
    }
}

/// For a transaction of `SystemTask::Authenticate`.
pub(crate) fn find_application(authorization_id: Uuid) -> Query<Option<ApplicationRow>> {
    Query::optional(&FIND_APPLICATION, params![authorization_id])
}

/// Removes authorizations that were over a day ago: codes that nobody used, refresh tokens that nobody came
/// back with. For a transaction of `SystemTask::Expire`.
pub fn expire_authorizations(now: Timestamp) -> Query<u64> {
    let before = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
    Query::execute(&DELETE_OLD, params![before])
}
