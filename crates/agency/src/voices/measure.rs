//! What can be measured of sample texts. Pure.
//!
//! Units: sentences and words as Unicode segments them (UAX #29), hashtags and links left out of the words;
//! emoji as graphemes, so that a family of four counts once.

use unicode_segmentation::UnicodeSegmentation;

/// Characters of an opening that are worth showing: about what LinkedIn shows before the fold on a phone.
const OPENING_CHARS_MAX: usize = 140;

/// Facts about a set of sample texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    pub samples_count: usize,
    pub avg_sentence_words: f64,
    pub emoji_per_100_words: f64,
    pub hashtags_per_post: f64,
    /// The first line of each sample.
    pub openings: Vec<String>,
}

#[derive(Default)]
struct Counts {
    sentences: usize,
    words: usize,
    emoji: usize,
    hashtags: usize,
}

/// Measures samples; without any, every figure is zero.
pub fn measure<'a>(samples: impl IntoIterator<Item = &'a str>) -> Measured {
    let mut counts = Counts::default();
    let mut measured = Measured::default();
    for sample in samples.into_iter().map(str::trim).filter(|sample| !sample.is_empty()) {
        measured.samples_count += 1;
        count(sample, &mut counts);
        measured.openings.extend(opening(sample));
    }
    measured.avg_sentence_words = ratio(counts.words, counts.sentences, 1.0);
    measured.emoji_per_100_words = ratio(counts.emoji, counts.words, 100.0);
    measured.hashtags_per_post = ratio(counts.hashtags, measured.samples_count, 1.0);
    measured
}

fn count(sample: &str, counts: &mut Counts) {
    counts.emoji += sample.graphemes(true).filter(|grapheme| is_emoji(grapheme)).count();
    for line in sample.lines() {
        let prose = prose(line, counts);
        for sentence in prose.unicode_sentences() {
            let words = sentence.unicode_words().count();
            if words > 0 {
                counts.sentences += 1;
                counts.words += words;
            }
        }
    }
}

/// A line without its hashtags, mentions and links; hashtags are counted on the way.
fn prose(line: &str, counts: &mut Counts) -> String {
    let mut kept = Vec::new();
    for token in line.split_whitespace() {
        let tag = token.trim_start_matches(['(', '[', '"', '„', '“']);
        let is_hashtag = tag.strip_prefix('#').is_some_and(|rest| rest.chars().any(char::is_alphabetic));
        let is_address = tag.contains("://") || tag.starts_with("www.") || tag.starts_with('@');
        if is_hashtag {
            counts.hashtags += tag.matches('#').count();
        } else if !is_address {
            kept.push(token);
        }
    }
    kept.join(" ")
}

/// The first line that says something in words.
fn opening(sample: &str) -> Option<String> {
    let line = sample.lines().map(str::trim).find(|line| line.unicode_words().next().is_some())?;
    if line.chars().count() <= OPENING_CHARS_MAX {
        return Some(line.to_owned());
    }
    let cut: String = line.chars().take(OPENING_CHARS_MAX).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    Some(format!("{whole_words}…"))
}

/// Rounded to one decimal: more would pretend to a precision that a handful of samples does not have.
fn ratio(count: usize, of: usize, times: f64) -> f64 {
    let (Ok(count), Ok(of)) = (u32::try_from(count), u32::try_from(of)) else { return 0.0 };
    if of == 0 { 0.0 } else { (f64::from(count) * times / f64::from(of) * 10.0).round() / 10.0 }
}

/// Whether people see this grapheme as an emoji: the pictographic blocks and flags, and older symbols only
/// when a variation selector asks for the coloured form.
fn is_emoji(grapheme: &str) -> bool {
    let Some(first) = grapheme.chars().next() else { return false };
    let is_pictograph =
        matches!(first, '\u{1F300}'..='\u{1FAFF}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F004}' | '\u{1F0CF}');
    let is_shown_as_emoji = matches!(first,
        '\u{231A}'..='\u{231B}' | '\u{23E9}'..='\u{23F3}' | '\u{2614}'..='\u{2615}' | '\u{26A1}' | '\u{26BD}'
        | '\u{2705}' | '\u{2728}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2757}'
        | '\u{2B50}' | '\u{2B55}');
    let is_symbol = matches!(first, '\u{203C}'..='\u{3299}' | '0'..='9' | '#' | '*');
    is_pictograph || is_shown_as_emoji || (is_symbol && grapheme.contains('\u{FE0F}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_post_is_measured_as_people_would_count_it() {
        let measured = measure([
            "We baked 400 loaves before six. 🥖🥖\n\nNobody slept. ☀️\n\nhttps://example.org/bakery #breadlab #kreuzberg",
        ]);
        assert_eq!(measured.samples_count, 1);
        // "We baked 400 loaves before six." and "Nobody slept."
        assert!((measured.avg_sentence_words - 4.0).abs() < f64::EPSILON);
        assert!((measured.emoji_per_100_words - 37.5).abs() < f64::EPSILON);
        assert!((measured.hashtags_per_post - 2.0).abs() < f64::EPSILON);
        assert_eq!(measured.openings, ["We baked 400 loaves before six. 🥖🥖"]);
    }

    #[test]
    fn numbers_and_number_signs_are_not_emoji_or_hashtags() {
        let measured = measure(["Track #1 of 12: 3* for the room © 2026"]);
        assert!(measured.emoji_per_100_words.abs() < f64::EPSILON);
        assert!(measured.hashtags_per_post.abs() < f64::EPSILON);
    }

    #[test]
    fn a_family_and_a_flag_count_once_each() {
        let measured = measure(["one two 👩‍👩‍👧‍👦 🇩🇪"]);
        assert!((measured.emoji_per_100_words - 100.0).abs() < f64::EPSILON);
    }

    #[test]
    fn nothing_measures_as_nothing() {
        assert_eq!(measure(["", "  \n "]), Measured::default());
    }

    #[test]
    fn a_long_opening_ends_at_a_word() {
        let measured = measure(["lorry ".repeat(60).as_str()]);
        let opening = &measured.openings[0];
        assert!(opening.ends_with("lorry…") && opening.chars().count() <= OPENING_CHARS_MAX + 1);
    }

    proptest! {
        #[test]
        fn any_text_measures_without_a_panic(samples in prop::collection::vec("(?s).{0,200}", 0..5)) {
            let measured = measure(samples.iter().map(String::as_str));
            prop_assert!(measured.samples_count <= samples.len());
            prop_assert!(measured.openings.len() <= measured.samples_count);
            prop_assert!(measured.avg_sentence_words.is_finite() && measured.emoji_per_100_words.is_finite());
        }
    }
}
