//! The five levels, from the widest to the narrowest: platform, tenant, account, user, profile.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a right is held, or where something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Platform,
    Tenant,
    Account,
    User,
    Profile,
}

impl Level {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Tenant => "tenant",
            Self::Account => "account",
            Self::User => "user",
            Self::Profile => "profile",
        }
    }
}
