//! The brand exercises as they are compiled in: questions, their kinds and limits, their texts in two
//! languages.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::words;

words! {
    /// Which exercise.
    pub enum ExerciseKey {
        Tone = "tone",
        Audience = "audience",
        DosAndDonts = "dos_and_donts",
        Samples = "samples",
    }
}

words! {
    /// What an answer is: `text` and `long_text` a string, `choice` the value of one option, `tags` a list of
    /// strings, `scale` a number from 1 to 5.
    pub enum QuestionKind {
        Text = "text",
        LongText = "long_text",
        Choice = "choice",
        Tags = "tags",
        Scale = "scale",
    }
}

words! {
    /// A language of the product itself.
    pub enum Locale {
        En = "en",
        De = "de",
    }
}

impl Locale {
    /// The first language of an `Accept-Language` header that the product speaks, by weight; English
    /// otherwise.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (Self::En, 0.0_f32);
        for range in header.split(',').take(20) {
            let mut parts = range.trim().split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default();
            let weight =
                parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            let locale = match primary.to_ascii_lowercase().as_str() {
                "en" => Self::En,
                "de" => Self::De,
                _ => continue,
            };
            if weight > best.1 {
                best = (locale, weight);
            }
        }
        best.0
    }
}

/// A text in every language of the product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    en: String,
    de: String,
}

impl Localized {
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::De => &self.de,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionDefinition {
    pub value: String,
    pub label: Localized,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionDefinition {
    pub key: String,
    pub kind: QuestionKind,
    pub required: bool,
    pub label: Localized,
    pub help: Localized,
    /// Characters of a text, or of each tag.
    #[serde(default)]
    pub max_length: Option<usize>,
    /// Tags only.
    #[serde(default)]
    pub items_max: Option<usize>,
    #[serde(default)]
    pub options: Vec<OptionDefinition>,
}

impl QuestionDefinition {
    pub fn option(&self, value: &str) -> Option<&OptionDefinition> {
        self.options.iter().find(|option| option.value == value)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseDefinition {
    pub key: ExerciseKey,
    pub title: Localized,
    pub description: Localized,
    #[serde(rename = "question")]
    pub questions: Vec<QuestionDefinition>,
}

impl ExerciseDefinition {
    pub fn question(&self, key: &str) -> Option<&QuestionDefinition> {
        self.questions.iter().find(|question| question.key == key)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExerciseFile {
    exercise: Vec<ExerciseDefinition>,
}

static EXERCISES: LazyLock<Vec<ExerciseDefinition>> = LazyLock::new(|| {
    // The text is compiled in and `the_compiled_in_file_is_complete` reads it, so it parses.
    toml::from_str::<ExerciseFile>(include_str!("exercises.toml"))
        .map(|file| file.exercise)
        .unwrap_or_default()
});

/// All exercises in the order they are shown.
pub fn exercises() -> &'static [ExerciseDefinition] {
    &EXERCISES
}

/// One exercise. Every key has a definition; a test proves it.
pub fn exercise(key: ExerciseKey) -> Option<&'static ExerciseDefinition> {
    exercises().iter().find(|exercise| exercise.key == key)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_compiled_in_file_is_complete() {
        let file: ExerciseFile = toml::from_str(include_str!("exercises.toml")).unwrap();
        let keys: Vec<ExerciseKey> = file.exercise.iter().map(|exercise| exercise.key).collect();
        assert_eq!(keys, ExerciseKey::ALL);
        for exercise in &file.exercise {
            let unique: HashSet<&str> = exercise.questions.iter().map(|q| q.key.as_str()).collect();
            assert_eq!(unique.len(), exercise.questions.len(), "{}: question keys repeat", exercise.key);
            assert!(
                exercise.questions.iter().any(|q| q.required),
                "{} could be completed empty",
                exercise.key
            );
            exercise.questions.iter().for_each(assert_question_is_usable);
        }
    }

    fn assert_question_is_usable(question: &QuestionDefinition) {
        let key = &question.key;
        let has_options = matches!(question.kind, QuestionKind::Choice | QuestionKind::Scale);
        assert_eq!(has_options, !question.options.is_empty(), "{key}: options");
        assert_eq!(!has_options, question.max_length.is_some(), "{key}: max_length");
        assert_eq!(question.kind == QuestionKind::Tags, question.items_max.is_some(), "{key}: items_max");
        if question.kind == QuestionKind::Scale {
            let values: Vec<&str> = question.options.iter().map(|o| o.value.as_str()).collect();
            assert_eq!(values, ["1", "2", "3", "4", "5"], "{key}: scale");
        }
        let texts =
            [&question.label, &question.help].into_iter().chain(question.options.iter().map(|o| &o.label));
        for text in texts {
            assert!(
                Locale::ALL.iter().all(|locale| !text.get(*locale).trim().is_empty()),
                "{key}: a text is empty"
            );
        }
    }

    #[test]
    fn accept_language_is_read_by_weight() {
        for (header, expected) in [
            ("", Locale::En),
            ("de", Locale::De),
            ("de-AT,de;q=0.9,en;q=0.8", Locale::De),
            ("fr-FR, en;q=0.4, de;q=0.5", Locale::De),
            ("en;q=1.0, de;q=0.1", Locale::En),
            ("de;q=0", Locale::En),
            (";;;,,,q=", Locale::En),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header:?}");
        }
    }
}
