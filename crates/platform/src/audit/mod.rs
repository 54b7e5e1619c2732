//! The audit log: one event a change, written in the change's own transaction.
//!
//! What is personal in an event is sealed with the key of the subject it belongs to, so that erasing the
//! subject leaves the event, and everything that was proved about it, in place. Keys that are remembered cost
//! no round trip: an event leaves with the commit.

//!
//! Sealing is apart from writing: see [`seals`].

mod class;
pub mod denials;
pub mod personal;
pub(crate) mod queries;
pub mod seals;

use db::Query;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub use self::class::{AuditClass, AuditLevel};
use self::personal::{Personal, subject_of_actor, subject_of_target};
use crate::vault::Vault;
use crate::{Actor, App, Result};

/// One event of the audit log: what was done to what.
#[derive(Clone, Debug)]
pub struct Audit {
    pub(crate) action: &'static str,
    pub(crate) target_kind: &'static str,
    pub(crate) target_id: Uuid,
    pub(crate) target_name: String,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) campaign_id: Option<Uuid>,
    pub(crate) changes: Vec<Value>,
    pub(crate) note: Option<String>,
    pub(crate) subject_id: Option<Uuid>,
    class: Option<AuditClass>,
    level: Option<AuditLevel>,
}

impl Audit {
    /// `action` is a past event (`campaign.created`), `target_kind` a noun (`campaign`).
    pub fn new(
        action: &'static str,
        target_kind: &'static str,
        target_id: impl Into<Uuid>,
        target_name: impl Into<String>,
    ) -> Self {
        Self {
            action,
            target_kind,
            target_id: target_id.into(),
            target_name: target_name.into(),
            client_id: None,
            campaign_id: None,
            changes: Vec::new(),
            note: None,
            subject_id: None,
            class: None,
            level: None,
        }
    }

    /// Says of which class it is, where the name of the action does not.
    #[must_use]
    pub fn of_class(mut self, class: AuditClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Says which level it is about, where the target does not.
    #[must_use]
    pub fn on_level(mut self, level: AuditLevel) -> Self {
        self.level = Some(level);
        self
    }

    /// Whose data name, changes and note are: they are sealed with that subject's key. Members, people,
    /// clients, profiles, invitations and links as targets are their own subjects.
    #[must_use]
    pub fn subject(mut self, id: impl Into<Uuid>) -> Self {
        self.subject_id = Some(id.into());
        self
    }

    /// What the actor said in words of their own: sealed with their key.
    #[must_use]
    pub fn said(mut self, actor: &Actor, words: impl Into<String>) -> Self {
        self.note = Some(words.into());
        self.subject_id = self.subject_id.or(subject_of_actor(actor));
        self
    }

    pub(crate) fn class(&self) -> AuditClass {
        self.class.unwrap_or_else(|| AuditClass::of_action(self.action))
    }

    pub(crate) fn level(&self) -> AuditLevel {
        self.level.unwrap_or_else(|| AuditLevel::of_target(self.target_kind, self.client_id.is_some()))
    }

    #[must_use]
    pub fn client(mut self, id: impl Into<Uuid>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    #[must_use]
    pub fn campaign(mut self, id: impl Into<Uuid>) -> Self {
        self.campaign_id = Some(id.into());
        self
    }

    /// A field that changed; equal values are left out.
    #[must_use]
    pub fn change(mut self, field: &str, before: impl Serialize, after: impl Serialize) -> Self {
        let (before, after) = (json!(before), json!(after));
        if before != after {
            self.changes.push(json!({ "field": field, "before": before, "after": after }));
        }
        self
    }

    /// What the person said: the reason, the comment.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The row itself, for a change that a transaction of the system makes: signing in and out. Everything
    /// else has a [`Tx`](crate::Tx) and its [`audit`](crate::Tx::audit).
    ///
    /// # Errors
    /// The keys of actor and target cannot be had.
    pub async fn sealed(self, app: &App, actor: &Actor, now: Timestamp) -> Result<Query<u64>> {
        let id = app.clock().new_uuid();
        let mut rows = seal(app.vault(), actor, now, vec![(id, self)]).await?;
        rows.pop().ok_or_else(|| crate::Error::internal("an event was sealed and is not there"))
    }
}

/// The rows of these events, in their order.
pub(crate) async fn seal(
    vault: &Vault,
    actor: &Actor,
    now: Timestamp,
    events: Vec<(Uuid, Audit)>,
) -> Result<Vec<Query<u64>>> {
    let mut subjects: Vec<Uuid> = subject_of_actor(actor).into_iter().collect();
    subjects.extend(events.iter().filter_map(|(_, audit)| subject_of_target(actor, audit)));
    subjects.sort_unstable();
    subjects.dedup();
    let sealer = vault.sealer(actor.tenant_id, &subjects).await?;
    let row = |(id, mut audit)| {
        let personal = Personal::sealed(id, &sealer, actor, &mut audit);
        queries::insert(id, actor, now, audit, personal)
    };
    Ok(events.into_iter().map(row).collect())
}
