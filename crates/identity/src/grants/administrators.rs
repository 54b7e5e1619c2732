//! What keeps a tenant from locking itself out.

use platform::{Effect, Error, Permission, Result, Rights, Target, Tx};

use crate::members;

/// What it takes to give back everything else.
pub(crate) const KEPT: [Permission; 5] = [
    Permission::MemberUpdate,
    Permission::PermissionOverride,
    Permission::RoleAssign,
    Permission::RoleRead,
    Permission::RoleUpdate,
];

/// Refuses what leaves no active administrator who holds this. What ends by itself keeps nobody in.
pub(crate) async fn check_administrators_remain(tx: &mut Tx) -> Result<()> {
    let mut keepers = Vec::new();
    for administrator in tx.run(members::queries::rights_of_admins()).await? {
        let lasts = |grant: &platform::Grant| grant.effect == Effect::Deny || grant.expires_at.is_none();
        keepers.push(Rights::new(administrator.grants().into_iter().filter(lasts).collect(), tx.now));
    }
    for permission in KEPT {
        if !keepers.iter().any(|rights| rights.may_in(permission, &Target::tenant())) {
            let detail = format!(
                "No administrator would be left who holds {}. Make somebody else one first.",
                permission.name()
            );
            return Err(Error::conflict("last_admin", detail));
        }
    }
    Ok(())
}
