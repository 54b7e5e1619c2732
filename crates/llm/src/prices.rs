//! What tokens cost, as data with dates.

use jiff::civil::Date;
use serde::Deserialize;

/// Micro-units per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub input_micros_per_million: i64,
    pub output_micros_per_million: i64,
}

impl Price {
    /// The cost of a call, rounded up to a whole micro-unit.
    pub fn cost_micros(self, tokens_in: i64, tokens_out: i64) -> i64 {
        let input = i128::from(tokens_in.max(0)) * i128::from(self.input_micros_per_million);
        let output = i128::from(tokens_out.max(0)) * i128::from(self.output_micros_per_million);
        i64::try_from((input + output + 999_999) / 1_000_000).unwrap_or(i64::MAX)
    }
}

/// The price list. Entries are never edited: a new price is a new entry with a later date, so a past month
/// can be recomputed.
#[derive(Debug, Clone)]
pub struct Prices {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// A model name, or its beginning followed by `*`.
    model: String,
    #[serde(deserialize_with = "date")]
    effective_from: Date,
    input_micros_per_million: i64,
    output_micros_per_million: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    price: Vec<Entry>,
}

/// Why a price list is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    #[error("the price list cannot be read: {0}")]
    Malformed(String),
    #[error("the price of '{0}' is negative")]
    Negative(String),
    #[error("the price list has no entry for '*', the price of models that it does not know")]
    NoDefault,
}

impl Prices {
    /// The list that is compiled in.
    pub fn builtin() -> Self {
        Self::parse(include_str!("prices.toml")).expect("the built-in price list is tested")
    }

    pub fn parse(toml: &str) -> Result<Self, PriceError> {
        let file: File = toml::from_str(toml).map_err(|error| PriceError::Malformed(error.to_string()))?;
        let is_negative =
            |entry: &&Entry| entry.input_micros_per_million < 0 || entry.output_micros_per_million < 0;
        if let Some(entry) = file.price.iter().find(is_negative) {
            return Err(PriceError::Negative(entry.model.clone()));
        }
        if !file.price.iter().any(|entry| entry.model == "*") {
            return Err(PriceError::NoDefault);
        }
        Ok(Self { entries: file.price })
    }

    /// The price of a model on a day: of the entries that fit, the most specific name, then the latest date.
    pub fn find(&self, model: &str, day: Date) -> Price {
        let fits = |entry: &&Entry| match entry.model.strip_suffix('*') {
            Some(beginning) => model.starts_with(beginning),
            None => entry.model == model,
        };
        let is_default = |entry: &Entry| entry.model == "*";
        self.entries
            .iter()
            .filter(|entry| fits(entry) && (entry.effective_from <= day || is_default(entry)))
            .max_by_key(|entry| (entry.model.len(), entry.effective_from))
            .map_or(Price { input_micros_per_million: 0, output_micros_per_million: 0 }, |entry| Price {
                input_micros_per_million: entry.input_micros_per_million,
                output_micros_per_million: entry.output_micros_per_million,
            })
    }
}

fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_builtin_list_prices_everything() {
        let prices = Prices::builtin();
        let sandbox = prices.find("atelier-sandbox-1", day("2026-11-21"));
        assert_eq!((sandbox.input_micros_per_million, sandbox.output_micros_per_million), (150_000, 600_000));
        let unknown = prices.find("nobody-knows-me", day("2026-11-21"));
        assert!(unknown.cost_micros(1, 0) > 0, "an unknown model is never free");
        assert!(prices.find("nobody-knows-me", day("1999-01-01")).cost_micros(1, 0) > 0);
    }

    #[test]
    fn the_most_specific_name_and_the_latest_date_win() {
        let prices = Prices::parse(
            r#"
            [[price]]
            model = "*"
            effective_from = "2020-01-01"
            input_micros_per_million = 9
            output_micros_per_million = 9
            [[price]]
            model = "writer-*"
            effective_from = "2020-01-01"
            input_micros_per_million = 5
            output_micros_per_million = 5
            [[price]]
            model = "writer-*"
            effective_from = "2026-06-01"
            input_micros_per_million = 4
            output_micros_per_million = 4
            [[price]]
            model = "writer-mini"
            effective_from = "2026-03-01"
            input_micros_per_million = 1
            output_micros_per_million = 1
            "#,
        )
        .unwrap();
        let of = |model: &str, on: &str| prices.find(model, day(on)).input_micros_per_million;
        assert_eq!(of("writer-big", "2026-05-31"), 5);
        assert_eq!(of("writer-big", "2026-06-01"), 4);
        assert_eq!(of("writer-mini", "2026-02-28"), 5, "not priced by itself before its date");
        assert_eq!(of("writer-mini", "2026-12-01"), 1);
        assert_eq!(of("other", "2026-12-01"), 9);
    }

    #[test]
    fn costs_round_up_and_do_not_overflow() {
        let price = Price { input_micros_per_million: 150_000, output_micros_per_million: 600_000 };
        assert_eq!(price.cost_micros(1_000_000, 1_000_000), 750_000);
        assert_eq!(price.cost_micros(1, 0), 1);
        assert_eq!(price.cost_micros(0, 0), 0);
        assert_eq!(price.cost_micros(-5, 0), 0);
        let dear = Price { input_micros_per_million: 15_000_000, output_micros_per_million: 75_000_000 };
        assert_eq!(dear.cost_micros(i64::MAX, i64::MAX), i64::MAX);
    }

    #[test]
    fn bad_lists_say_what_is_wrong() {
        assert!(matches!(Prices::parse("price = 1"), Err(PriceError::Malformed(_))));
        assert!(matches!(Prices::parse("price = []"), Err(PriceError::NoDefault)));
    }
}
