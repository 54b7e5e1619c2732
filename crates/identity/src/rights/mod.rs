//! From what the tables say of a member to the grants that decide.
//!
//! A role out of the box is its compiled default plus what the tenant granted and minus what it revoked; a
//! role of the tenant's own is what it granted.

mod giving;
pub(crate) mod held;
mod model;

pub(crate) use giving::{may_give, objection, require_no_less};
pub(crate) use held::{Held, HeldText};
pub(crate) use model::{RightsRow, of_super_admin};

/// What a role out of the box gives within a scope.
#[cfg(test)]
pub(crate) fn built_in_grants(role: platform::Role, scope: platform::Scope) -> Vec<platform::Grant> {
    Held::built_in(role.name()).grants(scope, &platform::Source::Role(role.name().into()))
}
