//! `atelier audit`: proving that the audit log is what was written.

use std::process::ExitCode;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use platform::App;
use platform::audit::seals::verify::{self, Verified};
use platform::config::Config;

use super::{Failure, said, say};
use crate::assemble::{assemble, data_dir};

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Verify that no event was edited, deleted, inserted or moved since it was sealed, and that the end was
    /// not cut off. Says which place is broken first.
    Verify {
        /// The tenant's short name; every tenant without it.
        #[arg(long)]
        tenant: Option<String>,
    },
}

/// Exit code 0 when the log is intact, 1 when it is not.
pub(super) async fn run(config: Config, command: Audit) -> Result<ExitCode, Failure> {
    let Audit::Verify { tenant } = command;
    let _logs = platform::telemetry::start(&config.log)?;
    let assembled = assemble(config).await?;
    let verified = verify_all(&assembled.app, tenant).await;
    assembled.stop().await?;
    verified
}

async fn verify_all(app: &App, slug: Option<String>) -> Result<ExitCode, Failure> {
    let tenants = verify::tenants(app, slug.clone()).await.map_err(said)?;
    if let (Some(slug), true) = (slug, tenants.is_empty()) {
        return Err(format!("there is no tenant with the short name {slug}").into());
    }
    let directory = data_dir(app.config());
    let mut is_intact = true;
    for (tenant_id, slug) in tenants {
        let total = verify::count_sealed(app, tenant_id).await.map_err(said)?;
        let style = ProgressStyle::with_template(
            "  {msg} {bar:30} {human_pos}/{human_len} events  {elapsed} (about {eta} left)",
        )?;
        let bar = ProgressBar::new(total.unsigned_abs()).with_style(style).with_message(slug.clone());
        let progress = |rows: i64| bar.set_position(rows.unsigned_abs());
        let verified = verify::verify(app, tenant_id, &directory, progress).await;
        bar.finish_and_clear();
        is_intact &= report(&slug, &verified.map_err(said)?);
    }
    Ok(if is_intact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(slug: &str, verified: &Verified) -> bool {
    let Verified { batches, rows, removed, unsealed, has_roots, broken } = verified;
    if let Some(place) = broken {
        say(&format!("{slug}: BROKEN at {place}"));
        return false;
    }
    say(&format!("{slug}: intact, {rows} events in {batches} batches, {unsealed} not sealed yet"));
    if *removed > 0 {
        say(&format!(
            "  {removed} older events were removed by the retention policy; their roots are there."
        ));
    }
    if *batches > 0 && !has_roots {
        say("  There is no file of roots on this machine: whether the end was cut off was not examined.");
    }
    true
}
