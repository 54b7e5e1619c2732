//! One row of a file, read into a campaign or into a list of what is wrong with it. Pure.

use std::borrow::Cow;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::columns::Column;
use super::dates::{SlashOrder, parse_date};
use super::money::{self, MoneyError, Notation, parse_money};
use super::vocabulary::{self, is_blank};
use crate::campaigns::{self, CampaignKind, CampaignState};
use crate::clients::Channel;

const EXTERNAL_ID_CHARS_MAX: usize = 120;
const NAME_CHARS_MAX: usize = 200;
const CLIENT_CHARS_MAX: usize = 120;
const OBJECTIVE_CHARS_MAX: usize = 2_000;
const NOTES_CHARS_MAX: usize = 10_000;
/// Characters of a value that a report shows.
const EXCERPT_CHARS_MAX: usize = 80;

/// A campaign as a file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignRow {
    /// The row as a spreadsheet counts, its header being row 1; in JSON Lines, the line.
    pub row: u64,
    pub line: u64,
    pub external_id: String,
    pub client: String,
    pub name: String,
    pub kind: CampaignKind,
    pub channels: Vec<Channel>,
    pub objective: String,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub budget_minor: Option<i64>,
    pub currency: Option<&'static str>,
    pub state: CampaignState,
    pub notes: String,
}

/// Whether a row was refused, or taken although something about it is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong or odd about one row. `column` is empty when it is the row as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub row: u64,
    pub line: u64,
    pub severity: Severity,
    pub column: &'static str,
    pub code: &'static str,
    pub message: String,
    pub value: String,
}

/// How the doubtful values of a file are read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub slashes: SlashOrder,
    /// The currency of amounts that name none.
    pub currency: &'static str,
}

impl Default for Reading {
    fn default() -> Self {
        Self { slashes: SlashOrder::default(), currency: "EUR" }
    }
}

/// The cell of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    Absent,
    Text(Cow<'a, str>),
    /// A number of a program.
    Number(String),
    /// Neither text nor number, or not in UTF-8.
    Unreadable {
        code: &'static str,
        message: &'static str,
        shown: String,
    },
}

/// Reads a row. `cell` answers for every column; what is wrong is added to `problems`.
pub fn read_row<'a>(
    (row, line): (u64, u64),
    reading: Reading,
    cell: impl Fn(Column) -> Cell<'a>,
    problems: &mut Vec<Problem>,
) -> Option<CampaignRow> {
    let mut cells = Cells { row, line, reading, cell, problems, is_refused: false };
    let external_id = cells.line(Column::ExternalId, EXTERNAL_ID_CHARS_MAX);
    let channels = cells.channels();
    let client = cells.line(Column::Client, CLIENT_CHARS_MAX);
    let name = cells.line(Column::Campaign, NAME_CHARS_MAX);
    let objective = cells.paragraph(Column::Objective, OBJECTIVE_CHARS_MAX);
    let (starts_on, ends_on) = cells.dates();
    let (budget_minor, currency) = cells.budget();
    let state = cells.state();
    let notes = cells.paragraph(Column::Notes, NOTES_CHARS_MAX);
    for (column, value) in
        [(Column::ExternalId, &external_id), (Column::Client, &client), (Column::Campaign, &name)]
    {
        cells.require(column, !value.is_empty());
    }
    let kind = vocabulary::kind(&channels);
    (!cells.is_refused).then_some(CampaignRow {
        row,
        line,
        external_id,
        client,
        name,
        kind,
        channels,
        objective,
        starts_on,
        ends_on,
        budget_minor,
        currency,
        state,
        notes,
    })
}

struct Cells<'p, F> {
    row: u64,
    line: u64,
    reading: Reading,
    cell: F,
    problems: &'p mut Vec<Problem>,
    is_refused: bool,
}

