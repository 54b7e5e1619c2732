//! Amounts as people write them, in minor units. Pure.
//!
//! `1.234,56`, `1,234.56`, `1 234,56`, `1'234.56`, `€ 1.200,-`, `1200 EUR`. A single separator before exactly
//! three digits groups thousands (`1.234` is one thousand two hundred and thirty-four): budgets have no
//! thousandths.

/// Largest amount in major units: beyond it somebody has pasted a telephone number.
const MAJOR_MAX: i64 = 100_000_000_000;

/// ISO 4217 codes and the decimals of their minor unit.
const CURRENCIES: &[(&str, u32)] = &[
    ("EUR", 2),
    ("USD", 2),
    ("GBP", 2),
    ("CHF", 2),
    ("SEK", 2),
    ("NOK", 2),
    ("DKK", 2),
    ("PLN", 2),
    ("CZK", 2),
    ("HUF", 2),
    ("RON", 2),
    ("BGN", 2),
    ("ISK", 0),
    ("TRY", 2),
    ("UAH", 2),
    ("CAD", 2),
    ("AUD", 2),
    ("NZD", 2),
    ("JPY", 0),
    ("KRW", 0),
    ("CNY", 2),
    ("HKD", 2),
    ("SGD", 2),
    ("INR", 2),
    ("BRL", 2),
    ("MXN", 2),
    ("ZAR", 2),
    ("ILS", 2),
    ("AED", 2),
];

const SYMBOLS: &[(&str, &str)] =
    &[("€", "EUR"), ("US$", "USD"), ("$", "USD"), ("£", "GBP"), ("¥", "JPY"), ("zł", "PLN")];

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// By a person: separators decide.
    Human,
    /// By a program (a JSON number): the point is the decimal point.
    Machine,
}

/// Why an amount is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("not an amount; write for example 1234.56 or 1.234,56")]
    NotAnAmount,
    #[error("a budget cannot be negative")]
    Negative,
    #[error("more decimals than the currency has")]
    Decimals,
    #[error("larger than any budget; check the number")]
    TooLarge,
    #[error("the amount names another currency than the currency column")]
    CurrencyMismatch,
}

impl MoneyError {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAnAmount => "not_an_amount",
            Self::Negative => "negative",
            Self::Decimals => "decimals",
            Self::TooLarge => "too_large",
            Self::CurrencyMismatch => "currency_mismatch",
        }
    }
}

/// The canonical code of a currency given by code, symbol or name.
pub fn currency(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if let Some((_, code)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == text) {
        return Some(code);
    }
    let upper = text.to_uppercase();
    let code = match upper.as_str() {
        "EURO" | "EUROS" => "EUR",
        "DOLLAR" | "DOLLARS" | "US DOLLAR" => "USD",
        "POUND" | "POUNDS" | "STERLING" => "GBP",
        "SFR" | "SFR." | "FRANKEN" => "CHF",
        other => other,
    };
    CURRENCIES.iter().find(|(known, _)| *known == code).map(|(known, _)| *known)
}

/// An amount and the currency it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    pub minor: i64,
    pub currency: &'static str,
}

/// Reads an amount. Its own currency, the column's, or `fallback` decides the minor unit, in this order.
pub fn parse_money(
    text: &str,
    notation: Notation,
    column: Option<&'static str>,
    fallback: &'static str,
) -> Result<Money, MoneyError> {
    let (number, named) = without_currency(text);
    if let (Some(named), Some(column)) = (named, column)
        && named != column
    {
        return Err(MoneyError::CurrencyMismatch);
    }
    let currency = named.or(column).unwrap_or(fallback);
    let decimals = CURRENCIES.iter().find(|(code, _)| *code == currency).map_or(2, |(_, decimals)| *decimals);
    let number = number.trim_end_matches(['-', '–', '—']).trim_end_matches([',', '.']).trim();
    if number.starts_with(['-', '−', '–', '(']) {
        return Err(MoneyError::Negative);
    }
    let (whole, fraction) = match notation {
        Notation::Human => separate(number)?,
        Notation::Machine => {
            number.split_once('.').map_or((number.to_owned(), ""), |(w, f)| (w.to_owned(), f))
        }
    };
    Ok(Money { minor: minor(&whole, fraction, decimals)?, currency })
}

/// Takes a currency symbol or code off either end.
fn without_currency(text: &str) -> (&str, Option<&'static str>) {
    let text = text.trim();
    let is_part = |c: char| c.is_ascii_digit() || ".,'’+-−–—(".contains(c);
    let Some(first) = text.find(is_part) else { return (text, None) };
    let (before, rest) = text.split_at(first);
    let last = rest.rfind(is_part).map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
    let (number, after) = rest.split_at(last);
    match (before.trim(), after.trim()) {
        ("", "") => (number, None),
        ("", named) | (named, "") => currency(named).map_or((text, None), |code| (number, Some(code))),
        _ => (text, None),
    }
}

/// The digits before and after the decimal separator, grouping removed.
fn separate(number: &str) -> Result<(String, &str), MoneyError> {
    let decimal = decimal_separator(number);
    let (whole, fraction) = decimal.map_or((number, ""), |at| (&number[..at], &number[at + 1..]));
    let mut groups = whole.split(|c: char| ".,'’".contains(c) || c.is_whitespace());
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let is_grouped = !rest.is_empty();
    if is_grouped && (first.is_empty() || first.len() > 3 || rest.iter().any(|group| group.len() != 3)) {
        return Err(MoneyError::NotAnAmount);
    }
    Ok((std::iter::once(first).chain(rest).collect(), fraction))
}

