//! What the versions of a role are made of, and how one goes back to them.

use platform::versions::{Aggregate, Fields, Found, fields_of};
use platform::{IfMatch, Permission, Valid};

use super::model::{Role, RoleKey, RoleUpdate};
use super::{operations, queries};

const RESTORABLE: &[&str] = &["name", "description", "permissions"];
const FIXED: &[&str] = &["key", "is_built_in"];

/// For the history of the tenant.
pub static ROLE: Aggregate = Aggregate {
    kind: "role",
    prefix: "rol",
    read: Permission::RoleRead,
    casts: &[],
    restorable: RESTORABLE,
    derived: &[],
    personal: &[],
    load: |tx, id| {
        Box::pin(async move {
            let role = tx.run(queries::find_by_id_for_update(id)).await?;
            Ok(role.map(|role| Found { fields: fields(&role), client_id: None, name: role.name }))
        })
    },
    expand: Aggregate::as_stored,
    apply: |tx, id, fields| {
        Box::pin(async move {
            let changes: RoleUpdate = Valid::of_stored(fields)?;
            let Some(role) = tx.run(queries::find_by_id_for_update(id)).await? else { return Ok(()) };
            operations::update(tx, &RoleKey(role.key), &IfMatch::any(), changes).await.map(drop)
        })
    },
    retract: None,
};

pub(super) fn fields(role: &Role) -> Fields {
    fields_of(role, &[RESTORABLE, FIXED])
}
