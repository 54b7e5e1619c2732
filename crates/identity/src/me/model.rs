//! How a person proves who they are, as they see it.

use jiff::Timestamp;
use platform::Versioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::passkeys::Passkey;

/// How pages look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    Dark,
    Light,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Security {
    pub(crate) has_password: bool,
    pub(crate) passkeys: Vec<Passkey>,
    pub(crate) totp: TotpState,
    #[schema(minimum = 0, maximum = 10, example = 10)]
    pub(crate) recovery_codes_left: i64,
    /// Of this session. 1: one factor, 2: two, or a passkey.
    #[schema(minimum = 1, maximum = 2, example = 2)]
    pub(crate) assurance_level: u8,
}

impl Versioned for Security {}

/// The authenticator app.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TotpState {
    pub(crate) enabled: bool,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) confirmed_at: Option<Timestamp>,
}
