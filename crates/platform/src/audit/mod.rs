//! The activity log: one row a change, written in the change's own transaction.

pub(crate) mod queries;

use db::Query;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Actor;

/// One line of the activity log: what was done to what.
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
        }
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
    pub fn insert(self, id: Uuid, actor: &Actor, now: Timestamp) -> Query<u64> {
        queries::insert(id, actor, now, self)
    }
}
