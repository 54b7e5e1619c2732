//! Ordering exports and erasures.

use jiff::SignedDuration;
use jobs::NewJob;
use platform::{Audit, Error, Permission, Place, Result, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::model::{
    PrivacyErasure, PrivacyErasureCreate, PrivacyExport, PrivacyExportCreate, PrivacyExportId, PrivacyState,
    Subject, SubjectKind, subject_of,
};
use super::queries;
use crate::retention::held;

pub(super) const EXPORT: &str = "export_personal_data";
pub(super) const ERASE: &str = "erase_personal_data";

const EXPORT_KEPT_HOURS: i64 = 7 * 24;

/// Of either job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) id: Uuid,
}

/// Where a chunk is sealed for.
pub(super) fn place(id: PrivacyExportId) -> Place {
    Place::new("privacy_export_chunks", "body", id.uuid())
}

pub(super) async fn order_export(tx: &mut Tx, asked: PrivacyExportCreate) -> Result<PrivacyExport> {
    tx.require(Permission::PrivacyExport)?;
    let subject = subject_of(asked.member_id, asked.profile_id, asked.client_id)?;
    require_there(tx, subject).await?;
    let expires_at = tx.now.saturating_add(SignedDuration::from_hours(EXPORT_KEPT_HOURS));
    let expires_at = expires_at.map_err(Error::internal)?;
    let id = tx.new_id();
    let export = tx.run(queries::insert_export(&tx.actor, id, subject, (tx.now, expires_at))).await?;
    tx.audit(audit("privacy_export.created", subject));
    tx.enqueue(NewJob::new(EXPORT, json!(Order { id: id.uuid() })));
    Ok(export)
}

/// The file of an export: JSON Lines.
pub(super) async fn file(tx: &mut Tx, id: PrivacyExportId) -> Result<String> {
    tx.require_presence()?;
    let export = tx.run(queries::find_export(id)).await?.ok_or(Error::NotFound)?;
    if export.state != PrivacyState::Done || export.expires_at < tx.now {
        return Err(Error::conflict("not_ready", "The export is not finished, or has expired."));
    }
    let mut file = String::new();
    for chunk in tx.run(queries::list_chunks(id)).await? {
        file.push_str(&tx.open(place(id), &chunk).await?.text()?);
    }
    tx.audit(audit("privacy_export.downloaded", export.subject));
    Ok(file)
}

pub(super) async fn order_erasure(tx: &mut Tx, asked: PrivacyErasureCreate) -> Result<PrivacyErasure> {
    tx.require(Permission::PrivacyErase)?;
    tx.require_presence()?;
    let subject = subject_of(asked.member_id, asked.profile_id, asked.client_id)?;
    require_there(tx, subject).await?;
    if tx.actor.member_id() == Some(subject.id) {
        let detail = "Nobody erases themselves: have another administrator do it, so that one is left.";
        return Err(Error::conflict("own_erasure", detail));
    }
    if tx.run(held(tx.actor.tenant_id, vec![subject.id])).await? {
        return Err(Error::conflict("legal_hold", "A legal hold keeps this. Release the hold first."));
    }
    let id = tx.new_id();
    let reason = asked.reason.trim().to_owned();
    let erasure = tx.run(queries::insert_erasure(&tx.actor, id, (subject, reason), tx.now)).await?;
    tx.audit(audit("privacy_erasure.created", subject));
    tx.enqueue(NewJob::new(ERASE, json!(Order { id: id.uuid() })));
    Ok(erasure)
}

/// The line names nobody: it stays.
pub(super) fn audit(action: &'static str, subject: Subject) -> Audit {
    let audit = Audit::new(action, subject.kind.as_str(), subject.id, "");
    if subject.kind == SubjectKind::Client { audit.client(subject.id) } else { audit }
}

/// Whether there is somebody or something that a hold could be about.
pub(crate) async fn exists(tx: &mut Tx, subject: Subject) -> Result<bool> {
    match subject.kind {
        SubjectKind::Tenant => Ok(subject.id == tx.actor.tenant_id),
        SubjectKind::Member | SubjectKind::Client | SubjectKind::Profile => {
            match require_there(tx, subject).await {
                Err(Error::NotFound) => Ok(false),
                found => found.map(|()| true),
            }
        }
    }
}

async fn require_there(tx: &mut Tx, subject: Subject) -> Result<()> {
    let is_there = match subject.kind {
        SubjectKind::Member => tx.run(queries::find_member(subject.id)).await?.is_some(),
        SubjectKind::Client => tx.run(queries::find_client(subject.id)).await?.is_some(),
        SubjectKind::Profile => tx.run(queries::find_profile(subject.id)).await?.is_some(),
        SubjectKind::Tenant => false,
    };
    if is_there { Ok(()) } else { Err(Error::NotFound) }
}
