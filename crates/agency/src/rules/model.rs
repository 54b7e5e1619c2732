//! The vocabulary of the rules and the compiled-in table.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::words;

words! {
    /// A channel that text is written for. Spotify and SoundCloud carry campaigns, but no ideas.
    pub enum TextChannel {
        Linkedin = "linkedin",
        Instagram = "instagram",
        Youtube = "youtube",
        X = "x",
    }
}

/// How a length is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    CodePoints,
    Utf16,
    Bytes,
    Graphemes,
    /// X's weighted length.
    Weighted,
    /// A number of things (hashtags, mentions), not of characters.
    Count,
    /// The value is a set of characters.
    Characters,
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The platform refuses it; the idea cannot be submitted.
    Error,
    /// Accepted and harmful; shown, never in the way.
    Warning,
    /// A fact for previews; never becomes an issue.
    Info,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Text,
    Title,
    Hashtags,
    Mentions,
    Cashtags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    LengthMax,
    EscapedLengthMax,
    CountMax,
    Required,
    ForbiddenCharacters,
    EscapedCharacters,
    FoldDesktop,
    FoldMobile,
    FoldLines,
}

/// A number, or a set of characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum RuleValue {
    Number(usize),
    Characters(String),
}

/// One rule of one platform, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub channel: TextChannel,
    pub field: Field,
    #[serde(rename = "rule")]
    pub kind: RuleKind,
    pub value: RuleValue,
    pub unit: Unit,
    pub severity: Severity,
    /// The page the value was read on.
    #[schema(example = "https://developers.google.com/youtube/v3/docs/videos")]
    pub source_url: String,
    /// The day it was last read there.
    #[schema(value_type = String, format = Date, example = "2026-11-21")]
    pub checked_on: jiff::civil::Date,
    pub confidence: Confidence,
}

impl Rule {
    pub(super) fn number(&self) -> Option<usize> {
        match self.value {
            RuleValue::Number(number) => Some(number),
            RuleValue::Characters(_) => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Official,
    Secondary,
    Observed,
    Uncertain,
}

/// A text that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Issue {
    pub channel: TextChannel,
    pub field: Field,
    pub severity: Severity,
    /// Stable; translate by it.
    #[schema(example = "length_max")]
    pub code: String,
    #[schema(example = "The text has 3,120 characters; LinkedIn takes 3,000.")]
    pub message: String,
    pub limit: Option<usize>,
    pub actual: Option<usize>,
    pub unit: Unit,
}

/// What was measured of a field, against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextCount {
    pub field: Field,
    pub unit: Unit,
    pub actual: usize,
    pub limit: usize,
}

/// Where the platform cuts a text with "…see more". Approximate: the platforms fold by rendered lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fold {
    pub desktop_chars: usize,
    pub mobile_chars: usize,
    /// A text with more line breaks than this folds earlier.
    pub lines: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    rule: Vec<Rule>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let table: RuleTable =
        toml::from_str(include_str!("rules.toml")).expect("the compiled-in rules parse; a test reads them");
    table.rule
});

/// Every rule, in the order of the file.
pub fn all() -> &'static [Rule] {
    &RULES
}

pub(super) fn of(channel: TextChannel) -> impl Iterator<Item = &'static Rule> {
    all().iter().filter(move |rule| rule.channel == channel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_parses_and_values_fit_their_kind() {
        assert!(all().len() > 20);
        for rule in all() {
            let takes_characters =
                matches!(rule.kind, RuleKind::ForbiddenCharacters | RuleKind::EscapedCharacters);
            assert_eq!(rule.number().is_none(), takes_characters, "{rule:?}");
            assert!(rule.source_url.starts_with("https://"), "{rule:?}");
        }
    }

    #[test]
    fn a_platform_has_one_row_for_one_thing() {
        for (index, rule) in all().iter().enumerate() {
            let again = all()[index + 1..].iter().any(|other| {
                (other.channel, other.field, other.kind) == (rule.channel, rule.field, rule.kind)
            });
            assert!(!again, "{:?} {:?} {:?} twice", rule.channel, rule.field, rule.kind);
        }
    }
}
