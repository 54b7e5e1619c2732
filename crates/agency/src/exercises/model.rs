//! An exercise as it is shown and answered. Pure.

use std::collections::BTreeMap;

use db::{DbError, FromRow, Row};
use garde::Validate;
use identity::MemberId;
use jiff::Timestamp;
use platform::Versioned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema};

use super::answers::{Answers, ExerciseState};
use super::definition::{ExerciseDefinition, ExerciseKey, Locale, QuestionDefinition, QuestionKind};

/// Longest answer where the definition says nothing: the values of options are short.
const MAX_LENGTH_DEFAULT: usize = 40;

/// An exercise and what a client has answered.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Exercise {
    pub key: ExerciseKey,
    #[schema(example = "Tone of voice")]
    pub title: String,
    pub description: String,
    pub questions: Vec<Question>,
    pub state: ExerciseState,
    /// By the key of the question: a text, the value of an option, a list of texts, or a number from 1 to 5.
    #[schema(
        value_type = BTreeMap<String, Value>,
        example = json!({"adjectives": ["dry", "warm"], "formality": 2}),
    )]
    pub answers: Answers,
    /// Who gave each answer, by the key of the question.
    pub answered_by: BTreeMap<String, AnsweredBy>,
    #[schema(required = true)]
    pub completed_at: Option<Timestamp>,
    #[schema(required = true)]
    pub completed_by_name: Option<String>,
    /// 0 before the first answer.
    pub version: i64,
}

impl Versioned for Exercise {
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// One question, its texts in the language of the request.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Question {
    #[schema(example = "adjectives")]
    pub key: String,
    pub label: String,
    pub help: String,
    pub kind: QuestionKind,
    pub options: Vec<QuestionOption>,
    pub required: bool,
    /// Characters of a text, or of each entry of a list.
    pub max_length: usize,
    /// Entries of a list; 1 otherwise.
    pub max_items: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct QuestionOption {
    pub value: String,
    pub label: String,
}

/// Who answered a question last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnsweredBy {
    /// Absent for answers that no person of the tenant gave.
    #[schema(required = true)]
    pub member_id: Option<MemberId>,
    pub name: String,
    pub at: Timestamp,
}

/// New answers to an exercise.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersUpdate {
    /// By the key of the question. What is absent stays; `null` removes an answer.
    #[garde(length(max = 50))]
    #[schema(schema_with = answers_schema)]
    pub answers: Answers,
    /// Whether the exercise is done: every required question then needs an answer.
    #[garde(skip)]
    pub complete: bool,
}

/// Which questions there are depends on the exercise, so only their number is said here.
fn answers_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .additional_properties(Some(AdditionalProperties::FreeForm(true)))
        .max_properties(Some(50))
        .examples([json!({"adjectives": ["dry", "warm"], "formality": 2})])
        .into()
}

/// What a client has answered so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    pub state: Option<ExerciseState>,
    pub answers: Answers,
    pub answered_by: BTreeMap<String, AnsweredBy>,
    pub completed_at: Option<Timestamp>,
    pub completed_by_name: Option<String>,
    pub version: i64,
}

/// A row of the client, with one of its exercises or none.
#[derive(Debug)]
pub(crate) struct ResponseRow {
    pub(crate) exercise: Option<ExerciseKey>,
    pub(crate) response: Response,
}

impl FromRow for ResponseRow {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let exercise: Option<ExerciseKey> = row.get("exercise")?;
        if exercise.is_none() {
            return Ok(Self { exercise, response: Response::default() });
        }
        let unreadable = |error: serde_json::Error| DbError::Other(format!("exercise response: {error}"));
        let response = Response {
            state: row.get("state")?,
            answers: serde_json::from_value(row.get("answers")?).map_err(unreadable)?,
            answered_by: serde_json::from_value(row.get("answered_by")?).map_err(unreadable)?,
            completed_at: row.get("completed_at")?,
            completed_by_name: row.get("completed_by_name")?,
            version: row.get("row_version")?,
        };
        Ok(Self { exercise, response })
    }
}

impl Exercise {
    pub(crate) fn new(definition: &ExerciseDefinition, response: Response, locale: Locale) -> Self {
        Self {
            key: definition.key,
            title: definition.title.get(locale).to_owned(),
            description: definition.description.get(locale).to_owned(),
            questions: definition.questions.iter().map(|question| Question::new(question, locale)).collect(),
            state: response.state.unwrap_or(ExerciseState::NotStarted),
            answers: response.answers,
            answered_by: response.answered_by,
            completed_at: response.completed_at,
            completed_by_name: response.completed_by_name,
            version: response.version,
        }
    }
}

impl Question {
    fn new(definition: &QuestionDefinition, locale: Locale) -> Self {
        let option = |option: &super::definition::OptionDefinition| QuestionOption {
            value: option.value.clone(),
            label: option.label.get(locale).to_owned(),
        };
        Self {
            key: definition.key.clone(),
            label: definition.label.get(locale).to_owned(),
            help: definition.help.get(locale).to_owned(),
            kind: definition.kind,
            options: definition.options.iter().map(option).collect(),
            required: definition.required,
            max_length: definition.max_length.unwrap_or(MAX_LENGTH_DEFAULT),
            max_items: definition.items_max.unwrap_or(1),
        }
    }
}
