//! Structured output: reading it out of a model's text and holding it against its schema.

use std::fmt;
use std::sync::Arc;

use jsonschema::Validator;
use serde_json::Value;

/// As many problems as a model can usefully be told about.
const PROBLEMS_MAX: usize = 12;
const PROBLEM_CHARS_MAX: usize = 240;

/// A JSON Schema (draft 2020-12) with its name, compiled once.
#[derive(Clone)]
pub struct Schema {
    inner: Arc<Compiled>,
}

struct Compiled {
    name: String,
    source: Value,
    validator: Validator,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("name", &self.inner.name).finish_non_exhaustive()
    }
}

/// The schema itself is wrong: a programming error of the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the schema '{name}' cannot be used: {reason}")]
pub struct SchemaError {
    name: String,
    reason: String,
}

impl Schema {
    /// `name` goes to vendors, which take letters, digits, `_` and `-`, at most 64.
    pub fn new(name: impl Into<String>, source: Value) -> Result<Self, SchemaError> {
        let name = name.into();
        let fail = |reason: String| SchemaError { name: name.clone(), reason };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if name.is_empty() || name.len() > 64 || !name.chars().all(is_plain) {
            return Err(fail("its name is not 1 to 64 letters, digits, _ and -".to_owned()));
        }
        let validator = jsonschema::draft202012::new(&source).map_err(|error| fail(error.to_string()))?;
        Ok(Self { inner: Arc::new(Compiled { name, source, validator }) })
    }

    pub fn name(&self) -> &str {
        &self.inner.name
    }

    pub fn source(&self) -> &Value {
        &self.inner.source
    }

    /// The value in a model's text, or what is wrong with it in words that the model can act on.
    pub fn read(&self, text: &str) -> Result<Value, Vec<String>> {
        let value: Value = serde_json::from_str(strip_fence(text))
            .map_err(|error| vec![format!("the answer is not one JSON value: {error}")])?;
        let problems: Vec<String> = self
            .inner
            .validator
            .iter_errors(&value)
            .take(PROBLEMS_MAX)
            .map(|error| {
                let place = error.instance_path().to_string();
                let place = if place.is_empty() { "/" } else { &place };
                format!("{place}: {error}").chars().take(PROBLEM_CHARS_MAX).collect()
            })
            .collect();
        if problems.is_empty() { Ok(value) } else { Err(problems) }
    }
}

/// What a model is told once when its answer does not fit.
pub(crate) fn repair_text(problems: &[String]) -> String {
    let mut text = String::from(
        "Your answer does not fit the required JSON schema. Return the whole corrected JSON and nothing \
         else. Problems:\n",
    );
    for problem in problems {
        text.push_str("- ");
        text.push_str(problem);
        text.push('\n');
    }
    text
}

/// Models without schema support like to wrap JSON in a Markdown fence.
fn strip_fence(text: &str) -> &str {
    let text = text.trim();
    let Some(inside) = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) else {
        return text;
    };
    inside.split_once('\n').map_or(inside, |(_language, json)| json).trim()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Schema {
        let source = json!({
            "type": "object",
            "properties": {"title": {"type": "string", "maxLength": 10}, "n": {"type": "integer"}},
            "required": ["title", "n"],
            "additionalProperties": false
        });
        Schema::new("title", source).unwrap()
    }

    #[test]
    fn json_is_read_bare_and_fenced() {
        let expected = json!({"title": "One", "n": 1});
        for text in [
            r#"{"title":"One","n":1}"#,
            "\n {\"title\":\"One\",\"n\":1}\n",
            "```json\n{\"title\":\"One\",\"n\":1}\n```",
            "```\n{\"title\":\"One\",\"n\":1}\n```",
        ] {
            assert_eq!(schema().read(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn problems_name_the_place() {
        let problems = schema().read(r#"{"title":"far too long a title","m":1}"#).unwrap_err();
        assert!(problems.iter().any(|problem| problem.starts_with("/title: ")), "{problems:?}");
        assert!(problems.iter().any(|problem| problem.contains("\"n\"")), "{problems:?}");
        let text = repair_text(&problems);
        assert!(problems.iter().all(|problem| text.contains(problem)));
    }

    #[test]
    fn what_is_not_json_is_one_problem() {
        for text in ["", "Sure! Here you go", "{\"title\":", "{} {}"] {
            assert_eq!(schema().read(text).unwrap_err().len(), 1, "{text}");
        }
    }

    #[test]
    fn wrong_schemas_and_names_are_errors() {
        assert!(Schema::new("x", json!({"type": "nonsense"})).is_err());
        assert!(Schema::new("a b", json!({})).is_err());
        assert!(Schema::new("", json!({})).is_err());
    }
}
