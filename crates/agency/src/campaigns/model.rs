//! Types of a campaign. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::http::nullable;
use platform::text::says_something;
use platform::{Actor, Error, Result, Versioned, define_id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::states::{BriefFacts, CampaignEvent, CampaignKind, CampaignState, Language, are_dates_in_order};
use crate::clients::{Channel, ClientId};
use crate::imports::money;
use crate::scope;

define_id!(CampaignId, "cmp");

/// States of ideas that a client's person may know of.
const STATES_SHOWN_TO_CLIENTS: [&str; 5] =
    ["client_review", "changes_requested", "approved", "on_hold", "rejected"];

/// A campaign as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Campaign {
    pub id: CampaignId,
    pub client_id: ClientId,
    #[schema(example = "Alte Rösterei Wedding")]
    pub client_name: String,
    #[schema(example = "Winter harvest 2026")]
    pub name: String,
    pub kind: CampaignKind,
    pub state: CampaignState,
    #[schema(required = true)]
    pub objective: Option<String>,
    pub themes: Vec<String>,
    #[schema(required = true)]
    pub starts_on: Option<Date>,
    #[schema(required = true)]
    pub ends_on: Option<Date>,
    pub channels: Vec<Channel>,
    pub posts_count: i32,
    pub reels_count: i32,
    pub language: Language,
    #[schema(required = true)]
    pub budget_cents: Option<i64>,
    #[schema(required = true, example = "EUR")]
    pub currency: Option<String>,
    /// What the system it was imported from calls it.
    #[schema(required = true)]
    pub external_id: Option<String>,
    /// Ideas by their state.
    #[schema(value_type = BTreeMap<String, i64>, example = json!({"draft": 4, "approved": 2}))]
    pub idea_counts: Value,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub created_by_name: String,
    #[serde(skip)]
    #[schema(ignore)]
    pub has_owner: bool,
}

impl Versioned for Campaign {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn location(&self) -> Option<String> {
        Some(format!("/campaigns/{}", self.id))
    }
}

impl FromRow for Campaign {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            client_id: row.get("client_id")?,
            client_name: row.get("client_name")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            objective: row.get("objective")?,
            themes: row.get("themes")?,
            starts_on: row.get("starts_on")?,
            ends_on: row.get("ends_on")?,
            channels: row.get("channels")?,
            posts_count: row.get("posts_count")?,
            reels_count: row.get("reels_count")?,
            language: row.get("language")?,
            budget_cents: row.get("budget_minor")?,
            currency: row.get("currency")?,
            external_id: row.get("external_id")?,
            idea_counts: row.get("idea_counts")?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            created_by_name: row.get("created_by_name")?,
            has_owner: row.get("has_owner")?,
        })
    }
}

impl Campaign {
    /// As this actor may see it: the client's side is not told of ideas that were never sent.
    #[must_use]
    pub fn shown_to(mut self, actor: &Actor) -> Self {
        if scope::is_client_side(actor, self.client_id)
            && let Value::Object(counts) = &mut self.idea_counts
        {
            counts.retain(|state, _| STATES_SHOWN_TO_CLIENTS.contains(&state.as_str()));
        }
        self
    }

    /// What the guards of a transition look at. The one who acts becomes the owner of what nobody owns.
    pub(super) fn facts(&self, actor: &Actor) -> BriefFacts {
        BriefFacts {
            has_owner: self.has_owner || actor.member_id().is_some(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            channels: self.channels.clone(),
        }
    }
}

/// A new campaign.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignCreate {
    #[garde(skip)]
    pub client_id: ClientId,
    #[garde(length(chars, max = 200), custom(platform::text::line), custom(says_something))]
    #[schema(min_length = 1, max_length = 200, example = "Winter harvest 2026")]
    pub name: String,
    #[garde(skip)]
    pub kind: Option<CampaignKind>,
    #[garde(length(chars, max = 4000), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 4000)]
    pub objective: Option<String>,
    #[garde(
        length(max = 12),
        inner(inner(length(chars, max = 80), custom(platform::text::line), custom(says_something)))
    )]
    #[schema(schema_with = platform::openapi::optional_texts::<12, 80>)]
    pub themes: Option<Vec<String>>,
    #[garde(skip)]
    pub starts_on: Option<Date>,
    #[garde(skip)]
    pub ends_on: Option<Date>,
    #[garde(length(max = 12))]
    #[schema(max_items = 12)]
    pub channels: Option<Vec<Channel>>,
    #[garde(range(min = 0, max = 50))]
    #[schema(minimum = 0, maximum = 50)]
    pub posts_count: Option<i32>,
    #[garde(range(min = 0, max = 50))]
    #[schema(minimum = 0, maximum = 50)]
    pub reels_count: Option<i32>,
    #[garde(skip)]
    pub language: Option<Language>,
    /// In the minor unit of the currency.
    #[garde(range(min = 0, max = 100_000_000_000_000))]
    #[schema(minimum = 0, maximum = 100_000_000_000_000_i64)]
    pub budget_cents: Option<i64>,
    /// EUR when there is a budget without one.
    #[garde(inner(custom(known_currency)))]
    #[schema(pattern = "^[A-Z]{3}$", example = "EUR")]
    pub currency: Option<String>,
}

