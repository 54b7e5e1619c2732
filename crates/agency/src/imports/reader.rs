//! Reads a file of campaigns, CSV or JSON Lines, row by row in bounded memory.

use std::borrow::Cow;
use std::io::{self, Read};

use serde_json::{Map, Value};

use super::columns::{Column, ColumnMap};
use super::records::{Broken, Fields, Framed, Records};
use super::rows::{CampaignRow, Cell, Problem, Reading, Severity, excerpt, read_row};

const DELIMITERS: [u8; 4] = *b",;\t|";
const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The columns that mean nothing here: one of them may be the missing one, misspelt.
fn unread(found: &[String]) -> String {
    if found.is_empty() { String::new() } else { format!("; found: {}", found.join(", ")) }
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the file is empty")]
    Empty,
    #[error("the file is in UTF-16; save it as “CSV UTF-8” and import it again")]
    Utf16,
    #[error("the file is a JSON array; write one JSON object a line (JSON Lines) and import it again")]
    JsonArray,
    #[error("the header has no column for {}{}", .missing.join(", "), unread(.found))]
    MissingColumns { missing: Vec<&'static str>, found: Vec<String> },
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
}

enum Format {
    Csv { delimiter: u8, columns: Box<ColumnMap> },
    JsonLines,
}

/// A file that is being read.
pub struct Reader<R> {
    records: Records<R>,
    format: Format,
    reading: Reading,
    fields: Fields,
    row: u64,
}

/// What a row turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Campaign(Box<CampaignRow>),
    Refused,
}

impl<R: Read> Reader<R> {
    /// Finds out the format and reads the header.
    pub fn open(input: R, reading: Reading) -> Result<Self, FileError> {
        let mut records = Records::new(input);
        let start = records.peek()?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(FileError::Utf16);
        }
        if start.starts_with(UTF8_MARK) {
            records.skip(UTF8_MARK.len());
        }
        let format = match records.peek()?.iter().find(|byte| !byte.is_ascii_whitespace()) {
            None => return Err(FileError::Empty),
            Some(b'{') => Format::JsonLines,
            Some(b'[') => return Err(FileError::JsonArray),
            Some(_) => read_header(&mut records)?,
        };
        let row = u64::from(matches!(format, Format::Csv { .. }));
        Ok(Self { records, format, reading, fields: Fields::default(), row })
    }

    /// Bytes of the file that have been read into rows.
    pub fn bytes_consumed(&self) -> u64 {
        self.records.bytes_consumed()
    }

    /// Headers that are not read.
    pub fn ignored_columns(&self) -> &[String] {
        match &self.format {
            Format::Csv { columns, .. } => &columns.ignored,
            Format::JsonLines => &[],
        }
    }

    /// The next row. What is wrong with it is added to `problems`.
    pub fn next_row(&mut self, problems: &mut Vec<Problem>) -> Result<Option<Outcome>, FileError> {
        let framed = match &self.format {
            Format::Csv { delimiter, columns } => {
                self.records.next_record(*delimiter, Some(columns.width), &mut self.fields)?
            }
            Format::JsonLines => self.records.next_line(&mut self.fields)?,
        };
        let Some(Framed { line, verdict }) = framed else { return Ok(None) };
        self.row = match self.format {
            Format::Csv { .. } => self.row + 1,
            Format::JsonLines => line,
        };
        let campaign = match (verdict, &self.format) {
            (Err(broken), _) => self.refuse_record(line, broken, problems),
            (Ok(()), Format::Csv { columns, .. }) => self.read_csv(line, columns, problems),
            (Ok(()), Format::JsonLines) => self.read_json(line, problems),
        };
        Ok(Some(campaign.map_or(Outcome::Refused, |campaign| Outcome::Campaign(Box::new(campaign)))))
    }

    fn refuse_record(&self, line: u64, broken: Broken, problems: &mut Vec<Problem>) -> Option<CampaignRow> {
        let (code, message) = match broken {
            Broken::UnclosedQuote => {
                ("unclosed_quote", "a quoted field is not closed; double the quote or close it")
            }
            Broken::TooLong => ("too_long", "the row is longer than 64 KiB"),
        };
        self.refuse(line, code, message.to_owned(), problems)
    }

    fn refuse(
        &self,
        line: u64,
        code: &'static str,
        message: String,
        problems: &mut Vec<Problem>,
    ) -> Option<CampaignRow> {
        let value = excerpt(&String::from_utf8_lossy(self.fields.get(0).unwrap_or_default()));
        let severity = Severity::Error;
        problems.push(Problem { row: self.row, line, severity, column: "", code, message, value });
        None
    }

    fn read_csv(&self, line: u64, columns: &ColumnMap, problems: &mut Vec<Problem>) -> Option<CampaignRow> {
        let (found, expected) = (self.fields.len(), columns.width);
        let surplus_is_empty = self.fields.iter().skip(expected).all(<[u8]>::is_empty);
        if found < expected || !surplus_is_empty {
            let message =
                format!("{found} fields, the header has {expected}; quote values that contain the separator");
            return self.refuse(line, "field_count", message, problems);
        }
        let cell = |column| match columns.position(column).and_then(|position| self.fields.get(position)) {
            None => Cell::Absent,
            Some(bytes) => std::str::from_utf8(bytes).map_or_else(
                |_| Cell::Unreadable {
                    code: "not_utf8",
                    message: "not in UTF-8; save the file as UTF-8 and import it again",
                    shown: String::from_utf8_lossy(bytes).into_owned(),
                },
                |text| Cell::Text(Cow::Borrowed(text)),
            ),
        };
        read_row((self.row, line), self.reading, cell, problems)
    }

    fn read_json(&self, line: u64, problems: &mut Vec<Problem>) -> Option<CampaignRow> {
        let bytes = self.fields.get(0).unwrap_or_default();
        if std::str::from_utf8(bytes).is_err() {
            let message = "not in UTF-8; save the file as UTF-8 and import it again".to_owned();
            return self.refuse(line, "not_utf8", message, problems);
        }
        let object: Map<String, Value> = match serde_json::from_slice(bytes) {
            Ok(object) => object,
            Err(error) => {
                let message =
                    format!("not a JSON object, at column {}; write one object a line", error.column());
                return self.refuse(line, "not_json", message, problems);
            }
        };
        let keys: Vec<&String> = object.keys().collect();
        let columns = ColumnMap::from_headers(keys.iter().map(|key| key.as_str()));
        let cell = |column| {
            let value = columns.position(column).and_then(|position| object.get(keys[position]));
            value.map_or(Cell::Absent, json_cell)
        };
        read_row((self.row, line), self.reading, cell, problems)
    }
}

