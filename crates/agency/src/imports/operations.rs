//! Importing a file of campaigns.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::PathBuf;

use platform::{Actor, App, Audit, Error, Event, Permission, Tx};
use uuid::Uuid;

use super::queries::{self, RowOutcome, Stored};
use super::reader::{FileError, Outcome, Reader};
use super::report::{Report, ReportWriter};
use super::rows::{CampaignRow, Problem, Reading, Severity};

/// Rows stored by one statement.
const BATCH_ROWS: usize = 1_000;
/// Rows of one file: what the register of external ids, by which repetitions are found, holds in 40 MB.
const ROWS_MAX: u64 = 1_800_000;

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub path: PathBuf,
    /// Where problems are written; next to the file when absent.
    pub report_path: Option<PathBuf>,
    /// Imports and takes it back, so that the counts are exact.
    pub is_dry_run: bool,
    /// Stores nothing when one row is refused.
    pub is_all_or_nothing: bool,
    pub reading: Reading,
}

impl ImportOptions {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            report_path: None,
            is_dry_run: false,
            is_all_or_nothing: false,
            reading: Reading::default(),
        }
    }

    fn report_path(&self) -> PathBuf {
        self.report_path.clone().unwrap_or_else(|| {
            let mut name = self.path.as_os_str().to_owned();
            name.push(".report.csv");
            PathBuf::from(name)
        })
    }

    /// Everything in one transaction, to be taken back if need be.
    fn is_one_transaction(&self) -> bool {
        self.is_dry_run || self.is_all_or_nothing
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub bytes_read: u64,
    pub bytes_total: u64,
    pub rows: u64,
    pub refused: u64,
}

/// Why an import ended early. What was stored before stays, unless all or nothing was asked; importing the
/// file again goes on where it ended, because rows that are stored are left as they are.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the report cannot be written: {0}")]
    Report(#[source] io::Error),
    #[error("the file has more than {ROWS_MAX} rows; split it and import the parts")]
    TooManyRows,
    #[error("{}", .0.detail())]
    Store(Error),
}

impl From<Error> for ImportError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Imports a file as `actor`, telling `progress` after each batch.
///
/// Reading a batch is a few milliseconds of parsing in between the statements; the command line, which is the
/// one caller, has nothing else to do meanwhile.
pub async fn import_campaigns(
    app: &App,
    actor: &Actor,
    options: &ImportOptions,
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let file = File::open(&options.path).map_err(FileError::Io)?;
    let bytes_total = file.metadata().map_err(FileError::Io)?.len();
    let mut import = Import::open(file, options)?;
    let mut tx = app.begin(actor, Permission::ImportRun).await?;
    let told = Told { import_id: tx.new_id(), file: file_name(options) };
    let mut before = import.report.clone();
    while let Some(batch) = import.read_batch()? {
        import.store(&mut tx, batch).await?;
        if !options.is_one_transaction() {
            told.tell(&mut tx, &before, &import.report);
            before = import.report.clone();
            let stored = std::mem::replace(&mut tx, app.begin(actor, Permission::ImportRun).await?);
            stored.commit().await?;
        }
        let Report { rows, refused, .. } = import.report;
        progress(Progress { bytes_read: import.reader.bytes_consumed(), bytes_total, rows, refused });
    }
    if options.is_one_transaction() {
        told.tell(&mut tx, &before, &import.report);
    }
    let mut report = import.finish()?;
    let is_taken_back = options.is_dry_run || (options.is_all_or_nothing && report.refused > 0);
    report.is_stored = !is_taken_back;
    if report.is_stored {
        tx.commit().await?;
    }
    Ok(report)
}

