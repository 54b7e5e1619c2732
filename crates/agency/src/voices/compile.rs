//! Answers to the exercises, compiled into how a client's texts have to sound. Pure: the same answers give
//! the same voice, so a new version is stored only when something has changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::measure::{Measured, measure};
use crate::exercises::answers::Answers;
use crate::exercises::definition::{ExerciseKey, Locale, exercise};

/// The answers of the completed exercises.
pub type CompletedAnswers = BTreeMap<ExerciseKey, Answers>;

/// What a voice is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VoiceProfile {
    /// One or two sentences for people.
    pub summary: String,
    pub tone: Vec<String>,
    pub audience: String,
    pub dos: Vec<String>,
    pub donts: Vec<String>,
    pub banned_words: Vec<String>,
    pub samples: Vec<String>,
    pub measured: Measured,
    /// The whole voice as the prompt gets it.
    pub text: String,
}

/// Compiles a voice; `None` until one exercise is completed.
pub fn compile(client_name: &str, completed: &CompletedAnswers) -> Option<VoiceProfile> {
    if completed.is_empty() {
        return None;
    }
    let answers = Reader { completed };
    let samples = answers.samples();
    let mut voice = VoiceProfile {
        tone: answers.tags(ExerciseKey::Tone, "adjectives"),
        audience: audience(&answers),
        dos: answers.tags(ExerciseKey::DosAndDonts, "dos"),
        donts: answers.tags(ExerciseKey::DosAndDonts, "donts"),
        banned_words: answers.tags(ExerciseKey::DosAndDonts, "banned_words"),
        measured: measure(samples.iter().map(String::as_str)),
        samples,
        ..VoiceProfile::default()
    };
    voice.summary = summary(client_name, &voice, &answers);
    voice.text = text(&voice, &answers);
    Some(voice)
}

struct Reader<'a> {
    completed: &'a CompletedAnswers,
}

impl Reader<'_> {
    fn get(&self, exercise: ExerciseKey, question: &str) -> Option<&Value> {
        self.completed.get(&exercise)?.get(question)
    }

    fn text(&self, exercise: ExerciseKey, question: &str) -> Option<String> {
        self.get(exercise, question)?.as_str().map(str::to_owned)
    }

    fn tags(&self, exercise: ExerciseKey, question: &str) -> Vec<String> {
        let tags = self.get(exercise, question).and_then(Value::as_array);
        tags.map(|tags| tags.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// The English label of the chosen option: prompts are written in English whatever language the ideas
    /// get.
    fn chosen(&self, key: ExerciseKey, question: &str) -> Option<String> {
        let value = match self.get(key, question)? {
            Value::String(value) => value.clone(),
            Value::Number(step) => step.to_string(),
            _ => return None,
        };
        let option = exercise(key)?.question(question)?.option(&value)?;
        Some(option.label.get(Locale::En).to_lowercase())
    }

    fn samples(&self) -> Vec<String> {
        (1..=4).filter_map(|n| self.text(ExerciseKey::Samples, &format!("sample_{n}"))).collect()
    }
}

fn audience(answers: &Reader) -> String {
    let mut parts = Vec::new();
    parts.extend(answers.text(ExerciseKey::Audience, "person").map(|person| one_paragraph(&person)));
    let problems = answers.tags(ExerciseKey::Audience, "problems");
    if !problems.is_empty() {
        parts.push(format!("They want solved: {}.", problems.join("; ")));
    }
    if let Some(knowledge) = answers.chosen(ExerciseKey::Audience, "knowledge") {
        parts.push(format!("What they know about the subject: {knowledge}."));
    }
    if let Some(action) = answers.text(ExerciseKey::Audience, "action") {
        parts.push(format!("After reading they should: {}.", action.trim_end_matches('.')));
    }
    parts.join(" ")
}

fn summary(client_name: &str, voice: &VoiceProfile, answers: &Reader) -> String {
    let mut summary = match voice.tone.as_slice() {
        [] => format!("The voice of {client_name}"),
        tone => format!("{client_name} sounds {}", listed(tone)),
    };
    if let Some(formality) = answers.chosen(ExerciseKey::Tone, "formality") {
        let _ = write!(summary, ", speaking {}", in_a_manner(&formality));
    }
    if let Some(humour) = answers.chosen(ExerciseKey::Tone, "humour") {
        let _ = write!(summary, "; humour: {humour}");
    }
    summary.push('.');
    if voice.measured.samples_count > 0 {
        let measured = &voice.measured;
        let _ = write!(
            summary,
            " Sentences run to about {} words, with {} emoji per 100 words and {} hashtags a post.",
            measured.avg_sentence_words, measured.emoji_per_100_words, measured.hashtags_per_post,
        );
    }
    summary
}

/// "like a friend" reads as a manner already; the other steps of the scale are adjectives.
fn in_a_manner(formality: &str) -> String {
    if formality.starts_with("like") { formality.to_owned() } else { format!("in a {formality} manner") }
}

fn text(voice: &VoiceProfile, answers: &Reader) -> String {
    let mut text = String::new();
    section(&mut text, "Summary", &voice.summary);
    section(&mut text, "Tone", &voice.tone.join(", "));
    section(
        &mut text,
        "In German, address people as",
        &upper_first(answers.chosen(ExerciseKey::Tone, "address")),
    );
    let conversation = answers.text(ExerciseKey::Tone, "conversation").unwrap_or_default();
    section(&mut text, "As a guest at a dinner table", &one_paragraph(&conversation));
    section(&mut text, "Audience", &voice.audience);
    list(&mut text, "Always", &voice.dos);
    list(&mut text, "Never", &voice.donts);
    section(&mut text, "Words that must not appear", &voice.banned_words.join(", "));
    let legal = answers.text(ExerciseKey::DosAndDonts, "legal").unwrap_or_default();
    section(&mut text, "Required by law or contract", &one_paragraph(&legal));
    list(&mut text, "Typical openings", &voice.measured.openings);
    text.truncate(text.trim_end().len());
    text
}

fn section(text: &mut String, title: &str, body: &str) {
    if !body.is_empty() {
        let _ = writeln!(text, "{title}: {body}");
    }
}

fn list(text: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = writeln!(text, "{title}:");
        for line in lines {
            let _ = writeln!(text, "- {line}");
        }
    }
}

fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// `du` is a choice's value in lower case, but a word of its own in the prompt.
fn upper_first(label: Option<String>) -> String {
    let label = label.unwrap_or_default();
    let mut chars = label.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn one_paragraph(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn completed() -> CompletedAnswers {
        let answers = |value: Value| serde_json::from_value::<Answers>(value).unwrap();
        CompletedAnswers::from([
            (
                ExerciseKey::Tone,
                answers(json!({
                    "adjectives": ["dry", "exact", "warm"], "formality": 1, "humour": "dry", "address": "du",
                })),
            ),
            (
                ExerciseKey::Audience,
                answers(json!({
                    "person": "Head baker of a village\nbakery, up since two.",
                    "problems": ["flour prices", "no apprentices"],
                    "knowledge": 5,
                    "action": "Book a day in the lab.",
                })),
            ),
            (
                ExerciseKey::DosAndDonts,
                answers(json!({
                    "dos": ["Name the baker"], "donts": ["Superlatives"], "banned_words": ["artisanal"],
                })),
            ),
            (
                ExerciseKey::Samples,
                answers(json!({
                    "sample_1": "Flour is not a commodity. 🥖\n#breadlab", "sample_2": "We were wrong.",
                })),
            ),
        ])
    }

    #[test]
    fn a_voice_says_everything_that_was_answered() {
        let voice = compile("Backstube Nord", &completed()).unwrap();
        assert_eq!(
            voice.summary,
            "Backstube Nord sounds dry, exact and warm, speaking like a friend; humour: dry, in passing. \
             Sentences run to about 4 words, with 12.5 emoji per 100 words and 0.5 hashtags a post."
        );
        assert_eq!(
            voice.audience,
            "Head baker of a village bakery, up since two. They want solved: flour prices; no apprentices. \
             What they know about the subject: they could teach it. After reading they \
             should: Book a day in the lab."
        );
        for expected in ["Always:\n- Name the baker", "Never:\n- Superlatives", "appear: artisanal", "as: Du"]
        {
            assert!(voice.text.contains(expected), "{expected:?} is not in\n{}", voice.text);
        }
        assert_eq!(voice.measured.openings, ["Flour is not a commodity. 🥖", "We were wrong."]);
    }

    #[test]
    fn one_completed_exercise_is_enough_and_none_is_not() {
        assert_eq!(compile("Backstube Nord", &CompletedAnswers::new()), None);
        let mut only_tone = completed();
        only_tone.retain(|key, _| *key == ExerciseKey::Tone);
        let voice = compile("Backstube Nord", &only_tone).unwrap();
        assert_eq!(voice.measured.samples_count, 0);
        assert!(!voice.text.contains("Always"));
    }

    #[test]
    fn the_same_answers_compile_to_the_same_voice() {
        assert_eq!(compile("Backstube Nord", &completed()), compile("Backstube Nord", &completed()));
    }
}
