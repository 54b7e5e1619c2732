//! What a member is.

use std::sync::Arc;

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::{Grant, Role};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::MemberId;
use crate::ids::{AccountId, ClientRef};
use crate::rights::{RightsRow, of_super_admin};

/// A person of the tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Member {
    pub(crate) id: MemberId,
    #[schema(example = "Mara Lindqvist")]
    pub(crate) name: String,
    #[schema(format = "email", example = "producer@northlight.test")]
    pub(crate) email: String,
    /// The key of the role.
    #[schema(example = "manager")]
    pub(crate) role: String,
    /// The account that they are confined to.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    /// The same account as a client, when it is one.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) client_id: Option<ClientRef>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) last_sign_in_at: Option<Timestamp>,
}

impl FromRow for Member {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            email: row.get("email")?,
            role: row.get("role")?,
            account_id: row.get("account_id")?,
            client_id: row.get("client_id")?,
            last_sign_in_at: row.get("last_sign_in_at")?,
        })
    }
}

/// What a person is in a tenant, as deciding needs it.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub(crate) member_id: Uuid,
    pub(crate) role: Arc<str>,
    pub(crate) role_name: Arc<str>,
    pub(crate) name: String,
    pub(crate) account_id: Option<Uuid>,
    /// The kind of that account.
    pub(crate) account_kind: Option<String>,
    pub(crate) grants: Vec<Grant>,
}

impl Membership {
    /// The platform's own people act in every tenant without being its members.
    pub(crate) fn of_super_admin(person_id: Uuid, name: String) -> Self {
        Self {
            member_id: person_id,
            role: Arc::from(Role::SuperAdmin.name()),
            role_name: Arc::from("Platform administrator"),
            name,
            account_id: None,
            account_kind: None,
            grants: of_super_admin(),
        }
    }
}

impl FromRow for Membership {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            member_id: row.get("member_id")?,
            role: Arc::from(row.get::<&str>("role")?),
            role_name: Arc::from(row.get::<&str>("role_name")?),
            name: row.get("member_name")?,
            account_id: row.get("account_id")?,
            account_kind: row.get("account_kind")?,
            grants: RightsRow::from_row(row)?.grants(),
        })
    }
}
