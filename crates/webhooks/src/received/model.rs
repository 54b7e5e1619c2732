//! What is kept of a request.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Place, Versioned, define_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::connectors::model::{Scheme, WebhookConnectorId};
use crate::endpoints::model::words;

define_id!(WebhookReceivedId, "whr");
define_id!(
    /// An insight that somebody else found.
    InsightId, "ins"
);

words! {
    ReceivedState {
        /// Kept, and waiting for its job.
        Received = "received",
        Done = "done",
        /// Its job failed and runs again.
        Failed = "failed",
        /// Its job failed for good, until somebody replays it.
        Dead = "dead",
    }
}

/// A webhook that came in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookReceived {
    #[schema(value_type = String)]
    pub(crate) id: WebhookReceivedId,
    #[schema(value_type = String)]
    pub(crate) connector_id: WebhookConnectorId,
    pub(crate) connector_name: String,
    pub(crate) scheme: Scheme,
    /// By what the other side knows the event; the hash of what it signed where it signs no id.
    pub(crate) event_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) state: ReceivedState,
    #[schema(minimum = 0)]
    pub(crate) attempts: i32,
    #[schema(required = true)]
    pub(crate) problem: Option<String>,
    #[schema(minimum = 0)]
    pub(crate) payload_bytes: i32,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) received_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) finished_at: Option<Timestamp>,
}

impl Versioned for WebhookReceived {
    fn location(&self) -> Option<String> {
        Some(format!("/webhooks-received/{}", self.id))
    }
}

impl FromRow for WebhookReceived {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let unknown = || DbError::Other("a word of a received webhook is not known".to_owned());
        Ok(Self {
            id: row.get("id")?,
            connector_id: row.get("connector_id")?,
            connector_name: row.get("connector_name")?,
            scheme: Scheme::parse(&row.get::<String>("scheme")?).ok_or_else(unknown)?,
            event_id: row.get("event_id")?,
            kind: row.get("type")?,
            state: ReceivedState::parse(&row.get::<String>("state")?).ok_or_else(unknown)?,
            attempts: row.get("attempts")?,
            problem: row.get("problem")?,
            payload_bytes: row.get("payload_bytes")?,
            received_at: row.get("received_at")?,
            finished_at: row.get("finished_at")?,
        })
    }
}

/// With what it said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookReceivedDetail {
    #[serde(flatten)]
    pub(crate) received: WebhookReceived,
    #[schema(schema_with = platform::openapi::object::<100>)]
    pub(crate) headers: Value,
    /// The body as it came.
    pub(crate) payload: String,
}

impl Versioned for WebhookReceivedDetail {}

#[derive(Clone, Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceivedFilter {
    #[garde(skip)]
    #[param(inline)]
    pub(crate) state: Option<ReceivedState>,
    /// Of this connector only.
    #[garde(skip)]
    #[param(inline)]
    pub(crate) connector_id: Option<WebhookConnectorId>,
}

/// Where a payload is sealed.
pub(crate) fn place_of(id: WebhookReceivedId) -> Place {
    Place::new("webhooks_received", "payload_sealed", id.uuid())
}
