//! The report of an import: a CSV file that opens in the spreadsheet the rows came from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::rows::{Problem, Severity};

/// Problems that are kept in memory, to be shown at once.
const SHOWN_MAX: usize = 20;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows of the file, its header left out.
    pub rows: u64,
    pub created: u64,
    pub updated: u64,
    /// Rows that say what is stored already.
    pub unchanged: u64,
    pub refused: u64,
    /// Rows that a later row of the same file replaced.
    pub replaced: u64,
    pub clients_created: u64,
    /// How often each code was reported.
    pub problems: BTreeMap<&'static str, u64>,
    /// The first problems.
    pub shown: Vec<Problem>,
    /// Headers that are not read.
    pub ignored_columns: Vec<String>,
    /// Where all problems are; none when there were none.
    pub path: Option<PathBuf>,
    /// Whether anything was stored: not in a dry run, and not when all or nothing was asked and a row was
    /// refused.
    pub is_stored: bool,
}

/// Writes problems as they come; makes the file with the first one.
pub(super) struct ReportWriter {
    path: PathBuf,
    writer: Option<csv::Writer<BufWriter<File>>>,
}

impl ReportWriter {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, writer: None }
    }

    pub(super) fn write(&mut self, problem: Problem, report: &mut Report) -> io::Result<()> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => self.writer.insert(create(&self.path)?),
        };
        writer.write_record([
            problem.row.to_string().as_str(),
            problem.line.to_string().as_str(),
            problem.severity.as_str(),
            problem.column,
            problem.code,
            &inert(&problem.message),
            &inert(&problem.value),
        ])?;
        *report.problems.entry(problem.code).or_default() += 1;
        if report.shown.len() < SHOWN_MAX {
            report.shown.push(problem);
        }
        Ok(())
    }

    pub(super) fn finish(self, report: &mut Report) -> io::Result<()> {
        if let Some(mut writer) = self.writer {
            writer.flush()?;
            report.path = Some(self.path);
        }
        Ok(())
    }
}

fn create(path: &Path) -> io::Result<csv::Writer<BufWriter<File>>> {
    let mut writer = csv::Writer::from_writer(BufWriter::new(File::create(path)?));
    writer.write_record(["row", "line", "severity", "column", "code", "message", "value"])?;
    Ok(writer)
}

/// A cell that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

impl Problem {
    /// For people, in one line.
    pub fn line_for_people(&self) -> String {
        let column = if self.column.is_empty() { String::new() } else { format!(", {}", self.column) };
        let value = if self.value.is_empty() { String::new() } else { format!(" ({:?})", self.value) };
        let severity = if self.severity == Severity::Warning { "warning: " } else { "" };
        format!("row {}{column}: {severity}{}{value}", self.row, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_inert() {
        assert_eq!(inert("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(inert("Low Tide"), "Low Tide");
    }

    #[test]
    fn a_problem_reads_as_a_sentence() {
        let problem = Problem {
            row: 7,
            line: 9,
            severity: Severity::Error,
            column: "budget",
            code: "negative",
            message: "a budget cannot be negative".to_owned(),
            value: "-20".to_owned(),
        };
        assert_eq!(problem.line_for_people(), "row 7, budget: a budget cannot be negative (\"-20\")");
    }
}
