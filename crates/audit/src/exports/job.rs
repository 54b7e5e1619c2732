//! The job that writes an export, chunk by chunk.

use std::fmt::Write as _;

use jobs::{Claimed, ErrorClass, JobError, Registry};
use platform::{Actor, App, Error, Permission};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::model::{AuditExport, AuditExportId};
use super::operations::place_of;
use super::queries::{self, NewChunk};
use crate::events::{self, Filter, reveal};

pub(super) const EXPORT_AUDIT: &str = "export_audit";
/// Events in a chunk.
const CHUNK_ROWS: i64 = 1000;
const NO_RIGHTS: &str = "The person who ordered this may not export the audit log any more.";

#[derive(Deserialize)]
struct Order {
    export_id: uuid::Uuid,
}

pub(crate) fn register(registry: Registry, app: App) -> Registry {
    registry.on(EXPORT_AUDIT, move |job| {
        let app = app.clone();
        async move { run(&app, &job).await }
    })
}

async fn run(app: &App, job: &Claimed) -> Result<(), JobError> {
    let order: Order = job.payload_as()?;
    let id = AuditExportId::from(order.export_id);
    let ids = (job.tenant_id(), job.id());
    let actor = identity::job_actor(app, ids, job.actor()).await.map_err(job_error)?;
    let system = Actor::system(job.tenant_id());
    let Some(actor) = actor.filter(|actor| actor.may(Permission::AuditExport)) else {
        return end(app, &system, job, id, ("failed", Some(NO_RIGHTS.to_owned()))).await;
    };
    let written = write(app, &actor, id).await;
    match written {
        Ok(true) => end(app, &actor, job, id, ("done", None)).await,
        Ok(false) => Ok(()),
        Err(error) if job.is_last_attempt() => {
            let detail = error.detail();
            end(app, &system, job, id, ("failed", Some(detail))).await
        }
        Err(error) => Err(job_error(error)),
    }
}

/// Whether it is whole now; not when it was cancelled.
async fn write(app: &App, actor: &Actor, id: AuditExportId) -> platform::Result<bool> {
    let mut tx = app.begin(actor, Permission::AuditExport).await?;
    let begun = tx.run(queries::begin(actor.tenant_id, id)).await?;
    tx.commit().await?;
    if begun == 0 {
        return Ok(false);
    }
    loop {
        let found = app.read(actor, Permission::AuditExport, queries::find(id)).await?;
        let Some(export) = found else { return Ok(false) };
        let filter = queries::filters(&export.filters).of(actor)?;
        let Some(chunk) = next_chunk(app, actor, &export, &filter).await? else { return Ok(true) };
        let mut tx = app.begin(actor, Permission::AuditExport).await?;
        if tx.run(queries::advance(actor.tenant_id, id, &chunk)).await? == 0 {
            return Ok(false);
        }
        tx.defer(queries::insert_chunk(actor.tenant_id, id, &chunk));
        tx.commit().await?;
    }
}

async fn next_chunk(
    app: &App,
    actor: &Actor,
    export: &AuditExport,
    filter: &Filter,
) -> platform::Result<Option<NewChunk>> {
    let query = events::queries::list(filter, export.place, CHUNK_ROWS);
    let rows = app.read(actor, Permission::AuditExport, query).await?;
    let events = reveal(app, actor.tenant_id, rows).await?;
    let Some(last) = events.last() else { return Ok(None) };
    let mut text = String::new();
    for event in &events {
        let line = serde_json::to_string(event).map_err(Error::internal)?;
        let _ = writeln!(text, "{line}");
    }
    let number = export.chunks;
    let content = app.vault().seal(actor.tenant_id, place_of(export.id, number), &text).await?;
    Ok(Some(NewChunk {
        number,
        rows: i32::try_from(events.len()).map_err(Error::internal)?,
        bytes: i32::try_from(text.len()).map_err(Error::internal)?,
        sha256: Sha256::digest(text.as_bytes()).to_vec(),
        content,
        place: last.id.uuid(),
    }))
}

/// With the end of the job, in one transaction.
async fn end(
    app: &App,
    actor: &Actor,
    job: &Claimed,
    id: AuditExportId,
    (state, problem): (&'static str, Option<String>),
) -> Result<(), JobError> {
    let mut tx = app.begin(actor, Permission::AuditExport).await.map_err(job_error)?;
    let ended = queries::end(actor.tenant_id, id, state, problem, tx.now);
    tx.run(ended).await.map_err(job_error)?;
    job.finish_in(tx.tenant_tx()).await?;
    tx.commit().await.map_err(job_error)
}

fn job_error(error: Error) -> JobError {
    match error {
        Error::Unavailable { detail } => JobError::retry(ErrorClass::Transient, detail),
        Error::Internal { log } => JobError::retry(ErrorClass::Internal, log),
        error => JobError::fail(error.detail()),
    }
}
