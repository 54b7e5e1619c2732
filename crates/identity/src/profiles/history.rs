//! What the versions of a profile are made of, and how one goes back to them.

use platform::versions::{Aggregate, Fields, Found, fields_of};
use platform::{IfMatch, Permission, Valid};
use serde_json::Value;

use super::model::{Profile, ProfileUpdate};
use super::{operations, queries};
use crate::ids::ProfileRef;

const RESTORABLE: &[&str] = &["name", "attributes", "member_id"];
const FIXED: &[&str] = &["kind"];

/// For the history of the tenant.
pub static PROFILE: Aggregate = Aggregate {
    kind: "profile",
    prefix: "prf",
    read: Permission::ProfileRead,
    casts: &[],
    restorable: RESTORABLE,
    derived: &[],
    personal: &["name", "attributes"],
    load: |tx, id| {
        Box::pin(async move {
            let profile = tx.run(queries::find_for_update(ProfileRef::from(id))).await?;
            let is_seen = |profile: &Profile| tx.actor.may_in(Permission::ProfileRead, &profile.target());
            Ok(profile.filter(is_seen).map(|profile| Found {
                fields: fields(&profile),
                client_id: Some(profile.account_id.uuid()),
                name: profile.name,
            }))
        })
    },
    expand: Aggregate::as_stored,
    apply: |tx, id, mut fields| {
        Box::pin(async move {
            let id = ProfileRef::from(id);
            // What was not there then goes: attributes are changed one by one.
            if let Some(Value::Object(attributes)) = fields.get_mut("attributes")
                && let Some(now) = tx.run(queries::find(id)).await?
            {
                for name in now
                    .attributes
                    .keys()
                    .filter(|name| !attributes.contains_key(*name))
                    .cloned()
                    .collect::<Vec<_>>()
                {
                    attributes.insert(name, Value::Null);
                }
            }
            let changes: ProfileUpdate = Valid::of_stored(fields)?;
            operations::update(tx, id, &IfMatch::any(), changes).await.map(drop)
        })
    },
    retract: None,
};

pub(super) fn fields(profile: &Profile) -> Fields {
    fields_of(profile, &[RESTORABLE, FIXED])
}
