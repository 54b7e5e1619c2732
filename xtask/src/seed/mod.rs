//! Files to try the product with. The same arguments give the same bytes, on every machine and in every
//! version.

mod legacy;
mod random;

use std::{
    fs::File,
    io::{BufWriter, Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

use crate::Outcome;

#[derive(clap::Subcommand)]
pub(crate) enum Seed {
    /// Campaign records as old tools export them, for `atelier import campaigns`.
    Legacy(LegacyArguments),
}

#[derive(clap::Args)]
pub(crate) struct LegacyArguments {
    /// Records that can be loaded; the rows that must be refused come on top.
    #[arg(long, default_value_t = legacy::ROWS)]
    rows: u64,
    /// Another seed gives another file, with other spellings of the header.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write it; `-` is the standard output.
    file: PathBuf,
}

#[expect(clippy::print_stderr, reason = "a command line program")]
pub(crate) fn run(seed: &Seed) -> Outcome {
    let Seed::Legacy(arguments) = seed;
    let target: Box<dyn Write> = match arguments.file.to_str() {
        Some("-") => Box::new(stdout().lock()),
        _ => Box::new(File::create(&arguments.file)?),
    };
    let mut target = BufWriter::new(target);
    let written = legacy::write(&mut target, arguments.rows, arguments.seed)?;
    target.flush()?;
    eprintln!("{written}");
    Ok(ExitCode::SUCCESS)
}
