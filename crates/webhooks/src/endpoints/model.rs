//! What an endpoint is.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::event::catalogue;
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

define_id!(WebhookEndpointId, "whe");
define_id!(
    /// An application, owned by `identity`.
    ApplicationRef, "app"
);

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            pub(crate) fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }

        impl FromRow for $name {
            fn from_row(row: &Row) -> Result<Self, DbError> {
                Self::parse(&row.at::<String>(0)?)
                    .ok_or_else(|| DbError::Other(concat!("no such ", stringify!($name)).to_owned()))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Which deliveries wait for the one before: it holds those behind it up until it stands or has failed.
    Ordering {
        /// None: each as soon as it can be.
        None = "none",
        /// Those about the same subject.
        Subject = "subject",
        /// Those about the same client's account.
        Account = "account",
        /// All of them.
        Endpoint = "endpoint",
    }
}

words! {
    EndpointState { Enabled = "enabled", Disabled = "disabled" }
}

words! {
    DisabledReason {
        /// Somebody switched it off.
        ByHand = "by_hand",
        /// It answered 410.
        Gone = "gone",
        /// It has only failed for days.
        Failing = "failing",
    }
}

/// An endpoint, without its secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookEndpoint {
    #[schema(value_type = String)]
    pub(crate) id: WebhookEndpointId,
    #[schema(example = "https://hooks.example.com/atelier")]
    pub(crate) url: String,
    pub(crate) description: String,
    /// Names of event types, `idea.*` for all of a noun, `*` for all.
    #[schema(example = json!(["idea.approved", "campaign.*"]))]
    pub(crate) event_types: Vec<String>,
    /// The application whose endpoint it is; null: the tenant's own.
    #[schema(value_type = Option<String>, required = true)]
    pub(crate) application_id: Option<ApplicationRef>,
    pub(crate) ordering: Ordering,
    pub(crate) state: EndpointState,
    #[schema(required = true)]
    pub(crate) disabled_reason: Option<DisabledReason>,
    /// By which signatures `v1a` are verified.
    #[schema(example = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=")]
    pub(crate) public_key: String,
    /// Until when the keys before the last rotation sign as well.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) previous_until: Option<Timestamp>,
    /// Failures since the last success.
    #[schema(minimum = 0)]
    pub(crate) failures_in_row: i32,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) failing_since: Option<Timestamp>,
    /// Until when nothing is sent, because too much has failed or the other side asked for it.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) paused_until: Option<Timestamp>,
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) updated_at: Timestamp,
}

impl Versioned for WebhookEndpoint {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn location(&self) -> Option<String> {
        Some(format!("/webhook-endpoints/{}", self.id))
    }
}

/// An endpoint with its secret, which is shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookEndpointWithSecret {
    #[serde(flatten)]
    pub(crate) endpoint: WebhookEndpoint,
    /// By which signatures `v1` are verified.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub(crate) secret: String,
}

impl Versioned for WebhookEndpointWithSecret {
    fn version(&self) -> Option<i64> {
        self.endpoint.version()
    }
    fn location(&self) -> Option<String> {
        self.endpoint.location()
    }
}

impl FromRow for WebhookEndpoint {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let word = |column: &str| row.get::<String>(column);
        let unknown = || DbError::Other("a word of an endpoint is not known".to_owned());
        let reason: Option<String> = row.get("disabled_reason")?;
        Ok(Self {
            id: row.get("id")?,
            url: row.get("url")?,
            description: row.get("description")?,
            event_types: row.get("event_types")?,
            application_id: row.get::<Option<Uuid>>("application_id")?.map(ApplicationRef::from),
            ordering: Ordering::parse(&word("ordering")?).ok_or_else(unknown)?,
            state: EndpointState::parse(&word("state")?).ok_or_else(unknown)?,
            disabled_reason: reason.and_then(|reason| DisabledReason::parse(&reason)),
            public_key: row.get("public_key")?,
            previous_until: row.get("previous_until")?,
            failures_in_row: row.get("failures_in_row")?,
            failing_since: row.get("failing_since")?,
            paused_until: row.get("paused_until")?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookEndpointCreate {
    #[garde(length(chars, min = 8, max = 2000), custom(platform::text::line))]
    #[schema(min_length = 8, max_length = 2000, example = "https://hooks.example.com/atelier")]
    pub(crate) url: String,
    /// Names of event types, `idea.*` for all of a noun, `*` for all.
    #[garde(length(min = 1, max = 200), custom(are_known))]
    #[schema(schema_with = platform::openapi::texts::<200, 80>)]
    pub(crate) event_types: Vec<String>,
    #[serde(default)]
    #[garde(length(chars, max = 500), custom(platform::text::line))]
    #[schema(max_length = 500)]
    pub(crate) description: String,
    /// An approved application of the tenant: it is told only of what it may read.
    #[garde(skip)]
    pub(crate) application_id: Option<ApplicationRef>,
    #[garde(skip)]
    pub(crate) ordering: Option<Ordering>,
}

#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookEndpointUpdate {
    #[garde(inner(length(chars, min = 8, max = 2000)), custom(platform::text::optional_line))]
    #[schema(min_length = 8, max_length = 2000)]
    pub(crate) url: Option<String>,
    #[garde(inner(length(min = 1, max = 200)), custom(are_known_if_given))]
    #[schema(schema_with = platform::openapi::optional_texts::<200, 80>)]
    pub(crate) event_types: Option<Vec<String>>,
    #[garde(inner(length(chars, max = 500)), custom(platform::text::optional_line))]
    #[schema(max_length = 500)]
    pub(crate) description: Option<String>,
    #[garde(skip)]
    pub(crate) ordering: Option<Ordering>,
    /// `enabled` forgets the failures, and goes on with what is waiting.
    #[garde(skip)]
    pub(crate) state: Option<EndpointState>,
}

#[expect(clippy::ref_option, reason = "garde hands the field as it is")]
fn are_known_if_given<C>(types: &Option<Vec<String>>, context: &C) -> garde::Result {
    types.as_deref().map_or(Ok(()), |types| are_known(types, context))
}

fn are_known<C>(types: &[String], _: &C) -> garde::Result {
    let is_known = |pattern: &String| catalogue::CATALOGUE.iter().any(|one| matches(pattern, one.name));
    match types.iter().find(|pattern| !is_known(pattern)) {
        Some(pattern) => Err(garde::Error::new(format!("there is no event type {pattern:.80}"))),
        None => Ok(()),
    }
}

/// Whether a filter takes an event of this type.
pub(crate) fn matches(pattern: &str, kind: &str) -> bool {
    match pattern.strip_suffix(".*") {
        Some(noun) => kind.split_once('.').is_some_and(|(of, _)| of == noun),
        None => pattern == "*" || pattern == kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_name_a_noun_or_everything() {
        for (pattern, kind, takes) in [
            ("*", "idea.approved", true),
            ("idea.*", "idea.approved", true),
            ("idea.approved", "idea.approved", true),
            ("idea.approved", "idea.rejected", false),
            ("idea.*", "ideas.imported", false),
            ("campaign.*", "campaigns.imported", false),
            ("*.approved", "idea.approved", false),
            ("", "idea.approved", false),
        ] {
            assert_eq!(matches(pattern, kind), takes, "{pattern} {kind}");
        }
        assert!(are_known(&["idea.*".to_owned(), "insight.created".to_owned(), "*".to_owned()], &()).is_ok());
        assert!(are_known(&["idea.eaten".to_owned()], &()).is_err());
        assert!(are_known(&["nothing.*".to_owned()], &()).is_err());
    }
}
