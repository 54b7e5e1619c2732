//! Going back.

use platform::versions::merge::{self, Blocked, Conflict, Obstacle};
use platform::versions::{Aggregate, Fields, Found, Purpose, VersionAction, unsealed};
use platform::{Audit, Error, Permission, Result, Target, Tx, encode_id};
use serde_json::Value;
use uuid::Uuid;

use super::model::{
    RequestId, RollbackResult, RollbackResults, Stored, UndoResult, Version, VersionDiff, VersionId,
    VersionReason, VersionRow, VersionWithSnapshot, changes,
};
use super::queries;
use crate::Aggregates;

/// More than one request of a person writes; one that wrote more was a program's.
const ROLLBACK_MAX: usize = 500;

/// A version of something that the actor may see, and the thing as it is now.
struct Opened {
    aggregate: &'static Aggregate,
    row: VersionRow,
    found: Found,
}

async fn open(tx: &mut Tx, aggregates: &Aggregates, id: VersionId) -> Result<Opened> {
    let row = tx.run(queries::find(id)).await?.ok_or(Error::NotFound)?;
    let aggregate = aggregates.of_kind(&row.kind)?;
    let found = find(tx, aggregate, row.entity_id).await?.ok_or(Error::NotFound)?;
    Ok(Opened { aggregate, row, found })
}

/// As it is now; `None` when the actor does not see it.
pub(super) async fn find(tx: &mut Tx, aggregate: &Aggregate, id: Uuid) -> Result<Option<Found>> {
    if tx.require(aggregate.read).is_err() {
        return Ok(None);
    }
    let found = (aggregate.load)(tx, id).await?;
    Ok(found.filter(|found| tx.actor.may_in(Permission::VersionRead, &target_of(found))))
}

fn target_of(found: &Found) -> Target {
    found.client_id.map_or_else(Target::tenant, Target::account)
}

/// What a stored snapshot says, in today's fields.
async fn read(tx: &mut Tx, aggregate: &Aggregate, id: Uuid, stored: &Stored) -> Result<Fields> {
    let fields = unsealed(tx, aggregate, stored.version_id.uuid(), stored.snapshot.clone()).await?;
    let fields = aggregate.upcast(stored.schema_version, fields)?;
    (aggregate.expand)(tx, id, fields).await
}

