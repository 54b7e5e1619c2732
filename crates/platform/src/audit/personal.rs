//! What of an audit event is personal: sealed with the key of the subject it belongs to.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::vault::{Opened, Opener, Place, Sealer};
use crate::{Actor, ActorKind, Audit};

/// What is shown in the place of what was erased.
pub const ERASED: &str = "erased";
/// What is shown in the place of what does not open: somebody changed it.
pub const UNREADABLE: &str = "unreadable";

const TABLE: &str = "audit_events";

/// Who acted, and from where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorPart {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What it was done to, when that is somebody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TargetPart {
    pub name: String,
    pub changes: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The columns of one row that are somebody's: plain, or sealed.
#[derive(Clone, Debug, Default)]
pub struct Personal {
    pub actor: ActorPart,
    pub target: TargetPart,
    pub actor_sealed: Option<String>,
    pub target_sealed: Option<String>,
}

/// Who really acts: the person behind an impersonation, with their id and name.
pub(crate) fn acting(actor: &Actor) -> (Uuid, &str) {
    match &actor.assurance.impersonator {
        Some(impersonator) => (impersonator.person_id, &impersonator.name),
        None => (actor.id(), &actor.name),
    }
}

/// Whose data the name and address of an actor are: nobody's for what is no person.
pub(crate) fn subject_of_actor(actor: &Actor) -> Option<Uuid> {
    match actor.kind {
        ActorKind::Member { .. } => Some(acting(actor).0),
        ActorKind::AccessLink { link_id } => Some(link_id),
        _ => actor.member_id(),
    }
}

/// Kinds of targets that are somebody.
const SUBJECTS: [&str; 7] = ["access_link", "account", "client", "invitation", "member", "person", "profile"];

/// Kinds of targets that belong to whoever acts on them, unless the event says whose they are.
const OF_ACTOR: [&str; 7] =
    ["email", "passkey", "password", "recovery_codes", "second_factor", "session", "totp"];

pub(crate) fn subject_of_target(actor: &Actor, audit: &Audit) -> Option<Uuid> {
    match audit.subject_id {
        Some(subject) => Some(subject),
        None if SUBJECTS.contains(&audit.target_kind) => Some(audit.target_id),
        None if OF_ACTOR.contains(&audit.target_kind) => subject_of_actor(actor),
        None => None,
    }
}

impl Personal {
    /// What the row `id` stores of it. Of a subject whose key was destroyed nothing is kept.
    pub(crate) fn sealed(id: Uuid, sealer: &Sealer, actor: &Actor, audit: &mut Audit) -> Self {
        let actor_part = ActorPart {
            name: acting(actor).1.to_owned(),
            address: actor.request.address.map(|address| address.to_string()),
        };
        let target_part = TargetPart {
            name: std::mem::take(&mut audit.target_name),
            changes: Value::Array(std::mem::take(&mut audit.changes)),
            note: audit.note.take(),
        };
        let mut stored = Self::default();
        match subject_of_actor(actor) {
            Some(subject) => {
                stored.actor_sealed = Some(seal(sealer, subject, (id, "actor_sealed"), &actor_part));
            }
            None => stored.actor = actor_part,
        }
        stored.target.changes = Value::Array(Vec::new());
        match subject_of_target(actor, audit) {
            Some(subject) => {
                stored.target_sealed = Some(seal(sealer, subject, (id, "target_sealed"), &target_part));
            }
            None => stored.target = target_part,
        }
        stored
    }

    /// What opens the sealed columns of these rows.
    pub fn sealed_texts<'a>(rows: impl IntoIterator<Item = &'a Self>) -> Vec<&'a str> {
        let texts = |row: &'a Self| [row.actor_sealed.as_deref(), row.target_sealed.as_deref()];
        rows.into_iter().flat_map(texts).flatten().collect()
    }

    /// Puts the plain values of the row `id` in place.
    pub fn reveal(&mut self, id: Uuid, opener: &Opener) {
        if let Some(sealed) = self.actor_sealed.take() {
            self.actor = match open(opener, (id, "actor_sealed"), &sealed) {
                Ok(part) => part,
                Err(name) => ActorPart { name: name.to_owned(), address: None },
            };
        }
        if let Some(sealed) = self.target_sealed.take() {
            self.target = match open(opener, (id, "target_sealed"), &sealed) {
                Ok(part) => part,
                Err(name) => {
                    TargetPart { name: name.to_owned(), changes: Value::Array(Vec::new()), note: None }
                }
            };
        }
    }
}

fn seal<T: Serialize>(
    sealer: &Sealer,
    subject: Uuid,
    (id, column): (Uuid, &'static str),
    part: &T,
) -> String {
    let text = serde_json::to_string(part).unwrap_or_default();
    // An empty text is none of ours: it is read as erased.
    sealer.seal_for(subject, Place::new(TABLE, column, id), &text).unwrap_or_default()
}

fn open<T: for<'de> Deserialize<'de>>(
    opener: &Opener,
    (id, column): (Uuid, &'static str),
    sealed: &str,
) -> Result<T, &'static str> {
    if sealed.is_empty() {
        return Err(ERASED);
    }
    match opener.open(Place::new(TABLE, column, id), sealed) {
        Opened::Text(text) => serde_json::from_str(&text).map_err(|_| UNREADABLE),
        Opened::Erased => Err(ERASED),
        Opened::Broken => Err(UNREADABLE),
    }
}
