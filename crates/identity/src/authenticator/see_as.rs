//! Looking through another role: a request that only reads, answered as that role would see it.
//!
//! It narrows and never widens: what the role may do is one more bound on what the person may do.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use http::{HeaderMap, HeaderName, Method};
use platform::{Actor, Error, Permission, Result, Rights, Scope, Source};
use uuid::Uuid;

use super::Authenticator;
use crate::roles::{self, RoleKey};

/// The key of the role to look through.
pub(crate) const SEE_AS: HeaderName = HeaderName::from_static("x-atelier-see-as");

impl Authenticator {
    /// Bounds the actor by the role that the request wants to look through, if it does.
    pub(super) async fn look_through(
        &self,
        actor: &mut Actor,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<()> {
        let Some(key) = headers.get(SEE_AS) else { return Ok(()) };
        let pointer = "/header/x-atelier-see-as";
        let unknown = || Error::invalid(pointer, "unknown_reference", "is the key of no role");
        if !(method == Method::GET || method == Method::HEAD) {
            return Err(Error::forbidden("Looking through another role changes nothing. Leave it first."));
        }
        actor.require(Permission::RoleRead)?;
        let key = key.to_str().map_err(|_| unknown())?;
        let RoleKey(key) = key.parse().map_err(|_| unknown())?;
        let bound = self.rights_of_role((actor.tenant_id, key)).await?.ok_or_else(unknown)?;
        actor.rights = Arc::new(Rights::clone(&actor.rights).bounded_by(bound));
        Ok(())
    }

    /// As for credentials: asked for at most twice a second, and forgotten when this process changes it.
    async fn rights_of_role(&self, role: (Uuid, String)) -> Result<Option<Arc<Rights>>> {
        let before = self.0.changes.load(Ordering::Acquire);
        let loading = self.load_role(role.clone());
        let found = self.0.roles.try_get_with(role.clone(), loading).await;
        if self.0.changes.load(Ordering::Acquire) != before {
            self.0.roles.invalidate(&role).await;
        }
        found.map_err(|error| Error::clone(&error))
    }

    async fn load_role(&self, (tenant_id, key): (Uuid, String)) -> Result<Option<Arc<Rights>>> {
        let found = self.db().read(tenant_id, roles::queries::find(&key)).await?;
        Ok(found.map(|role| {
            let grants = role.held.grants(Scope::tenant(), &Source::Role(Arc::from(role.key)));
            Arc::new(Rights::new(grants, self.0.clock.now()))
        }))
    }
}
