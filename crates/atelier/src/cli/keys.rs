//! `atelier keys`: the keys of the installation, which wrap every key in the database.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use platform::config::Config;
use platform::{App, Clock};

use super::{Failure, said, say};
use crate::assemble::assemble;

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum Keys {
    /// List the keys of the installation and how many keys each of them wraps.
    List,
    /// Take a new key and wrap everything with it, beside running servers. Interrupted, it goes on when
    /// called again.
    Rotate,
}

/// Exit code 0 when the keys are as they should be, 1 when one is lacking.
pub(super) async fn run(config: Config, command: Keys) -> Result<ExitCode, Failure> {
    let _logs = platform::telemetry::start(&config.log)?;
    if matches!(command, Keys::Rotate) {
        make_file(&config)?;
    }
    let assembled = assemble(config).await?;
    let done = match command {
        Keys::List => list(&assembled.app).await,
        Keys::Rotate => rotate(&assembled.app).await,
    };
    assembled.stop().await?;
    done
}

/// A file that the settings name and that is not there yet: what was wrapped so far follows from the secret.
fn make_file(config: &Config) -> Result<(), Failure> {
    let path = Path::new(&config.security.encryption_keys_file);
    if path.as_os_str().is_empty() || path.exists() {
        return Ok(());
    }
    platform::vault::make_ring(path, Clock::System.now()).map_err(said)
}

async fn list(app: &App) -> Result<ExitCode, Failure> {
    let keys = app.vault().list_keys().await.map_err(said)?;
    say(&format!("{:<14} {:<9} {:<22} {:>9}", "key", "state", "made", "wraps"));
    for key in &keys {
        let state = key.state.map_or("LACKING", platform::vault::KeyState::name);
        say(&format!("{:<14} {state:<9} {:<22} {:>9}", key.id, key.made_at, key.wraps));
    }
    if keys.iter().all(|key| key.state.is_some()) {
        return Ok(ExitCode::SUCCESS);
    }
    say("A key is lacking: what it wraps cannot be read. Restore the file of the keys.");
    Ok(ExitCode::FAILURE)
}

async fn rotate(app: &App) -> Result<ExitCode, Failure> {
    let style = ProgressStyle::with_template("  {bar:30} {pos}/{len} keys  {elapsed} (about {eta} left)")?;
    let bar = ProgressBar::new(0).with_style(style);
    let rotation = app.vault().rotate(|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    let rotation = rotation.await;
    bar.finish_and_clear();
    let rotation = rotation.map_err(said)?;
    if rotation.was_resumed {
        say("An earlier rotation was interrupted; it is finished now.");
    }
    say(&format!("{} keys are wrapped with {} now.", rotation.rewrapped, rotation.key_id));
    for id in rotation.retired {
        say(&format!("{id} retired: delete its line when no backup from before is kept."));
    }
    Ok(ExitCode::SUCCESS)
}
