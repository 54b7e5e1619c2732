//! The tenant transaction of an actor: no permission, no transaction.

use axum::response::{IntoResponse, Response};
use db::{Query, TenantTx};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::http::respond::{Answer, Versioned};
use crate::versions::{Purpose, Snapshot};
use crate::{
    Actor, App, Audit, Error, Event, Opened, Permission, Place, Result, Target, audit, event, idempotency,
    vault, versions,
};

/// An open tenant transaction, who acts, and the moment it happens. What must happen if and only if the
/// change does is a method: [`audit`](Tx::audit), [`emit`](Tx::emit), [`enqueue`](Tx::enqueue). Dropping
/// rolls back. It is never held across a call to another system.
pub struct Tx {
    pub actor: Actor,
    pub now: Timestamp,
    /// Set while the changes go back to something: the versions they write say so.
    pub purpose: Option<Purpose>,
    app: App,
    tenant: TenantTx,
    wrote_jobs: bool,
    wrote_events: bool,
    erased: Vec<Uuid>,
    audits: Vec<(Uuid, Audit)>,
    snapshots: Vec<versions::Kept>,
}

impl Tx {
    pub(crate) async fn begin(app: &App, actor: &Actor, permission: Permission) -> Result<Self> {
        actor.require(permission)?;
        let now = app.clock().now();
        actor.require_proof_of(permission, now, app.config().security.step_up_minutes)?;
        let mut tx = Self {
            actor: actor.clone(),
            now,
            purpose: None,
            app: app.clone(),
            tenant: app.db().tenant(actor.tenant_id),
            wrote_jobs: false,
            wrote_events: false,
            erased: Vec::new(),
            audits: Vec::new(),
            snapshots: Vec::new(),
        };
        if let Some(request) = &actor.request.idempotent {
            let claim = idempotency::queries::claim(actor, request, tx.now);
            if tx.run(claim).await? == 0 {
                return Err(Error::Replay);
            }
        }
        Ok(tx)
    }

    /// Checks a further permission, and the proof of presence that one which is sensitive asks for.
    pub fn require(&self, permission: Permission) -> Result<()> {
        self.actor.require(permission)?;
        self.require_proof_of(permission)
    }

    /// Checks a permission for what is about to be changed.
    pub fn require_in(&self, permission: Permission, target: &Target) -> Result<()> {
        self.actor.require_in(permission, target)?;
        self.require_proof_of(permission)
    }

    fn require_proof_of(&self, permission: Permission) -> Result<()> {
        let minutes = self.app.config().security.step_up_minutes;
        self.actor.require_proof_of(permission, self.now, minutes)
    }

    /// Checks that the person proved to be there not long ago.
    pub fn require_presence(&self) -> Result<()> {
        self.actor.require_presence(self.now, self.app.config().security.step_up_minutes)
    }

    /// Checks that the person proved to be there not long ago, or that a service key carries such a proof.
    pub fn require_proof(&self) -> Result<()> {
        self.actor.require_proof(self.now, self.app.config().security.step_up_minutes)
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// A new id that sorts after those made before.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        T::from(self.app.clock().new_uuid())
    }

    pub async fn run<T>(&mut self, query: Query<T>) -> Result<T> {
        Ok(self.tenant.run(query).await?)
    }

    /// Sends a statement together with the commit; its answer is not read, its error fails the commit.
    pub fn defer<T>(&mut self, query: Query<T>) {
        self.tenant.defer(query);
    }

    /// For leaf crates whose operations take the database's own transaction (the job's fence, the ledger).
    pub fn tenant_tx(&mut self) -> &mut TenantTx {
        &mut self.tenant
    }

    /// Records the change in the audit log.
    pub fn audit(&mut self, audit: Audit) {
        let id = self.new_id();
        self.audits.push((id, audit));
    }

    /// Keeps what an aggregate looks like after this change, and before it where that is not kept yet.
    pub fn snapshot(&mut self, snapshot: Snapshot) {
        if snapshot.says_something() {
            let kept = versions::Kept {
                baseline_id: self.new_id(),
                id: self.new_id(),
                purpose: self.purpose,
                snapshot,
            };
            self.snapshots.push(kept);
        }
    }

    /// Seals what is personal in the snapshots: the keys of most subjects are remembered, so most changes
    /// cost nothing more.
    async fn seal_snapshots(&mut self) -> Result<()> {
        let kept = std::mem::take(&mut self.snapshots);
        let subjects: Vec<Uuid> =
            kept.iter().filter(|kept| kept.is_personal()).map(|kept| kept.snapshot.id).collect();
        let sealer = if subjects.is_empty() {
            None
        } else {
            Some(self.app.vault().sealer(self.actor.tenant_id, &subjects).await?)
        };
        for kept in kept {
            let insert = versions::queries::insert(&self.actor, self.now, kept.sealed(sealer.as_ref()));
            self.tenant.defer(insert);
        }
        Ok(())
    }

    /// Sends what was deferred, for statements that have to see it.
    pub async fn flush(&mut self) -> Result<()> {
        self.seal_snapshots().await?;
        Ok(self.tenant.flush().await?)
    }

