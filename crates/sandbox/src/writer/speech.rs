//! Saying things: choosing among alternatives, filling slots, never the same sentence twice.

use std::collections::{BTreeMap, HashSet};

use super::brief::{Brief, clip};
use super::dice::{Deck, Dice};
use super::manners::Manners;
use super::phrases::{Phrases, Trade};

/// A theme is quoted in the middle of sentences; longer ones would swallow them.
const THEME_CHARS_MAX: usize = 60;
const AUDIENCE_CHARS_MAX: usize = 60;

/// A speaker for one batch of ideas.
pub(super) struct Speech {
    pub(super) dice: Dice,
    pub(super) manners: Manners,
    pub(super) phrases: &'static Phrases,
    pub(super) trade: &'static Trade,
    client: String,
    audience: Option<String>,
    decks: BTreeMap<&'static str, (Deck, &'static [String])>,
    said: HashSet<&'static str>,
    words: BTreeMap<&'static str, String>,
    turns: usize,
}

impl Speech {
    pub(super) fn new(brief: &Brief, phrases: &'static Phrases, mut dice: Dice) -> Self {
        let trade = trade(brief, phrases);
        let decks = [
            ("person", &trade.person),
            ("thing", &trade.thing),
            ("place", &trade.place),
            ("moment", &trade.moment),
            ("task", &trade.task),
            ("mistake", &trade.mistake),
            ("detail", &trade.detail),
        ]
        .into_iter()
        .map(|(slot, words)| (slot, (Deck::new(words.len(), &mut dice), words.as_slice())))
        .collect();
        let client =
            if brief.client.is_empty() { phrases.closing.somebody.clone() } else { brief.client.clone() };
        let is_short =
            brief.audience.chars().count() <= AUDIENCE_CHARS_MAX && !brief.audience.contains(['.', ':', ';']);
        let audience = (is_short && !brief.audience.is_empty()).then(|| lower_first(&brief.audience, brief));
        let manners = Manners::of(brief, phrases);
        Self {
            dice,
            manners,
            phrases,
            trade,
            client,
            audience,
            decks,
            said: HashSet::new(),
            words: BTreeMap::new(),
            turns: 0,
        }
    }

    /// Starts an idea: new words for every slot.
    pub(super) fn turn_to(&mut self, theme: &str) {
        self.turns += 1;
        self.words.clear();
        self.words.insert("client", self.client.clone());
        self.words.insert("theme", clip(theme, THEME_CHARS_MAX).to_owned());
        if let Some(audience) = &self.audience {
            self.words.insert("audience", audience.clone());
        }
        for (slot, (deck, words)) in &mut self.decks {
            if let Some(word) = deck.deal().and_then(|index| words.get(index)) {
                self.words.insert(slot, word.clone());
            }
        }
    }

    /// Words that the voice asks for come into the first idea and then into every third: in each, they would
    /// be a tic.
    pub(super) fn is_time_for_words(&self) -> bool {
        self.turns % 3 == 1
    }

    /// One of the alternatives, filled in: one that was not said before if possible, and never one that the
    /// voice forbids. `None` when all are forbidden.
    pub(super) fn say(&mut self, alternatives: &'static [String]) -> Option<String> {
        let order = self.dice.order(alternatives.len());
        let mut repeated = None;
        for index in order {
            let phrase = alternatives[index].as_str();
            let Some(text) = self.fill(phrase).filter(|text| self.manners.allow(text)) else { continue };
            if self.said.insert(phrase) {
                return Some(text);
            }
            repeated.get_or_insert(text);
        }
        repeated
    }

    /// Notes that a phrase is said; false when it was before.
    pub(super) fn hear(&mut self, phrase: &'static str) -> bool {
        self.said.insert(phrase)
    }

    /// The phrase with its slots filled, `None` when a slot has no word.
    pub(super) fn fill(&self, phrase: &str) -> Option<String> {
        let mut text = String::with_capacity(phrase.len() + 40);
        let mut rest = phrase;
        while let Some(start) = rest.find(['{', '[']) {
            text.push_str(&rest[..start]);
            let is_slot = rest[start..].starts_with('{');
            let end = start + rest[start..].find(if is_slot { '}' } else { ']' })?;
            let inside = &rest[start + 1..end];
            if is_slot {
                let word = self.words.get(inside.to_lowercase().as_str())?;
                text.push_str(&if inside.starts_with(char::is_uppercase) {
                    upper_first(word)
                } else {
                    word.clone()
                });
            } else {
                // [to a friend|to a stranger]: German addresses people in two ways.
                let (friend, stranger) = inside.split_once('|')?;
                text.push_str(if self.manners.is_formal { stranger } else { friend });
            }
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
        Some(upper_first(&text))
    }
}

/// The trade that most of the brief's words speak for, weighted by how specific they are.
fn trade(brief: &Brief, phrases: &'static Phrases) -> &'static Trade {
    let about = brief.about();
    let industry = brief.industry.to_lowercase();
    let score = |trade: &Trade| -> usize {
        let found = trade.keywords.iter().filter(|keyword| starts_a_word(&about, keyword));
        found
            .map(|keyword| if starts_a_word(&industry, keyword) { 3 * keyword.len() } else { keyword.len() })
            .sum()
    };
    let best = phrases.trades.iter().rev().max_by_key(|trade| score(trade)).filter(|trade| score(trade) > 0);
    best.unwrap_or(&phrases.trades[0])
}

/// Keywords are beginnings, so that "roast" finds "roastery" and "roasting", but not "art" inside "party".
pub(super) fn starts_a_word(text: &str, beginning: &str) -> bool {
    text.match_indices(beginning).any(|(start, _)| !text[..start].ends_with(char::is_alphanumeric))
}

pub(super) fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// English puts a plain first word in lower case in the middle of a sentence; German nouns stay.
fn lower_first(text: &str, brief: &Brief) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let is_plain = first.chars().skip(1).all(char::is_lowercase) && first.len() > 1;
    if super::phrases::is_german(&brief.language) || !is_plain {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