async fn read_before(tx: &mut Tx, opened: &Opened) -> Result<Option<Fields>> {
    match &opened.row.before {
        Some(before) => read(tx, opened.aggregate, opened.row.entity_id, before).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn get(tx: &mut Tx, aggregates: &Aggregates, id: VersionId) -> Result<VersionWithSnapshot> {
    let opened = open(tx, aggregates, id).await?;
    let snapshot = read(tx, opened.aggregate, opened.row.entity_id, &opened.row.stored).await?;
    let before = read_before(tx, &opened).await?;
    Ok(VersionWithSnapshot {
        changes: changes(before.as_ref().unwrap_or(&Fields::new()), &snapshot),
        restorable: opened.aggregate.restorable.iter().map(|field| (*field).to_owned()).collect(),
        version: opened.row.shown(opened.aggregate),
        snapshot,
        before,
    })
}

pub(super) async fn diff(
    tx: &mut Tx,
    aggregates: &Aggregates,
    (from, to): (VersionId, VersionId),
) -> Result<VersionDiff> {
    let from = open(tx, aggregates, from).await?;
    let to = tx.run(queries::find(to)).await?.ok_or(Error::NotFound)?;
    let aggregate = from.aggregate;
    if (&*to.kind, to.entity_id) != (&*from.row.kind, from.row.entity_id) {
        return Err(Error::invalid("/query/with", "other_entity", "must be a version of the same thing"));
    }
    let before = read(tx, aggregate, from.row.entity_id, &from.row.stored).await?;
    let after = read(tx, aggregate, to.entity_id, &to.stored).await?;
    Ok(VersionDiff {
        from: from.row.shown(aggregate),
        to: to.shown(aggregate),
        changes: changes(&before, &after),
    })
}

/// Writes the restorable fields of a version again.
pub(super) async fn restore(tx: &mut Tx, aggregates: &Aggregates, id: VersionId) -> Result<Version> {
    let opened = open(tx, aggregates, id).await?;
    tx.require_in(Permission::VersionRestore, &target_of(&opened.found))?;
    let (aggregate, entity_id) = (opened.aggregate, opened.row.entity_id);
    let wanted = read(tx, aggregate, entity_id, &opened.row.stored).await?;
    let write = merge::restore(aggregate.restorable, &wanted, &opened.found.fields);
    if write.is_empty() {
        let detail = "It already is as in this version, in everything that can be restored.";
        return Err(Error::conflict("nothing_to_restore", detail));
    }
    let purpose = Purpose { action: VersionAction::Restored, source: Some(id.uuid()) };
    apply(tx, aggregate, entity_id, purpose, write).await?;
    tell(tx, "version.restored", &opened);
    newest(tx, aggregate, entity_id).await
}

/// Takes one change back and leaves what came after it.
pub(super) async fn undo(tx: &mut Tx, aggregates: &Aggregates, id: VersionId) -> Result<UndoResult> {
    let opened = open(tx, aggregates, id).await?;
    tx.require_in(Permission::VersionRestore, &target_of(&opened.found))?;
    let (aggregate, entity_id) = (opened.aggregate, opened.row.entity_id);
    let purpose = Purpose { action: VersionAction::Undone, source: Some(id.uuid()) };
    let last = newest(tx, aggregate, entity_id).await?.number;
    let Some(base) = read_before(tx, &opened).await? else {
        require_created(&opened.row)?;
        retract(tx, aggregate, entity_id, purpose)
            .await
            .map_err(|found| found.into_error("undo_conflict"))?;
        tell(tx, "version.undone", &opened);
        let version = newest(tx, aggregate, entity_id).await?;
        return Ok(UndoResult { version: Some(version).filter(|version| version.number > last) });
    };
    let theirs = read(tx, aggregate, entity_id, &opened.row.stored).await?;
    let names = (aggregate.restorable, aggregate.derived);
    let write = merge::undo(names, (&base, &theirs), &opened.found.fields)
        .map_err(|blocked| in_the_way("undo_conflict", conflicts(aggregate, entity_id, blocked)))?;
    if write.is_empty() {
        return Ok(UndoResult { version: None });
    }
    apply(tx, aggregate, entity_id, purpose, write).await?;
    tell(tx, "version.undone", &opened);
    Ok(UndoResult { version: Some(newest(tx, aggregate, entity_id).await?) })
}

/// The versions that a request wrote, of what the actor sees.
pub(super) async fn of_request(tx: &mut Tx, aggregates: &Aggregates, id: RequestId) -> Result<Vec<Version>> {
    let groups = group(tx, id).await?;
    let mut versions = Vec::new();
    for group in groups {
        let aggregate = aggregates.of_kind(&group.kind)?;
        if find(tx, aggregate, group.entity_id).await?.is_some() {
            versions.extend(group.rows.into_iter().map(|row| row.shown(aggregate)));
        }
    }
    if versions.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(versions)
}

/// Takes back everything that one request did, the newest first, or nothing.
pub(super) async fn roll_back(
    tx: &mut Tx,
    aggregates: &Aggregates,
    id: RequestId,
) -> Result<RollbackResults> {
    tx.require(Permission::VersionRestore)?;
    let groups = group(tx, id).await?;
    if groups.is_empty() {
        return Err(Error::NotFound);
    }
    let mut results = Vec::with_capacity(groups.len());
    let mut in_conflict = Vec::new();
    for group in groups {
        let aggregate = aggregates.of_kind(&group.kind)?;
        match take_back(tx, aggregate, &group).await {
            Ok(version) => results.push(RollbackResult {
                kind: group.kind,
                entity_id: encode_id(aggregate.prefix, group.entity_id),
                version,
            }),
            Err(Refusal::InTheWay(found)) => in_conflict.extend(found),
            Err(Refusal::Error(error)) => return Err(error),
        }
    }
    if !in_conflict.is_empty() {
        return Err(in_the_way("rollback_conflict", in_conflict));
    }
    if results.iter().all(|result| result.version.is_none()) {
        let detail = "Everything that this request changed already is as before.";
        return Err(Error::conflict("nothing_to_roll_back", detail));
    }
    Ok(RollbackResults { results })
}

/// What one request did to one thing, the newest first.
struct Group {
    kind: String,
    entity_id: Uuid,
    rows: Vec<VersionRow>,
}

async fn group(tx: &mut Tx, id: RequestId) -> Result<Vec<Group>> {
    let limit = i64::try_from(ROLLBACK_MAX + 1).unwrap_or(i64::MAX);
    let rows = tx.run(queries::list_of_request(id, limit)).await?;
    if rows.len() > ROLLBACK_MAX {
        let detail = format!("The request wrote more than {ROLLBACK_MAX} versions. Undo them one by one.");
        return Err(Error::conflict("too_many_changes", detail));
    }
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| group.kind == row.kind && group.entity_id == row.entity_id) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { kind: row.kind.clone(), entity_id: row.entity_id, rows: vec![row] }),
        }
    }
    Ok(groups)
}

