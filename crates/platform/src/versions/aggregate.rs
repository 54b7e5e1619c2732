//! What a slice tells of an aggregate, so that its versions can be read and gone back to.

use std::fmt;
use std::pin::Pin;

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::merge::Obstacle;
use crate::{Error, Permission, Result, Tx};

/// An aggregate's fields by their names in the API.
pub type Fields = Map<String, Value>;

/// What the functions of an [`Aggregate`] answer.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Turns a snapshot of one schema version into one of the next.
pub type Cast = fn(&mut Fields);

/// An aggregate as it is now, its row locked.
#[derive(Clone, Debug)]
pub struct Found {
    pub name: String,
    /// The client it belongs to, for the activity log.
    pub client_id: Option<Uuid>,
    pub fields: Fields,
}

/// Takes back the creation of an aggregate.
pub type Retract = for<'a> fn(&'a mut Tx, Uuid) -> Pending<'a, Option<Obstacle>>;

/// One kind of thing that has versions. Its functions go through the slice's queries and operations, so the
/// actor's scope, permissions, rules and state machines apply to going back as to any other change.
pub struct Aggregate {
    pub kind: &'static str,
    /// Of its ids.
    pub prefix: &'static str,
    /// Who may read it may read its versions, if they may read versions at all.
    pub read: Permission,
    /// From each schema version of the snapshots to the next; their number gives the current one.
    pub casts: &'static [Cast],
    /// Fields that going back writes. Every other field is shown and stays.
    pub restorable: &'static [&'static str],
    /// Fields that follow from restorable ones: shown, and never in the way of going back.
    pub derived: &'static [&'static str],
    /// Fields about a person: sealed in the snapshots with the key of that person.
    pub personal: &'static [&'static str],
    /// `None` when it does not exist, or not for this actor.
    pub load: for<'a> fn(&'a mut Tx, Uuid) -> Pending<'a, Option<Found>>,
    /// What a stored snapshot stands for.
    pub expand: for<'a> fn(&'a mut Tx, Uuid, Fields) -> Pending<'a, Fields>,
    /// Writes restorable fields.
    pub apply: for<'a> fn(&'a mut Tx, Uuid, Fields) -> Pending<'a, ()>,
    /// Takes back its creation, or says what is in the way. `None`: what was made stays.
    pub retract: Option<Retract>,
}

impl Aggregate {
    pub fn schema_version(&self) -> i32 {
        i32::try_from(self.casts.len()).unwrap_or(i32::MAX) + 1
    }

    /// A stored snapshot, brought to the current schema version.
    ///
    /// # Errors
    /// `Internal` for a snapshot of a newer program.
    pub fn upcast(&self, schema_version: i32, mut fields: Fields) -> Result<Fields> {
        let from = usize::try_from(schema_version - 1).unwrap_or(usize::MAX);
        let casts = self
            .casts
            .get(from..)
            .ok_or_else(|| Error::internal(format!("a snapshot of a {} is of a newer program", self.kind)))?;
        for cast in casts {
            cast(&mut fields);
        }
        Ok(fields)
    }

    pub fn is_restorable(&self, field: &str) -> bool {
        self.restorable.contains(&field)
    }

    /// The whole snapshot is what is stored.
    pub fn as_stored(_: &mut Tx, _: Uuid, fields: Fields) -> Pending<'_, Fields> {
        Box::pin(std::future::ready(Ok(fields)))
    }
}

impl fmt::Debug for Aggregate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Aggregate").field(&self.kind).finish()
    }
}

/// The named fields of a value as it is shown.
pub fn fields_of(shown: &impl Serialize, names: &[&[&str]]) -> Fields {
    let Ok(Value::Object(mut shown)) = serde_json::to_value(shown) else { return Fields::new() };
    shown.retain(|field, _| names.iter().any(|names| names.contains(&field.as_str())));
    shown
}
