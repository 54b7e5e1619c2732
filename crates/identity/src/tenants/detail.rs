//! A tenant as its administrators and the platform's see it. Pure.

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::Timestamp;
use platform::Versioned;
use platform::http::nullable;
use platform::text::says_something;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TenantKind;
use crate::TenantId;

/// The languages that the product speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Locale {
    En,
    De,
}

impl Locale {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WeekStart {
    Monday,
    Saturday,
    Sunday,
}

/// What a tenant sets for itself; null where it has set nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TenantSettings {
    #[schema(required = true)]
    pub(crate) week_starts_on: Option<WeekStart>,
    #[schema(required = true, example = "#1f6f5c")]
    pub(crate) accent_color: Option<String>,
    /// Whom the people of clients can write to.
    #[schema(required = true, format = "email")]
    pub(crate) contact_email: Option<String>,
    #[schema(required = true, example = "https://northlight.example/imprint")]
    pub(crate) imprint_address: Option<String>,
}

/// A tenant with everything that can be set.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct TenantDetail {
    pub(crate) id: TenantId,
    #[schema(example = "northlight")]
    pub(crate) slug: String,
    #[schema(example = "Northlight Social")]
    pub(crate) name: String,
    pub(crate) kind: TenantKind,
    #[schema(value_type = Locale, example = "en")]
    pub(crate) locale: String,
    #[schema(example = "Europe/Berlin")]
    pub(crate) time_zone: String,
    pub(crate) settings: TenantSettings,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
}

impl Versioned for TenantDetail {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl FromRow for TenantDetail {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let settings: serde_json::Value = row.get("settings")?;
        let unreadable = |error| DbError::Other(format!("the stored settings of a tenant: {error}"));
        Ok(Self {
            id: row.get("id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            kind: TenantKind::parse(row.get("kind")?)?,
            locale: row.get("locale")?,
            time_zone: row.get("time_zone")?,
            settings: serde_json::from_value(settings).map_err(unreadable)?,
            version: row.get("row_version")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// A new tenant. It starts with the roles out of the box and without people.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TenantCreate {
    /// In addresses; it never changes.
    #[garde(custom(is_slug))]
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{1,62}$", example = "lakeside")]
    pub(crate) slug: String,
    #[garde(length(chars, max = 120), custom(platform::text::line), custom(says_something))]
    #[schema(min_length = 1, max_length = 120, example = "Lakeside Studios")]
    pub(crate) name: String,
    #[garde(skip)]
    pub(crate) kind: TenantKind,
    #[garde(skip)]
    pub(crate) locale: Option<Locale>,
    #[garde(inner(custom(is_time_zone)))]
    #[schema(max_length = 60, example = "Europe/Berlin")]
    pub(crate) time_zone: Option<String>,
}

/// Changes to a tenant. What is absent stays, also of the settings.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TenantUpdate {
    #[garde(length(chars, max = 120), custom(platform::text::optional_line), inner(custom(says_something)))]
    #[schema(min_length = 1, max_length = 120)]
    pub(crate) name: Option<String>,
    #[garde(skip)]
    pub(crate) locale: Option<Locale>,
    #[garde(inner(custom(is_time_zone)))]
    #[schema(max_length = 60)]
    pub(crate) time_zone: Option<String>,
    #[garde(dive)]
    pub(crate) settings: Option<TenantSettingsUpdate>,
}

/// Changes to settings. What is absent stays; `null` takes back what was set.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::option_option, reason = "absent, null and given are three things")]
pub(crate) struct TenantSettingsUpdate {
    #[serde(deserialize_with = "nullable")]
    #[garde(skip)]
    #[schema(value_type = Option<WeekStart>)]
    week_starts_on: Option<Option<WeekStart>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(inner(custom(color))))]
    #[schema(value_type = Option<String>, pattern = "^#[0-9a-f]{6}$")]
    accent_color: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(inner(email), length(chars, max = 254)))]
    #[schema(value_type = Option<String>, format = "email", max_length = 254)]
    contact_email: Option<Option<String>>,
    #[serde(deserialize_with = "nullable")]
    #[garde(inner(inner(custom(web_address))))]
    #[schema(value_type = Option<String>, pattern = "^https?://[^ ]+$", max_length = 300)]
    imprint_address: Option<Option<String>>,
}

impl TenantUpdate {
    /// The tenant after these changes.
    pub(super) fn apply(self, tenant: &TenantDetail) -> TenantDetail {
        let tenant = tenant.clone();
        TenantDetail {
            name: self.name.map_or(tenant.name, |name| name.trim().to_owned()),
            locale: self.locale.map_or(tenant.locale, |locale| locale.name().to_owned()),
            time_zone: self.time_zone.unwrap_or(tenant.time_zone),
            settings: match self.settings {
                Some(changes) => changes.apply(tenant.settings),
                None => tenant.settings,
            },
            ..tenant
        }
    }
}

impl TenantSettingsUpdate {
    fn apply(self, settings: TenantSettings) -> TenantSettings {
        TenantSettings {
            week_starts_on: self.week_starts_on.unwrap_or(settings.week_starts_on),
            accent_color: self.accent_color.unwrap_or(settings.accent_color),
            contact_email: self.contact_email.unwrap_or(settings.contact_email),
            imprint_address: self.imprint_address.unwrap_or(settings.imprint_address),
        }
    }
}

fn require<C>(is_valid: bool, _: &C, detail: &str) -> garde::Result {
    if is_valid { Ok(()) } else { Err(garde::Error::new(detail)) }
}

fn is_slug<C>(text: &str, context: &C) -> garde::Result {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_valid = (2..=63).contains(&text.len()) && text.bytes().all(is_plain) && !text.starts_with('-');
    require(is_valid, context, "must be 2 to 63 lower-case letters, digits and dashes, no dash first")
}

pub(crate) fn is_time_zone<C>(name: &str, context: &C) -> garde::Result {
    let is_known = name.len() <= 60 && jiff::tz::TimeZone::get(name).is_ok();
    require(is_known, context, "must be the name of a time zone, such as Europe/Berlin")
}

fn color<C>(text: &str, context: &C) -> garde::Result {
    let digits = text.strip_prefix('#').unwrap_or_default();
    let is_color = digits.len() == 6 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    require(is_color, context, "must be a colour like #1f6f5c")
}

fn web_address<C>(text: &str, context: &C) -> garde::Result {
    platform::text::line(text, context)?;
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_address =
        host.is_some_and(|host| !host.is_empty()) && text.len() <= 300 && !text.contains(char::is_whitespace);
    require(is_address, context, "must start with https:// or http://")
}
