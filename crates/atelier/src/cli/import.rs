//! `atelier import`: records from files, with a progress bar and a report of every row that was refused.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use platform::config::Config;

use super::Failure;

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Campaigns from CSV or JSON Lines; a row with a known external id updates its campaign.
    Campaigns {
        file: PathBuf,
        /// The tenant's short name; may be left out when there is only one.
        #[arg(long)]
        tenant: Option<String>,
        /// Read and check everything, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Write nothing at all when a single row is refused.
        #[arg(long)]
        all_or_nothing: bool,
        /// Where to list the refused rows. Default: beside the file.
        #[arg(long)]
        report: Option<PathBuf>,
    },
}

pub(super) async fn run(_config: Config, _kind: Import) -> Result<ExitCode, Failure> {
    Err("not assembled".into())
}
