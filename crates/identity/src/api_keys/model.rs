//! What an API key is.

use std::net::IpAddr;

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Rights, Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::credentials::CredentialKind;
use crate::ids::AccountId;
use crate::members::Membership;
use crate::scopes::Scopes;

define_id!(ApiKeyId, "key");

/// Whom a key stands for. It is bounded by who made it in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyKind {
    /// The tenant's own programs.
    Tenant,
    /// One application.
    Application,
    /// One person's scripts.
    Person,
    /// What administrators automate.
    Service,
}

impl KeyKind {
    pub(crate) const ALL: [Self; 4] = [Self::Tenant, Self::Application, Self::Person, Self::Service];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Application => "application",
            Self::Person => "person",
            Self::Service => "service",
        }
    }

    pub(crate) fn credential(self) -> CredentialKind {
        match self {
            Self::Tenant => CredentialKind::TenantKey,
            Self::Application => CredentialKind::ApplicationKey,
            Self::Person => CredentialKind::PersonKey,
            Self::Service => CredentialKind::ServiceKey,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyState {
    Active,
    /// Replaced, and still good until it expires.
    Rotating,
    Expired,
    Revoked,
}

/// A key, without what it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ApiKey {
    pub(crate) id: ApiKeyId,
    #[schema(example = "Nightly export")]
    pub(crate) name: String,
    pub(crate) kind: KeyKind,
    /// How it begins.
    #[schema(example = "atl_live_tenant_Zk3x9Qab")]
    pub(crate) prefix: String,
    /// What it may do at most.
    #[schema(example = json!(["campaign.read", "idea.create:linkedin"]))]
    pub(crate) scopes: Vec<String>,
    /// What of that it may do now: who made it holds no more.
    pub(crate) effective_scopes: Vec<String>,
    pub(crate) created_by_name: String,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) expires_at: Option<Timestamp>,
    /// To the minute.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) last_used_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, required = true, example = "192.0.2.7")]
    pub(crate) last_used_address: Option<IpAddr>,
    /// Where it may be used from; empty is everywhere.
    #[schema(example = json!(["192.0.2.0/24"]))]
    pub(crate) allowed_networks: Vec<String>,
    /// The only account that it sees.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) account_id: Option<AccountId>,
    /// Its own limit; null is the installation's.
    #[schema(minimum = 1, maximum = 100_000, required = true)]
    pub(crate) rate_limit_per_minute: Option<i32>,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) revoked_at: Option<Timestamp>,
    /// The key that takes its place.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) replaced_by: Option<ApiKeyId>,
    pub(crate) state: KeyState,
    pub(crate) version: i64,
}

impl Versioned for ApiKey {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/api-keys/{}", self.id))
    }
}

/// A new key with its secret, which is not shown again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApiKeyWithSecret {
    #[serde(flatten)]
    pub(crate) api_key: ApiKey,
    /// What to send as `Authorization: Bearer`.
    #[schema(example = "atl_live_tenant_…")]
    pub(crate) key: String,
}

impl Versioned for ApiKeyWithSecret {
    fn version(&self) -> Option<i64> {
        self.api_key.version()
    }

    fn location(&self) -> Option<String> {
        self.api_key.location()
    }
}

/// A new key.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiKeyCreate {
    #[garde(
        length(chars, min = 1, max = 120),
        custom(platform::text::line),
        custom(platform::text::says_something)
    )]
    #[schema(min_length = 1, max_length = 120, example = "Nightly export")]
    pub(crate) name: String,
    /// Permissions that you hold, as `campaign.read` or `idea.create:linkedin`.
    #[garde(
        length(min = 1, max = 128),
        inner(length(chars, min = 1, max = 80), custom(platform::text::line))
    )]
    #[schema(schema_with = platform::openapi::texts::<128, 80>)]
    pub(crate) scopes: Vec<String>,
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub(crate) expires_at: Option<Timestamp>,
    /// Addresses and networks (CIDR).
    #[garde(length(max = 50), inner(inner(length(chars, min = 1, max = 50), custom(platform::text::line))))]
    #[schema(schema_with = platform::openapi::optional_texts::<50, 50>)]
    pub(crate) allowed_networks: Option<Vec<String>>,
    #[garde(skip)]
    pub(crate) kind: Option<KeyKind>,
    #[garde(skip)]
    #[schema(value_type = Option<String>, max_length = 30)]
    pub(crate) account_id: Option<AccountId>,
    #[garde(range(min = 1, max = 100_000))]
    #[schema(minimum = 1, maximum = 100_000)]
    pub(crate) rate_limit_per_minute: Option<i32>,
}

