//! Statements of the table `audit_seals`, and the events in the order in which they are sealed.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use uuid::Uuid;

use super::merkle::{Hash, leaf};
use super::{Leaf, Removal, Seal, pack};

/// Everything that is stored of an event, as one text that reads the same in every session.
macro_rules! stored {
    () => {
        "select id, written_by::text as written_by, at,
            row(tenant_id, id, written_by, (extract(epoch from at) * 1000000)::bigint, action, class, level,
                actor_kind, actor_id, on_behalf_of, assurance_level, actor_name, address, actor_sealed,
                target_kind, target_id, target_name, changes, note, target_sealed, client_id, campaign_id,
                request_id)::text as stored
         from audit_events where tenant_id = $1 and (written_by, id) > ($2::text::xid8, $3)"
    };
}

macro_rules! seal {
    () => {
        "tenant_id, batch, rows, first_at, last_at, last_written_by::text as last_written_by, last_id, root,
            previous_root, signature, sealed_at"
    };
}

db::statements! {
    pub(crate) LOCK = "select pg_try_advisory_xact_lock(1635017065, hashtext($1))";
    pub(crate) WAITING = "select t.id from tenants t
        where exists (select from audit_events e where e.tenant_id = t.id
            and e.written_by >= $1::text::xid8 and e.written_by < pg_snapshot_xmin(pg_current_snapshot()))";
    pub(crate) HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text";
    pub(crate) LAST = concat!("select ", seal!(), " from audit_seals where tenant_id = $1
        order by batch desc limit 1");
    pub(crate) NEXT_EVENTS = concat!(stored!(), "
            and written_by < pg_snapshot_xmin(pg_current_snapshot())
        order by audit_events.written_by, id limit $4");
    pub(crate) EVENTS_UNTIL = concat!(stored!(), " and (written_by, id) <= ($4::text::xid8, $5)
        order by audit_events.written_by, id limit $6");
    pub(crate) INSERT = "insert into audit_seals (tenant_id, batch, rows, first_at, last_at, last_written_by,
        last_id, leaves, root, previous_root, signature, sealed_at)
        values ($1, $2, $3, $4, $5, $6::text::xid8, $7, $8, $9, $10, $11, $12)";
    // As many seals as a page of events needs, however small the batches are.
    pub(crate) PAGE = concat!("select ", seal!(), ", leaves, removed_at, removal_signature from audit_seals
        where tenant_id = $1 and batch > $2 and batch <= (
            select coalesce(max(paged.batch), 0) from (
                select n.batch, sum(n.rows) over (order by n.batch) as events from (
                    select s.batch, s.rows from audit_seals s where s.tenant_id = $1 and s.batch > $2
                    order by s.batch limit 500) n) paged
            where paged.events <= $3)
        order by batch");
    pub(crate) AFTER = concat!("select ", seal!(), " from audit_seals where tenant_id = $1 and batch > $2
        order by batch limit 500");
    pub(crate) OLDEST = concat!("select ", seal!(), " from audit_seals
        where tenant_id = $1 and removed_at is null order by batch limit 1");
    pub(crate) FIND_BATCH = concat!("select ", seal!(), " from audit_seals
        where tenant_id = $1 and batch = $2");
    pub(crate) REMOVE_EVENTS = "delete from audit_events where tenant_id = $1
        and (written_by, id) > ($2::text::xid8, $3) and (written_by, id) <= ($4::text::xid8, $5)";
    pub(crate) MARK_REMOVED = "update audit_seals set removed_at = $3, removal_signature = $4
        where tenant_id = $1 and batch = $2";
    pub(crate) COUNT_SEALED = "select coalesce(sum(rows), 0)::bigint from audit_seals where tenant_id = $1";
    pub(crate) COUNT_UNSEALED = "select count(*) from audit_events
        where tenant_id = $1 and (written_by, id) > ($2::text::xid8, $3)";
    pub(crate) EXISTS = "select exists (select from audit_events where tenant_id = $1 and id = $2)";
    pub(crate) TENANTS = "select t.id, t.slug from tenants t
        where $1::text is null or t.slug = $1 order by t.slug";
}

/// An event as it is sealed: its place and its hash.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) leaf: Leaf,
    pub(crate) written_by: String,
    pub(crate) at: Timestamp,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let hash: Hash = leaf(row.get::<&str>("stored")?.as_bytes());
        Ok(Self {
            leaf: Leaf { id: row.get("id")?, hash },
            written_by: row.get("written_by")?,
            at: row.get("at")?,
        })
    }
}

/// A seal with its leaves.
pub(crate) struct WholeSeal {
    pub(crate) seal: Seal,
    pub(crate) leaves: Vec<u8>,
    pub(crate) removal: Option<Removal>,
}

impl FromRow for WholeSeal {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let at: Option<Timestamp> = row.get("removed_at")?;
        let signature: Option<Vec<u8>> = row.get("removal_signature")?;
        let removal = at.map(|at| Removal { at, signature: signature.unwrap_or_default() });
        Ok(Self { seal: Seal::from_row(row)?, leaves: row.get("leaves")?, removal })
    }
}

/// A place among the events of a tenant: behind this one.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) written_by: String,
    pub(crate) id: Uuid,
}

impl Position {
    pub(crate) fn start() -> Self {
        Self { written_by: "0".to_owned(), id: Uuid::nil() }
    }

    pub(crate) fn behind(seal: &Seal) -> Self {
        Self { written_by: seal.last_written_by.clone(), id: seal.last_id }
    }
}

/// Only one process seals a tenant's events at a time.
pub(crate) fn lock(tenant_id: Uuid) -> Query<bool> {
    Query::one(&LOCK, params![tenant_id.to_string()])
}

/// The tenants with settled events that were written since.
pub(crate) fn waiting(since: String) -> Query<Vec<Uuid>> {
    Query::many(&WAITING, params![since])
}

pub(crate) fn horizon() -> Query<String> {
    Query::one(&HORIZON, params![])
}

pub(crate) fn last(tenant_id: Uuid) -> Query<Option<Seal>> {
    Query::optional(&LAST, params![tenant_id])
}

/// The settled events behind a place. An event of a transaction that is open, or newer than one that is,
/// waits: so none is skipped.
pub(crate) fn next_events(tenant_id: Uuid, after: Position, limit: i64) -> Query<Vec<Stored>> {
    Query::many(&NEXT_EVENTS, params![tenant_id, after.written_by, after.id, limit])
}

pub(crate) fn events_until(
    tenant_id: Uuid,
    after: Position,
    until: Position,
    limit: i64,
) -> Query<Vec<Stored>> {
    let Position { written_by, id } = until;
    Query::many(&EVENTS_UNTIL, params![tenant_id, after.written_by, after.id, written_by, id, limit])
}

/// The first batch whose events are still there.
pub(crate) fn oldest(tenant_id: Uuid) -> Query<Option<Seal>> {
    Query::optional(&OLDEST, params![tenant_id])
}

pub(crate) fn find(tenant_id: Uuid, batch: i64) -> Query<Option<Seal>> {
    Query::optional(&FIND_BATCH, params![tenant_id, batch])
}

pub(crate) fn remove_events(tenant_id: Uuid, after: Position, until: Position) -> Query<u64> {
    let Position { written_by, id } = until;
    Query::execute(&REMOVE_EVENTS, params![tenant_id, after.written_by, after.id, written_by, id])
}

pub(crate) fn mark_removed(seal: &Seal, removal: Removal) -> Query<u64> {
    Query::execute(&MARK_REMOVED, params![seal.tenant_id, seal.batch, removal.at, removal.signature])
}

pub(crate) fn insert(seal: &Seal, leaves: &[Leaf]) -> Query<u64> {
    let seal = seal.clone();
    Query::execute(
        &INSERT,
        params![
            seal.tenant_id,
            seal.batch,
            seal.rows,
            seal.first_at,
            seal.last_at,
            seal.last_written_by,
            seal.last_id,
            pack(leaves),
            seal.root,
            seal.previous_root,
            seal.signature,
            seal.sealed_at,
        ],
    )
}

pub(crate) fn page(tenant_id: Uuid, after: i64, events: i64) -> Query<Vec<WholeSeal>> {
    Query::many(&PAGE, params![tenant_id, after, events])
}

pub(crate) fn after(tenant_id: Uuid, batch: i64) -> Query<Vec<Seal>> {
    Query::many(&AFTER, params![tenant_id, batch])
}

pub(crate) fn count_sealed(tenant_id: Uuid) -> Query<i64> {
    Query::one(&COUNT_SEALED, params![tenant_id])
}

pub(crate) fn count_unsealed(tenant_id: Uuid, after: Position) -> Query<i64> {
    Query::one(&COUNT_UNSEALED, params![tenant_id, after.written_by, after.id])
}

pub(crate) fn exists(tenant_id: Uuid, id: Uuid) -> Query<bool> {
    Query::one(&EXISTS, params![tenant_id, id])
}

/// Every tenant, or the one of a short name.
pub(crate) fn tenants(slug: Option<String>) -> Query<Vec<(Uuid, String)>> {
    Query::many(&TENANTS, params![slug])
}
