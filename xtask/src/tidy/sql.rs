//! SQL stands in the `statements!` of a `queries.rs` (or of the tests' support), where a test prepares it
//! against the schema, and nowhere else.

use super::{Finding, Source};

/// What a statement of ours begins with. SQL is written in lower case.
const BEGINNINGS: [&str; 9] = [
    "select ",
    "insert into ",
    "delete from ",
    "update ",
    "with ",
    "create table ",
    "alter table ",
    "set local ",
    "lock table ",
];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    // Tests of the wall tear holes into it on purpose.
    let is_free = source.path.starts_with("crates/db/")
        || source.path.starts_with("xtask/")
        || source.path.contains("/tests/");
    if source.extension() != "rs" || is_free {
        return Vec::new();
    }
    let is_queries = source.file_name() == "queries.rs" || source.path.ends_with("/testing.rs");
    let mut findings = Vec::new();
    let mut in_statements = false;
    let mut before = "";
    for (number, line) in source.lines() {
        if line.contains("statements! {") {
            in_statements = true;
        } else if line == "}" {
            in_statements = false;
        }
        let is_registered = is_queries && in_statements;
        let is_sql = holds_sql(line) || (opens_text(before) && begins_statement(line));
        if !is_registered && !line.trim_start().starts_with("//") && is_sql {
            let place = "SQL belongs into `db::statements!` of the slice's queries.rs";
            findings.push(source.finding(number, place));
        }
        before = line;
    }
    findings
}

/// Whether a string literal begins at the end of the line, so that its text begins on the next.
fn opens_text(line: &str) -> bool {
    line.trim_end_matches('\\').trim_end().ends_with('"')
}

/// Whether the first line of a text is a statement's. Its first words may stand on it alone.
fn begins_statement(line: &str) -> bool {
    let line = format!("{} ", line.trim());
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

/// Whether a string literal begins like a statement.
fn holds_sql(line: &str) -> bool {
    line.split('"').skip(1).any(|literal| {
        let begins = BEGINNINGS.iter().any(|beginning| literal.trim_start().starts_with(beginning));
        // Words of a sentence that happen to be SQL's: the statement's second word tells.
        let is_prose = (literal.starts_with("update ") && !literal.contains(" set "))
            || (literal.starts_with("with ") && !literal.contains(" as "))
            || (literal.starts_with("select ") && !literal.contains(" from ") && !literal.contains('('));
        begins && !is_prose
    })
}

/// Slices whose statements the crate's list does not hold, so that no test prepares them.
pub(super) fn unregistered(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for queries in sources.iter().filter(|source| source.file_name() == "queries.rs") {
        let Some((of_crate, inside)) = queries.path.split_once("/src/") else { continue };
        let mut modules: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
        let shown = modules.split_off(modules.len().saturating_sub(2)).join("::");
        let lists = [format!("{shown}::ALL"), format!("{shown}::statements")];
        let is_listed = sources
            .iter()
            .filter(|source| source.path.starts_with(of_crate) && source.path != queries.path)
            .any(|source| lists.iter().any(|list| source.text.contains(list)));
        let is_list = queries.text.contains("pub fn statements()");
        if !is_listed && !is_list && queries.text.contains("statements! {") {
            let message = format!(
                "`{shown}::ALL` is missing in the crate's list of statements, so no test prepares them"
            );
            findings.push(queries.finding(1, message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{messages, source},
        *,
    };

    const STATEMENTS: &str =
        "db::statements! {\n    pub(crate) FIND = \"select id from clients where id = $1\";\n}\n";

    #[test]
    fn sql_outside_its_place_is_found() {
        assert_eq!(messages(check, "crates/a/src/clients/queries.rs", STATEMENTS), [""; 0]);
        assert_eq!(messages(check, "crates/a/src/clients/http.rs", STATEMENTS).len(), 1);
        let loose = format!("{STATEMENTS}fn f() {{\n    run(\"delete from clients\");\n}}\n");
        assert_eq!(messages(check, "crates/a/src/clients/queries.rs", &loose).len(), 1);
        let long = "const FIND: &str = \"\n    select id, name\n    from clients\";\n";
        assert_eq!(messages(check, "crates/a/src/isolation.rs", long).len(), 1);
        assert_eq!(messages(check, "crates/db/src/pool.rs", "x(\"select 1 from pg_class\")"), [""; 0]);
        assert_eq!(
            messages(check, "crates/a/src/b.rs", "say(\"update the brief\");\n// \"select a from b\""),
            [""; 0]
        );
    }

    #[test]
    fn statements_that_no_test_prepares_are_found() {
        let queries = || source("crates/a/src/clients/queries.rs", STATEMENTS);
        let listed = source("crates/a/src/lib.rs", "[clients::queries::ALL]");
        let elsewhere = source("crates/b/src/lib.rs", "[clients::queries::ALL]");
        assert_eq!(unregistered(&[queries(), listed]), []);
        assert_eq!(unregistered(&[queries(), elsewhere]).len(), 1);
    }
}
