//! An audit event, as it is shown.

use db::{DbError, FromRow, Row};
use identity::shown_id;
use jiff::Timestamp;
use platform::audit::personal::{ActorPart, Personal, TargetPart};
use platform::{App, AuditClass, AuditLevel, Result, Versioned};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

platform::define_id!(AuditEventId, "act");

/// One line of the audit log.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AuditEvent {
    pub(crate) id: AuditEventId,
    #[schema(value_type = String, format = "date-time")]
    at: Timestamp,
    #[schema(example = "role.updated")]
    action: String,
    class: AuditClass,
    level: AuditLevel,
    actor: AuditParty,
    /// The member for whom a program acted, or as whom a person did.
    #[schema(required = true)]
    on_behalf_of: Option<AuditParty>,
    target: AuditParty,
    changes: Vec<AuditChange>,
    /// What the actor said about it.
    #[schema(required = true)]
    note: Option<String>,
    #[schema(required = true)]
    request_id: Option<String>,
    /// From where; empty when that is erased or not known.
    #[schema(required = true, example = "203.0.113.7")]
    address: Option<String>,
    /// 1: one factor, 2: two, or a passkey.
    #[schema(minimum = 1, maximum = 2)]
    assurance_level: i16,
    /// Whether it is proved by a seal already.
    is_sealed: bool,
}

/// Somebody or something that an event is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AuditParty {
    #[schema(example = "member")]
    kind: String,
    #[schema(required = true)]
    id: Option<String>,
    /// `erased` when it was erased, `unreadable` when somebody changed it.
    #[schema(example = "Mara Lindqvist")]
    name: String,
}

/// A field with its value before and after.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AuditChange {
    field: String,
    before: Value,
    after: Value,
}

impl Versioned for AuditEvent {}

/// A row, with what is personal still sealed.
pub(crate) struct SealedEvent {
    id: Uuid,
    event: AuditEvent,
    personal: Personal,
}

impl FromRow for SealedEvent {
    fn from_row(row: &Row) -> std::result::Result<Self, DbError> {
        let unknown = |what: &str| DbError::Other(format!("audit event: unknown {what}"));
        let party = |kind: &str, id: Option<Uuid>| AuditParty {
            kind: kind.to_owned(),
            id: id.filter(|id| !id.is_nil()).map(|id| shown_id(kind, id)),
            name: String::new(),
        };
        let (actor_kind, target_kind): (&str, &str) = (row.get("actor_kind")?, row.get("target_kind")?);
        let level: &str = row.get("level")?;
        let on_behalf_of: Option<Uuid> = row.get("on_behalf_of")?;
        let behalf_name: Option<String> = row.get("on_behalf_of_name")?;
        let id: Uuid = row.get("id")?;
        let event = AuditEvent {
            id: id.into(),
            at: row.get("at")?,
            action: row.get("action")?,
            class: AuditClass::parse(row.get("class")?).ok_or_else(|| unknown("class"))?,
            level: serde_json::from_value(level.into()).map_err(|_| unknown("level"))?,
            actor: party(actor_kind, row.get("actor_id")?),
            on_behalf_of: on_behalf_of
                .map(|id| AuditParty { name: behalf_name.unwrap_or_default(), ..party("member", Some(id)) }),
            target: party(target_kind, row.get("target_id")?),
            changes: Vec::new(),
            note: None,
            request_id: row.get("request_id")?,
            address: None,
            assurance_level: row.get("assurance_level")?,
            is_sealed: row.get("is_sealed")?,
        };
        let personal = Personal {
            actor: ActorPart { name: row.get("actor_name")?, address: row.get("address")? },
            target: TargetPart {
                name: row.get("target_name")?,
                changes: row.get("changes")?,
                note: row.get("note")?,
            },
            actor_sealed: row.get("actor_sealed")?,
            target_sealed: row.get("target_sealed")?,
        };
        Ok(Self { id, event, personal })
    }
}

/// The rows as they are shown, with the names of those who were not erased.
pub(crate) async fn reveal(app: &App, tenant_id: Uuid, rows: Vec<SealedEvent>) -> Result<Vec<AuditEvent>> {
    let sealed = Personal::sealed_texts(rows.iter().map(|row| &row.personal));
    let opener = app.vault().opener(tenant_id, sealed).await?;
    let show = |SealedEvent { id, mut event, mut personal }| {
        personal.reveal(id, &opener);
        let Personal { actor, target, .. } = personal;
        event.actor.name = actor.name;
        event.address = actor.address;
        event.target.name = target.name;
        event.changes = serde_json::from_value(target.changes).unwrap_or_default();
        event.note = target.note;
        event
    };
    Ok(rows.into_iter().map(show).collect())
}

/// What can be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditActions {
    pub(crate) classes: Vec<AuditClassActions>,
}

impl Versioned for AuditActions {}

/// A class of events, with the actions of it that there are in this tenant's log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditClassActions {
    class: AuditClass,
    #[schema(example = "A role was changed, given or taken.")]
    description: &'static str,
    actions: Vec<String>,
}

impl From<Vec<(String, String)>> for AuditActions {
    fn from(found: Vec<(String, String)>) -> Self {
        let of = |class: AuditClass| {
            let actions = found.iter().filter(|(name, _)| name == class.name());
            let actions = actions.map(|(_, action)| action.clone()).collect();
            AuditClassActions { class, description: class.description(), actions }
        };
        Self { classes: AuditClass::ALL.iter().copied().map(of).collect() }
    }
}
