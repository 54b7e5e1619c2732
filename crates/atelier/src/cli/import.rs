//! `atelier import`: records from files, with a progress bar and a report of every row that was refused.

use std::path::PathBuf;
use std::process::ExitCode;

use agency::imports::{ImportOptions, Report, import_campaigns};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use platform::config::Config;
use platform::{Actor, App};

use super::{Failure, say};
use crate::assemble::assemble;

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

/// Exit code 0 when every row was taken, 1 when some were refused.
pub(super) async fn run(config: Config, kind: Import) -> Result<ExitCode, Failure> {
    let Import::Campaigns { file, tenant, dry_run, all_or_nothing, report } = kind;
    let mut options = ImportOptions::new(file);
    options.is_dry_run = dry_run;
    options.is_all_or_nothing = all_or_nothing;
    options.report_path = report;
    let _logs = platform::telemetry::start(&config.log)?;
    let assembled = assemble(config).await?;
    let imported = import(&assembled.app, tenant, &options).await;
    assembled.stop().await?;
    let report = imported?;
    summarize(&report, &options);
    let is_complete = report.refused == 0;
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn import(app: &App, tenant: Option<String>, options: &ImportOptions) -> Result<Report, Failure> {
    let slug = match tenant {
        Some(slug) => slug,
        None => only_tenant(app).await?,
    };
    let tenant = identity::seed::find_tenant(app, &slug).await.map_err(|error| error.detail())?;
    let tenant = tenant.ok_or_else(|| format!("there is no tenant with the short name {slug}"))?;
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(
        "  {bar:30} {bytes}/{total_bytes}  {msg}  {elapsed} (about {eta} left)",
    )?);
    let report = import_campaigns(app, &Actor::system(tenant.uuid()), options, |progress| {
        bar.set_length(progress.bytes_total);
        bar.set_position(progress.bytes_read);
        bar.set_message(format!("{} rows, {} refused", progress.rows, progress.refused));
    })
    .await;
    bar.finish_and_clear();
    Ok(report?)
}

async fn only_tenant(app: &App) -> Result<String, Failure> {
    let slugs = identity::seed::list_tenant_slugs(app).await.map_err(|error| error.detail())?;
    match slugs.as_slice() {
        [slug] => Ok(slug.clone()),
        [] => Err("there is no tenant yet".into()),
        slugs => Err(format!("name the tenant with --tenant: {}", slugs.join(", ")).into()),
    }
}

fn summarize(report: &Report, options: &ImportOptions) {
    let Report { rows, created, updated, unchanged, refused, replaced, clients_created, .. } = report;
    say(&format!(
        "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {replaced} repeated, \
         {refused} refused; {clients_created} new clients"
    ));
    for problem in &report.shown {
        say(&format!("  {}", problem.line_for_people()));
    }
    if let Some(path) = &report.path {
        say(&format!("Every refused row with its reason: {}", path.display()));
    }
    if !report.ignored_columns.is_empty() {
        say(&format!("Columns that were not read: {}", report.ignored_columns.join(", ")));
    }
    if options.is_dry_run {
        say("Nothing was written: this was a dry run.");
    } else if !report.is_stored {
        say("Nothing was written: rows were refused, and it was to be all or nothing.");
    }
}
