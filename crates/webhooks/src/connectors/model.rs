//! What a connector is.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoints::model::{EndpointState, words};

define_id!(WebhookConnectorId, "whc");

words! {
    /// How a request proves who sent it.
    Scheme {
        /// `webhook-id`, `webhook-timestamp`, `webhook-signature`.
        StandardWebhooks = "standard_webhooks",
        Stripe = "stripe",
        Github = "github",
        Slack = "slack",
        Meta = "meta",
        Twilio = "twilio",
        Mailgun = "mailgun",
        Resend = "resend",
        /// HMAC-SHA256 over the body, in a header of your choice.
        Hmac = "hmac",
        /// A secret in a header: for n8n and others that cannot sign.
        SharedSecret = "shared_secret",
    }
}

impl Scheme {
    /// Whether the secret is ours to make; the other side gives its own otherwise.
    pub(crate) fn makes_secret(self) -> bool {
        matches!(self, Self::StandardWebhooks | Self::Github | Self::Hmac | Self::SharedSecret)
    }
}

words! {
    Encoding { Hex = "hex", Base64 = "base64" }
}

/// What a scheme leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectorSettings {
    /// `hmac`: the header with the signature. `shared_secret`: the header with the secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(chars, min = 1, max = 64), pattern("^[A-Za-z0-9-]+$")))]
    #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9-]+$", example = "x-signature")]
    pub(crate) header: Option<String>,
    /// `hmac`: how the signature is written; hexadecimal by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub(crate) encoding: Option<Encoding>,
    /// `hmac`: what stands before the signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(chars, min = 1, max = 16), ascii))]
    #[schema(min_length = 1, max_length = 16, example = "sha256=")]
    pub(crate) prefix: Option<String>,
    /// `hmac`: the header with the time in seconds, which is signed with a dot before the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(chars, min = 1, max = 64), pattern("^[A-Za-z0-9-]+$")))]
    #[schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9-]+$", example = "x-timestamp")]
    pub(crate) timestamp_header: Option<String>,
    /// `meta`: what Meta repeats when the subscription is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(chars, min = 8, max = 120)), custom(platform::text::optional_line))]
    #[schema(min_length = 8, max_length = 120)]
    pub(crate) verify_token: Option<String>,
}

/// A connector, without its secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookConnector {
    #[schema(value_type = String)]
    pub(crate) id: WebhookConnectorId,
    #[schema(example = "insight-created")]
    pub(crate) name: String,
    pub(crate) scheme: Scheme,
    pub(crate) settings: ConnectorSettings,
    /// Where the other side sends to.
    #[schema(example = "https://atelier.example.com/webhooks/whc_01k6ht0z0hfrx9tqjbdy64gxxa")]
    pub(crate) url: String,
    pub(crate) state: EndpointState,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) last_received_at: Option<Timestamp>,
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) updated_at: Timestamp,
}

impl WebhookConnector {
    /// With the address, which depends on where the program is reached.
    pub(crate) fn at(mut self, base_url: &str) -> Self {
        self.url = match self.scheme {
            Scheme::SharedSecret => format!("{base_url}/webhooks/{}", self.name),
            _ => format!("{base_url}/webhooks/{}", self.id),
        };
        self
    }
}

impl Versioned for WebhookConnector {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn location(&self) -> Option<String> {
        Some(format!("/webhook-connectors/{}", self.id))
    }
}

/// A connector, with its secret when it was made just now: it is shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookConnectorWithSecret {
    #[serde(flatten)]
    pub(crate) connector: WebhookConnector,
    /// Null when it was given.
    #[schema(required = true)]
    pub(crate) secret: Option<String>,
}

impl Versioned for WebhookConnectorWithSecret {
    fn version(&self) -> Option<i64> {
        self.connector.version()
    }
    fn location(&self) -> Option<String> {
        self.connector.location()
    }
}

impl FromRow for WebhookConnector {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let unknown = || DbError::Other("a word of a connector is not known".to_owned());
        let settings: Value = row.get("settings")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            scheme: Scheme::parse(&row.get::<String>("scheme")?).ok_or_else(unknown)?,
            settings: serde_json::from_value(settings).map_err(|_| unknown())?,
            url: String::new(),
            state: EndpointState::parse(&row.get::<String>("state")?).ok_or_else(unknown)?,
            last_received_at: row.get("last_received_at")?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// A connector as a request finds it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) tenant_id: Uuid,
    pub(crate) connector: WebhookConnector,
    pub(crate) secret_sealed: String,
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            connector: WebhookConnector::from_row(row)?,
            secret_sealed: row.get("secret_sealed")?,
        })
    }
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookConnectorCreate {
    /// In the address, and in what comes of it.
    #[garde(length(chars, min = 2, max = 63), pattern("^[a-z][a-z0-9-]+$"))]
    #[schema(min_length = 2, max_length = 63, pattern = "^[a-z][a-z0-9-]+$", example = "insight-created")]
    pub(crate) name: String,
    #[garde(skip)]
    pub(crate) scheme: Scheme,
    /// What the other side signs with. Without it, one is made, where the scheme allows that.
    #[garde(inner(length(chars, min = 8, max = 500)), custom(platform::text::optional_line))]
    #[schema(min_length = 8, max_length = 500)]
    pub(crate) secret: Option<String>,
    #[garde(dive)]
    pub(crate) settings: Option<ConnectorSettings>,
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookConnectorUpdate {
    /// Takes the place of the one before at once.
    #[garde(inner(length(chars, min = 8, max = 500)), custom(platform::text::optional_line))]
    #[schema(min_length = 8, max_length = 500)]
    pub(crate) secret: Option<String>,
    #[garde(dive)]
    pub(crate) settings: Option<ConnectorSettings>,
    #[garde(skip)]
    pub(crate) state: Option<EndpointState>,
}
