//! Ordering and cancelling an export, and reading what it wrote.

use jiff::SignedDuration;
use jobs::NewJob;
use platform::{Actor, App, Audit, Error, Permission, Place, Result, Tx};
use serde_json::json;
use uuid::Uuid;

use super::job::EXPORT_AUDIT;
use super::model::{AuditExport, AuditExportId, AuditExportState};
use super::queries;
use crate::events::EventFilter;

pub(super) fn order(tx: &mut Tx, filter: &EventFilter) -> Result<AuditExport> {
    tx.require(Permission::AuditExport)?;
    tx.require_presence()?;
    filter.of(&tx.actor)?;
    let id: AuditExportId = tx.new_id();
    let job_id = tx.enqueue(NewJob::new(EXPORT_AUDIT, json!({ "export_id": id.uuid() })));
    let days = i64::from(tx.app().config().audit.export_days);
    let export = AuditExport {
        id,
        state: AuditExportState::Queued,
        filters: serde_json::to_value(filter).map_err(Error::internal)?,
        rows: 0,
        bytes: 0,
        problem: None,
        created_at: tx.now,
        finished_at: None,
        expires_at: tx.now.checked_add(SignedDuration::from_hours(24 * days)).map_err(Error::internal)?,
        chunks: 0,
        place: None,
        job_id,
    };
    tx.defer(queries::insert(&tx.actor, &export));
    tx.audit(Audit::new("audit.exported", "audit_export", id.uuid(), "").change(
        "filters",
        (),
        &export.filters,
    ));
    Ok(export)
}

/// Stops an export that is under way, and takes away what it wrote.
pub(super) async fn cancel(tx: &mut Tx, id: AuditExportId) -> Result<()> {
    tx.require(Permission::AuditExport)?;
    let export = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    let tenant_id = tx.actor.tenant_id;
    tx.run(jobs::queries::cancel(tenant_id, export.job_id, tx.now)).await?;
    tx.defer(queries::end(tenant_id, id, "cancelled", None, tx.now));
    tx.defer(queries::remove_chunks(tenant_id, id));
    tx.audit(Audit::new("audit_export.deleted", "audit_export", id.uuid(), ""));
    Ok(())
}

/// An export that is whole; `Conflict` while it is not.
pub(super) async fn finished(app: &App, actor: &Actor, id: AuditExportId) -> Result<AuditExport> {
    let found = app.read(actor, Permission::AuditExport, queries::find(id)).await?;
    let export = found.ok_or(Error::NotFound)?;
    match export.state {
        AuditExportState::Done => Ok(export),
        AuditExportState::Queued | AuditExportState::Running => {
            Err(Error::conflict("export_not_finished", "The export is not finished yet. Try again later."))
        }
        _ => Err(Error::conflict("export_failed", "The export has no file: it failed or was cancelled.")),
    }
}

/// One chunk of the file, opened.
pub(super) async fn chunk(app: &App, actor: &Actor, id: AuditExportId, number: i32) -> Result<String> {
    let found = app.read(actor, Permission::AuditExport, queries::find_chunk(id, number)).await?;
    let sealed = found.ok_or_else(|| Error::internal("a chunk of an export is missing"))?;
    app.vault().open(actor.tenant_id, place_of(id, number), &sealed).await?.text()
}

/// Where a chunk is sealed: a row of its own for each number.
pub(super) fn place_of(id: AuditExportId, number: i32) -> Place {
    let row = Uuid::from_u128(id.uuid().as_u128() ^ u128::from(number.unsigned_abs()));
    Place::new("audit_export_chunks", "content", row)
}
