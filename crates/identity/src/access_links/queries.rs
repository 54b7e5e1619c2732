//! Statements on `access_links` and `access_link_ideas`.

use db::{DbError, FromRow, Query, Row, params};
use jiff::{SignedDuration, Timestamp};
use platform::Actor;
use uuid::Uuid;

use super::model::{AccessLink, AccessLinkCreate, AccessLinkId};
use crate::sessions::CredentialHash;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select l.id, l.client_id, l.campaign_id, l.audience_name, l.audience_email, l.expires_at,
                    l.revoked_at, l.last_used_at, l.created_at, l.created_by_name,
                    (select count(*) from access_link_ideas i
                     where i.tenant_id = l.tenant_id and i.link_id = l.id) as idea_count
             from access_links l ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) FIND_BY_TOKEN = "
        select tenant_id, id, client_id, audience_name, expires_at, revoked_at, last_used_at
        from access_links where token_hash = $1";

    pub(crate) RECORD_USE = "update access_links set last_used_at = $3 where tenant_id = $1 and id = $2";

    pub(crate) INSERT = "
        insert into access_links (tenant_id, id, client_id, client_name, campaign_id, audience_name,
                                  audience_email, token_hash, created_by, created_by_name,
                                  created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    pub(crate) INSERT_IDEAS = "
        insert into access_link_ideas (tenant_id, link_id, idea_id)
        select $1, $2, idea_id from unnest($3::uuid[]) as idea_id
        on conflict do nothing";

    pub(crate) FIND = select!("where l.id = $1");

    pub(crate) LIST_OF_CAMPAIGN = select!("where l.campaign_id = $1 order by l.id desc limit 200");

    pub(crate) REVOKE = "update access_links set revoked_at = $2 where id = $1 and revoked_at is null";

    pub(crate) LIST_IDEAS = "select idea_id from access_link_ideas where link_id = $1 order by idea_id";

    pub(crate) FIND_GREETING = "
        select l.client_name, t.name as agency_name, l.expires_at
        from access_links l
        join tenants t on t.id = l.tenant_id
        where l.id = $1";
}

/// A link as authentication needs it.
pub(crate) struct LinkRow {
    pub(crate) tenant_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) client_id: Uuid,
    pub(crate) audience_name: String,
    pub(crate) expires_at: Timestamp,
    pub(crate) is_revoked: bool,
    last_used_at: Option<Timestamp>,
}

impl LinkRow {
    /// The last use is kept to the minute, so that reading does not become writing.
    pub(crate) fn is_use_unrecorded(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|at| now.duration_since(at) >= SignedDuration::from_mins(1))
    }
}

impl FromRow for LinkRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: row.get("id")?,
            client_id: row.get("client_id")?,
            audience_name: row.get("audience_name")?,
            expires_at: row.get("expires_at")?,
            is_revoked: row.get::<Option<Timestamp>>("revoked_at")?.is_some(),
            last_used_at: row.get("last_used_at")?,
        })
    }
}

pub(crate) fn find_by_token(hash: &CredentialHash) -> Query<Option<LinkRow>> {
    Query::optional(&FIND_BY_TOKEN, params![hash.to_vec()])
}

pub(crate) fn record_use(tenant_id: Uuid, id: Uuid, at: Timestamp) -> Query<u64> {
    Query::execute(&RECORD_USE, params![tenant_id, id, at])
}

pub(crate) struct LinkToken {
    pub(crate) id: AccessLinkId,
    pub(crate) hash: CredentialHash,
}

pub(crate) fn insert(token: &LinkToken, actor: &Actor, now: Timestamp, new: &AccessLinkCreate) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            token.id,
            new.client_id,
            new.client_name.clone(),
            new.campaign_id,
            new.audience_name.clone(),
            new.audience_email.clone(),
            token.hash.to_vec(),
            actor.id(),
            actor.name.to_string(),
            now,
            new.expires_at
        ],
    )
}

pub(crate) fn insert_ideas(tenant_id: Uuid, id: AccessLinkId, idea_ids: Vec<Uuid>) -> Query<u64> {
    Query::execute(&INSERT_IDEAS, params![tenant_id, id, idea_ids])
}

pub fn find(id: AccessLinkId) -> Query<Option<AccessLink>> {
    Query::optional(&FIND, params![id])
}

/// The links of a campaign, the newest first.
pub fn links_of_campaign(campaign_id: Uuid) -> Query<Vec<AccessLink>> {
    Query::many(&LIST_OF_CAMPAIGN, params![campaign_id])
}

pub(crate) fn revoke(id: AccessLinkId, now: Timestamp) -> Query<u64> {
    Query::execute(&REVOKE, params![id, now])
}

/// The ideas that a link opens.
pub fn linked_ideas(link_id: Uuid) -> Query<Vec<Uuid>> {
    Query::many(&LIST_IDEAS, params![link_id])
}

/// The names of the client and the agency, and when the link expires.
pub(crate) fn find_greeting(link_id: Uuid) -> Query<Option<(String, String, Timestamp)>> {
    Query::optional(&FIND_GREETING, params![link_id])
}
