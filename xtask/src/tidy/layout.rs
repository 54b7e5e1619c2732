//! Where files lie, and what they open with.

use super::{Finding, Source};

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let opens_a_module = ["lib.rs", "main.rs", "mod.rs"].contains(&source.file_name());
    if opens_a_module && !source.text.starts_with("//!") {
        findings.push(source.finding(1, "open with `//!`: what it is, its invariants, who may call"));
    }
    if source.path.starts_with("migrations/") && source.extension() == "sql" && !source.text.starts_with("--")
    {
        findings.push(source.finding(1, "open with a comment that says why the schema changes"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{super::tests::messages, *};

    #[test]
    fn modules_and_migrations_say_what_they_are() {
        assert_eq!(messages(check, "crates/x/src/lib.rs", "mod a;").len(), 1);
        assert_eq!(messages(check, "crates/x/src/lib.rs", "//! X.\nmod a;"), [""; 0]);
        assert_eq!(messages(check, "crates/x/src/a.rs", "fn a() {}"), [""; 0]);
        assert_eq!(messages(check, "migrations/0001_a.sql", "create table a ();").len(), 1);
        assert_eq!(messages(check, "migrations/0001_a.sql", "-- A.\ncreate table a ();"), [""; 0]);
    }
}
