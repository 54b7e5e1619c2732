//! The outbox: that something changed, and seldom what. Every type is in the [`catalogue`].

pub mod catalogue;
pub mod queries;

use db::Query;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// A change to tell others about. Thin: the receiver loads the subject with its own rights.
#[derive(Clone, Debug)]
pub struct Event {
    pub(crate) kind: &'static str,
    pub(crate) subject_kind: &'static str,
    pub(crate) subject_id: Uuid,
    pub(crate) client_id: Option<Uuid>,
    pub(crate) campaign_id: Option<Uuid>,
    pub(crate) version: i64,
    pub(crate) is_internal: bool,
    pub(crate) data: Option<Value>,
}

impl Event {
    /// `kind` is past (`idea.approved`); `subject_kind` and `subject_id` make the topic (`idea:<uuid>`).
    pub fn new(kind: &'static str, subject_kind: &'static str, subject_id: impl Into<Uuid>) -> Self {
        debug_assert!(
            catalogue::find(kind).is_some_and(|known| known.subject_kind == subject_kind),
            "{kind} of {subject_kind} is not in the catalogue of events"
        );
        Self {
            kind,
            subject_kind,
            subject_id: subject_id.into(),
            client_id: None,
            campaign_id: None,
            version: 0,
            is_internal: false,
            data: None,
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

    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    /// What it tells beside ids, for the few that cannot be looked up: an object of at most 8 kB.
    #[must_use]
    pub fn data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// The row itself, for a change that a transaction of the system makes. Everything else has a
    /// [`Tx`](crate::Tx) and its [`emit`](crate::Tx::emit).
    pub fn insert(&self, tenant_id: Uuid, now: Timestamp) -> Query<u64> {
        queries::insert(tenant_id, now, self, "")
    }

    /// Not told to the client's side, not even that it happened.
    #[must_use]
    pub fn internal(mut self) -> Self {
        self.is_internal = true;
        self
    }
}
