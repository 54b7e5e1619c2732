//! What a member is.

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::Role;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::MemberId;
use crate::ids::ClientRef;

/// A person of the tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Member {
    pub(crate) id: MemberId,
    #[schema(example = "Mara Lindqvist")]
    pub(crate) name: String,
    #[schema(format = "email", example = "producer@northlight.test")]
    pub(crate) email: String,
    pub(crate) role: Role,
    /// The client that a person of the role `client` belongs to.
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
            role: role(row.get("role")?)?,
            client_id: row.get("client_id")?,
            last_sign_in_at: row.get("last_sign_in_at")?,
        })
    }
}

/// What a person is in a tenant, as deciding needs it.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub(crate) member_id: Uuid,
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) client_id: Option<Uuid>,
}

impl Membership {
    /// The platform's own people act in every tenant without being its members.
    pub(crate) fn of_super_admin(person_id: Uuid, name: String) -> Self {
        Self { member_id: person_id, role: Role::SuperAdmin, name, client_id: None }
    }
}

impl FromRow for Membership {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            member_id: row.get("member_id")?,
            role: role(row.get("role")?)?,
            name: row.get("member_name")?,
            client_id: row.get("client_id")?,
        })
    }
}

/// The role that the table stores as text.
fn role(name: &str) -> Result<Role, DbError> {
    Role::parse(name).ok_or_else(|| DbError::Other(format!("unknown role {name}")))
}
