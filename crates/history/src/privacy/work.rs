//! The two jobs. They read and write tables of every area and of the system, by the plan: the only place that
//! does.

use std::collections::BTreeMap;

use db::SystemTask;
use jobs::{Claimed, ErrorClass, JobError, Registry};
use platform::{App, Error, Permission, Result, Tx};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{PrivacyErasureId, PrivacyExportId, PrivacyState, Subject, SubjectKind};
use super::operations::{ERASE, EXPORT, Order, audit, place};
use super::queries::{self, Chunk, ExportEnd};
use crate::retention::held;

/// A chunk is closed when it is larger.
const CHUNK_BYTES: usize = 1 << 20;

/// Names the handlers of both jobs.
pub(crate) fn register(registry: Registry, app: App) -> Registry {
    let exporting = app.clone();
    registry
        .on(EXPORT, move |job| {
            let app = exporting.clone();
            async move { run_export(&app, &job).await.map_err(|error| job_error(&error)) }
        })
        .on(ERASE, move |job| {
            let app = app.clone();
            async move { run_erasure(&app, &job).await.map_err(|error| job_error(&error)) }
        })
}

fn job_error(error: &Error) -> JobError {
    match error {
        Error::Unavailable { detail } => JobError::retry(ErrorClass::Transient, *detail),
        Error::Internal { log } => JobError::retry(ErrorClass::Internal, log.clone()),
        error => JobError::fail(error.detail()),
    }
}

/// The one who ordered, with the rights that they have now.
async fn open(app: &App, job: &Claimed, permission: Permission) -> Result<Tx> {
    let ids = (job.tenant_id(), job.id());
    let actor = identity::job_actor(app, ids, job.actor()).await?;
    let actor = actor.ok_or_else(|| Error::forbidden("Whoever ordered this is gone."))?;
    app.begin(&actor, permission).await
}

fn order(job: &Claimed) -> Result<Uuid> {
    job.payload_as::<Order>().map(|order| order.id).map_err(|error| Error::internal(format!("{error:?}")))
}

async fn finish(job: &Claimed, tx: &mut Tx) -> Result<()> {
    if tx.run(job.finish()).await? == 1 {
        Ok(())
    } else {
        Err(Error::internal("the lease of the job is lost"))
    }
}

/// Whom and what a subject is made of, for the functions of the database.
#[derive(Debug, Default)]
struct Known {
    subjects: BTreeMap<&'static str, Vec<Uuid>>,
    /// Names and addresses.
    texts: Vec<String>,
    addresses: Vec<String>,
}

impl Known {
    fn json(&self) -> Value {
        let mut subjects = json!(self.subjects);
        if !self.addresses.is_empty() {
            subjects["address"] = json!(self.addresses);
        }
        subjects
    }

    fn hears(&mut self, name: Option<String>, email: Option<String>) {
        self.addresses.extend(email.iter().map(|email| email.to_lowercase()));
        self.texts.extend(name.into_iter().chain(email));
    }

    /// A profile: its name, and the addresses of mail among its attributes, which name somebody wherever they
    /// stand. Its other words, a city or a colour, name nobody.
    fn hears_of_profile(&mut self, (id, name, attributes): (Uuid, String, Value)) {
        self.subjects.entry(SubjectKind::Profile.as_str()).or_default().push(id);
        self.hears(Some(name), None);
        let values = attributes.as_object().into_iter().flat_map(|fields| fields.values());
        for email in values.filter_map(Value::as_str).filter(|text| is_address(text)) {
            self.hears(None, Some(email.to_owned()));
        }
    }

    fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.subjects.values().flatten().copied()
    }
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.split_once('@').is_some_and(|(_, host)| host.contains('.'))
}

/// Everything that names the subject. What is of the person in every tenant counts only where `is_export`, or
/// when they are in no other.
async fn know(app: &App, tx: &mut Tx, subject: Subject, is_export: bool) -> Result<Known> {
    let mut known = Known::default();
    if subject.kind != SubjectKind::Profile {
        known.subjects.insert(subject.kind.as_str(), vec![subject.id]);
    }
    match subject.kind {
        SubjectKind::Member => {
            let (name, email, person_id) =
                tx.run(queries::find_member(subject.id)).await?.ok_or(Error::NotFound)?;
            known.hears(Some(name), Some(email));
            for profile in tx.run(queries::profiles_of_member(subject.id)).await? {
                known.hears_of_profile(profile);
            }
            known.subjects.insert("sign_in", vec![person_id]);
            let mut system = app.db().system(SystemTask::ErasePersons);
            let here = (tx.actor.tenant_id, subject.id);
            let person = system.run(queries::find_person(person_id, here)).await?;
            system.commit().await?;
            if let Some((name, email, is_only_here)) = person {
                known.hears(Some(name), Some(email));
                if is_only_here || is_export {
                    known.subjects.insert("person", vec![person_id]);
                }
            }
        }
        SubjectKind::Client => {
            let (name, email) = tx.run(queries::find_client(subject.id)).await?.ok_or(Error::NotFound)?;
            known.hears(name, email);
            let mut links = Vec::new();
            for audience in tx.run(queries::audiences(subject.id)).await? {
                links.push(audience.link_id);
                known.hears(Some(audience.name), audience.email);
            }
            known.subjects.insert("link", links);
        }
        SubjectKind::Profile => {
            let profile = tx.run(queries::find_profile(subject.id)).await?.ok_or(Error::NotFound)?;
            known.hears_of_profile(profile);
        }
        SubjectKind::Tenant => {}
    }
    if !known.addresses.is_empty() {
        // What the log says of an invitation is sealed with a key of the invitation's own.
        let invitations = tx.run(queries::invitations(known.addresses.clone())).await?;
        known.subjects.insert("invitation", invitations);
    }
    Ok(known)
}