fn file_name(options: &ImportOptions) -> String {
    options.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the activity log calls an import.
struct Told {
    import_id: Uuid,
    file: String,
}

impl Told {
    /// Records what a transaction changed, in this transaction: an import that ends early leaves no change
    /// without its line in the activity log.
    fn tell(&self, tx: &mut Tx, before: &Report, after: &Report) {
        let created = after.created - before.created;
        let updated = after.updated - before.updated;
        let clients = after.clients_created - before.clients_created;
        if created + updated + clients == 0 {
            return;
        }
        let (unchanged, refused) = (after.unchanged - before.unchanged, after.refused - before.refused);
        let note = format!(
            "rows {} to {}: {created} created, {updated} updated, {unchanged} unchanged, {refused} refused, \
             {clients} clients created",
            before.rows + 1,
            after.rows
        );
        tx.audit(Audit::new("campaigns.imported", "import", self.import_id, &*self.file).note(note));
        tx.emit(Event::new("campaigns.imported", "import", self.import_id).internal());
    }
}

struct Import {
    reader: Reader<File>,
    writer: ReportWriter,
    report: Report,
    seen: Seen,
    problems: Vec<Problem>,
}

/// Rows that are stored together.
struct Batch {
    rows: Vec<CampaignRow>,
    /// External ids of the batch that an earlier batch has stored already.
    repeated: HashSet<String>,
}

impl Import {
    fn open(file: File, options: &ImportOptions) -> Result<Self, ImportError> {
        let reader = Reader::open(file, options.reading)?;
        let report = Report { ignored_columns: reader.ignored_columns().to_vec(), ..Report::default() };
        let writer = ReportWriter::new(options.report_path());
        Ok(Self { reader, writer, report, seen: Seen::default(), problems: Vec::new() })
    }

    /// The next rows to store; of rows with one external id only the last. `None` at the end of the file.
    fn read_batch(&mut self) -> Result<Option<Batch>, ImportError> {
        let mut batch = Batch { rows: Vec::with_capacity(BATCH_ROWS), repeated: HashSet::new() };
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut read = 0;
        while read < BATCH_ROWS {
            let Some(outcome) = self.reader.next_row(&mut self.problems)? else { break };
            read += 1;
            self.report.rows += 1;
            if self.report.rows > ROWS_MAX {
                return Err(ImportError::TooManyRows);
            }
            match outcome {
                Outcome::Refused => self.report.refused += 1,
                Outcome::Campaign(row) => self.take(*row, &mut batch, &mut places),
            }
        }
        for problem in self.problems.drain(..) {
            self.writer.write(problem, &mut self.report).map_err(ImportError::Report)?;
        }
        Ok((read > 0).then_some(batch))
    }

    fn take(&mut self, row: CampaignRow, batch: &mut Batch, places: &mut HashMap<String, usize>) {
        if let Some(earlier) = self.seen.register(&row.external_id, row.row) {
            self.report.replaced += 1;
            self.problems.push(repeated(&row, earlier));
            if !places.contains_key(&row.external_id) {
                batch.repeated.insert(row.external_id.clone());
            }
        }
        if let Some(place) = places.get(&row.external_id) {
            batch.rows[*place] = row;
        } else {
            places.insert(row.external_id.clone(), batch.rows.len());
            batch.rows.push(row);
        }
    }

    async fn store(&mut self, tx: &mut Tx, batch: Batch) -> Result<(), ImportError> {
        if batch.rows.is_empty() {
            return Ok(());
        }
        let names: HashSet<&str> = batch.rows.iter().map(|row| row.client.as_str()).collect();
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let ids = names.iter().map(|_| tx.new_id()).collect();
        self.report.clients_created += tx.run(queries::ensure_clients(&tx.actor, tx.now, ids, names)).await?;
        let ids = batch.rows.iter().map(|_| tx.new_id()).collect();
        let stored = tx.run(queries::upsert(&tx.actor, tx.now, ids, &batch.rows)).await?;
        self.count(&batch, &stored).map_err(ImportError::Report)
    }

    fn count(&mut self, batch: &Batch, stored: &[Stored]) -> io::Result<()> {
        let outcomes: HashMap<&str, RowOutcome> =
            stored.iter().map(|row| (row.external_id.as_str(), row.outcome)).collect();
        for row in &batch.rows {
            // A repetition was counted with the row it replaces, unless it replaces nothing.
            let is_repeated = batch.repeated.contains(&row.external_id);
            let outcome = outcomes.get(row.external_id.as_str()).copied();
            match outcome {
                Some(RowOutcome::CampaignArchived | RowOutcome::ClientChanged) => {
                    self.report.refused += 1;
                    self.report.replaced -= u64::from(is_repeated);
                }
                _ if is_repeated => {}
                Some(RowOutcome::Created) => self.report.created += 1,
                Some(RowOutcome::Updated) => self.report.updated += 1,
                None => self.report.unchanged += 1,
            }
            if let Some(problem) = outcome.and_then(|outcome| refusal(row, outcome)) {
                self.writer.write(problem, &mut self.report)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Report, ImportError> {
        self.writer.finish(&mut self.report).map_err(ImportError::Report)?;
        Ok(self.report)
    }
}

/// Why a row that can be read is not taken.
fn refusal(row: &CampaignRow, outcome: RowOutcome) -> Option<Problem> {
    let (column, message, value) = match outcome {
        RowOutcome::Created | RowOutcome::Updated => return None,
        RowOutcome::CampaignArchived => {
            ("external_id", "the campaign is archived and read-only; take the row out", &row.external_id)
        }
        RowOutcome::ClientChanged => {
            ("client", "the campaign has ideas and stays with its client; make a new campaign", &row.client)
        }
    };
    Some(Problem {
        row: row.row,
        line: row.line,
        severity: Severity::Error,
        column,
        code: outcome.as_str(),
        message: message.to_owned(),
        value: value.clone(),
    })
}

fn repeated(row: &CampaignRow, earlier: u64) -> Problem {
    Problem {
        row: row.row,
        line: row.line,
        severity: Severity::Warning,
        column: "external_id",
        code: "repeated",
        message: format!("row {earlier} has this id too; the later row is kept"),
        value: row.external_id.clone(),
    }
}

/// The external ids of a file, as hashes: twelve bytes an id, whatever its length. That two ids share a hash,
/// and one is wrongly called a repetition in the report, happens in one of ten million files of a million
/// rows.
#[derive(Default)]
struct Seen {
    rows: HashMap<u64, u32>,
    hasher: RandomState,
}

impl Seen {
    /// Notes an id; the row that had it before, if one did.
    fn register(&mut self, external_id: &str, row: u64) -> Option<u64> {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        self.rows.insert(self.hasher.hash_one(external_id), row).map(u64::from)
    }
}
