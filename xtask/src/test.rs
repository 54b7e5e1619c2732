//! Runs tests against a `PostgreSQL` of their own: started before them, stopped and removed after them.

use std::{
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
};

use db::{DbConfig, EmbeddedConfig, EmbeddedServer, testing};
use tokio::signal::unix::{SignalKind, signal};

use crate::Outcome;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run this program instead of `cargo test`, with the same server: `--program npm run test:browser`.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Arguments for the program: `-p agency ideas -- --nocapture`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(with_server(arguments))
}

async fn with_server(arguments: &Arguments) -> Outcome {
    fetch_postgres()?;
    let directory = tempfile::Builder::new().prefix("atelier-test-").tempdir()?;
    let mut config = EmbeddedConfig::ephemeral(directory.path());
    // Test threads times the two small pools of each test.
    config.connections_max = 300;
    let server = EmbeddedServer::start(config).await?;
    let mut terminate = signal(SignalKind::terminate())?;
    let outcome = tokio::select! {
        outcome = run_program(arguments, &server) => outcome,
        // The program is in our process group and has received it too.
        _ = tokio::signal::ctrl_c() => Ok(ExitCode::from(130)),
        _ = terminate.recv() => Ok(ExitCode::from(143)),
    };
    server.destroy().await?;
    outcome
}

async fn run_program(arguments: &Arguments, server: &EmbeddedServer) -> Outcome {
    server.ensure_database(testing::TEMPLATE).await?;
    db::migrate(&DbConfig::single(server.superuser_url(testing::TEMPLATE))).await?;
    let mut program = match &arguments.program {
        Some(program) => tokio::process::Command::new(program),
        None => cargo_test(),
    };
    program.kill_on_drop(true);
    program.args(&arguments.rest).env(testing::TEST_DATABASE_URL, server.superuser_url("postgres"));
    let status = program.status().await?;
    // A program that a signal ended has no code of its own.
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

#[expect(clippy::disallowed_methods, reason = "cargo says by environment which cargo it is")]
fn cargo_test() -> tokio::process::Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = tokio::process::Command::new(cargo);
    command.arg("test");
    command
}

/// Makes sure that the programs are in the cache where [`EmbeddedServer`] looks.
fn fetch_postgres() -> Result<(), Box<dyn std::error::Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tools/postgres.sh");
    let status = Command::new(script).stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err("tools/postgres.sh could not provide PostgreSQL".into()) }
}
