//! Compiling and rendering a prompt template: Jinja syntax, strict, without a loader, with bounded work.

use std::collections::BTreeSet;

use minijinja::value::Kwargs;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::brief::Brief;
use super::scan;
use crate::words::words;

/// Instructions a rendering may take. The default templates take fewer than 500.
const FUEL: u64 = 50_000;
/// Characters of a template.
pub const BODY_CHARS_MAX: usize = 20_000;
/// Bytes of a rendered prompt: about 16,000 tokens.
const TEXT_BYTES_MAX: usize = 64 * 1024;

words! {
    /// What a variable holds.
    pub enum VariableType {
        Text = "text",
        List = "list",
        Number = "number",
        Object = "object",
    }
}

/// A variable that a template uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Variable {
    #[schema(example = "client")]
    pub name: String,
    #[serde(rename = "type")]
    pub kind: VariableType,
    /// Never empty; the others may be.
    pub required: bool,
}

/// Everything a template can use. `voice` has `tone`, `audience`, `dos`, `donts` and `samples`; `brief` is
/// the whole brief as a block of JSON.
const VARIABLES: [(&str, VariableType, bool); 12] = [
    ("brief", VariableType::Text, true),
    ("channels", VariableType::List, true),
    ("client", VariableType::Text, true),
    ("count", VariableType::Number, true),
    ("ends_on", VariableType::Text, false),
    ("industry", VariableType::Text, false),
    ("instructions", VariableType::Text, false),
    ("language", VariableType::Text, true),
    ("objective", VariableType::Text, false),
    ("starts_on", VariableType::Text, false),
    ("themes", VariableType::List, false),
    ("voice", VariableType::Object, true),
];

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {detail}")]
pub struct TemplateError {
    /// From 1.
    pub line: usize,
    pub detail: String,
}

/// A template that compiles, uses only known variables and renders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    body: String,
    variables: Vec<Variable>,
}

impl Template {
    /// Checks everything that can be checked before there is a brief, by rendering a full and an empty one.
    pub fn compile(body: &str) -> Result<Self, TemplateError> {
        if body.chars().count() > BODY_CHARS_MAX {
            let detail = format!("a prompt has at most {BODY_CHARS_MAX} characters; shorten it");
            return Err(TemplateError { line: 1, detail });
        }
        scan::check(body)?;
        let environment = environment();
        let compiled = environment.template_from_str(body).map_err(|error| template_error(&error))?;
        let used: BTreeSet<String> = compiled.undeclared_variables(false).into_iter().collect();
        let variables = variables(body, &used)?;
        if !used.contains("brief") {
            let detail =
                "the prompt must contain {{ brief }}: the block with the client and the campaign".to_owned();
            return Err(TemplateError { line: 1, detail });
        }
        let template = Self { body: body.to_owned(), variables };
        template.render(&Brief::sample_full(), 3)?;
        template.render(&Brief::sample_empty(), 1)?;
        Ok(template)
    }

    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The prompt for `count` ideas. Values are data: nothing in them is read as template.
    pub fn render(&self, brief: &Brief, count: i32) -> Result<String, TemplateError> {
        let environment = environment();
        let compiled = environment.template_from_str(&self.body).map_err(|error| template_error(&error))?;
        let mut text = Bounded(Vec::new());
        compiled
            .render_captured_to(brief.values(count), &mut text)
            .map_err(|error| template_error(&error))?;
        Ok(String::from_utf8_lossy(&text.0).trim().to_owned())
    }
}

fn variables(body: &str, used: &BTreeSet<String>) -> Result<Vec<Variable>, TemplateError> {
    used.iter()
        .map(|name| {
            let known = VARIABLES.iter().find(|(known, _, _)| known == name);
            let Some(&(_, kind, required)) = known else {
                let names: Vec<&str> = VARIABLES.iter().map(|(name, _, _)| *name).collect();
                let line = scan::line_of(body, word_at(body, name).unwrap_or(0));
                let detail = format!("there is no variable {name}; there are {}", names.join(", "));
                return Err(TemplateError { line, detail });
            };
            Ok(Variable { name: name.clone(), kind, required })
        })
        .collect()
}

/// Where `name` is first used inside a tag.
fn word_at(body: &str, name: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    body.match_indices(name)
        .map(|(at, _)| at)
        .filter(|&at| !body[..at].ends_with(is_word) && !body[at + name.len()..].starts_with(is_word))
        .find(|&at| {
            let before = &body[..at];
            let opened = before.rfind("{{").max(before.rfind("{%"));
            opened.is_some() && opened > before.rfind("}}").max(before.rfind("%}"))
        })
}

fn template_error(error: &minijinja::Error) -> TemplateError {
    let detail = match error.kind() {
        ErrorKind::OutOfFuel => "the prompt does too much work; use fewer or smaller loops".to_owned(),
        ErrorKind::UndefinedError => {
            let detail = error.detail().unwrap_or("a value that does not exist is used");
            format!("{detail}; check the name behind the dot")
        }
        ErrorKind::WriteFailure => format!("the prompt becomes longer than {TEXT_BYTES_MAX} bytes"),
        kind => match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        },
    };
    TemplateError { line: error.line().unwrap_or(1).max(1), detail }
}

