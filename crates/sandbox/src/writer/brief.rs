//! The brief: the fenced JSON block that a prompt contains.

use serde_json::Value;

use crate::openai::request::ChatMessage;

const LIST_MAX: usize = 24;
const COUNT_MAX: usize = 60;
const WRITTEN_MAX: usize = 200;

/// What is asked for, cleaned of what would not survive in a sentence. Missing parts are empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Brief {
    pub(super) client: String,
    pub(super) industry: String,
    pub(super) tone: Vec<String>,
    pub(super) audience: String,
    pub(super) dos: Vec<String>,
    pub(super) donts: Vec<String>,
    pub(super) objective: String,
    pub(super) themes: Vec<String>,
    pub(super) channels: Vec<String>,
    pub(super) posts: usize,
    pub(super) reels: usize,
    pub(super) language: String,
    pub(super) instructions: String,
    /// How many ideas were written for this brief before. They are skipped, so that a second helping goes on
    /// where the first one ended.
    pub(super) written: usize,
    /// Everything but the numbers, also what is not understood: two briefs that differ get different ideas.
    pub(super) seed: String,
}

impl Brief {
    /// The brief in the latest message that has one.
    pub(super) fn find(messages: &[ChatMessage]) -> Option<Self> {
        let asked = messages.iter().rev().filter(|message| message.role != "assistant");
        asked.flat_map(|message| blocks(&message.text)).find_map(Self::parse)
    }

    /// A brief made of a plain question, so that a schema can be filled with something that belongs to it.
    pub(super) fn of_question(question: &str) -> Self {
        let topic = super::reply::topic(question);
        Self { themes: vec![topic], posts: 3, seed: question.to_owned(), ..Self::default() }
    }

    fn parse(block: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(block).ok()?;
        let is_brief = ["client", "themes", "objective"].iter().any(|key| value.get(key).is_some());
        if !is_brief {
            return None;
        }
        let voice = value.get("voice").unwrap_or(&Value::Null);
        let count = |key: &str| {
            let count = value.get(key).and_then(Value::as_u64).unwrap_or(0);
            usize::try_from(count).unwrap_or(COUNT_MAX).min(COUNT_MAX)
        };
        Some(Self {
            client: text(&value, "client", 80),
            industry: text(&value, "industry", 80),
            tone: texts(voice, "tone"),
            audience: text(voice, "audience", 160),
            dos: texts(voice, "dos"),
            donts: texts(voice, "donts"),
            objective: text(&value, "objective", 300),
            themes: texts(&value, "themes"),
            channels: texts(&value, "channels"),
            posts: count("posts"),
            reels: count("reels"),
            language: text(&value, "language", 12),
            instructions: text(&value, "instructions", 300),
            written: value.get("avoid").and_then(Value::as_array).map_or(0, Vec::len).min(WRITTEN_MAX),
            seed: seed(&value),
        })
    }

    /// Everything that tells what the client does, for finding its trade.
    pub(super) fn about(&self) -> String {
        let parts = [&self.industry, &self.client, &self.objective, &self.audience, &self.themes.join(" ")];
        parts.map(|part| part.to_lowercase()).join(" ")
    }
}

fn seed(brief: &Value) -> String {
    let mut seed = brief.clone();
    if let Some(fields) = seed.as_object_mut() {
        for number in ["avoid", "posts", "reels"] {
            fields.remove(number);
        }
    }
    seed.to_string()
}

/// The insides of JSON fences, last first.
fn blocks(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split("```json")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(block, _)| block.trim())
        .collect();
    found.reverse();
    found
}

fn text(value: &Value, key: &str, chars_max: usize) -> String {
    clean(value.get(key).and_then(Value::as_str).unwrap_or_default(), chars_max)
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let texts = value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    texts.map(|text| clean(text, 80)).filter(|text| !text.is_empty()).take(LIST_MAX).collect()
}

/// One line, without markup, ended at a word.
pub(super) fn clean(text: &str, chars_max: usize) -> String {
    let line: String = text.chars().filter(|c| !matches!(c, '<' | '>' | '`' | '{' | '}')).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    clip(&line, chars_max).trim_end_matches(['.', ',', ';', ':', '!', ' ']).to_owned()
}

/// A text of at most so many characters, ended at a word where there is one.
pub(super) fn clip(text: &str, chars_max: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text };
    let cut = &text[..end];
    match cut.rfind(' ') {
        Some(space) if space > end / 2 => cut[..space].trim_end(),
        _ => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(role: &str, text: &str) -> ChatMessage {
        ChatMessage { role: role.into(), text: text.into() }
    }

    #[test]
    fn the_brief_is_found_between_other_text_and_other_blocks() {
        let brief = r#"{"client":"Café Ost","voice":{"tone":["warm"]},"themes":["Origin"],"posts":3}"#;
        let prompt = format!("Write.\n```json\n{{\"a\":1}}\n```\nThe brief:\n```json\n{brief}\n```\n");
        let messages = [message("system", "x"), message("user", &prompt), message("assistant", "{}")];
        let brief = Brief::find(&messages).unwrap();
        assert_eq!((brief.client.as_str(), brief.posts, brief.reels), ("Café Ost", 3, 0));
        assert_eq!(brief.tone, ["warm"]);
        assert!(Brief::find(&[message("user", "```json\n{\"a\":1}\n```")]).is_none());
        assert!(Brief::find(&[message("user", "```json\n{broken\n```")]).is_none());
    }

    #[test]
    fn texts_are_cleaned_and_clipped_at_words() {
        assert_eq!(clean("  two\n\tlines <b>. ", 80), "two lines b");
        assert_eq!(clip("one two three", 9), "one two");
        assert_eq!(clip("eins", 9), "eins");
        assert_eq!(clip("äöüäöüäöü", 4), "äöüä");
    }
}
