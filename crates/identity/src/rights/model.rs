//! The row from which a member's rights are made.

use std::sync::Arc;

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::{Channel, Effect, Grant, PermissionSet, Scope, Source};
use serde::Deserialize;
use uuid::Uuid;

use super::held::{Held, HeldText};
use crate::roles::Role;

/// What a member's role, further roles and overrides say.
#[derive(Clone, Debug)]
pub(crate) struct RightsRow {
    role: String,
    is_built_in: bool,
    granted: Vec<String>,
    revoked: Vec<String>,
    account_id: Option<Uuid>,
    further: Vec<FurtherRole>,
    overrides: Vec<OverrideRow>,
}

#[derive(Clone, Debug, Deserialize)]
struct FurtherRole {
    id: Uuid,
    role: String,
    is_built_in: bool,
    granted: Vec<String>,
    revoked: Vec<String>,
    account_id: Option<Uuid>,
    profile_id: Option<Uuid>,
    expires_at: Option<Timestamp>,
}

#[derive(Clone, Debug, Deserialize)]
struct OverrideRow {
    id: Uuid,
    permission: String,
    effect: Effect,
    account_id: Option<Uuid>,
    profile_id: Option<Uuid>,
    expires_at: Option<Timestamp>,
}

impl RightsRow {
    /// Everything that the tables give and take.
    pub(crate) fn grants(&self) -> Vec<Grant> {
        let held = Held::of(&self.role, self.is_built_in, &self.granted, &self.revoked);
        let source = Source::Role(Arc::from(self.role.as_str()));
        let mut grants = held.grants(Scope::of_account(self.account_id), &source);
        for further in &self.further {
            let held = Held::of(&further.role, further.is_built_in, &further.granted, &further.revoked);
            let source = Source::Assignment { id: further.id, role: Arc::from(further.role.as_str()) };
            let scope = self.confined(further.account_id, further.profile_id);
            let given = held.grants(scope, &source).into_iter();
            grants.extend(given.map(|grant| Grant { expires_at: further.expires_at, ..grant }));
        }
        grants.extend(self.overrides.iter().filter_map(|row| self.single(row)));
        grants
    }

    /// The same person with another role, or confined elsewhere.
    pub(crate) fn moved(mut self, role: &Role, account_id: Option<Uuid>) -> Self {
        (self.role, self.is_built_in) = (role.key.clone(), role.is_built_in);
        (self.granted, self.revoked) = (role.granted.clone(), role.revoked.clone());
        self.account_id = account_id;
        self
    }

    fn single(&self, row: &OverrideRow) -> Option<Grant> {
        let HeldText { permission, channel } = row.permission.parse().ok()?;
        Some(Grant {
            permissions: PermissionSet::of(&[permission]),
            channel,
            scope: self.confined(row.account_id, row.profile_id),
            effect: row.effect,
            expires_at: row.expires_at,
            source: Source::Override { id: row.id },
        })
    }

    /// Who is confined to an account is given nothing outside of it without it being named.
    fn confined(&self, account_id: Option<Uuid>, profile_id: Option<Uuid>) -> Scope {
        Scope { profile_id, ..Scope::of_account(account_id.or(self.account_id)) }
    }
}

/// The grants of the platform's own people.
pub(crate) fn of_super_admin() -> Vec<Grant> {
    vec![Grant {
        permissions: platform::Role::SuperAdmin.permissions(),
        channel: None::<Channel>,
        scope: Scope::platform(),
        effect: Effect::Allow,
        expires_at: None,
        source: Source::SuperAdmin,
    }]
}

impl FromRow for RightsRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let list = |column: &str| -> Result<serde_json::Value, DbError> { row.get(column) };
        let unreadable = |error: serde_json::Error| DbError::Other(format!("rights: {error}"));
        Ok(Self {
            role: row.get("role")?,
            is_built_in: row.get("is_built_in")?,
            granted: row.get("granted")?,
            revoked: row.get("revoked")?,
            account_id: row.get("account_id")?,
            further: serde_json::from_value(list("further_roles")?).map_err(unreadable)?,
            overrides: serde_json::from_value(list("overrides")?).map_err(unreadable)?,
        })
    }
}
