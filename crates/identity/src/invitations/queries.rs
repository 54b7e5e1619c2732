//! Statements on `invitations`, and on what accepting one makes.

use db::{DbError, FromRow, Query, Row, params};
use jiff::{SignedDuration, Timestamp};
use platform::{Grant, Reach, Scope, Source};
use uuid::Uuid;

use super::model::Invitation;
use crate::members::Membership;
use crate::members::queries::{membership_columns, membership_joins};
use crate::rights::Held;
use crate::sessions::CredentialHash;

macro_rules! select {
    ($now:literal, $which:literal) => {
        concat!(
            "select i.id, i.email, i.name, i.role, i.account_id, i.invited_by_name, i.created_at,
                    i.expires_at, coalesce(r.name, i.role) as role_name,
                    case when i.accepted_at is not null then 'accepted'
                         when i.revoked_at is not null then 'revoked'
                         when i.expires_at <= ",
            $now,
            " then 'expired' else 'pending' end as state
             from invitations i
             left join roles r on r.tenant_id = i.tenant_id and r.key = i.role
             where ",
            $which
        )
    };
}

db::statements! {
    pub(crate) LIST = select!("$1", "atelier.reaches($2, i.account_id)
        and ($3::timestamptz is null or (i.created_at, i.id) < ($3, $4))
        order by i.created_at desc, i.id desc limit $5");

    pub(crate) FIND = select!("$1", "i.id = $2");

    pub(crate) INSERT = "
        insert into invitations (tenant_id, id, email, email_normalized, name, role, account_id, token_hash,
                                 invited_by, invited_by_name, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    pub(crate) REVOKE_EARLIER = "
        update invitations set revoked_at = $2
        where email_normalized = $1 and accepted_at is null and revoked_at is null";

    pub(crate) REVOKE = "
        update invitations set revoked_at = $2 where id = $1 and accepted_at is null and revoked_at is null";

    pub(crate) RENEW = "
        update invitations set token_hash = $2, expires_at = $3
        where id = $1 and accepted_at is null and revoked_at is null";

    pub(crate) IS_MEMBER = "
        select exists (select from members where lower(email) = $1 and removed_at is null)";

    pub(crate) ROLE = "
        select key, name, is_built_in, granted, revoked from roles where tenant_id = $1 and key = $2";

    // Who invited, when they are still there.
    pub(crate) INVITER = concat!("select ", membership_columns!(), " from members m ", membership_joins!(),
        " where m.tenant_id = $1 and m.id = $2 and m.removed_at is null and m.deactivated_at is null");

    pub(crate) TENANT = "select name, locale from tenants where id = $1";

    // Before the tenant is known.
    pub(crate) FIND_OPEN = "
        select i.tenant_id, i.id, i.email, i.email_normalized, i.name, i.role, i.account_id,
               i.invited_by, i.invited_by_name, i.expires_at, coalesce(r.name, i.role) as role_name,
               t.name as tenant_name, t.slug as tenant_slug, t.locale
        from invitations i
        join tenants t on t.id = i.tenant_id
        left join roles r on r.tenant_id = i.tenant_id and r.key = i.role
        where i.token_hash = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > $2";

    // Of those who come with the same token at the same moment, one gets the row.
    pub(crate) ACCEPT = "
        update invitations set accepted_at = $3
        where tenant_id = $1 and id = $2 and token_hash = $4 and accepted_at is null and revoked_at is null
            and expires_at > $3";

    // Who was a member before is one again, as what they are invited now.
    pub(crate) ADD_MEMBER = "
        insert into members (tenant_id, id, person_id, role, name, email, account_id, created_at)
        select $1, $2, p.id, $4, p.name, p.email, $5, $6 from people p where p.id = $3
        on conflict (tenant_id, person_id) do update
        set role = excluded.role, account_id = excluded.account_id, name = excluded.name,
            email = excluded.email, removed_at = null, deactivated_at = null,
            row_version = members.row_version + 1
        where members.removed_at is not null
        returning id";
}

/// An invitation that its token found.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) tenant_id: Uuid,
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) email_normalized: String,
    pub(super) name: Option<String>,
    pub(super) role: String,
    pub(super) account_id: Option<Uuid>,
    pub(super) invited_by: Uuid,
    pub(super) invited_by_name: String,
    pub(super) expires_at: Timestamp,
    pub(super) role_name: String,
    pub(super) tenant_name: String,
    pub(super) tenant_slug: String,
    pub(super) locale: String,
}

