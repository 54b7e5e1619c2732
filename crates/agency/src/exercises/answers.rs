//! Answers to an exercise: checked against its definition, merged, and counted. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::definition::{ExerciseDefinition, QuestionDefinition, QuestionKind};
use crate::words::words;

/// Answers by the key of their question.
pub type Answers = BTreeMap<String, Value>;

words! {
    /// How far an exercise is.
    pub enum ExerciseState {
        NotStarted = "not_started",
        InProgress = "in_progress",
        Completed = "completed",
    }
}

/// Why one answer is refused. `code` is stable, `detail` is for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerError {
    pub question: String,
    pub code: &'static str,
    pub detail: String,
}

/// What an exercise holds after an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    pub answers: Answers,
    /// Keys of questions whose answer is new, other, or gone.
    pub changed: Vec<String>,
    pub state: ExerciseState,
}

/// Lays `new` over `current`: a question that `new` does not name keeps its answer, `null` or an empty answer
/// removes it. With `complete`, every required question must then have an answer.
pub fn answer(
    exercise: &ExerciseDefinition,
    current: &Answers,
    new: &Answers,
    complete: bool,
) -> Result<Answered, Vec<AnswerError>> {
    let mut errors = Vec::new();
    let mut answers = current.clone();
    let mut changed = Vec::new();
    for (key, value) in new {
        let Some(question) = exercise.question(key) else {
            errors.push(refusal(key, "unknown_question", format!("the exercise has no question {key:?}")));
            continue;
        };
        match normalize(question, value) {
            Ok(normalized) => {
                if normalized.as_ref() != answers.get(key) {
                    changed.push(key.clone());
                }
                match normalized {
                    Some(normalized) => answers.insert(key.clone(), normalized),
                    None => answers.remove(key),
                };
            }
            Err(error) => errors.push(error),
        }
    }
    if complete {
        // A question whose answer was refused above is not missing as well.
        let refused: Vec<String> = errors.iter().map(|error| error.question.clone()).collect();
        errors.extend(
            missing(exercise, &answers).into_iter().filter(|absent| !refused.contains(&absent.question)),
        );
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let state = match (complete, answers.is_empty()) {
        (true, _) => ExerciseState::Completed,
        (false, true) => ExerciseState::NotStarted,
        (false, false) => ExerciseState::InProgress,
    };
    Ok(Answered { answers, changed, state })
}

fn missing(exercise: &ExerciseDefinition, answers: &Answers) -> Vec<AnswerError> {
    let absent = exercise.questions.iter().filter(|q| q.required && !answers.contains_key(&q.key));
    absent
        .map(|q| refusal(&q.key, "required", "answer this question to complete the exercise".to_owned()))
        .collect()
}

fn refusal(question: &str, code: &'static str, detail: String) -> AnswerError {
    AnswerError { question: question.to_owned(), code, detail }
}

/// The answer as it is stored, `None` when it says nothing.
fn normalize(question: &QuestionDefinition, value: &Value) -> Result<Option<Value>, AnswerError> {
    let wrong_type = |expected: &str| refusal(&question.key, "type", format!("expected {expected}"));
    match (question.kind, value) {
        (_, Value::Null) => Ok(None),
        (QuestionKind::Text | QuestionKind::LongText, Value::String(text)) => {
            let text = checked_text(question, text)?;
            Ok((!text.is_empty()).then(|| Value::from(text)))
        }
        (QuestionKind::Text | QuestionKind::LongText, _) => Err(wrong_type("a text")),
        (QuestionKind::Choice, Value::String(chosen)) => match question.option(chosen) {
            Some(option) => Ok(Some(Value::from(option.value.as_str()))),
            None if chosen.is_empty() => Ok(None),
            None => Err(refusal(&question.key, "choice", format!("choose one of: {}", values(question)))),
        },
        (QuestionKind::Choice, _) => Err(wrong_type("the value of one option")),
        (QuestionKind::Scale, value) => {
            let step = value.as_i64().ok_or_else(|| wrong_type("a whole number from 1 to 5"))?;
            if (1..=5).contains(&step) {
                Ok(Some(Value::from(step)))
            } else {
                Err(refusal(&question.key, "range", "choose a number from 1 to 5".to_owned()))
            }
        }
        (QuestionKind::Tags, Value::Array(tags)) => normalize_tags(question, tags),
        (QuestionKind::Tags, _) => Err(wrong_type("a list of texts")),
    }
}

fn values(question: &QuestionDefinition) -> String {
    question.options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// Tags without blanks and repetitions, in the order they were given.
fn normalize_tags(question: &QuestionDefinition, tags: &[Value]) -> Result<Option<Value>, AnswerError> {
    let items_max = question.items_max.unwrap_or(20);
    // Blank and repeated ones are dropped, but not without limit.
    if tags.len() > items_max * 4 {
        return Err(refusal(&question.key, "length", format!("give at most {items_max}")));
    }
    let mut kept: Vec<String> = Vec::new();
    for tag in tags {
        let Value::String(tag) = tag else {
            return Err(refusal(&question.key, "type", "expected a list of texts".to_owned()));
        };
        let tag = checked_text(question, tag)?;
        if tag.contains('\n') {
            return Err(refusal(&question.key, "control_character", "one line each, please".to_owned()));
        }
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > items_max {
        return Err(refusal(&question.key, "length", format!("give at most {items_max}")));
    }
    Ok((!kept.is_empty()).then(|| Value::from(kept)))
}

fn checked_text(question: &QuestionDefinition, text: &str) -> Result<String, AnswerError> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let length_max = question.max_length.unwrap_or(200);
    let length = text.chars().count();
    if length > length_max {
        let detail = format!("{length} characters, at most {length_max} are possible");
        return Err(refusal(&question.key, "length", detail));
    }
    let may_break = question.kind == QuestionKind::LongText || question.kind == QuestionKind::Tags;
    if text.chars().any(|c| c.is_control() && !(may_break && matches!(c, '\n' | '\t'))) {
        return Err(refusal(&question.key, "control_character", "remove control characters".to_owned()));
    }
    Ok(text)
}

/// Which of an exercise's questions have an answer: `(answered, all)`.
pub fn progress(exercise: &ExerciseDefinition, answers: &Answers) -> (usize, usize) {
    let answered = exercise.questions.iter().filter(|question| answers.contains_key(&question.key)).count();
    (answered, exercise.questions.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exercises::definition::{ExerciseKey, exercise, exercises};

    fn tone() -> &'static ExerciseDefinition {
        exercise(ExerciseKey::Tone).unwrap()
    }

    fn answers(value: &Value) -> Answers {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn answers_merge_and_complete() {
        let first = answers(&json!({"adjectives": ["dry", " dry ", "", "exact"], "formality": 2}));
        let started = answer(tone(), &Answers::new(), &first, false).unwrap();
        assert_eq!(started.state, ExerciseState::InProgress);
        assert_eq!(started.answers["adjectives"], json!(["dry", "exact"]));
        assert_eq!(progress(tone(), &started.answers), (2, 5));

        let done = answer(tone(), &started.answers, &answers(&json!({"humour": "dry"})), true).unwrap();
        assert_eq!(done.state, ExerciseState::Completed);
        assert_eq!(done.changed, ["humour"]);
        assert_eq!(done.answers["formality"], json!(2));
    }

    #[test]
    fn complete_names_every_required_question_without_an_answer() {
        let errors =
            answer(tone(), &Answers::new(), &answers(&json!({"formality": null})), true).unwrap_err();
        let named: Vec<(&str, &str)> = errors.iter().map(|e| (e.question.as_str(), e.code)).collect();
        assert_eq!(named, [("adjectives", "required"), ("formality", "required"), ("humour", "required")]);
    }

    #[test]
    fn null_and_blank_remove_an_answer() {
        let current = answers(&json!({"conversation": "talks about bread", "humour": "dry"}));
        let removed =
            answer(tone(), &current, &answers(&json!({"conversation": "  ", "humour": null})), false);
        let removed = removed.unwrap();
        assert_eq!(removed.state, ExerciseState::NotStarted);
        assert!(removed.answers.is_empty());
    }

    #[test]
    fn a_wrong_answer_says_what_is_wrong() {
        for (given, code) in [
            (json!({"formality": 6}), "range"),
            (json!({"formality": "2"}), "type"),
            (json!({"formality": 2.5}), "type"),
            (json!({"humour": "slapstick"}), "choice"),
            (json!({"humour": ["dry"]}), "type"),
            (json!({"adjectives": "dry"}), "type"),
            (json!({"adjectives": [1]}), "type"),
            (json!({"adjectives": ["a", "b", "c", "d", "e", "f", "g"]}), "length"),
            (json!({"adjectives": ["x".repeat(41)]}), "length"),
            (json!({"adjectives": ["one\ntwo"]}), "control_character"),
            (json!({"conversation": "x".repeat(1501)}), "length"),
            (json!({"conversation": "bell\u{7}"}), "control_character"),
            (json!({"favourite_colour": "teal"}), "unknown_question"),
        ] {
            let errors = answer(tone(), &Answers::new(), &answers(&given), false).unwrap_err();
            assert_eq!(errors.len(), 1, "{given}");
            assert_eq!(errors[0].code, code, "{given}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,60}".prop_map(Value::from),
        ];
        leaf.prop_recursive(2, 12, 6, |inner| prop::collection::vec(inner, 0..6).prop_map(Value::from))
    }

    proptest! {
        /// What was accepted is accepted again unchanged, so a form can always send back what it got.
        #[test]
        fn answering_is_idempotent(
            which in 0..4_usize,
            values in prop::collection::vec(any_value(), 0..6),
            complete in any::<bool>(),
        ) {
            let exercise = &exercises()[which];
            let new: Answers = exercise.questions.iter().map(|q| q.key.clone()).zip(values).collect();
            if let Ok(answered) = answer(exercise, &Answers::new(), &new, complete) {
                let again = answer(exercise, &answered.answers, &answered.answers, complete).unwrap();
                prop_assert_eq!(&again.answers, &answered.answers);
                prop_assert!(again.changed.is_empty());
            }
        }
    }
}