    /// Tells other pages and systems that something changed.
    pub fn emit(&mut self, event: Event) {
        let trace_id = &self.actor.request.trace_id;
        self.tenant.defer(event::queries::insert(self.actor.tenant_id, self.now, &event, trace_id));
        self.wrote_events = true;
    }

    /// Seals a value with the tenant's key, for a column that the database must not know.
    pub async fn seal(&self, place: Place, plain: &str) -> Result<String> {
        self.app.vault().seal(self.actor.tenant_id, place, plain).await
    }

    /// Seals what is personal to a subject with the subject's key. Keys are made when there is none, in a
    /// transaction of their own: they stay when this one is rolled back.
    ///
    /// # Errors
    /// `Conflict` with the code `erased` for a subject whose key was destroyed.
    pub async fn seal_for(&self, subject_id: impl Into<Uuid>, place: Place, plain: &str) -> Result<String> {
        self.app.vault().seal_for(self.actor.tenant_id, subject_id.into(), place, plain).await
    }

    /// Opens what [`seal`](Tx::seal) or [`seal_for`](Tx::seal_for) made for the same place.
    pub async fn open(&self, place: Place, sealed: &str) -> Result<Opened> {
        self.app.vault().open(self.actor.tenant_id, place, sealed).await
    }

    /// Destroys the key of a subject with this change: what it sealed is erased, here within two seconds and
    /// in every backup. The subject never gets another.
    pub fn destroy_subject_key(&mut self, subject_id: impl Into<Uuid>) {
        let subject_id = subject_id.into();
        self.tenant.defer(vault::queries::destroy_subject_key(self.actor.tenant_id, subject_id, self.now));
        self.erased.push(subject_id);
    }

    /// Orders work to be done after the commit, with this actor's rights.
    pub fn enqueue(&mut self, job: jobs::NewJob) -> Uuid {
        let id: Uuid = self.new_id();
        let origin = jobs::Origin {
            tenant_id: self.actor.tenant_id,
            actor: json!({
                "kind": self.actor.kind_name(),
                "member_id": self.actor.member_id(),
                "name": &*self.actor.name,
            }),
            trace_parent: (!self.actor.request.trace_id.is_empty())
                .then(|| self.actor.request.trace_id.clone()),
            now: self.now,
        };
        self.tenant.defer(jobs::queries::insert(id, &origin, job));
        self.wrote_jobs = true;
        id
    }

    pub async fn commit(mut self) -> Result<()> {
        let audits = std::mem::take(&mut self.audits);
        if !audits.is_empty() {
            for row in audit::seal(self.app.vault(), &self.actor, self.now, audits).await? {
                self.tenant.defer(row);
            }
        }
        self.seal_snapshots().await?;
        if self.wrote_events {
            crate::failpoint(&self.app, "change.before_commit");
        }
        self.tenant.commit().await?;
        if self.wrote_events {
            crate::failpoint(&self.app, "change.after_commit");
        }
        for subject_id in self.erased {
            self.app.vault().forget(self.actor.tenant_id, subject_id);
        }
        if self.wrote_jobs {
            self.app.jobs_wake().hint();
        }
        if self.wrote_events {
            self.app.events_hint().notify_waiters();
        }
        Ok(())
    }

    /// Commits and answers 200 with the value.
    pub async fn ok<T: Serialize + Versioned>(self, value: T) -> Result<Response> {
        self.answer(Answer::of(StatusCode::OK, &value)?).await
    }

    /// Commits and answers 201 with the new value.
    pub async fn created<T: Serialize + Versioned>(self, value: T) -> Result<Response> {
        self.answer(Answer::of(StatusCode::CREATED, &value)?).await
    }

    /// As [`ok`](Tx::ok), with a secret that is shown this once: a repeated request is not shown it again.
    pub async fn ok_once<T: Serialize + Versioned>(self, value: T) -> Result<Response> {
        self.answer(Answer::of(StatusCode::OK, &value)?.shown_once()).await
    }

    /// As [`created`](Tx::created), with a secret that is shown this once: a repeated request is not shown it
    /// again.
    pub async fn created_once<T: Serialize + Versioned>(self, value: T) -> Result<Response> {
        self.answer(Answer::of(StatusCode::CREATED, &value)?.shown_once()).await
    }

    /// Commits and answers 202: the work goes on in the background.
    pub async fn accepted<T: Serialize + Versioned>(self, value: T) -> Result<Response> {
        self.answer(Answer::of(StatusCode::ACCEPTED, &value)?).await
    }

    /// Commits and answers 204.
    pub async fn no_content(self) -> Result<Response> {
        self.answer(Answer::empty(StatusCode::NO_CONTENT)).await
    }

    /// Commits and answers 202 with nothing to say: a letter is on its way.
    pub async fn accepted_silently(self) -> Result<Response> {
        self.answer(Answer::empty(StatusCode::ACCEPTED)).await
    }

    /// Commits and answers. Under an `Idempotency-Key` the answer is stored in the same transaction.
    pub async fn answer(mut self, answer: Answer) -> Result<Response> {
        if let Some(request) = self.actor.request.idempotent.clone() {
            self.defer(idempotency::store(&self.app, &self.actor, &request, &answer));
        }
        self.commit().await?;
        Ok(answer.into_response())
    }
}