impl CampaignCreate {
    /// A campaign of this client and name about which nothing else is said yet.
    pub fn new(client_id: ClientId, name: impl Into<String>) -> Self {
        Self {
            client_id,
            name: name.into(),
            kind: None,
            objective: None,
            themes: None,
            starts_on: None,
            ends_on: None,
            channels: None,
            posts_count: None,
            reels_count: None,
            language: None,
            budget_cents: None,
            currency: None,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        check_dates(self.starts_on, self.ends_on)
    }
}

/// Changes to a campaign. What is absent stays; `null` removes what may be absent.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CampaignUpdate {
    #[garde(length(chars, max = 200), custom(platform::text::optional_line), inner(custom(says_something)))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    #[garde(skip)]
    pub kind: Option<CampaignKind>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(length(chars, max = 4000), custom(platform::text::optional_paragraph)))]
    #[schema(value_type = Option<String>, max_length = 4000)]
    pub objective: Option<Option<String>>,
    #[garde(
        length(max = 12),
        inner(inner(length(chars, max = 80), custom(platform::text::line), custom(says_something)))
    )]
    #[schema(schema_with = platform::openapi::optional_texts::<12, 80>)]
    pub themes: Option<Vec<String>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(skip)]
    #[schema(value_type = Option<Date>)]
    pub starts_on: Option<Option<Date>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(skip)]
    #[schema(value_type = Option<Date>)]
    pub ends_on: Option<Option<Date>>,
    #[garde(length(max = 12))]
    #[schema(max_items = 12)]
    pub channels: Option<Vec<Channel>>,
    #[garde(range(min = 0, max = 50))]
    #[schema(minimum = 0, maximum = 50)]
    pub posts_count: Option<i32>,
    #[garde(range(min = 0, max = 50))]
    #[schema(minimum = 0, maximum = 50)]
    pub reels_count: Option<i32>,
    #[garde(skip)]
    pub language: Option<Language>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(range(min = 0, max = 100_000_000_000_000)))]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 100_000_000_000_000_i64)]
    pub budget_cents: Option<Option<i64>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(inner(custom(known_currency))))]
    #[schema(value_type = Option<String>, pattern = "^[A-Z]{3}$")]
    pub currency: Option<Option<String>>,
}

impl CampaignUpdate {
    /// The campaign after these changes.
    pub(super) fn apply(self, campaign: &Campaign) -> Result<Campaign> {
        let campaign = campaign.clone();
        let budget_cents = self.budget_cents.unwrap_or(campaign.budget_cents);
        let after = Campaign {
            name: self.name.map_or(campaign.name, |name| name.trim().to_owned()),
            kind: self.kind.unwrap_or(campaign.kind),
            objective: self.objective.unwrap_or(campaign.objective),
            themes: self.themes.unwrap_or(campaign.themes),
            starts_on: self.starts_on.unwrap_or(campaign.starts_on),
            ends_on: self.ends_on.unwrap_or(campaign.ends_on),
            channels: self.channels.map_or(campaign.channels, Channel::distinct),
            posts_count: self.posts_count.unwrap_or(campaign.posts_count),
            reels_count: self.reels_count.unwrap_or(campaign.reels_count),
            language: self.language.unwrap_or(campaign.language),
            budget_cents,
            currency: currency_of(budget_cents, self.currency.unwrap_or(campaign.currency)),
            ..campaign
        };
        check_dates(after.starts_on, after.ends_on)?;
        Ok(after)
    }
}

/// What to do with a campaign.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignTransition {
    #[garde(skip)]
    pub event: CampaignEvent,
    /// Required to cancel.
    #[garde(length(chars, max = 1000), custom(platform::text::optional_paragraph))]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// A budget is in a currency; without a budget the currency says nothing but does no harm.
pub(super) fn currency_of(budget_cents: Option<i64>, currency: Option<String>) -> Option<String> {
    currency.or_else(|| budget_cents.map(|_| "EUR".to_owned()))
}

fn check_dates(starts_on: Option<Date>, ends_on: Option<Date>) -> Result<()> {
    if are_dates_in_order(starts_on, ends_on) {
        Ok(())
    } else {
        Err(Error::invalid("/ends_on", "dates_reversed", "must not be before the campaign starts"))
    }
}

/// For garde: the code of a currency that budgets are kept in.
fn known_currency<C>(code: &str, _: &C) -> garde::Result {
    if money::currency(code) == Some(code) {
        Ok(())
    } else {
        Err(garde::Error::new("must be the code of a currency, for example EUR"))
    }
}
