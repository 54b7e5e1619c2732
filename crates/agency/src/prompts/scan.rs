//! What a template may contain, checked before it is compiled.
//!
//! Fuel bounds how long a template runs, not how much memory one step takes: a text can double itself in
//! every step (`{% set x = x ~ x %}`). So a template has conditions, loops and a few filters, and nothing
//! that names or builds a larger value. That is all a prompt needs.

use super::TemplateError;

const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];
const OPERATORS_REFUSED: [char; 3] = ['~', '*', '+'];
/// Bytes of one tag: the template's compiler descends once for each sign, dot and call, on a finite stack.
const TAG_BYTES_MAX: usize = 500;

/// The tags of `body` hold only what is allowed; otherwise the first that does not, with its line.
pub(super) fn check(body: &str) -> Result<(), TemplateError> {
    let mut at = 0;
    while let Some(found) = body[at..].find('{') {
        let open = at + found;
        let inside = open + 2;
        at = match body.as_bytes().get(open + 1) {
            Some(b'#') => match body[inside..].find("#}") {
                Some(length) => inside + length + 2,
                None => return Err(error(body, open, "this comment is not closed: write #}")),
            },
            Some(b'{') => check_tag(body, inside, "}}")?,
            Some(b'%') => {
                check_statement(body, inside)?;
                check_tag(body, inside, "%}")?
            }
            _ => open + 1,
        };
    }
    Ok(())
}

fn check_statement(body: &str, inside: usize) -> Result<(), TemplateError> {
    let code = body[inside..].trim_start_matches(['-', '+']).trim_start();
    let word: String = code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if STATEMENTS.contains(&word.as_str()) {
        return Ok(());
    }
    Err(error(body, inside, &format!("a prompt cannot use {{% {word} %}}; it can use if and for")))
}

/// Reads a tag up to its end and returns the offset behind it.
fn check_tag(body: &str, inside: usize, end: &str) -> Result<usize, TemplateError> {
    let mut quote: Option<char> = None;
    let mut is_escaped = false;
    // a sign right behind the opening or before the closing brace is whitespace control, not an operator
    let skip = usize::from(body[inside..].starts_with(['-', '+']));
    for (offset, c) in body[inside + skip..].char_indices() {
        let at = inside + skip + offset;
        match quote {
            _ if offset > TAG_BYTES_MAX => return Err(error(body, inside, "this tag is too long")),
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if c == '\\' => is_escaped = true,
            Some(open) => quote = (c != open).then_some(open),
            None if body[at..].starts_with(end) => return Ok(at + end.len()),
            None if c == '+' && body[at + 1..].starts_with(end) => {}
            // With braces in a tag its end is not the first `}}`, and what follows would go unchecked.
            None if c == '{' => {
                let detail = format!("this tag holds a brace or is not closed: write {end}");
                return Err(error(body, inside, &detail));
            }
            None if OPERATORS_REFUSED.contains(&c) => {
                return Err(error(
                    body,
                    at,
                    &format!("a prompt cannot calculate with {c}; write the text out"),
                ));
            }
            None => quote = matches!(c, '"' | '\'').then_some(c),
        }
    }
    Err(error(body, inside, &format!("this tag is not closed: write {end}")))
}

fn error(body: &str, at: usize, detail: &str) -> TemplateError {
    TemplateError { line: line_of(body, at), detail: detail.to_owned() }
}

pub(super) fn line_of(body: &str, at: usize) -> usize {
    body[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_and_simple_tags_pass() {
        for body in [
            "",
            "2 + 2 * 3 ~ {json: 'yes'} }} %}",
            "{{ client }} {{- client -}} {%- if x %}a{% elif y %}b{% else %}c{% endif -%}",
            "{% for theme in themes %}{{ theme | upper }}{% endfor %}{# + ~ * {% set %} #}",
            "{{ themes | join(' + ') }}{{ \"a ~ b \\\" * c\" }}",
            "{%+ if x +%}a{% endif %}",
        ] {
            assert_eq!(check(body), Ok(()), "{body}");
        }
    }

    #[test]
    fn no_tag_is_deep_enough_to_overflow_the_stack() {
        for deep in ["-", ".a", "()", "not "] {
            let body = format!("{{{{ {0}1 {0} }}}}", deep.repeat(1_000));
            assert_eq!(check(&body).map_err(|error| error.line), Err(1), "{deep}");
        }
    }

    #[test]
    fn what_builds_or_names_values_does_not() {
        for (body, line) in [
            ("{% set x = client %}", 1),
            ("a\n{%- set x %}{% endset %}", 2),
            ("{% macro m() %}{% endmacro %}", 1),
            ("{% with x = client %}{% endwith %}", 1),
            ("{% include 'x' %}", 1),
            ("{% extends 'x' %}", 1),
            ("{% raw %}{% endraw %}", 1),
            ("{% filter upper %}{% endfilter %}", 1),
            ("\n\n{{ client ~ client }}", 3),
            ("{{ client * 1000 }}", 1),
            ("{{ themes + themes }}", 1),
            ("{{ '}}' ~ client }}", 1),
            ("{{ {'a': {'a': 1}} and client ~ client }}", 1),
            ("{% for x in [client ~ client] %}{% endfor %}", 1),
            ("{% %}", 1),
            ("{{ client", 1),
            ("{{ 'client }}", 1),
            ("{# client", 1),
        ] {
            assert_eq!(check(body).map_err(|error| error.line), Err(line), "{body}");
        }
    }
}