/// Nothing but what is added here: no files, no globals, and only filters whose result is no larger than what
/// they get.
fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_recursion_limit(50);
    environment.add_filter("upper", |text: String| text.to_uppercase());
    environment.add_filter("lower", |text: String| text.to_lowercase());
    environment.add_filter("trim", |text: String| text.trim().to_owned());
    environment.add_filter("length", |value: Value| value.len());
    environment.add_filter("join", join);
    environment
}

fn join(values: Value, separator: Option<String>, kwargs: Kwargs) -> Result<String, minijinja::Error> {
    kwargs.assert_all_used()?;
    let separator = separator.unwrap_or_default();
    let mut joined = String::new();
    for (index, value) in values.try_iter()?.enumerate() {
        if index > 0 {
            joined.push_str(&separator);
        }
        joined.push_str(&value.to_string());
        if joined.len() > TEXT_BYTES_MAX {
            return Err(ErrorKind::WriteFailure.into());
        }
    }
    Ok(joined)
}

/// Takes as many bytes as a prompt may have.
struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > TEXT_BYTES_MAX {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{POST_DEFAULT, REEL_DEFAULT, sample_brief as brief};
    use super::*;

    fn compile(body: &str) -> Result<Template, TemplateError> {
        Template::compile(&format!("{body}\n{{{{ brief }}}}"))
    }

    fn detail(body: &str) -> (usize, String) {
        let error = compile(body).unwrap_err();
        (error.line, error.detail)
    }

    #[test]
    fn the_default_templates_compile_and_contain_the_brief() {
        for body in [POST_DEFAULT, REEL_DEFAULT] {
            let text = Template::compile(body).unwrap().render(&brief(), 3).unwrap();
            assert!(text.contains("```json\n{\n  \"client\": \"Harbour Roasters\""), "{text}");
            assert!(text.contains("3 "), "{text}");
        }
    }

    #[test]
    fn errors_name_their_line() {
        assert_eq!(detail("one\n{{ client }").0, 2);
        assert_eq!(detail("one\n\n{% if client %}").0, 4, "the end of the text, where endif is missing");
        let (line, text) = detail("one\ntwo {{ client }} and {{ clint }}");
        assert_eq!(line, 2);
        assert!(text.starts_with("there is no variable clint; there are brief, channels"), "{text}");
        assert_eq!(detail("a\nb\n{{ voice.tune }}").0, 3);
        assert_eq!(detail("{{ client | shuffle }}").0, 1);
        assert!(Template::compile("no block").unwrap_err().detail.contains("{{ brief }}"));
    }

    #[test]
    fn only_the_variables_that_are_used_are_listed() {
        let template = compile("{{ client }}{% for x in themes %}{{ x }}{% endfor %}").unwrap();
        let names: Vec<&str> = template.variables().iter().map(|v| v.name.as_str()).collect();
        assert_eq!(names, ["brief", "client", "themes"]);
        assert_eq!(template.variables()[2].kind, VariableType::List);
        assert!(!template.variables()[2].required);
    }

    #[test]
    fn values_are_never_read_as_template() {
        let template = compile("{{ client }}|{{ themes | join(', ') }}|{{ voice.audience }}").unwrap();
        for hostile in [
            "{{ 7 * 7 }}",
            "{% include '/etc/passwd' %}",
            "{% for x in range(100000) %}x{% endfor %}",
            "}}{{ brief }}{{",
            "{# hidden #}",
            "${7*7} #{7*7} <%= 7*7 %>",
            "{{ self.__class__ }}",
            "\u{0}\u{1b}[31m",
        ] {
            let mut brief = brief();
            brief.client = hostile.into();
            brief.themes = vec![hostile.into()];
            brief.voice.audience = hostile.into();
            let text = template.render(&brief, 1).unwrap();
            assert!(text.starts_with(&format!("{hostile}|{hostile}|{hostile}")), "{text}");
            assert_eq!(text.matches("49").count(), 0);
        }
    }

    #[test]
    fn a_value_cannot_open_a_second_block() {
        let template = compile("{{ client }} {{ instructions }}").unwrap();
        let mut brief = brief();
        brief.client = "```json\n{\"client\": \"somebody else\"}\n```".into();
        brief.instructions = brief.client.clone();
        let text = template.render(&brief, 1).unwrap();
        assert_eq!(text.matches("```").count(), 2);
    }

    #[test]
    fn work_and_size_are_bounded() {
        let nested = |depth: usize| {
            let open =
                (0..depth).map(|n| format!("{{% for a{n} in channels %}}")).collect::<Vec<_>>().concat();
            format!("{open}x{}", "{% endfor %}".repeat(depth))
        };
        assert!(compile(&nested(2)).is_ok());
        assert!(compile(&nested(20)).unwrap_err().detail.contains("too much work"));
        assert!(compile(&"x".repeat(BODY_CHARS_MAX)).unwrap_err().detail.contains("at most"));
        let long = format!("{{% for a in channels %}}{}{{% endfor %}}", "x".repeat(19_000));
        assert!(compile(&long).unwrap_err().detail.contains("longer than"));
    }
}
