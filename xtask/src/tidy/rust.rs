//! The length of functions and handlers. It relies on rustfmt: a function ends at the brace under its first
//! letter.

use super::{Finding, Source};

const FUNCTION_LINES_MAX: usize = 70;
const HANDLER_LINES_MAX: usize = 15;

struct Function<'a> {
    name: &'a str,
    line: usize,
    /// From the line with `fn` to the closing brace.
    lines: usize,
    /// Between the braces.
    body_lines: usize,
    is_handler: bool,
}

pub(super) fn check(source: &Source) -> Vec<Finding> {
    if source.extension() != "rs" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for function in functions(&source.text) {
        let Function { name, line, lines, body_lines, is_handler } = function;
        if lines > FUNCTION_LINES_MAX {
            let message = format!("`{name}` has {lines} lines; {FUNCTION_LINES_MAX} is the limit");
            findings.push(source.finding(line, message));
        }
        if is_handler && body_lines > HANDLER_LINES_MAX {
            let message = format!(
                "the handler `{name}` has {body_lines} lines; {HANDLER_LINES_MAX} is the limit, decisions \
                 belong into operations"
            );
            findings.push(source.finding(line, message));
        }
    }
    findings
}

fn functions(text: &str) -> Vec<Function<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    let mut is_handler = false;
    for (index, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        if code.starts_with("#[utoipa::path") {
            is_handler = true;
        }
        let Some(name) = function_name(code) else { continue };
        let closing = format!("{}}}", &line[..line.len() - code.len()]);
        let is_on_one_line = line.ends_with('}') || line.ends_with(';');
        let end =
            lines[index..].iter().position(|candidate| *candidate == closing).filter(|_| !is_on_one_line);
        let opening = lines[index..].iter().position(|candidate| candidate.ends_with('{'));
        if let (Some(end), Some(opening)) = (end, opening)
            && opening < end
        {
            let body_lines = end - opening - 1;
            functions.push(Function { name, line: index + 1, lines: end + 1, body_lines, is_handler });
        }
        is_handler = false;
    }
    functions
}

/// The name of the function whose signature begins here.
fn function_name(code: &str) -> Option<&str> {
    let mut rest = code;
    for prefix in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async "] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let rest = rest.strip_prefix("fn ")?;
    rest.find(['(', '<']).map(|end| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::{super::tests::messages, *};

    fn function(signature: &str, statements: usize) -> String {
        format!("    {signature} {{\n{}    }}\n", "        work();\n".repeat(statements))
    }

    #[test]
    fn long_functions_are_found() {
        assert_eq!(messages(check, "a.rs", &function("pub(crate) async fn near(a: u8)", 68)), [""; 0]);
        let found = messages(check, "a.rs", &function("fn far<T>(a: T)", 69));
        assert_eq!(found, ["1: `far` has 71 lines; 70 is the limit"]);
    }

    #[test]
    fn a_function_ends_at_its_own_brace() {
        let text = format!("{}{}", function("fn one()", 40), function("fn two()", 40));
        assert_eq!(messages(check, "a.rs", &text), [""; 0]);
        let declared =
            format!("trait A {{\n    fn declared(&self);\n{}}}\n", function("fn with_body(&self)", 60));
        assert_eq!(messages(check, "a.rs", &declared), [""; 0]);
    }

    #[test]
    fn long_handlers_are_found() {
        let handler =
            |lines| format!("#[utoipa::path(get, path = \"/x\")]\n{}", function("async fn get_x()", lines));
        assert_eq!(messages(check, "http.rs", &handler(15)), [""; 0]);
        assert_eq!(messages(check, "http.rs", &handler(16)).len(), 1);
        assert_eq!(messages(check, "http.rs", &(handler(3) + &function("fn other()", 16))), [""; 0]);
    }
}
