//! The command line.

mod audit;
mod demo;
mod doctor;
mod import;
mod keys;
mod serve;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use platform::config::Config;

use crate::assemble;

/// What a command fails with: said to the person as it is.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The operating platform for creative businesses.
#[derive(Debug, Parser)]
#[command(name = "atelier", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Settings {
    /// A settings file; `atelier config` prints all settings with their defaults.
    #[arg(long, global = true, env = "ATELIER_CONFIG")]
    config: Option<PathBuf>,
    /// An external PostgreSQL instead of the embedded one.
    #[arg(long, global = true, env = "ATELIER_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Where the embedded database and generated secrets are kept.
    #[arg(long, global = true, env = "ATELIER_DATA_DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a demonstration: embedded database, demo tenants, sandboxed vendors, everything in one process.
    Demo {
        /// Where to listen.
        #[arg(long)]
        listen: Option<SocketAddr>,
    },
    /// Serve the API and the web app, work on jobs, or both.
    Serve {
        /// Where to listen.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// What this process does.
        #[arg(long, value_enum, default_value_t = Role::All)]
        role: Role,
    },
    /// Bring the database's schema up to date.
    Migrate,
    /// Check database roles, extensions, clock, disk and settings, and say what to do.
    Doctor,
    /// Print the OpenAPI description of the API.
    Openapi {
        /// The catalogue of events instead, as a page.
        #[arg(long)]
        events: bool,
    },
    /// Import records from a file.
    Import {
        #[command(subcommand)]
        kind: import::Import,
    },
    /// The audit log.
    Audit {
        #[command(subcommand)]
        command: audit::Audit,
    },
    /// The keys that encrypt what the database must not know.
    Keys {
        #[command(subcommand)]
        command: keys::Keys,
    },
    /// Serve the vendors' sandbox alone.
    Sandbox {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8081")]
        listen: SocketAddr,
    },
    /// Print all settings with their defaults and what they mean.
    Config,
    /// Print the version.
    Version,
}

/// What a serving process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    All,
    Api,
    Worker,
}

/// Runs the command and gives the exit code: 0 when it did what was asked, 1 with a message when not.
pub fn run(cli: Cli) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(dispatch(cli)) {
        Ok(code) => code,
        Err(failure) => fail(&failure),
    }
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Failure> {
    let config = || cli.settings.load();
    match cli.command {
        Command::Demo { listen } => demo::run(config()?, listen).await?,
        Command::Serve { listen, role } => serve::run(config()?, listen, role).await?,
        Command::Migrate => migrate(config()?).await?,
        Command::Doctor => return doctor::run(&config()?).await,
        Command::Openapi { events: true } => say(webhooks::catalogue::page().trim_end()),
        Command::Openapi { events: false } => say(crate::router::openapi_json()?.trim_end()),
        Command::Import { kind } => return import::run(config()?, kind).await,
        Command::Audit { command } => return audit::run(config()?, command).await,
        Command::Keys { command } => return keys::run(config()?, command).await,
        Command::Sandbox { listen } => demo::serve_sandbox(listen).await?,
        Command::Config => say(platform::config::DEFAULTS.trim_end()),
        Command::Version => say(env!("CARGO_PKG_VERSION")),
    }
    Ok(ExitCode::SUCCESS)
}

impl Settings {
    fn load(&self) -> Result<Config, Failure> {
        let mut config = Config::load(self.config.clone())?;
        if let Some(url) = &self.database_url {
            config.database.url.clone_from(url);
        }
        if let Some(directory) = &self.data_dir {
            config.server.data_dir = directory.display().to_string();
        }
        Ok(config)
    }
}

async fn migrate(config: Config) -> Result<(), Failure> {
    let (database, embedded) =
        assemble::find_database(&config.database, &assemble::data_dir(&config)).await?;
    let applied = db::migrate(&database).await;
    if let Some(server) = embedded {
        server.stop().await?;
    }
    match applied?.as_slice() {
        [] => say("The schema is up to date."),
        names => names.iter().for_each(|name| say(&format!("applied {name}"))),
    }
    Ok(())
}

/// What happened inside is said too: whoever calls is the operator.
fn said(error: platform::Error) -> Failure {
    match error {
        platform::Error::Internal { log } => log.into(),
        error => error.detail().into(),
    }
}

/// To standard output: what the command was asked for.
#[expect(clippy::print_stdout, reason = "the command line speaks here and nowhere else")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "the command line speaks here and nowhere else")]
fn fail(failure: &Failure) -> ExitCode {
    eprintln!("atelier: {failure}");
    ExitCode::FAILURE
}
