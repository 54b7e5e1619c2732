//! Statements on the exports and erasures, and the few that ask who a subject is. What is personal in every
//! other table is found and rewritten by two functions of the database that follow the plan.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use platform::Actor;
use serde_json::Value;
use uuid::Uuid;

use super::model::{PrivacyErasure, PrivacyErasureId, PrivacyExport, PrivacyExportId, Subject};
use super::plan::plan;

macro_rules! exports {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, subject_kind, subject_id, state, rows, bytes, manifest, requested_by_name, created_at,
            finished_at, expires_at ",
            $after
        )
    };
}

macro_rules! erasures {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, subject_kind, subject_id, reason, state, counts, detail, requested_by_name, created_at,
            finished_at ",
            $after
        )
    };
}

db::statements! {
    // One that was deleted has a past that can be erased too.
    pub(crate) FIND_PROFILE = "
        select id, name, attributes from profiles where id = $1
        union all
        (select entity_id, entity_name, '{}' from versions
         where kind = 'profile' and entity_id = $1 and not exists (select from profiles where id = $1)
         order by number desc limit 1)";
    pub(crate) PROFILES_OF_MEMBER = "select id, name, attributes from profiles where member_id = $1";

    pub(crate) INSERT_EXPORT = exports!("
        insert into privacy_exports (tenant_id, id, subject_kind, subject_id, requested_by, requested_by_name,
            created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning", "");
    pub(crate) FIND_EXPORT = exports!("select", "from privacy_exports where id = $1");
    pub(crate) LIST_EXPORTS = exports!("select", "from privacy_exports
        where id < $1 order by id desc limit $2");
    pub(crate) START_EXPORT = "update privacy_exports set state = 'running' where tenant_id = $1 and id = $2";
    pub(crate) FINISH_EXPORT = "update privacy_exports
        set state = $3, rows = $4, bytes = $5, manifest = $6, finished_at = $7
        where tenant_id = $1 and id = $2";
    pub(crate) CLEAR_CHUNKS = "delete from privacy_export_chunks where tenant_id = $1 and export_id = $2";
    pub(crate) INSERT_CHUNK = "
        insert into privacy_export_chunks (tenant_id, export_id, n, body, rows, bytes, sha256)
        values ($1, $2, $3, $4, $5, $6, $7)";
    pub(crate) LIST_CHUNKS = "select body from privacy_export_chunks where export_id = $1 order by n";
    pub(crate) EXPIRE_EXPORTS = "delete from privacy_exports where expires_at < $1";

    pub(crate) INSERT_ERASURE = erasures!("
        insert into privacy_erasures (tenant_id, id, subject_kind, subject_id, reason, requested_by,
            requested_by_name, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning", "");
    pub(crate) LIST_ERASURES = erasures!("select", "from privacy_erasures
        where id < $1 order by id desc limit $2");
    pub(crate) FIND_ERASURE = erasures!("select", "from privacy_erasures where id = $1");
    pub(crate) FINISH_ERASURE = "update privacy_erasures
        set state = $3, counts = $4, detail = $5, finished_at = $6
        where tenant_id = $1 and id = $2";

    pub(crate) FIND_MEMBER = "select name, email, person_id from members where id = $1";
    pub(crate) FIND_CLIENT = "select contact_name, contact_email from clients where id = $1";
    pub(crate) AUDIENCES = "select id, audience_name, audience_email from access_links where client_id = $1";
    pub(crate) INVITATIONS = "select id from invitations where email_normalized = any($1)";
    // Whether the person is in no other tenant: then the person goes, else only what is of this tenant.
    pub(crate) FIND_PERSON = "select p.name, p.email, not exists (
            select from members m
            where m.person_id = p.id and m.removed_at is null and (m.tenant_id, m.id) <> ($2, $3))
            and not p.is_super_admin
        from people p where p.id = $1";
    pub(crate) REMOVE_MEMBER = "update members set removed_at = coalesce(removed_at, $3)
        where tenant_id = $1 and id = $2";
    pub(crate) COLLECT = "select table_name, row_found from atelier.collect_personal($1, $2, $3)";
    pub(crate) ERASE = "select table_name, sum(rows_erased)::bigint
        from atelier.erase_personal($1, $2, $3, $4) where rows_erased > 0 group by 1 order by 1";
}

pub(super) fn insert_export(
    actor: &Actor,
    id: PrivacyExportId,
    subject: Subject,
    (now, expires_at): (Timestamp, Timestamp),
) -> Query<PrivacyExport> {
    Query::one(
        &INSERT_EXPORT,
        params![
            actor.tenant_id,
            id,
            subject.kind.as_str(),
            subject.id,
            actor.member_id(),
            actor.name.to_string(),
            now,
            expires_at,
        ],
    )
}

pub(super) fn find_export(id: PrivacyExportId) -> Query<Option<PrivacyExport>> {
    Query::optional(&FIND_EXPORT, params![id])
}

pub(super) fn list_exports(before: Option<Uuid>, rows: i64) -> Query<Vec<PrivacyExport>> {
    Query::many(&LIST_EXPORTS, params![before.unwrap_or(Uuid::max()), rows])
}

pub(super) fn start_export(tenant_id: Uuid, id: PrivacyExportId) -> Query<u64> {
    Query::execute(&START_EXPORT, params![tenant_id, id])
}

/// What became of an export.
pub(super) struct ExportEnd {
    pub(super) state: &'static str,
    pub(super) rows: i64,
    pub(super) bytes: i64,
    pub(super) manifest: Value,
}

pub(super) fn finish_export(
    tenant_id: Uuid,
    id: PrivacyExportId,
    now: Timestamp,
    end: ExportEnd,
) -> Query<u64> {
    Query::execute(&FINISH_EXPORT, params![tenant_id, id, end.state, end.rows, end.bytes, end.manifest, now])
}

pub(super) fn clear_chunks(tenant_id: Uuid, id: PrivacyExportId) -> Query<u64> {
    Query::execute(&CLEAR_CHUNKS, params![tenant_id, id])
}

/// One part of an export, sealed.
pub(super) struct Chunk {
    pub(super) n: i32,
    pub(super) body: String,
    pub(super) rows: i64,
    pub(super) bytes: i64,
    pub(super) sha256: String,
}

pub(super) fn insert_chunk(tenant_id: Uuid, id: PrivacyExportId, chunk: Chunk) -> Query<u64> {
    let Chunk { n, body, rows, bytes, sha256 } = chunk;
    Query::execute(&INSERT_CHUNK, params![tenant_id, id, n, body, rows, bytes, sha256])
}

pub(super) fn list_chunks(id: PrivacyExportId) -> Query<Vec<String>> {
    Query::many(&LIST_CHUNKS, params![id])
}

/// Removes the exports that have had their time. Across tenants, by the system.
pub(crate) fn expire_exports(now: Timestamp) -> Query<u64> {
    Query::execute(&EXPIRE_EXPORTS, params![now])
}

pub(super) fn insert_erasure(
    actor: &Actor,
    id: PrivacyErasureId,
    (subject, reason): (Subject, String),
    now: Timestamp,
) -> Query<PrivacyErasure> {
    Query::one(
        &INSERT_ERASURE,
        params![
            actor.tenant_id,
            id,
            subject.kind.as_str(),
            subject.id,
            reason,
            actor.member_id(),
            actor.name.to_string(),
            now,
        ],
    )
}

pub(super) fn list_erasures(before: Option<Uuid>, rows: i64) -> Query<Vec<PrivacyErasure>> {
    Query::many(&LIST_ERASURES, params![before.unwrap_or(Uuid::max()), rows])
}

pub(super) fn find_erasure(id: PrivacyErasureId) -> Query<Option<PrivacyErasure>> {
    Query::optional(&FIND_ERASURE, params![id])
}

pub(super) fn finish_erasure(
    tenant_id: Uuid,
    id: PrivacyErasureId,
    now: Timestamp,
    (state, counts, detail): (&'static str, Value, Option<String>),
) -> Query<u64> {
    Query::execute(&FINISH_ERASURE, params![tenant_id, id, state, counts, detail, now])
}

/// Name, address, person.
pub(super) fn find_member(id: Uuid) -> Query<Option<(String, String, Uuid)>> {
    Query::optional(&FIND_MEMBER, params![id])
}

/// Id, name, attributes.
pub(super) fn find_profile(id: Uuid) -> Query<Option<(Uuid, String, Value)>> {
    Query::optional(&FIND_PROFILE, params![id])
}

/// The profiles that a member has of themselves: id, name, attributes.
pub(super) fn profiles_of_member(member_id: Uuid) -> Query<Vec<(Uuid, String, Value)>> {
    Query::many(&PROFILES_OF_MEMBER, params![member_id])
}

/// Name and address of the contact.
pub(super) fn find_client(id: Uuid) -> Query<Option<(Option<String>, Option<String>)>> {
    Query::optional(&FIND_CLIENT, params![id])
}

/// Somebody whom a link was sent to.
pub(super) struct Audience {
    pub(super) link_id: Uuid,
    pub(super) name: String,
    pub(super) email: Option<String>,
}

impl FromRow for Audience {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            link_id: row.get("id")?,
            name: row.get("audience_name")?,
            email: row.get("audience_email")?,
        })
    }
}

pub(super) fn audiences(client_id: Uuid) -> Query<Vec<Audience>> {
    Query::many(&AUDIENCES, params![client_id])
}

/// The invitations that went to these addresses.
pub(super) fn invitations(addresses: Vec<String>) -> Query<Vec<Uuid>> {
    Query::many(&INVITATIONS, params![addresses])
}

/// Name, address, and whether they are in no other tenant. By the system.
pub(super) fn find_person(
    person_id: Uuid,
    (tenant_id, member_id): (Uuid, Uuid),
) -> Query<Option<(String, String, bool)>> {
    Query::optional(&FIND_PERSON, params![person_id, tenant_id, member_id])
}

pub(super) fn remove_member(tenant_id: Uuid, id: Uuid, now: Timestamp) -> Query<u64> {
    Query::execute(&REMOVE_MEMBER, params![tenant_id, id, now])
}

/// Everything that names these subjects: table and row. By the system.
pub(super) fn collect(tenant_id: Uuid, subjects: Value) -> Query<Vec<(String, Value)>> {
    Query::many(&COLLECT, params![tenant_id, plan(), subjects])
}

/// Rewrites or deletes it, and takes these texts out of everything else. Rows by table. By the system.
pub(super) fn erase(tenant_id: Uuid, subjects: Value, texts: Vec<String>) -> Query<Vec<(String, i64)>> {
    Query::many(&ERASE, params![tenant_id, plan(), subjects, texts])
}
