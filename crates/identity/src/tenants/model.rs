//! What a tenant is.

use db::{DbError, FromRow, Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::TenantId;

/// What kind of organisation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TenantKind {
    Agency,
    Ghostwriting,
    Label,
    TalentAgency,
    Studio,
}

impl TenantKind {
    pub const ALL: [Self; 5] =
        [Self::Agency, Self::Ghostwriting, Self::Label, Self::TalentAgency, Self::Studio];

    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Ghostwriting => "ghostwriting",
            Self::Label => "label",
            Self::TalentAgency => "talent_agency",
            Self::Studio => "studio",
        }
    }

    pub(super) fn parse(name: &str) -> Result<Self, DbError> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| DbError::Other(format!("unknown tenant kind {name}")))
    }
}

/// The tenant that an actor acts in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Tenant {
    pub(crate) id: TenantId,
    #[schema(example = "northlight")]
    pub(crate) slug: String,
    #[schema(example = "Northlight Social")]
    pub(crate) name: String,
    pub(crate) kind: TenantKind,
    #[schema(example = "en")]
    pub(crate) locale: String,
}

/// A tenant that a person may enter.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct TenantSummary {
    pub(crate) id: TenantId,
    #[schema(example = "northlight")]
    pub(crate) slug: String,
    #[schema(example = "Northlight Social")]
    pub(crate) name: String,
    pub(crate) kind: TenantKind,
}

impl From<Tenant> for TenantSummary {
    fn from(tenant: Tenant) -> Self {
        Self { id: tenant.id, slug: tenant.slug, name: tenant.name, kind: tenant.kind }
    }
}

impl FromRow for Tenant {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            kind: TenantKind::parse(row.get("kind")?)?,
            locale: row.get("locale")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_both_ways() {
        for kind in TenantKind::ALL {
            assert_eq!(TenantKind::parse(kind.name()).unwrap(), kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
