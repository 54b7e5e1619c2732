//! What is said of an issuer.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use platform::Versioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::TokenIssuerId;

/// Signatures that can be checked with a public key. One with a shared secret would let who checks sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum TokenAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    EdDSA,
}

impl TokenAlgorithm {
    const ALL: [Self; 9] = [
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    pub(super) fn of_library(self) -> Algorithm {
        match self {
            Self::RS256 => Algorithm::RS256,
            Self::RS384 => Algorithm::RS384,
            Self::RS512 => Algorithm::RS512,
            Self::PS256 => Algorithm::PS256,
            Self::PS384 => Algorithm::PS384,
            Self::PS512 => Algorithm::PS512,
            Self::ES256 => Algorithm::ES256,
            Self::ES384 => Algorithm::ES384,
            Self::EdDSA => Algorithm::EdDSA,
        }
    }
}

/// An issuer whose tokens the tenant takes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TokenIssuer {
    #[schema(value_type = String)]
    pub(crate) id: TokenIssuerId,
    #[schema(example = "Our app")]
    pub(crate) name: String,
    /// As the tokens write it.
    #[schema(example = "https://clerk.example.com")]
    pub(crate) issuer: String,
    #[schema(example = "atelier")]
    pub(crate) audience: String,
    pub(crate) algorithms: Vec<TokenAlgorithm>,
    /// Null: what the issuer's own description names.
    #[schema(required = true)]
    pub(crate) jwks_uri: Option<String>,
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
}

impl Versioned for TokenIssuer {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn location(&self) -> Option<String> {
        Some(format!("/token-issuers/{}", self.id))
    }
}

impl FromRow for TokenIssuer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let names: Vec<String> = row.get("algorithms")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            issuer: row.get("issuer")?,
            audience: row.get("audience")?,
            algorithms: names.iter().filter_map(|name| TokenAlgorithm::parse(name)).collect(),
            jwks_uri: row.get("jwks_uri")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// An issuer with the tenant that trusts it.
#[derive(Clone, Debug)]
pub(crate) struct TrustedIssuer {
    pub(super) tenant_id: Uuid,
    pub(super) issuer: TokenIssuer,
}

impl FromRow for TrustedIssuer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { tenant_id: row.get("tenant_id")?, issuer: TokenIssuer::from_row(row)? })
    }
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenIssuerCreate {
    #[garde(length(chars, min = 1, max = 120), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 120, example = "Our app")]
    pub(crate) name: String,
    /// As the tokens write it.
    #[garde(length(chars, min = 8, max = 500), custom(platform::text::line))]
    #[schema(min_length = 8, max_length = 500, example = "https://clerk.example.com")]
    pub(crate) issuer: String,
    #[garde(length(chars, min = 1, max = 255), custom(platform::text::line))]
    #[schema(min_length = 1, max_length = 255, example = "atelier")]
    pub(crate) audience: String,
    #[garde(length(min = 1, max = 8))]
    #[schema(min_items = 1, max_items = 8)]
    pub(crate) algorithms: Vec<TokenAlgorithm>,
    /// Without it, the issuer's description is asked.
    #[garde(inner(length(chars, min = 8, max = 500)), custom(platform::text::optional_line))]
    #[schema(min_length = 8, max_length = 500, example = "https://clerk.example.com/.well-known/jwks.json")]
    pub(crate) jwks_uri: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenIssuerUpdate {
    #[garde(inner(length(chars, min = 1, max = 120)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 120)]
    pub(crate) name: Option<String>,
    #[garde(inner(length(chars, min = 1, max = 255)), custom(platform::text::optional_line))]
    #[schema(min_length = 1, max_length = 255)]
    pub(crate) audience: Option<String>,
    #[garde(inner(length(min = 1, max = 8)))]
    #[schema(min_items = 1, max_items = 8)]
    pub(crate) algorithms: Option<Vec<TokenAlgorithm>>,
    #[garde(inner(length(chars, min = 8, max = 500)), custom(platform::text::optional_line))]
    #[schema(min_length = 8, max_length = 500)]
    pub(crate) jwks_uri: Option<String>,
}
