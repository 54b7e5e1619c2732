//! The rules of STYLE.md that a program can check and that neither rustc, clippy, rustfmt nor Biome checks.
//!
//! A rule is a pure function from a file's path and text to findings, with its reason in the finding. It has
//! no list of exceptions: where a rule does not fit, the rule is changed.

mod layout;
mod manifests;
mod names;
mod pools;
mod rust;
mod sql;
mod text;
mod web;

use std::{fmt, path::Path, process::ExitCode};

use walkdir::{DirEntry, WalkDir};

use crate::Outcome;

/// Directories that hold what tools make or fetch.
const SKIPPED: [&str; 9] = [
    ".git",
    "target",
    "node_modules",
    "dist",
    "artefacts",
    "snapshots",
    ".atelier",
    "test-results",
    "playwright-report",
];
/// Files that tools write.
const GENERATED: [&str; 5] =
    ["Cargo.lock", "package-lock.json", "openapi.json", "schema.d.ts", "routeTree.gen.ts"];

/// A file of the repository. The path is relative to its root, with forward slashes.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The file's name up to its first point.
    fn stem(&self) -> &str {
        self.file_name().split('.').next().unwrap_or_default()
    }

    fn finding(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, message: message.into() }
    }

    /// Lines with their numbers, which start at 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Where a rule is broken, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.message)
    }
}

#[expect(clippy::print_stderr, reason = "a command line program")]
pub(crate) fn run() -> Outcome {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let findings = check(&read(root)?);
    for finding in &findings {
        eprintln!("{finding}");
    }
    if findings.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("tidy: {} findings; STYLE.md gives the reasons", findings.len());
    Ok(ExitCode::FAILURE)
}

fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sources
        .iter()
        .flat_map(|source| {
            [
                text::check(source),
                names::check(source),
                layout::check(source),
                rust::check(source),
                pools::check(source),
                sql::check(source),
                web::check(source),
            ]
        })
        .flatten()
        .collect();
    findings.extend(sql::unregistered(sources));
    findings.extend(manifests::check(sources));
    findings.sort();
    findings
}

/// Every text file that people write.
fn read(root: &Path) -> Result<Vec<Source>, Box<dyn std::error::Error>> {
    let mut sources = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_ours) {
        let entry = entry?;
        if !entry.file_type().is_file() {
            continue;
        }
        // What is not UTF-8 is a picture or a font.
        if let Ok(text) = String::from_utf8(std::fs::read(entry.path())?) {
            let path = entry.path().strip_prefix(root)?.to_string_lossy().into_owned();
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    !if entry.file_type().is_dir() { SKIPPED.contains(&&*name) } else { GENERATED.contains(&&*name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// The messages of `rule` for one file.
    pub(super) fn messages(rule: fn(&Source) -> Vec<Finding>, path: &str, text: &str) -> Vec<String> {
        rule(&source(path, text))
            .into_iter()
            .map(|finding| format!("{}: {}", finding.line, finding.message))
            .collect()
    }

    #[test]
    fn the_rules_are_themselves_tidy() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let findings: Vec<String> =
            read(own).unwrap().iter().flat_map(rust::check).map(|f| f.to_string()).collect();
        assert_eq!(findings, Vec::<String>::new());
    }

    #[test]
    fn findings_read_like_a_compilers() {
        let finding = source("a/b.rs", "").finding(3, "too long");
        assert_eq!(finding.to_string(), "a/b.rs:3: too long");
    }
}
