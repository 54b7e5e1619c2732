//! Shortening a text so that it fits, never inside a grapheme.

use unicode_segmentation::UnicodeSegmentation;

use super::model::{RuleKind, of};
use super::{Field, TextChannel, Unit, count};

const ELLIPSIS: &str = "…";

/// `text`, shortened to the channel's limit for `field`; ends with "…" when something was cut.
pub fn fit(channel: TextChannel, field: Field, text: &str) -> String {
    of(channel)
        .filter(|rule| rule.field == field && rule.kind == RuleKind::LengthMax)
        .fold(text.to_owned(), |text, rule| clip(rule.unit, rule.number().unwrap_or(usize::MAX), &text))
}

/// `text` with at most `limit` of `unit`, cut after a word where there is one in the last fifth.
pub fn clip(unit: Unit, limit: usize, text: &str) -> String {
    if count(unit, text) <= limit {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, grapheme)| at + grapheme.len()).collect();
    let shortened = |graphemes: usize| {
        let end = graphemes.checked_sub(1).map_or(0, |last| ends[last]);
        format!("{}{ELLIPSIS}", text[..end].trim_end())
    };
    // Bisection: a longer prefix is longer in every unit, but for a URL that X counts as 23 once it is
    // complete; there the cut may be earlier than it had to be, and still fits.
    let (mut fits, mut too_long) = (0, ends.len());
    while too_long - fits > 1 {
        let middle = fits.midpoint(too_long);
        if count(unit, &shortened(middle)) <= limit { fits = middle } else { too_long = middle }
    }
    let cut = shortened(fits);
    if count(unit, &cut) > limit {
        return String::new();
    }
    at_word_end(text, &cut).filter(|at_word| count(unit, at_word) <= limit).unwrap_or(cut)
}

fn at_word_end(text: &str, cut: &str) -> Option<String> {
    let kept = cut.strip_suffix(ELLIPSIS)?;
    if text[kept.len()..].starts_with(char::is_whitespace) {
        return None;
    }
    let space = kept.rfind(char::is_whitespace)?;
    (space >= kept.len() / 5 * 4).then(|| format!("{}{ELLIPSIS}", kept[..space].trim_end()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cuts_between_graphemes_and_prefers_words() {
        assert_eq!(clip(Unit::CodePoints, 5, "abc"), "abc");
        assert_eq!(clip(Unit::CodePoints, 20, "one two three four five six"), "one two three four…");
        assert_eq!(clip(Unit::CodePoints, 6, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦"), "…", "a family has seven code points");
        assert_eq!(clip(Unit::Weighted, 4, "😀😀😀"), "😀…");
        assert_eq!(clip(Unit::Bytes, 1, "é"), "", "not even the ellipsis fits");
    }

    proptest! {
        #[test]
        fn always_fits_and_keeps_whole_graphemes(
            text in "(\\PC|👨‍👩‍👧‍👦|e\u{301}|日|🇩🇪|\n| ){0,80}",
            limit in 0_usize..60,
            unit in prop::sample::select(vec![
                Unit::CodePoints, Unit::Utf16, Unit::Bytes, Unit::Graphemes, Unit::Weighted,
            ]),
        ) {
            let cut = clip(unit, limit, &text);
            prop_assert!(count(unit, &cut) <= limit);
            if let Some(kept) = cut.strip_suffix(ELLIPSIS).filter(|_| cut != text) {
                let boundaries: Vec<usize> =
                    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
                prop_assert!(text.starts_with(kept));
                let is_before_space = text[kept.len()..].starts_with(char::is_whitespace);
                prop_assert!(boundaries.contains(&kept.len()) || is_before_space);
            }
        }
    }
}
