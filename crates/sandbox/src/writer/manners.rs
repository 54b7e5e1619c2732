//! How to speak: what the voice forbids, asks for, and how it addresses people.

use super::brief::Brief;
use super::phrases::{self, Phrases};

/// Marks that the voice does without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Exclamation,
    Question,
    Emoji,
    Hashtag,
}

/// How a rule names each mark, in English and German.
const MARK_NAMES: [(Mark, &[&str]); 4] = [
    (Mark::Exclamation, &["exclamation", "ausrufe"]),
    (Mark::Question, &["question", "fragen"]),
    (Mark::Emoji, &["emoji"]),
    (Mark::Hashtag, &["hashtag"]),
];

/// The voice's rules in a form that can be checked.
#[derive(Debug, Clone, Default)]
pub(super) struct Manners {
    forbidden: Vec<String>,
    marks: Vec<Mark>,
    pub(super) is_formal: bool,
    pub(super) wants_question: bool,
    /// Words that have to appear.
    pub(super) words: Vec<String>,
    pub(super) asides: Vec<&'static str>,
    pub(super) emoji: Vec<&'static str>,
}

const NEGATIONS: &[&str] = &[
    "do not use ",
    "don't use ",
    "never use ",
    "never say ",
    "do not say ",
    "don't say ",
    "do not ",
    "don't ",
    "never ",
    "avoid ",
    "without ",
    "not ",
    "no ",
    "keine ",
    "keinen ",
    "kein ",
    "niemals ",
    "nie ",
    "nicht ",
    "ohne ",
    "vermeide ",
    "vermeiden ",
];

impl Manners {
    pub(super) fn of(brief: &Brief, phrases: &'static Phrases) -> Self {
        let mut manners = Self::default();
        for rule in &brief.donts {
            manners.forbid(rule);
        }
        for rule in &brief.dos {
            let lower = rule.to_lowercase();
            manners.words.extend(quoted(rule));
            manners.wants_question |= lower.contains("question") || lower.contains("frage");
        }
        manners.is_formal = phrases::is_german(&brief.language)
            && brief.dos.iter().chain(&brief.tone).any(|rule| {
                let lower = rule.to_lowercase();
                lower.contains("siez")
                    || lower.contains("formal")
                    || lower.contains("förmlich")
                    || rule.split(|c: char| !c.is_alphanumeric()).any(|word| word == "Sie")
            });
        let tones = brief.tone.iter().map(|tone| tone.to_lowercase()).collect::<Vec<_>>().join(" ");
        let fitting = phrases
            .tones
            .iter()
            .filter(|tone| tone.keywords.iter().any(|keyword| tones.contains(keyword.as_str())));
        let mut chosen: Vec<_> = fitting.collect();
        if chosen.is_empty() {
            chosen.extend(phrases.tones.first());
        }
        manners.asides = chosen.iter().flat_map(|tone| &tone.asides).map(String::as_str).collect();
        manners.emoji = chosen.iter().flat_map(|tone| &tone.emoji).map(String::as_str).collect();
        manners.wants_question &= !manners.avoid(Mark::Question);
        manners
    }

    fn forbid(&mut self, rule: &str) {
        let lower = rule.to_lowercase();
        let unwanted = MARK_NAMES.iter().filter(|(_, names)| names.iter().any(|name| lower.contains(name)));
        self.marks.extend(unwanted.map(|(mark, _)| *mark));
        let named = quoted(rule);
        if !named.is_empty() {
            self.forbidden.extend(named.into_iter().map(|word| word.to_lowercase()));
            return;
        }
        let bare = NEGATIONS.iter().find_map(|negation| lower.strip_prefix(negation)).unwrap_or(&lower);
        // A short rule names the words themselves; a long one describes a habit, which a grammar cannot
        // judge.
        if bare.split_whitespace().count() <= 3 {
            self.forbidden.extend(
                bare.split([',', '/']).map(|word| word.trim().to_owned()).filter(|word| word.len() > 2),
            );
        }
    }

    /// Whether the voice does without a mark.
    pub(super) fn avoid(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// Whether a text may be said.
    pub(super) fn allow(&self, text: &str) -> bool {
        let has_mark = (self.avoid(Mark::Exclamation) && text.contains('!'))
            || (self.avoid(Mark::Question) && text.contains('?'));
        if has_mark {
            return false;
        }
        let lower = text.to_lowercase();
        !self.forbidden.iter().any(|word| contains_word(&lower, word))
    }
}

/// What stands in quotation marks of any kind.
fn quoted(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let pieces: Vec<&str> = text.split(is_mark).collect();
    pieces
        .iter()
        .skip(1)
        .step_by(2)
        .map(|piece| piece.trim().to_owned())
        .filter(|piece| !piece.is_empty())
        .collect()
}

pub(super) fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manners(dos: &[&str], donts: &[&str], language: &str) -> Manners {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let brief =
            Brief { dos: list(dos), donts: list(donts), language: language.into(), ..Brief::default() };
        Manners::of(&brief, phrases::of(language))
    }

    #[test]
    fn forbidden_words_are_read_from_rules() {
        let manners =
            manners(&[], &["never say \"customers\" or “users”", "No superlatives", "avoid passion"], "en");
        assert!(!manners.allow("Our Customers know"));
        assert!(!manners.allow("for users, mostly"));
        assert!(!manners.allow("our passion"));
        assert!(manners.allow("passionate is another word"));
        assert!(manners.allow("our guests know"));
    }

    #[test]
    fn habits_are_recognised() {
        let manners =
            manners(&["End with a question", "say \"guests\""], &["No emojis", "no exclamation marks"], "en");
        assert!(manners.avoid(Mark::Emoji) && manners.wants_question);
        assert_eq!(manners.words, ["guests"]);
        assert!(!manners.allow("Come by!"));
    }

    #[test]
    fn formal_address_is_german_only() {
        assert!(manners(&["Leser mit Sie ansprechen"], &[], "de").is_formal);
        assert!(!manners(&["Leser duzen"], &[], "de").is_formal);
        assert!(!manners(&["formal"], &[], "en").is_formal);
    }
}
