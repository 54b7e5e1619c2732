//! Dates as people and programs write them. Pure.
//!
//! | form | read as |
//! | --- | --- |
//! | `2026-03-01`, `2026/3/1`, `20260301`, with or without a time | year, month, day |
//! | `01.03.2026`, `1.3.26`, `01-03-2026` | day, month, year |
//! | `03/01/2026` | **month first**; day first when the first is over 12, or the file is read day first |
//! | `1 March 2026`, `March 1, 2026`, `1. März 2026`, `01-Mar-26` | as it says |
//! | `46082` | days since 1899-12-30, as spreadsheets count |
//!
//! Two-digit years from 70 on are in the 1900s. Years outside 1970 to 2100 are refused: they are typing
//! errors.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// How `03/01/2026` is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlashOrder {
    #[default]
    MonthFirst,
    DayFirst,
}

/// Reads a date; `None` when it is not one.
pub fn parse_date(text: &str, slashes: SlashOrder) -> Option<Date> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    compact(text)
        .or_else(|| numeric(text, slashes))
        .or_else(|| with_month_name(text))
        .or_else(|| serial(text))
}

fn checked(year: i16, month: i8, day: i8) -> Option<Date> {
    if (1970..=2100).contains(&year) { Date::new(year, month, day).ok() } else { None }
}

fn year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 if year >= 70 => Some(1900 + year),
        2 => Some(2000 + year),
        _ => None,
    }
}

/// `20260301`.
fn compact(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    checked(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
}

fn numeric(text: &str, slashes: SlashOrder) -> Option<Date> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.splitn(3, separator).map(str::trim);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let (third, time) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    let all_digits = [first, second, third].iter().all(|part| is_number(part));
    if !all_digits || !is_time(time) {
        return None;
    }
    if first.len() == 4 {
        return checked(year(first)?, second.parse().ok()?, third.parse().ok()?);
    }
    let (first, second, year) = (first.parse::<i8>().ok()?, second.parse::<i8>().ok()?, year(third)?);
    match (separator, slashes) {
        ('/', SlashOrder::MonthFirst) if first <= 12 => checked(year, first, second),
        ('/', SlashOrder::DayFirst) if second > 12 => checked(year, first, second),
        _ => checked(year, second, first),
    }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nothing, or what follows a date in a timestamp: `T10:00:00Z`, ` 10:00`, `, 9:30 PM`.
fn is_time(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => true,
        Some('T' | 't' | ' ' | ',' | '.') => {
            rest.trim_matches([' ', ',', '.']).is_empty()
                || (rest.contains(|c: char| c.is_ascii_digit())
                    && chars.all(|c| c.is_ascii_digit() || " :.,+-TZtzAPMapmUC".contains(c)))
        }
        _ => false,
    }
}

fn with_month_name(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '/'))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (day, month, year_digits) = match month(first) {
        Some(month) => (ordinal(second)?, month, third),
        None => (ordinal(first)?, month(second)?, third),
    };
    checked(year(year_digits)?, month, day)
}

fn ordinal(text: &str) -> Option<i8> {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
}

/// An English or German month, whole or by its first three letters.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let month = match word.as_str() {
        "jan" | "january" | "januar" | "jänner" => 1,
        "feb" | "february" | "februar" => 2,
        "mar" | "march" | "mär" | "märz" | "maerz" | "mrz" => 3,
        "apr" | "april" => 4,
        "may" | "mai" => 5,
        "jun" | "june" | "juni" => 6,
        "jul" | "july" | "juli" => 7,
        "aug" | "august" => 8,
        "sep" | "sept" | "september" => 9,
        "oct" | "october" | "okt" | "oktober" => 10,
        "nov" | "november" => 11,
        "dec" | "december" | "dez" | "dezember" => 12,
        _ => return None,
    };
    Some(month)
}

/// A spreadsheet's day number, for 1982 to 2064: smaller and larger numbers are something else.
fn serial(text: &str) -> Option<Date> {
    let whole = text.split_once(['.', ',']).map_or(text, |(whole, _)| whole);
    let days: i64 = whole.parse().ok()?;
    if !(30_000..60_000).contains(&days) {
        return None;
    }
    date(1899, 12, 30).checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn many_forms_of_one_date_are_read() {
        for text in [
            "2026-03-01",
            "2026-3-1",
            "2026/03/01",
            "2026.03.01",
            "20260301",
            "2026-03-01T10:00:00Z",
            "2026-03-01 10:00:00.000+01:00",
            "01.03.2026",
            "1.3.2026",
            "1.3.26",
            "01-03-2026",
            "03/01/2026",
            "3/1/26",
            "03/01/2026 9:30 PM",
            "1 March 2026",
            "March 1, 2026",
            "1st March 2026",
            "1. März 2026",
            "01-Mar-26",
            "Mar 1 2026",
            "46082",
            "46082.5",
            " 2026-03-01 ",
        ] {
            assert_eq!(parse_date(text, SlashOrder::MonthFirst), Some(date(2026, 3, 1)), "{text:?}");
        }
    }

    #[test]
    fn slashes_are_month_first_unless_that_is_impossible() {
        assert_eq!(parse_date("04/05/2026", SlashOrder::MonthFirst), Some(date(2026, 4, 5)));
        assert_eq!(parse_date("04/05/2026", SlashOrder::DayFirst), Some(date(2026, 5, 4)));
        assert_eq!(parse_date("25/12/2026", SlashOrder::MonthFirst), Some(date(2026, 12, 25)));
        assert_eq!(parse_date("12/25/2026", SlashOrder::DayFirst), Some(date(2026, 12, 25)));
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "soon",
            "2026-13-01",
            "2026-02-30",
            "31.02.2026",
            "0000-00-00",
            "1899-12-31",
            "99/99/9999",
            "2026",
            "Q3 2026",
            "2026-03",
            "1-2-3-4",
            "32.01.2026",
            "12",
            "2026-03-01banana",
            "١.٣.٢٠٢٦",
        ] {
            assert_eq!(parse_date(text, SlashOrder::MonthFirst), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,30}") {
            parse_date(&text, SlashOrder::MonthFirst);
        }

        #[test]
        fn dates_read_back_as_they_were_written(days in 0..40_000_i64) {
            let written = date(1970, 1, 1).checked_add(days.days()).unwrap();
            for format in ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%B %d, %Y", "%d-%b-%Y"] {
                let text = written.strftime(format).to_string();
                prop_assert_eq!(parse_date(&text, SlashOrder::MonthFirst), Some(written), "{}", text);
            }
        }
    }
}
