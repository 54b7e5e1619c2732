//! What a session answers with.

use jiff::Timestamp;
use platform::{Permission, Versioned};
use serde::Serialize;
use utoipa::ToSchema;

use crate::MemberId;
use crate::ids::{AccountId, ClientRef};
use crate::me::Theme;
use crate::tenants::{Tenant, TenantSummary};

/// The answer to signing in. The browser keeps the cookie; programs send the token as `Authorization:
/// Bearer`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SignedIn {
    /// Valid for `expires_in` seconds, and no longer than the session.
    pub(crate) access_token: String,
    #[schema(minimum = 1, maximum = 600, example = 600)]
    pub(crate) expires_in: i64,
    /// Gives the next access token, once: `POST /auth/refresh` answers with its successor. `null` where there
    /// is none to keep: for a browser's cookie, and after a change of tenant, which leaves the one before
    /// valid.
    #[schema(required = true)]
    pub(crate) refresh_token: Option<String>,
    pub(crate) tenant: TenantSummary,
}

impl Versioned for SignedIn {}

/// Who the caller is, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    #[schema(required = true)]
    pub(crate) member: Option<MeMember>,
    pub(crate) tenant: Tenant,
    pub(crate) kind: MeKind,
    /// What they may do somewhere in the tenant.
    pub(crate) permissions: Vec<Permission>,
    /// What they may do on which channel, as `idea.create:linkedin`.
    pub(crate) platform_permissions: Vec<String>,
    /// The key of the role that this answer looks through.
    #[schema(required = true)]
    pub(crate) see_as: Option<String>,
    /// How sure it is that the person is the one. 1: one factor, 2: two, or a passkey. 0 for a link.
    #[schema(minimum = 0, maximum = 2, example = 1)]
    pub(crate) assurance_level: u8,
    /// When the person last proved to be there; `null` when nothing proved is strong enough for them.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) proved_at: Option<Timestamp>,
    /// Who acts as this member.
    #[schema(required = true)]
    pub(crate) impersonator: Option<MeImpersonator>,
    /// The tenants that the person may switch to.
    pub(crate) tenants: Vec<TenantSummary>,
    #[schema(required = true)]
    pub(crate) link: Option<MeLink>,
}

impl Versioned for Me {}

/// The person behind a session in somebody else's name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeImpersonator {
    #[schema(example = "Ines Okafor")]
    pub(crate) name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MeKind {
    Member,
    AccessLink,
    ApiKey,
    Application,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeMember {
    pub(crate) id: MemberId,
    #[schema(example = "Mara Lindqvist")]
    pub(crate) name: String,
    #[schema(format = "email")]
    pub(crate) email: String,
    /// The key of the role.
    #[schema(example = "manager")]
    pub(crate) role: String,
    #[schema(example = "Manager")]
    pub(crate) role_name: String,
    /// The language that they chose.
    #[schema(value_type = crate::tenants::Locale, example = "en")]
    pub(crate) locale: String,
    /// The time zone that they chose; null as the device says.
    #[schema(required = true, example = "Europe/Berlin")]
    pub(crate) time_zone: Option<String>,
    /// How they want pages to look; null as the device says.
    #[schema(required = true)]
    pub(crate) theme: Option<Theme>,
    /// The account that they are confined to.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    /// The same account as a client, when it is one.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) client_id: Option<ClientRef>,
}

/// For the holder of a link: who sent it to whom.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeLink {
    pub(crate) client_name: String,
    pub(crate) agency_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) expires_at: Timestamp,
}
