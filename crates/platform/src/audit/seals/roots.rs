//! The roots outside of the database: a file a tenant, to which every seal adds a line and from which nothing
//! is taken. A database whose last seals were cut off is behind it.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Lines, Read, Seek, SeekFrom, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::Seal;

/// A line is shorter.
const LINE_BYTES_MAX: i64 = 1024;

/// The file of a tenant, in the folder that the process keeps its files in.
pub fn path_of(data_dir: &Path, tenant_id: Uuid) -> PathBuf {
    data_dir.join("audit").join(format!("{tenant_id}.roots"))
}

/// Adds a line for each seal that has none yet, for good before it returns. Processes that share the folder
/// take turns.
pub(crate) fn append(path: &Path, seals: &[Seal]) -> std::io::Result<()> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.lock()?;
    let last = last_batch(path)?;
    let mut text = String::new();
    if !ends_whole(path)? {
        text.push('\n');
    }
    for seal in seals.iter().filter(|seal| seal.batch > last) {
        text.push_str(&seal.line());
        text.push('\n');
    }
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

/// Whether the last line is whole: a process that was killed may have written a part of one.
fn ends_whole(path: &Path) -> std::io::Result<bool> {
    let tail = tail(path)?;
    Ok(tail.is_empty() || tail.ends_with('\n'))
}

fn tail(path: &Path) -> std::io::Result<String> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(error),
    };
    let length = i64::try_from(file.metadata()?.len()).unwrap_or(i64::MAX);
    file.seek(SeekFrom::End(-length.min(LINE_BYTES_MAX)))?;
    let mut tail = String::new();
    file.read_to_string(&mut tail)?;
    Ok(tail)
}

/// The number of the last batch in the file; 0 when it has none.
pub(crate) fn last_batch(path: &Path) -> std::io::Result<i64> {
    Ok(tail(path)?.lines().rev().find_map(batch_of).unwrap_or(0))
}

/// The batch of a whole line.
fn batch_of(line: &str) -> Option<i64> {
    let mut words = line.split(' ');
    let batch = words.next()?.parse().ok()?;
    (words.count() == 5 && line.len() > 256).then_some(batch)
}

/// The lines of a file, in their order.
pub(crate) struct Roots {
    lines: Option<Peekable<Lines<BufReader<File>>>>,
}

impl Roots {
    /// Without a file there are none.
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        match File::open(path) {
            Ok(file) => Ok(Self { lines: Some(BufReader::new(file).lines().peekable()) }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self { lines: None }),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn is_there(&self) -> bool {
        self.lines.is_some()
    }

    /// Takes the lines up to a batch: what the file says of it, and the first batch before it that nobody
    /// asked for.
    pub(crate) fn take(&mut self, batch: i64) -> (Option<String>, Option<i64>) {
        let (mut found, mut skipped) = (None, None);
        let Some(lines) = &mut self.lines else { return (None, None) };
        while let Some(Ok(line)) = lines.peek() {
            match batch_of(line) {
                Some(number) if number > batch => break,
                Some(number) if number < batch => skipped = skipped.or(Some(number)),
                // Written twice after a crash; each has to be right.
                Some(_) if found.is_some() && found.as_ref() != Some(line) => break,
                Some(_) => found = Some(line.clone()),
                None => {}
            }
            lines.next();
        }
        (found, skipped)
    }

    /// The batch of the next line that was not taken.
    pub(crate) fn next_batch(&mut self) -> Option<i64> {
        self.lines.as_mut()?.find_map(|line| batch_of(&line.ok()?))
    }
}