/// Where the decimal separator is, if there is one. With both signs it is the later one; a lone sign groups
/// when it repeats, or stands before exactly three digits after one to three others.
fn decimal_separator(number: &str) -> Option<usize> {
    let (dots, commas) = (number.matches('.').count(), number.matches(',').count());
    let (last, count) = match (number.rfind('.'), number.rfind(',')) {
        (Some(dot), Some(comma)) if dot > comma => return (dots == 1).then_some(dot),
        (Some(_), Some(comma)) => return (commas == 1).then_some(comma),
        (Some(dot), None) => (dot, dots),
        (None, Some(comma)) => (comma, commas),
        (None, None) => return None,
    };
    let before = &number[..last];
    let has_other_grouping = before.contains(|c: char| c == '\'' || c == '’' || c.is_whitespace());
    let groups_thousands = number.len() - last == 4
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && !has_other_grouping;
    (count == 1 && !groups_thousands).then_some(last)
}

fn minor(whole: &str, fraction: &str, decimals: u32) -> Result<i64, MoneyError> {
    let all_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return Err(MoneyError::NotAnAmount);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals as usize {
        return Err(MoneyError::Decimals);
    }
    let major: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| MoneyError::TooLarge)? };
    if major > MAJOR_MAX {
        return Err(MoneyError::TooLarge);
    }
    let scale = 10_i64.pow(decimals);
    let missing = decimals - u32::try_from(fraction.len()).unwrap_or(decimals);
    let cents: i64 =
        if fraction.is_empty() { 0 } else { fraction.parse().map_err(|_| MoneyError::NotAnAmount)? };
    Ok(major * scale + cents * 10_i64.pow(missing))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn euros(text: &str) -> Result<i64, MoneyError> {
        parse_money(text, Notation::Human, None, "EUR").map(|money| money.minor)
    }

    #[test]
    fn separators_are_understood() {
        for (text, cents) in [
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("1234.56", 123_456),
            ("1234,56", 123_456),
            ("1 234,56", 123_456),
            ("1\u{a0}234,56", 123_456),
            ("1'234.56", 123_456),
            ("1.234", 123_400),
            ("1,234", 123_400),
            ("1.234.567", 123_456_700),
            ("12,5", 1_250),
            ("12.50", 1_250),
            ("0.5", 50),
            (".5", 50),
            ("1200,-", 120_000),
            ("1.200,--", 120_000),
            ("0", 0),
            ("12.340,00", 1_234_000),
            ("1234.500", 123_450),
            ("0,500", 50),
            ("007", 700),
        ] {
            assert_eq!(euros(text), Ok(cents), "{text:?}");
        }
    }

    #[test]
    fn a_currency_may_stand_with_the_amount() {
        for (text, minor, currency) in [
            ("€ 1.200,-", 120_000, "EUR"),
            ("1200 EUR", 120_000, "EUR"),
            ("$500", 50_000, "USD"),
            ("GBP 1,500.00", 150_000, "GBP"),
            ("¥ 120.000", 120_000, "JPY"),
            ("1500€", 150_000, "EUR"),
            ("1 200 zł", 120_000, "PLN"),
        ] {
            assert_eq!(
                parse_money(text, Notation::Human, None, "EUR"),
                Ok(Money { minor, currency }),
                "{text:?}"
            );
        }
        assert_eq!(parse_money("$5", Notation::Human, Some("EUR"), "EUR"), Err(MoneyError::CurrencyMismatch));
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for (text, error) in [
            ("twelve", MoneyError::NotAnAmount),
            ("12k", MoneyError::NotAnAmount),
            ("1.2.3", MoneyError::NotAnAmount),
            ("1,23,456.00", MoneyError::NotAnAmount),
            ("", MoneyError::NotAnAmount),
            ("€", MoneyError::NotAnAmount),
            ("-5", MoneyError::Negative),
            ("(500)", MoneyError::Negative),
            ("1.2345", MoneyError::Decimals),
            ("99999999999999999999", MoneyError::TooLarge),
            ("10 bananas", MoneyError::NotAnAmount),
        ] {
            assert_eq!(euros(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn a_number_of_a_program_has_a_decimal_point() {
        assert_eq!(parse_money("1.5", Notation::Machine, None, "EUR").map(|m| m.minor), Ok(150));
        assert_eq!(parse_money("1.234", Notation::Machine, None, "EUR"), Err(MoneyError::Decimals));
        assert_eq!(parse_money("1e3", Notation::Machine, None, "EUR"), Err(MoneyError::NotAnAmount));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,30}") {
            let _ = euros(&text);
        }

        #[test]
        fn german_and_english_notation_agree(cents in 0..100_000_000_000_i64) {
            let (whole, fraction) = ((cents / 100).to_string(), format!("{:02}", cents % 100));
            let digits = whole.as_bytes().rchunks(3).rev();
            let grouped: Vec<&str> = digits.map(|group| std::str::from_utf8(group).unwrap()).collect();
            prop_assert_eq!(euros(&format!("{},{fraction}", grouped.join("."))), Ok(cents));
            prop_assert_eq!(euros(&format!("{}.{fraction}", grouped.join(","))), Ok(cents));
            prop_assert_eq!(euros(&format!("{whole}.{fraction}")), Ok(cents));
        }
    }
}