impl<'a, F: Fn(Column) -> Cell<'a>> Cells<'_, F> {
    fn refuse(&mut self, column: Column, code: &'static str, message: impl Into<String>, value: &str) {
        self.is_refused = true;
        self.note(Severity::Error, column, code, message.into(), value);
    }

    fn note(&mut self, severity: Severity, column: Column, code: &'static str, message: String, value: &str) {
        let (row, line, value) = (self.row, self.line, excerpt(value));
        self.problems.push(Problem { row, line, severity, column: column.as_str(), code, message, value });
    }

    fn require(&mut self, column: Column, is_given: bool) {
        let is_reported = self.problems.iter().any(|p| p.row == self.row && p.column == column.as_str());
        if !is_given && !is_reported {
            self.refuse(column, "required", format!("{column} is empty; every row needs one"), "");
        }
    }

    /// The text of a cell; empty when there is none, or when it is refused.
    fn text(&mut self, column: Column) -> Cow<'a, str> {
        match (self.cell)(column) {
            Cell::Absent => Cow::Borrowed(""),
            Cell::Text(text) => text,
            Cell::Number(number) => Cow::Owned(number),
            Cell::Unreadable { code, message, shown } => {
                self.refuse(column, code, message, &shown);
                Cow::Borrowed("")
            }
        }
    }

    fn line(&mut self, column: Column, chars_max: usize) -> String {
        let text = self.text(column);
        let text = clean_line(&text);
        self.bounded(column, text, chars_max)
    }

    fn paragraph(&mut self, column: Column, chars_max: usize) -> String {
        let text = self.text(column);
        let text = if is_blank(&text) { String::new() } else { clean_paragraph(&text) };
        self.bounded(column, text, chars_max)
    }

    fn bounded(&mut self, column: Column, text: String, chars_max: usize) -> String {
        let chars = text.chars().count();
        if chars > chars_max {
            let message = format!("{chars} characters; shorten it to {chars_max}");
            self.refuse(column, "too_long", message, &text);
        }
        text
    }

    fn channels(&mut self) -> Vec<Channel> {
        let text = self.text(Column::Platform);
        let channels = match vocabulary::platforms(&text) {
            Ok(channels) => channels,
            Err(unknown) => {
                let known: Vec<&str> = Channel::ALL.iter().map(|channel| channel.as_str()).collect();
                let message =
                    format!("{:?} is not a platform; known are {}", excerpt(&unknown), known.join(", "));
                self.refuse(Column::Platform, "unknown_platform", message, &text);
                Vec::new()
            }
        };
        self.require(Column::Platform, !channels.is_empty());
        channels
    }

    fn dates(&mut self) -> (Option<Date>, Option<Date>) {
        let (starts_on, ends_on) = (self.date(Column::StartDate), self.date(Column::EndDate));
        if !campaigns::are_dates_in_order(starts_on, ends_on)
            && let (Some(start), Some(end)) = (starts_on, ends_on)
        {
            let message = format!("the campaign would end on {end}, before it starts on {start}");
            self.refuse(Column::EndDate, "dates_reversed", message, &end.to_string());
        }
        (starts_on, ends_on)
    }

    fn date(&mut self, column: Column) -> Option<Date> {
        let text = self.text(column);
        if is_blank(&text) {
            return None;
        }
        let date = parse_date(&text, self.reading.slashes);
        if date.is_none() {
            self.refuse(
                column,
                "not_a_date",
                "not a date; write for example 2026-03-31 or 31.03.2026",
                &text,
            );
        }
        date
    }

    fn budget(&mut self) -> (Option<i64>, Option<&'static str>) {
        let named = self.currency();
        let notation = match (self.cell)(Column::Budget) {
            Cell::Number(_) => Notation::Machine,
            _ => Notation::Human,
        };
        let text = self.text(Column::Budget);
        if is_blank(&text) {
            return (None, None);
        }
        match parse_money(&text, notation, named, self.reading.currency) {
            Ok(money) => (Some(money.minor), Some(money.currency)),
            Err(error) => {
                let column =
                    if error == MoneyError::CurrencyMismatch { Column::Currency } else { Column::Budget };
                self.refuse(column, error.code(), error.to_string(), &text);
                (None, None)
            }
        }
    }

    fn currency(&mut self) -> Option<&'static str> {
        let text = self.text(Column::Currency);
        if is_blank(&text) {
            return None;
        }
        let code = money::currency(&text);
        if code.is_none() {
            self.refuse(
                Column::Currency,
                "unknown_currency",
                "not a known currency; write for example EUR",
                &text,
            );
        }
        code
    }

    fn state(&mut self) -> CampaignState {
        let text = self.text(Column::Status);
        if is_blank(&text) {
            return CampaignState::Draft;
        }
        vocabulary::status(&text).unwrap_or_else(|| {
            let known: Vec<&str> = CampaignState::ALL.iter().map(|state| state.as_str()).collect();
            let message = format!("not a known status; known are {} and their usual names", known.join(", "));
            self.refuse(Column::Status, "unknown_status", message, &text);
            CampaignState::Draft
        })
    }
}

