//! Counting in each platform's unit.

use unicode_segmentation::UnicodeSegmentation;

use super::{Unit, weighted};

/// The length of `text` in `unit`. For [`Unit::Count`] and [`Unit::Characters`], which do not measure a text,
/// the number of graphemes.
pub fn count(unit: Unit, text: &str) -> usize {
    match unit {
        Unit::CodePoints => text.chars().count(),
        Unit::Utf16 => text.encode_utf16().count(),
        Unit::Bytes => text.len(),
        Unit::Graphemes | Unit::Count | Unit::Characters => text.graphemes(true).count(),
        Unit::Weighted => weighted::length(text),
        Unit::Lines => text.split('\n').count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// text, code points, UTF-16 units, bytes, graphemes, weighted
    const FIXTURES: &[(&str, usize, usize, usize, usize, usize)] = &[
        ("", 0, 0, 0, 0, 0),
        ("plain", 5, 5, 5, 5, 5),
        // precomposed and decomposed é: X counts after NFC, the others count what is sent
        ("caf\u{e9}", 4, 4, 5, 4, 4),
        ("cafe\u{301}", 5, 5, 6, 4, 4),
        // a combining mark that composes with nothing keeps its own weight
        ("x\u{320}", 2, 2, 3, 1, 2),
        ("日本語", 3, 3, 9, 3, 6),
        ("한국", 2, 2, 6, 2, 4),
        // decomposed Hangul composes under NFC
        ("\u{1112}\u{1161}\u{11ab}", 3, 3, 9, 1, 2),
        ("😀", 1, 2, 4, 1, 2),
        ("👍🏽", 2, 4, 8, 1, 2),
        // a family is seven code points, one thing on screen, two for X
        ("👨‍👩‍👧‍👦", 7, 11, 25, 1, 2),
        ("🏳️‍🌈", 4, 6, 14, 1, 2),
        ("🇩🇪🇫🇷", 4, 8, 16, 2, 4),
        ("1️⃣", 3, 3, 7, 1, 2),
        ("❤️", 2, 2, 6, 1, 2),
        // © stays text without the emoji selector
        ("©", 1, 1, 2, 1, 1),
        ("©️", 2, 2, 5, 1, 2),
        ("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", 7, 14, 28, 1, 2),
        // right to left, with the marks that make it so
        ("שלום", 4, 4, 8, 4, 4),
        ("\u{202b}مرحبا\u{202c}", 7, 7, 16, 7, 9),
        // typographic quotes, dashes and the ellipsis
        ("“a” – b", 7, 7, 13, 7, 7),
        ("wait…", 5, 5, 7, 5, 6),
        ("see https://example.com/a/very/long/path?with=query#and-more now", 64, 64, 64, 64, 31),
        ("see example.com now", 19, 19, 19, 19, 31),
        ("a\r\nb", 4, 4, 4, 3, 4),
    ];

    #[test]
    fn every_unit_counts_its_own_way() {
        for &(text, code_points, utf16, bytes, graphemes, weighted) in FIXTURES {
            assert_eq!(count(Unit::CodePoints, text), code_points, "code points of {text:?}");
            assert_eq!(count(Unit::Utf16, text), utf16, "UTF-16 units of {text:?}");
            assert_eq!(count(Unit::Bytes, text), bytes, "bytes of {text:?}");
            assert_eq!(count(Unit::Graphemes, text), graphemes, "graphemes of {text:?}");
            assert_eq!(count(Unit::Weighted, text), weighted, "weight of {text:?}");
        }
    }
}