fn json_cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Null => Cell::Absent,
        Value::String(text) => Cell::Text(Cow::Borrowed(text)),
        Value::Number(number) => Cell::Number(number.to_string()),
        Value::Array(values) if values.iter().all(Value::is_string) => {
            Cell::Text(Cow::Owned(values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")))
        }
        other => Cell::Unreadable {
            code: "type",
            message: "expected a text or a number",
            shown: other.to_string(),
        },
    }
}

/// Reads the header with the delimiter that makes most sense of it.
fn read_header<R: Read>(records: &mut Records<R>) -> Result<Format, FileError> {
    let declared = declared_delimiter(records)?;
    let header = records.peek()?.to_vec();
    let candidates = declared.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let mut best: Option<(u8, ColumnMap)> = None;
    for delimiter in candidates {
        let columns = header_columns(&mut Records::new(header.as_slice()), delimiter)?;
        if best.as_ref().is_none_or(|(_, known)| columns.recognized() > known.recognized()) {
            best = Some((delimiter, columns));
        }
    }
    let Some((delimiter, _)) = best else { return Err(FileError::Empty) };
    let columns = header_columns(records, delimiter)?;
    let missing: Vec<&'static str> = columns.missing().into_iter().map(Column::as_str).collect();
    if missing.is_empty() {
        return Ok(Format::Csv { delimiter, columns: Box::new(columns) });
    }
    let found = columns.ignored.iter().take(20).map(|header| excerpt(header)).collect();
    Err(FileError::MissingColumns { missing, found })
}

/// `sep=;` in the first line, as spreadsheets write and read it.
fn declared_delimiter<R: Read>(records: &mut Records<R>) -> Result<Option<u8>, FileError> {
    let start = records.peek()?;
    let declared = match start.get(..6) {
        Some([b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, b'\r' | b'\n']) => Some(*delimiter),
        _ => None,
    };
    if declared.is_some() {
        records.skip(5);
    }
    Ok(declared.filter(|delimiter| DELIMITERS.contains(delimiter)))
}

fn header_columns<R: Read>(records: &mut Records<R>, delimiter: u8) -> Result<ColumnMap, FileError> {
    let mut fields = Fields::default();
    records.next_record(delimiter, None, &mut fields)?;
    let headers: Vec<Cow<'_, str>> = fields.iter().map(String::from_utf8_lossy).collect();
    Ok(ColumnMap::from_headers(headers.iter().map(AsRef::as_ref)))
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