/// One line: control characters and line breaks become spaces, spaces collapse, accents are composed (so that
/// a name typed on one system is the name typed on another).
pub fn clean_line(text: &str) -> String {
    let text: String = text.nfc().map(|c| if c.is_control() || c == '\u{FEFF}' { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs: line breaks are kept, other control characters are not.
fn clean_paragraph(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.nfc().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    text.trim().to_owned()
}

/// What a report shows of a value.
pub fn excerpt(value: &str) -> String {
    let shown: String =
        value.chars().take(EXCERPT_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(EXCERPT_CHARS_MAX).is_some() { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(cells: &[(Column, &str)]) -> (Option<CampaignRow>, Vec<Problem>) {
        let mut problems = Vec::new();
        let cell = |column| {
            let found = cells.iter().find(|(of, _)| *of == column);
            found.map_or(Cell::Absent, |(_, text)| Cell::Text(Cow::Owned((*text).to_owned())))
        };
        let row = read_row((7, 9), Reading::default(), cell, &mut problems);
        (row, problems)
    }

    const MINIMAL: [(Column, &str); 4] = [
        (Column::ExternalId, " SP-1 "),
        (Column::Platform, "spotify"),
        (Column::Client, "Ada  Brandt\u{a0}Trio"),
        (Column::Campaign, "Low\nTide EP"),
    ];

    #[test]
    fn the_required_columns_make_a_campaign() {
        let (row, problems) = read(&MINIMAL);
        let row = row.unwrap();
        assert_eq!(problems, []);
        assert_eq!((row.external_id.as_str(), row.client.as_str()), ("SP-1", "Ada Brandt Trio"));
        assert_eq!((row.name.as_str(), row.kind), ("Low Tide EP", CampaignKind::Release));
        assert_eq!((row.state, row.budget_minor, row.currency), (CampaignState::Draft, None, None));
    }

    #[test]
    fn every_column_is_read() {
        let mut cells = MINIMAL.to_vec();
        cells.extend([
            (Column::Objective, "Pre-saves"),
            (Column::StartDate, "01.03.2026"),
            (Column::EndDate, "tbd"),
            (Column::Budget, "1.250,50 €"),
            (Column::Status, "Laufend"),
            (Column::Notes, "first line\r\nsecond\0 line"),
        ]);
        let row = read(&cells).0.unwrap();
        assert_eq!((row.starts_on, row.ends_on), (Some(date(2026, 3, 1)), None));
        assert_eq!((row.budget_minor, row.currency), (Some(125_050), Some("EUR")));
        assert_eq!((row.state, row.notes.as_str()), (CampaignState::Active, "first line\nsecond line"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let (row, problems) = read(&[
            (Column::Platform, "Myspace"),
            (Column::Client, "Ada Brandt Trio"),
            (Column::Campaign, "x"),
            (Column::StartDate, "someday"),
            (Column::Budget, "-20"),
            (Column::Currency, "XXX"),
            (Column::Status, "on fire"),
        ]);
        assert_eq!(row, None);
        let codes: Vec<(&str, &str)> = problems.iter().map(|p| (p.column, p.code)).collect();
        assert_eq!(
            codes,
            [
                ("platform", "unknown_platform"),
                ("start_date", "not_a_date"),
                ("currency", "unknown_currency"),
                ("budget", "negative"),
                ("status", "unknown_status"),
                ("external_id", "required"),
            ]
        );
        assert!(problems.iter().all(|p| p.row == 7 && p.line == 9));
    }

    #[test]
    fn dates_in_the_wrong_order_are_refused() {
        let mut cells = MINIMAL.to_vec();
        cells.extend([(Column::StartDate, "2026-03-02"), (Column::EndDate, "2026-03-01")]);
        assert_eq!(read(&cells).1[0].code, "dates_reversed");
    }

    #[test]
    fn an_excerpt_is_short_and_plain() {
        assert_eq!(excerpt("a\nb"), "a b");
        assert_eq!(excerpt(&"é".repeat(100)).chars().count(), EXCERPT_CHARS_MAX + 1);
    }
}