impl FromRow for Open {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: row.get("id")?,
            email: row.get("email")?,
            email_normalized: row.get("email_normalized")?,
            name: row.get("name")?,
            role: row.get("role")?,
            account_id: row.get("account_id")?,
            invited_by: row.get("invited_by")?,
            invited_by_name: row.get("invited_by_name")?,
            expires_at: row.get("expires_at")?,
            role_name: row.get("role_name")?,
            tenant_name: row.get("tenant_name")?,
            tenant_slug: row.get("tenant_slug")?,
            locale: row.get("locale")?,
        })
    }
}

/// A role as inviting to it needs it.
#[derive(Clone, Debug)]
pub(super) struct RoleRow {
    pub(super) key: String,
    pub(super) is_built_in: bool,
    pub(super) granted: Vec<String>,
    pub(super) revoked: Vec<String>,
}

impl RoleRow {
    /// What it gives in the tenant, or in one account.
    pub(super) fn grants(&self, account_id: Option<Uuid>) -> Vec<Grant> {
        let held = Held::of(&self.key, self.is_built_in, &self.granted, &self.revoked);
        held.grants(Scope::of_account(account_id), &Source::Credential)
    }
}

impl FromRow for RoleRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            key: row.get("key")?,
            is_built_in: row.get("is_built_in")?,
            granted: row.get("granted")?,
            revoked: row.get("revoked")?,
        })
    }
}

pub(super) fn list(
    now: Timestamp,
    reach: Reach,
    after: Option<(Timestamp, Uuid)>,
    rows: i64,
) -> Query<Vec<Invitation>> {
    let (at, id) = after.unzip();
    Query::many(&LIST, params![now, reach, at, id.unwrap_or_default(), rows])
}

pub(super) fn find(now: Timestamp, id: Uuid) -> Query<Option<Invitation>> {
    Query::optional(&FIND, params![now, id])
}

pub(super) struct NewInvitation {
    pub(super) tenant_id: Uuid,
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) email_normalized: String,
    pub(super) name: Option<String>,
    pub(super) role: String,
    pub(super) account_id: Option<Uuid>,
    pub(super) token_hash: CredentialHash,
    pub(super) invited_by: (Uuid, String),
    pub(super) created_at: Timestamp,
}

/// For how long an invitation is open.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

fn end(now: Timestamp) -> Timestamp {
    now.saturating_add(LIFE).unwrap_or(now)
}

pub(super) fn insert(new: NewInvitation) -> Query<u64> {
    let NewInvitation { tenant_id, id, email, email_normalized, name, role, account_id, .. } = new;
    let (inviter, inviter_name) = new.invited_by;
    Query::execute(
        &INSERT,
        params![
            tenant_id,
            id,
            email,
            email_normalized,
            name,
            role,
            account_id,
            new.token_hash.to_vec(),
            inviter,
            inviter_name,
            new.created_at,
            end(new.created_at),
        ],
    )
}

pub(super) fn revoke_earlier(email_normalized: &str, now: Timestamp) -> Query<u64> {
    Query::execute(&REVOKE_EARLIER, params![email_normalized.to_owned(), now])
}

pub(super) fn revoke(id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&REVOKE, params![id, now])
}

pub(super) fn renew(id: Uuid, hash: &CredentialHash, now: Timestamp) -> Query<u64> {
    Query::execute(&RENEW, params![id, hash.to_vec(), end(now)])
}

pub(super) fn is_member(email_normalized: &str) -> Query<bool> {
    Query::one(&IS_MEMBER, params![email_normalized.to_owned()])
}

pub(super) fn role(tenant_id: Uuid, key: &str) -> Query<Option<RoleRow>> {
    Query::optional(&ROLE, params![tenant_id, key.to_owned()])
}

pub(super) fn inviter(open: &Open) -> Query<Option<Membership>> {
    Query::optional(&INVITER, params![open.tenant_id, open.invited_by])
}

/// Name and locale.
pub(super) fn tenant(id: Uuid) -> Query<(String, String)> {
    Query::one(&TENANT, params![id])
}

pub(super) fn find_open(hash: &CredentialHash, now: Timestamp) -> Query<Option<Open>> {
    Query::optional(&FIND_OPEN, params![hash.to_vec(), now])
}

pub(super) fn accept(open: &Open, hash: &CredentialHash, now: Timestamp) -> Query<u64> {
    Query::execute(&ACCEPT, params![open.tenant_id, open.id, now, hash.to_vec()])
}

/// The member; `None` when the person is one already.
pub(super) fn add_member(open: &Open, id: Uuid, person_id: Uuid, now: Timestamp) -> Query<Option<Uuid>> {
    Query::optional(
        &ADD_MEMBER,
        params![open.tenant_id, id, person_id, open.role.clone(), open.account_id, now],
    )
}
