//! Versions: what an aggregate looked like after each change, written with the change.
//!
//! A slice describes what it keeps with one [`Aggregate`] and hands a [`Snapshot`] to
//! [`Tx::snapshot`](crate::Tx::snapshot) in every operation that changes one. Reading, restoring and undoing
//! are in the crate `history`, and go back through the slice's own operations.
//!
//! Invariants: a version is never changed; going back writes a new one; what existed before its first
//! recorded change, or was changed past the operations, has a baseline written ahead of the next change.

mod aggregate;
pub mod merge;
pub(crate) mod queries;

pub use aggregate::{Aggregate, Cast, Fields, Found, Pending, fields_of};

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Why a version was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionAction {
    Created,
    Updated,
    Restored,
    Undone,
    RolledBack,
}

impl VersionAction {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Restored => "restored",
            Self::Undone => "undone",
            Self::RolledBack => "rolled_back",
        }
    }
}

/// What the changes of a transaction are for: the versions they write say so, and which version they go back
/// to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    pub action: VersionAction,
    pub source: Option<Uuid>,
}

/// An aggregate before and after one change.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) aggregate: &'static Aggregate,
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// `None` for what was just made.
    pub(crate) before: Option<Fields>,
    pub(crate) after: Fields,
    pub(crate) fields: Vec<String>,
}

impl Snapshot {
    pub fn created(
        aggregate: &'static Aggregate,
        id: impl Into<Uuid>,
        name: impl Into<String>,
        after: Fields,
    ) -> Self {
        let fields = after.iter().filter(|(_, value)| !value.is_null()).map(|(field, _)| field.clone());
        let fields = fields.collect();
        Self { aggregate, id: id.into(), name: name.into(), before: None, after, fields }
    }

    pub fn changed(
        aggregate: &'static Aggregate,
        id: impl Into<Uuid>,
        name: impl Into<String>,
        (before, after): (Fields, Fields),
    ) -> Self {
        let fields = merge::changed(&before, &after);
        Self { aggregate, id: id.into(), name: name.into(), before: Some(before), after, fields }
    }

    /// What is stored instead of the whole, where the rest of it is stored elsewhere already and
    /// [`Aggregate::expand`] finds it.
    #[must_use]
    pub fn stored_as(mut self, before: Option<Fields>, after: Fields) -> Self {
        self.before = self.before.and(before);
        self.after = after;
        self
    }

    /// Whether there is anything to record.
    pub(crate) fn says_something(&self) -> bool {
        self.before.is_none() || !self.fields.is_empty()
    }
}

/// Of what is not personal: tells whether the newest version is what a change started from.
pub(crate) fn digest(aggregate: &Aggregate, fields: &Fields) -> Vec<u8> {
    let mut digest = Sha256::new();
    let mut keys: Vec<&String> = fields.keys().collect();
    keys.sort();
    for key in keys.into_iter().filter(|key| !aggregate.personal.contains(&key.as_str())) {
        digest.update(key.as_bytes());
        digest.update([0]);
        digest.update(fields[key].to_string().as_bytes());
        digest.update([0]);
    }
    digest.finalize().to_vec()
}
