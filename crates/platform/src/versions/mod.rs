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

pub use aggregate::{Aggregate, Cast, Fields, Found, Pending, Retract, fields_of};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::vault::Sealer;
use crate::{Error, Opened, Place, Result, Tx};

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

/// A snapshot that waits for the commit.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) baseline_id: Uuid,
    pub(crate) id: Uuid,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) snapshot: Snapshot,
}

/// A snapshot as it is stored.
pub(crate) struct Sealed {
    pub(crate) kept: Kept,
    pub(crate) before_digest: Option<Vec<u8>>,
    pub(crate) after_digest: Vec<u8>,
}

impl Kept {
    /// Whether it holds anything that is sealed.
    pub(crate) fn is_personal(&self) -> bool {
        let Snapshot { aggregate, before, after, .. } = &self.snapshot;
        let holds = |fields: &Fields| {
            aggregate.personal.iter().any(|field| fields.get(*field).is_some_and(|value| !value.is_null()))
        };
        before.as_ref().is_some_and(holds) || holds(after)
    }

    /// With the personal fields sealed, each for the row that it will stand in. Of a subject that was erased
    /// nothing personal is kept.
    pub(crate) fn sealed(mut self, sealer: Option<&Sealer>) -> Sealed {
        let aggregate = self.snapshot.aggregate;
        let before_digest = self.snapshot.before.as_ref().map(|before| digest(aggregate, before));
        let after_digest = digest(aggregate, &self.snapshot.after);
        let subject_id = self.snapshot.id;
        if let Some(before) = &mut self.snapshot.before {
            seal(aggregate, before, (sealer, subject_id), self.baseline_id);
        }
        seal(aggregate, &mut self.snapshot.after, (sealer, subject_id), self.id);
        Sealed { kept: self, before_digest, after_digest }
    }
}

fn place(version_id: Uuid) -> Place {
    Place::new("versions", "snapshot", version_id)
}

fn seal(aggregate: &Aggregate, fields: &mut Fields, (sealer, subject): (Option<&Sealer>, Uuid), row: Uuid) {
    for field in aggregate.personal {
        let Some(value) = fields.get_mut(*field).filter(|value| !value.is_null()) else { continue };
        let sealed = sealer.and_then(|sealer| sealer.seal_for(subject, place(row), &value.to_string()));
        *value = sealed.map_or(Value::Null, |sealed| json!({ "sealed": sealed }));
    }
}

/// A stored snapshot with its personal fields open. What was erased is absent, so nothing goes back to it.
///
/// # Errors
/// The keys cannot be fetched, or what is stored does not open.
pub async fn unsealed(
    tx: &Tx,
    aggregate: &Aggregate,
    version_id: Uuid,
    mut fields: Fields,
) -> Result<Fields> {
    for field in aggregate.personal {
        let sealed = fields.get(*field).and_then(|value| value.get("sealed")).and_then(Value::as_str);
        let Some(sealed) = sealed else { continue };
        match tx.open(place(version_id), sealed).await? {
            Opened::Text(text) => {
                let value = serde_json::from_str(&text).map_err(Error::internal)?;
                fields.insert((*field).to_owned(), value);
            }
            Opened::Erased => drop(fields.remove(*field)),
            Opened::Broken => return Err(Error::internal("a sealed field of a version does not open")),
        }
    }
    Ok(fields)
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
