//! Cuts a file into records without ever holding more than a window of it.
//!
//! Follows RFC 4180 where the file does, and recovers where it does not: a quote inside an unquoted field is
//! an ordinary character; a quoted field that never ends, or that swallows the rows after it, costs the line
//! it starts on and nothing else. Lines end with LF, CRLF or CR.

use std::io::{self, Read};

/// Longest record. Longer ones are refused: no campaign needs one, and a missing quote must not eat the
/// memory.
pub const RECORD_BYTES_MAX: usize = 64 * 1024;
/// Most lines that one record may span: bounds the work of recovering from a missing quote.
const RECORD_LINES_MAX: usize = 200;
const READ_BYTES: usize = 64 * 1024;

/// The fields of one record, unescaped, in one allocation that is used again for the next record.
#[derive(Debug, Default)]
pub struct Fields {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.bytes.get(start..end)
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_field(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

/// Why a record could not be cut out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A quoted field has no end, or its end is so far away that other rows are inside.
    UnclosedQuote,
    TooLong,
}

/// Where a record stands in the file, and whether it could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framed {
    /// The physical line it starts on; the first line is 1.
    pub line: u64,
    pub verdict: Result<(), Broken>,
}

/// A window that moves over the input.
pub struct Records<R> {
    input: R,
    window: Vec<u8>,
    start: usize,
    is_at_end: bool,
    line: u64,
    bytes_read: u64,
    follows_cr: bool,
}

enum Split {
    /// `is_regular` is false when something follows the end of a quoted field that is not its end.
    Complete {
        consumed: usize,
        lines: usize,
        is_regular: bool,
    },
    NeedsMore,
    Unclosed,
}

impl<R: Read> Records<R> {
    pub fn new(input: R) -> Self {
        Self {
            input,
            window: Vec::with_capacity(RECORD_BYTES_MAX + READ_BYTES),
            start: 0,
            is_at_end: false,
            line: 1,
            bytes_read: 0,
            follows_cr: false,
        }
    }

    /// Bytes taken from the input that have been handed out or skipped.
    pub fn bytes_consumed(&self) -> u64 {
        self.bytes_read - (self.window.len() - self.start) as u64
    }

