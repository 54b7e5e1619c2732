//! What a list of profiles is narrowed to by their attributes: `height_cm>=175`, `eyes=green`. Pure.

use platform::{Error, Result};
use serde_json::{Value, json};

use super::schema::is_name;

const FILTERS_MAX: usize = 8;
const WORD_CHARS_MAX: usize = 100;
const TERMS_MAX: usize = 8;
/// The longer first: `>=` begins as `>` does.
const OPERATORS: [&str; 5] = [">=", "<=", ">", "<", "="];

/// A comparison with one attribute.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AttributeFilter {
    name: String,
    operator: &'static str,
    compared: Compared,
}

/// What an attribute is compared with, as what it looks like.
#[derive(Clone, Debug, PartialEq)]
enum Compared {
    Number(f64),
    Word(String),
}

impl AttributeFilter {
    /// Numbers are compared as numbers. Words are equal whatever their case, and before or after one another
    /// as dates are.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let refused = |detail: &str| Err(Error::invalid("/query/attribute", "attribute", detail));
        let start = text.find(['<', '>', '=']);
        let Some((name, rest)) = start.map(|start| text.split_at(start)) else {
            return refused("must be like height_cm>=175 or eyes=green");
        };
        if !is_name(name) {
            return refused("begins with the name of an attribute");
        }
        let found = OPERATORS.into_iter().find_map(|operator| Some((operator, rest.strip_prefix(operator)?)));
        let Some((operator, value)) = found else {
            return refused("compares with =, >, <, >= or <=");
        };
        let value = value.trim();
        if value.is_empty() || value.chars().count() > WORD_CHARS_MAX || value.contains('\0') {
            return refused("compares with 1 to 100 characters");
        }
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        let compared = number.map_or_else(|| Compared::Word(value.to_owned()), Compared::Number);
        Ok(Self { name: name.to_owned(), operator, compared })
    }

    /// As the statement understands it.
    fn json(&self) -> Value {
        let (name, operator) = (&self.name, self.operator);
        match &self.compared {
            Compared::Number(number) => json!({ "name": name, "operator": operator, "number": number }),
            Compared::Word(word) => json!({ "name": name, "operator": operator, "word": word }),
        }
    }
}

/// Every `attribute` of a query.
pub(super) fn parse_all(query: Option<&str>) -> Result<Vec<AttributeFilter>> {
    let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let asked: Vec<_> = pairs.filter(|(name, _)| name == "attribute").map(|(_, value)| value).collect();
    if asked.len() > FILTERS_MAX {
        return Err(Error::invalid("/query/attribute", "too_many", "at most 8 attributes at once"));
    }
    asked.iter().map(|text| AttributeFilter::parse(text)).collect()
}

pub(super) fn as_json(filters: &[AttributeFilter]) -> Value {
    filters.iter().map(AttributeFilter::json).collect()
}

/// The beginnings of words, all of which have to be there, as `to_tsquery` reads them; none when there is no
/// letter or digit in the text.
pub(super) fn terms(text: &str) -> Option<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let terms: Vec<String> = words.take(TERMS_MAX).map(|word| format!("{word}:*")).collect();
    if terms.is_empty() { None } else { Some(terms.join(" & ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_read_as_what_they_compare_with() {
        let read = |text: &str| AttributeFilter::parse(text).map(|filter| filter.json());
        let expected = json!({ "name": "height_cm", "operator": ">=", "number": 175.0 });
        assert_eq!(read("height_cm>=175").unwrap(), expected);
        let expected = json!({ "name": "eyes", "operator": "=", "word": "Green" });
        assert_eq!(read("eyes=Green").unwrap(), expected);
        let expected = json!({ "name": "portfolio", "operator": "=", "word": "https://a.example/?b=c" });
        assert_eq!(read("portfolio=https://a.example/?b=c").unwrap(), expected);
        for text in ["", "eyes", "=green", "eyes=", "Eyes=green", "a b=c", "eyes!=green", "eyes=\0"] {
            assert!(read(text).is_err(), "{text:?}");
        }
        assert_eq!(read("height_cm=inf").unwrap()["word"], "inf");
    }

    #[test]
    fn every_attribute_of_a_query_is_read() {
        let query = Some("kind=model&attribute=height_cm%3E%3D175&attribute=eyes%3Dgreen");
        assert_eq!(parse_all(query).unwrap().len(), 2);
        assert_eq!(parse_all(None).unwrap(), []);
        assert!(parse_all(Some(&"attribute=a%3D1&".repeat(9))).is_err());
    }

    #[test]
    fn words_are_searched_by_their_beginnings_and_nothing_else_is_asked() {
        assert_eq!(terms("Imke Sø").unwrap(), "Imke:* & Sø:*");
        assert_eq!(terms("a & !b | c:* 'd'").unwrap(), "a:* & b:* & c:* & d:*");
        assert_eq!(terms("--- :*"), None);
    }
}
