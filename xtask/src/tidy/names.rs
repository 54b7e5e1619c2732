//! Names that say nothing: of files, directories and types. A drawer with such a name fills with what has no
//! place.

use super::{Finding, Source};

const EMPTY_WORDS: [&str; 17] = [
    "common", "core", "data", "handle", "helper", "helpers", "info", "item", "items", "manager", "managers",
    "misc", "process", "service", "services", "util", "utils",
];
/// Files that report on the work instead of being it.
const REPORTS: [&str; 6] = ["plan", "status", "notes", "progress", "summary", "report"];
const DECLARATIONS: [&str; 7] = ["struct ", "enum ", "trait ", "type ", "interface ", "class ", "union "];

pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (directories, _) = source.path.rsplit_once('/').unwrap_or_default();
    for name in directories.split('/').chain([source.stem()]) {
        if EMPTY_WORDS.contains(&name.to_lowercase().as_str()) {
            findings.push(
                source.finding(1, format!("`{name}` says nothing: name what is inside, from GLOSSARY.md")),
            );
        }
    }
    if source.extension() == "md" && REPORTS.contains(&source.stem().to_lowercase().as_str()) {
        findings.push(source.finding(1, "plans and reports do not belong into the tree"));
    }
    if ["rs", "ts", "tsx"].contains(&source.extension()) {
        for (number, line) in source.lines() {
            // Within `declare module` the names are the library's.
            if source.extension() != "rs" && line.starts_with(' ') {
                continue;
            }
            let empty = declared_type(line).filter(|name| is_empty(name, source.extension()));
            if let Some(name) = empty {
                findings
                    .push(source.finding(number, format!("`{name}` says nothing: name it from GLOSSARY.md")));
            }
        }
    }
    findings
}

/// The name of the type that a line declares.
fn declared_type(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for prefix in ["export ", "pub(crate) ", "pub(super) ", "pub "] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let rest = DECLARATIONS.iter().find_map(|declaration| rest.strip_prefix(declaration))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    // An associated type has the name that its trait gives it.
    let is_associated = line.starts_with(' ') && line.trim_start().starts_with("type ");
    (!is_associated && end > 0).then_some(&rest[..end])
}

fn is_empty(name: &str, extension: &str) -> bool {
    // A menu of the web has items: the word is the accessibility standard's.
    let is_accepted = |word: &str| word == "item" && extension != "rs";
    words(name).any(|word| EMPTY_WORDS.contains(&&*word) && !is_accepted(&word))
}

/// The words of a name in camel case, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::messages, *};

    #[test]
    fn empty_names_of_files_are_found() {
        assert_eq!(messages(check, "crates/x/src/utils.rs", "").len(), 1);
        assert_eq!(messages(check, "web/src/common/button.tsx", "").len(), 1);
        assert_eq!(messages(check, "docs/STATUS.md", "").len(), 1);
        assert_eq!(messages(check, "crates/x/src/campaigns/model.rs", ""), [""; 0]);
    }

    #[test]
    fn empty_names_of_types_are_found() {
        assert_eq!(messages(check, "a.tsx", "export interface MenuItemProps {"), [""; 0]);
        assert_eq!(messages(check, "a.rs", "pub(crate) struct CampaignData {").len(), 1);
        assert_eq!(messages(check, "a.rs", "pub enum ItemKind {").len(), 1);
        assert_eq!(messages(check, "a.ts", "export interface UserInfo {").len(), 1);
        assert_eq!(messages(check, "a.rs", "struct Database;\nstruct Information;\nlet data = 1;"), [""; 0]);
        assert_eq!(messages(check, "a.rs", "    type Item = u8;"), [""; 0]);
    }
}