    /// What comes next, up to [`RECORD_BYTES_MAX`] bytes, without consuming it.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        self.fill()?;
        Ok(&self.window[self.start..])
    }

    /// Consumes bytes that [`peek`](Self::peek) has shown and that contain no line end.
    pub fn skip(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.window.len());
    }

    /// The next record that is not a blank line. A record of several lines whose quotes do not add up, or
    /// that has another number of fields than `columns`, is taken for what it nearly always is: a quote never
    /// closed.
    pub fn next_record(
        &mut self,
        delimiter: u8,
        columns: Option<usize>,
        fields: &mut Fields,
    ) -> io::Result<Option<Framed>> {
        self.skip_blank_lines()?;
        if self.start == self.window.len() {
            return Ok(None);
        }
        let line = self.line;
        self.fill()?;
        let bytes = &self.window[self.start..];
        let verdict = match split(bytes, self.is_at_end, delimiter, fields) {
            Split::Complete { lines, is_regular, .. }
                if lines > 1 && (!is_regular || columns.is_some_and(|columns| columns != fields.len())) =>
            {
                Err(Broken::UnclosedQuote)
            }
            Split::Complete { consumed, lines, .. } => {
                self.advance(consumed, lines as u64);
                return Ok(Some(Framed { line, verdict: Ok(()) }));
            }
            Split::Unclosed => Err(Broken::UnclosedQuote),
            Split::NeedsMore if memchr_line_end(bytes).is_some() => Err(Broken::UnclosedQuote),
            Split::NeedsMore => Err(Broken::TooLong),
        };
        self.first_line_into(fields)?;
        Ok(Some(Framed { line, verdict }))
    }

    /// The next line that is not blank, as a single field.
    pub fn next_line(&mut self, fields: &mut Fields) -> io::Result<Option<Framed>> {
        self.skip_blank_lines()?;
        if self.start == self.window.len() {
            return Ok(None);
        }
        let line = self.line;
        let is_whole = self.first_line_into(fields)?;
        Ok(Some(Framed { line, verdict: if is_whole { Ok(()) } else { Err(Broken::TooLong) } }))
    }

    /// Consumes one physical line and leaves its beginning in `fields`. False when it is longer than a record
    /// may be.
    fn first_line_into(&mut self, fields: &mut Fields) -> io::Result<bool> {
        self.fill()?;
        fields.clear();
        let window = &self.window[self.start..];
        let end = memchr_line_end(window).unwrap_or(window.len());
        fields.bytes.extend_from_slice(&window[..end.min(RECORD_BYTES_MAX)]);
        fields.end_field();
        let is_whole = end <= RECORD_BYTES_MAX;
        loop {
            let window = &self.window[self.start..];
            match memchr_line_end(window) {
                Some(end) => {
                    self.advance(end + 1, 1);
                    return Ok(is_whole);
                }
                None if self.is_at_end => {
                    self.start = self.window.len();
                    return Ok(is_whole);
                }
                None => {
                    self.start = self.window.len();
                    self.fill()?;
                }
            }
        }
    }

    fn advance(&mut self, consumed: usize, lines: u64) {
        self.start += consumed;
        self.line += lines;
        self.follows_cr = consumed > 0 && self.window.get(self.start - 1) == Some(&b'\r');
    }

    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            if self.start == self.window.len() {
                self.fill()?;
            }
            match self.window.get(self.start) {
                Some(b'\n') if self.follows_cr => self.advance(1, 0),
                Some(b'\n' | b'\r') => self.advance(1, 1),
                _ => return Ok(()),
            }
        }
    }

    /// Makes the window hold a longest record, or the rest of the input.
    fn fill(&mut self) -> io::Result<()> {
        if self.is_at_end || self.window.len() - self.start > RECORD_BYTES_MAX {
            return Ok(());
        }
        self.window.drain(..self.start);
        self.start = 0;
        while self.window.len() <= RECORD_BYTES_MAX {
            let filled = self.window.len();
            self.window.resize(filled + READ_BYTES, 0);
            let read = match self.input.read(&mut self.window[filled..]) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => {
                    self.window.truncate(filled);
                    return Err(error);
                }
            };
            self.window.truncate(filled + read);
            self.bytes_read += read as u64;
            if read == 0 {
                self.is_at_end = true;
                break;
            }
        }
        Ok(())
    }
}

fn memchr_line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    FieldStart,
    Unquoted,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first half of an escaped quote.
    AfterQuote,
}