async fn run_export(app: &App, job: &Claimed) -> Result<()> {
    let id = PrivacyExportId::from(order(job)?);
    let mut tx = open(app, job, Permission::PrivacyExport).await?;
    let Some(export) = tx.run(queries::find_export(id)).await? else { return Ok(()) };
    tx.run(queries::start_export(tx.actor.tenant_id, id)).await?;
    let tenant_id = tx.actor.tenant_id;
    let known = know(app, &mut tx, export.subject, true).await?;
    let mut system = app.db().system(SystemTask::ErasePersons);
    let rows = system.run(queries::collect(tenant_id, known.json())).await?;
    system.commit().await?;
    tx.run(queries::clear_chunks(tenant_id, id)).await?;
    let end = write_chunks(&mut tx, id, export.subject, rows).await?;
    tx.run(queries::finish_export(tenant_id, id, tx.now, end)).await?;
    finish(job, &mut tx).await?;
    tx.commit().await
}

async fn write_chunks(
    tx: &mut Tx,
    id: PrivacyExportId,
    subject: Subject,
    rows: Vec<(String, Value)>,
) -> Result<ExportEnd> {
    let mut tables: BTreeMap<String, i64> = BTreeMap::new();
    let mut chunks = Vec::new();
    let (mut text, mut lines, mut total, mut bytes) = (String::new(), 0, 0, 0);
    let mut rows = rows.into_iter().peekable();
    while let Some((table, row)) = rows.next() {
        text.push_str(&json!({ "table": table, "row": row }).to_string());
        text.push('\n');
        lines += 1;
        *tables.entry(table).or_default() += 1;
        if text.len() >= CHUNK_BYTES || rows.peek().is_none() {
            let n = i32::try_from(chunks.len()).unwrap_or(i32::MAX) + 1;
            let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
            let sha256 = platform::text::hex(&Sha256::digest(text.as_bytes()));
            chunks.push(json!({ "n": n, "rows": lines, "bytes": size, "sha256": sha256 }));
            let body = tx.seal(place(id), &text).await?;
            let chunk = Chunk { n, body, rows: lines, bytes: size, sha256 };
            tx.run(queries::insert_chunk(tx.actor.tenant_id, id, chunk)).await?;
            total += lines;
            bytes += size;
            (text, lines) = (String::new(), 0);
        }
    }
    let manifest = json!({
        "format": "atelier.personal-data.1", "subject": subject.shown(), "made_at": tx.now, "tables": tables,
        "chunks": chunks,
    });
    Ok(ExportEnd { state: "done", rows: total, bytes, manifest })
}

/// Each step can be repeated: a job that dies in between is taken up by the next attempt.
async fn run_erasure(app: &App, job: &Claimed) -> Result<()> {
    let id = PrivacyErasureId::from(order(job)?);
    let mut tx = open(app, job, Permission::PrivacyErase).await?;
    let tenant_id = tx.actor.tenant_id;
    let Some(erasure) = tx.run(queries::find_erasure(id)).await? else { return Ok(()) };
    if erasure.state == PrivacyState::Done {
        return Ok(());
    }
    let subject = erasure.subject;
    let known = know(app, &mut tx, subject, false).await?;
    if tx.run(held(tenant_id, known.ids().collect())).await? {
        let detail = Some("A legal hold keeps this.".to_owned());
        tx.run(queries::finish_erasure(tenant_id, id, tx.now, ("refused", json!({}), detail))).await?;
        finish(job, &mut tx).await?;
        return tx.commit().await;
    }
    let counts = rewrite(app, &tx, subject, &known).await?;
    for subject_id in known.ids() {
        tx.destroy_subject_key(subject_id);
    }
    tx.run(queries::finish_erasure(tenant_id, id, tx.now, ("done", counts, None))).await?;
    tx.audit(audit("privacy_erasure.finished", subject));
    finish(job, &mut tx).await?;
    tx.commit().await
}

async fn rewrite(app: &App, tx: &Tx, subject: Subject, known: &Known) -> Result<Value> {
    let tenant_id = tx.actor.tenant_id;
    let mut system = app.db().system(SystemTask::ErasePersons);
    if subject.kind == SubjectKind::Member {
        system.run(queries::remove_member(tenant_id, subject.id, tx.now)).await?;
    }
    let erased = system.run(queries::erase(tenant_id, known.json(), known.texts.clone())).await?;
    system.commit().await?;
    Ok(json!(erased.into_iter().collect::<BTreeMap<String, i64>>()))
}
