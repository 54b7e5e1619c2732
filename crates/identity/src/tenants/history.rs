//! What the versions of a tenant's settings are made of, and how one goes back to them.

use platform::versions::{Aggregate, Fields, Found};
use platform::{IfMatch, Permission, Valid};
use serde_json::{Value, json};

use super::detail::{TenantDetail, TenantUpdate};
use super::{operations, queries};
use crate::TenantId;

/// Fields of the tenant itself; the others are in its `settings`.
const OWN: &[&str] = &["name", "locale", "time_zone"];
const RESTORABLE: &[&str] =
    &["name", "locale", "time_zone", "week_starts_on", "accent_color", "contact_email", "imprint_address"];

/// For the history of the tenant.
pub static SETTINGS: Aggregate = Aggregate {
    kind: "settings",
    prefix: "ten",
    read: Permission::SettingsRead,
    casts: &[],
    restorable: RESTORABLE,
    derived: &[],
    personal: &[],
    load: |tx, id| {
        Box::pin(async move {
            // Rows of other tenants are out of sight.
            let tenant = tx.run(queries::find_for_update(TenantId::from(id))).await?;
            Ok(tenant.map(|tenant| Found { fields: fields(&tenant), client_id: None, name: tenant.name }))
        })
    },
    expand: Aggregate::as_stored,
    apply: |tx, _, fields| {
        Box::pin(async move {
            let changes: TenantUpdate = Valid::of_stored(nested(fields))?;
            operations::update_own(tx, &IfMatch::any(), changes).await.map(drop)
        })
    },
    retract: None,
};

/// Every setting by itself, so that one is undone without the others.
pub(super) fn fields(tenant: &TenantDetail) -> Fields {
    let mut fields = Fields::new();
    fields.insert("name".to_owned(), json!(tenant.name));
    fields.insert("locale".to_owned(), json!(tenant.locale));
    fields.insert("time_zone".to_owned(), json!(tenant.time_zone));
    if let Value::Object(settings) = json!(tenant.settings) {
        fields.extend(settings);
    }
    fields
}

/// As a request says it.
fn nested(fields: Fields) -> Fields {
    let (mut own, settings): (Fields, Fields) =
        fields.into_iter().partition(|(field, _)| OWN.contains(&field.as_str()));
    if !settings.is_empty() {
        own.insert("settings".to_owned(), Value::Object(settings));
    }
    own
}
