//! Looking through another role: a request that only reads, answered as that role would see it.
//!
//! It narrows and never widens: what the role may do is one more bound on what the person may do.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, Method};
use platform::{Actor, Error, Permission, Result, Rights, Scope, Source};

use super::Authenticator;
use crate::roles;

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
        let role = self.db().read(actor.tenant_id, roles::queries::find(key)).await?.ok_or_else(unknown)?;
        let grants = role.held.grants(Scope::tenant(), &Source::Role(Arc::from(role.key)));
        let bound = Arc::new(Rights::new(grants, self.0.clock.now()));
        actor.rights = Arc::new(Rights::clone(&actor.rights).bounded_by(bound));
        Ok(())
    }
}