/// What may be changed of a key.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Nightly report", "allowed_networks": ["203.0.113.0/24"]}))]
pub(crate) struct ApiKeyUpdate {
    #[garde(
        length(chars, min = 1, max = 120),
        inner(custom(platform::text::line), custom(platform::text::says_something))
    )]
    #[schema(min_length = 1, max_length = 120)]
    pub(crate) name: Option<String>,
    #[garde(length(max = 50), inner(inner(length(chars, min = 1, max = 50), custom(platform::text::line))))]
    #[schema(schema_with = platform::openapi::optional_texts::<50, 50>)]
    pub(crate) allowed_networks: Option<Vec<String>>,
    #[garde(range(min = 1, max = 100_000))]
    #[schema(minimum = 1, maximum = 100_000)]
    pub(crate) rate_limit_per_minute: Option<i32>,
}

/// For how long both keys are good.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiKeyRotation {
    #[garde(range(min = 0, max = 30))]
    #[schema(minimum = 0, maximum = 30, example = 7)]
    pub(crate) overlap_days: i64,
}

/// A key as it is stored, with what its member is now.
#[derive(Clone, Debug)]
pub(crate) struct StoredKey {
    pub(crate) key: ApiKey,
    pub(crate) maker: Option<Membership>,
}

impl StoredKey {
    /// As it is at this moment.
    pub(crate) fn at(self, now: Timestamp) -> ApiKey {
        let Self { mut key, maker } = self;
        key.state = state(&key, now);
        let is_alive = matches!(key.state, KeyState::Active | KeyState::Rotating);
        if let Some(maker) = maker.filter(|_| is_alive) {
            let rights = Rights::new(maker.grants, now);
            key.effective_scopes = Scopes::stored(&key.scopes).held_by(&rights);
        }
        key
    }
}

fn state(key: &ApiKey, now: Timestamp) -> KeyState {
    if key.revoked_at.is_some() {
        KeyState::Revoked
    } else if key.expires_at.is_some_and(|end| end <= now) {
        KeyState::Expired
    } else if key.replaced_by.is_some() {
        KeyState::Rotating
    } else {
        KeyState::Active
    }
}

impl FromRow for StoredKey {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let kind: &str = row.get("kind")?;
        let kind = KeyKind::ALL.into_iter().find(|known| known.name() == kind);
        let key = ApiKey {
            id: row.get("id")?,
            name: row.get("name")?,
            kind: kind.ok_or_else(|| DbError::Other("a key of no known kind".to_owned()))?,
            prefix: row.get("prefix")?,
            scopes: row.get("scopes")?,
            effective_scopes: Vec::new(),
            created_by_name: row.get("created_by_name")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            last_used_at: row.get("last_used_at")?,
            last_used_address: row.get("last_used_address")?,
            allowed_networks: row.get("allowed_networks")?,
            account_id: row.get("key_account_id")?,
            rate_limit_per_minute: row.get("rate_limit_per_minute")?,
            revoked_at: row.get("revoked_at")?,
            replaced_by: row.get("replaced_by")?,
            state: KeyState::Active,
            version: row.get("row_version")?,
        };
        let maker = match row.get::<Option<Uuid>>("member_id")? {
            Some(_) => Some(Membership::from_row(row)?),
            None => None,
        };
        Ok(Self { key, maker })
    }
}
