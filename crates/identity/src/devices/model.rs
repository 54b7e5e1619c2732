//! A session, as its person sees it.

use std::net::IpAddr;

use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use platform::Versioned;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::agent;
use crate::SessionId;
use crate::sessions::Method;

/// Every session of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionList {
    pub(crate) items: Vec<Session>,
}

impl Versioned for SessionList {}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    device: Device,
    #[schema(value_type = Option<String>, required = true, example = "192.0.2.7")]
    address: Option<IpAddr>,
    #[schema(value_type = String, format = "date-time")]
    created_at: Timestamp,
    /// To the minute.
    #[schema(value_type = String, format = "date-time")]
    last_seen_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    expires_at: Timestamp,
    /// The one that asks.
    pub(crate) is_current: bool,
    method: Method,
}

/// By what it calls itself: a hint, no proof.
#[derive(Debug, Serialize, ToSchema)]
struct Device {
    #[schema(required = true, example = "Firefox")]
    browser: Option<&'static str>,
    #[schema(required = true, example = "Linux")]
    os: Option<&'static str>,
}

impl Session {
    pub(crate) fn of(self, current: Uuid) -> Self {
        Self { is_current: self.id.uuid() == current, ..self }
    }
}

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let user_agent: Option<String> = row.get("user_agent")?;
        let (browser, os) = agent::describe(&user_agent.unwrap_or_default());
        Ok(Self {
            id: row.get("id")?,
            device: Device { browser, os },
            address: row.get("address")?,
            created_at: row.get("created_at")?,
            last_seen_at: row.get("last_seen_at")?,
            expires_at: row.get("expires_at")?,
            is_current: false,
            method: Method::parse(row.get("method")?)?,
        })
    }
}