/// Why something is not taken back.
enum Refusal {
    InTheWay(Vec<Conflict>),
    Error(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Refusal {
    fn into_error(self, code: &'static str) -> Error {
        match self {
            Self::InTheWay(conflicts) => in_the_way(code, conflicts),
            Self::Error(error) => error,
        }
    }
}

async fn take_back(
    tx: &mut Tx,
    aggregate: &'static Aggregate,
    group: &Group,
) -> Result<Option<Version>, Refusal> {
    let id = group.entity_id;
    let found = find(tx, aggregate, id).await?.ok_or(Error::NotFound)?;
    tx.require_in(Permission::VersionRestore, &target_of(&found))?;
    let purpose =
        Purpose { action: VersionAction::RolledBack, source: group.rows.last().map(|row| row.id.uuid()) };
    let last = newest(tx, aggregate, id).await?.number;
    if let Some(first) = group.rows.iter().find(|row| row.before.is_none()) {
        require_created(first)?;
        retract(tx, aggregate, id, purpose).await?;
    } else {
        let mut steps = Vec::with_capacity(group.rows.len());
        for row in group.rows.iter().rev() {
            let Some(before) = &row.before else { continue };
            let before = read(tx, aggregate, id, before).await?;
            steps.push((before, read(tx, aggregate, id, &row.stored).await?));
        }
        let (base, theirs) = merge::combine(&steps);
        let names = (aggregate.restorable, aggregate.derived);
        let write = merge::undo(names, (&base, &theirs), &found.fields)
            .map_err(|blocked| Refusal::InTheWay(conflicts(aggregate, id, blocked)))?;
        if write.is_empty() {
            return Ok(None);
        }
        apply(tx, aggregate, id, purpose, write).await?;
    }
    let target = Audit::new("version.rolled_back", aggregate.kind, id, &*found.name);
    tx.audit(with_client(target, found.client_id));
    tx.flush().await?;
    let version = newest(tx, aggregate, id).await?;
    Ok(Some(version).filter(|version| version.number > last))
}

async fn apply(tx: &mut Tx, aggregate: &Aggregate, id: Uuid, purpose: Purpose, write: Fields) -> Result<()> {
    tx.purpose = Some(purpose);
    (aggregate.apply)(tx, id, write).await?;
    tx.purpose = None;
    tx.flush().await
}

/// What has no version before it was made by this change, or the earlier ones are gone: then nobody knows
/// what to go back to, and least of all to nothing.
fn require_created(row: &VersionRow) -> Result<()> {
    if row.action == VersionReason::Created {
        return Ok(());
    }
    let detail = "The version before this change is not kept any more, so it cannot be undone.";
    Err(Error::conflict("earlier_version_removed", detail))
}

/// Takes back that something was made.
async fn retract(tx: &mut Tx, aggregate: &Aggregate, id: Uuid, purpose: Purpose) -> Result<(), Refusal> {
    tx.purpose = Some(purpose);
    let obstacle = match aggregate.retract {
        Some(retract) => retract(tx, id).await?,
        None => Some(Obstacle::Created),
    };
    tx.purpose = None;
    tx.flush().await?;
    match obstacle {
        None => Ok(()),
        Some(reason) => {
            let null = Value::Null;
            let field = String::new();
            let blocked = Blocked { field, reason, base: null.clone(), theirs: null.clone(), ours: null };
            Err(Refusal::InTheWay(conflicts(aggregate, id, vec![blocked])))
        }
    }
}

/// The version that was written last.
async fn newest(tx: &mut Tx, aggregate: &'static Aggregate, id: Uuid) -> Result<Version> {
    let rows = tx.run(queries::list(aggregate.kind, id, None, 1)).await?;
    rows.into_iter().next().map(|row| row.shown(aggregate)).ok_or(Error::NotFound)
}

fn tell(tx: &mut Tx, action: &'static str, opened: &Opened) {
    let audit = Audit::new(action, opened.aggregate.kind, opened.row.entity_id, &*opened.found.name)
        .note(format!("version {}", opened.row.number));
    tx.audit(with_client(audit, opened.found.client_id));
}

fn with_client(audit: Audit, client_id: Option<Uuid>) -> Audit {
    match client_id {
        Some(client_id) => audit.client(client_id),
        None => audit,
    }
}

fn conflicts(aggregate: &Aggregate, id: Uuid, blocked: Vec<Blocked>) -> Vec<Conflict> {
    let id = encode_id(aggregate.prefix, id);
    let conflict = |Blocked { field, reason, base, theirs, ours }| Conflict {
        kind: aggregate.kind.to_owned(),
        id: id.clone(),
        field,
        reason,
        base,
        theirs,
        ours,
    };
    blocked.into_iter().map(conflict).collect()
}

fn in_the_way(code: &'static str, conflicts: Vec<Conflict>) -> Error {
    let detail = match conflicts.iter().find(|conflict| conflict.reason != Obstacle::ChangedSince) {
        None => "Some fields have changed since. Nothing was written; they are listed.",
        Some(_) => "Some of it cannot be taken back. Nothing was written; what is in the way is listed.",
    };
    Error::Conflicts { code, detail: detail.to_owned(), conflicts }
}