/// Splits the record at the beginning of `bytes`. `is_last` says that nothing follows `bytes`.
fn split(bytes: &[u8], is_last: bool, delimiter: u8, fields: &mut Fields) -> Split {
    fields.clear();
    let mut place = Place::FieldStart;
    let mut lines = 1;
    let mut is_regular = true;
    for (index, &byte) in bytes.iter().enumerate() {
        if index >= RECORD_BYTES_MAX || lines > RECORD_LINES_MAX {
            return Split::NeedsMore;
        }
        if place == Place::Quoted {
            if byte == b'"' {
                place = Place::AfterQuote;
            } else {
                lines +=
                    usize::from(byte == b'\n' || (byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')));
                fields.bytes.push(byte);
            }
            continue;
        }
        place = match byte {
            b'"' if place == Place::FieldStart => Place::Quoted,
            b'"' if place == Place::AfterQuote => {
                fields.bytes.push(byte);
                Place::Quoted
            }
            b'\n' | b'\r' => {
                fields.end_field();
                return Split::Complete { consumed: index + 1, lines, is_regular };
            }
            byte if byte == delimiter => {
                fields.end_field();
                Place::FieldStart
            }
            byte => {
                is_regular &= place != Place::AfterQuote;
                fields.bytes.push(byte);
                Place::Unquoted
            }
        };
    }
    match place {
        Place::Quoted if is_last => Split::Unclosed,
        _ if is_last => {
            fields.end_field();
            Split::Complete { consumed: bytes.len(), lines, is_regular }
        }
        _ => Split::NeedsMore,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads in the smallest steps, so that every boundary is crossed.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(out.len());
            out[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    type Read1 = (u64, Result<Vec<String>, Broken>);

    fn read_all(input: &[u8], step: usize, columns: Option<usize>) -> Vec<Read1> {
        let mut records = Records::new(Trickle(input, step));
        let mut fields = Fields::default();
        let mut found = Vec::new();
        while let Some(framed) = records.next_record(b',', columns, &mut fields).unwrap() {
            let texts = fields.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
            found.push((framed.line, framed.verdict.map(|()| texts)));
        }
        assert_eq!(records.bytes_consumed(), input.len() as u64);
        found
    }

    fn record(line: u64, fields: &[&str]) -> Read1 {
        (line, Ok(fields.iter().map(|&field| field.to_owned()).collect()))
    }

    #[test]
    fn quotes_newlines_and_blank_lines_are_read() {
        let input = b"a,b\r\n\r\n\"x\r\ny\",\"say \"\"hi\"\"\"\n5\" vinyl,z\rlast,\"\"";
        let expected = vec![
            record(1, &["a", "b"]),
            record(3, &["x\r\ny", "say \"hi\""]),
            record(5, &["5\" vinyl", "z"]),
            record(6, &["last", ""]),
        ];
        for step in [1, 2, 3, 1000] {
            assert_eq!(read_all(input, step, Some(2)), expected, "step {step}");
        }
    }

    #[test]
    fn a_lone_quote_costs_its_own_line_only() {
        let input = b"1,\"never closed\n2,fine\n3,\"quoted\"\n4,fine\n";
        assert_eq!(
            read_all(input, 7, Some(2)),
            vec![
                (1, Err(Broken::UnclosedQuote)),
                record(2, &["2", "fine"]),
                record(3, &["3", "quoted"]),
                record(4, &["4", "fine"]),
            ]
        );
    }

    #[test]
    fn a_quote_open_at_the_end_of_the_file_costs_its_own_line_only() {
        let input = b"1,\"never closed\n2,fine";
        assert_eq!(
            read_all(input, 1000, Some(2)),
            vec![(1, Err(Broken::UnclosedQuote)), record(2, &["2", "fine"])]
        );
    }

    #[test]
    fn a_record_without_end_is_refused_and_the_rest_is_read() {
        let mut input = b"1,".to_vec();
        input.extend(std::iter::repeat_n(b'x', RECORD_BYTES_MAX * 3));
        input.extend_from_slice(b"\n2,fine\n");
        assert_eq!(
            read_all(&input, 4096, Some(2)),
            vec![(1, Err(Broken::TooLong)), record(2, &["2", "fine"])]
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_consumed_without_a_panic(
            input in prop::collection::vec(prop::sample::select(b"ab,;\"\"\n\n\r\xff\0".to_vec()), 0..400),
            step in 1..50_usize,
            columns in prop::option::of(1..4_usize),
        ) {
            let found = read_all(&input, step, columns);
            prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0), "lines rise");
            prop_assert_eq!(found, read_all(&input, 4096, columns), "boundaries do not matter");
        }

        /// What a correct writer writes is read back as it was.
        #[test]
        fn a_written_file_reads_back(rows in prop::collection::vec(
            prop::collection::vec("[a-z\",\n ü]{1,12}", 3), 1..20,
        )) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let written = writer.into_inner().unwrap();
            let read: Vec<Vec<String>> =
                read_all(&written, 64, Some(3)).into_iter().map(|(_, fields)| fields.unwrap()).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
