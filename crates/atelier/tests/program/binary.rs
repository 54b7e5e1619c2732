//! The program as a process of its own, as operators run it.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{ExitStatus, Stdio};

use db::testing::TestDatabase;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

use crate::client::{Client, PATIENCE};
use crate::server::SECRET;

/// A running `atelier serve`. It is killed when it is dropped.
pub(crate) struct Binary {
    child: Child,
    pub(crate) address: SocketAddr,
    // Removed after the process has gone.
    _directory: TempDir,
}

/// Settings for a start, beside the database.
pub(crate) struct Settings<'a> {
    pub(crate) database: &'a TestDatabase,
    /// The connection for requests; the database's own when empty.
    pub(crate) app_url: Option<&'a str>,
    /// Where the sandbox answers as the model.
    pub(crate) model: SocketAddr,
}

impl Binary {
    pub(crate) async fn start(settings: &Settings<'_>) -> Self {
        Self::start_with(settings, &[]).await
    }

    /// As [`Binary::start`], with more arguments to `serve`.
    pub(crate) async fn start_with(settings: &Settings<'_>, more: &[&str]) -> Self {
        let (mut child, directory) = spawn(settings, more);
        let mut log = lines(&mut child);
        let mut said = Vec::new();
        let address = loop {
            let line = timeout(PATIENCE, log.next_line()).await.expect("the start takes too long");
            let Some(line) = line.expect("a log") else {
                panic!("the program did not start:\n{}", said.join("\n"));
            };
            if let Some(address) = started(&line) {
                break address;
            }
            said.push(line);
        };
        // What is not read would fill the pipe and stop the program.
        atelier::worker::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        Self { child, address, _directory: directory }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// SIGKILL, as the kernel's last word.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.expect("the process can be killed");
    }

    /// SIGTERM: what operators and their tools send.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        kill_process(id.expect("the process runs"), Signal::TERM).expect("the signal is sent");
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        timeout(PATIENCE, self.child.wait()).await.expect("the process ends").expect("an exit code")
    }
}

/// Starts a program that must refuse to start, and gives what it says.
pub(crate) async fn refusal(settings: &Settings<'_>) -> String {
    let (mut child, _directory) = spawn(settings, &[]);
    let mut log = lines(&mut child);
    let mut said = String::new();
    while let Some(line) = timeout(PATIENCE, log.next_line()).await.expect("a refusal").expect("a log") {
        assert!(started(&line).is_none(), "it started: {line}");
        said.push_str(&line);
    }
    let status = child.wait().await.expect("an exit code");
    assert_eq!(status.code(), Some(1), "{said}");
    said
}

fn spawn(settings: &Settings<'_>, more: &[&str]) -> (Child, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let mut command = command(settings);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(directory.path()).args(more);
    let child = command.stderr(Stdio::piped()).kill_on_drop(true).spawn().expect("the program runs");
    (child, directory)
}

/// The program with these settings in its environment, as operators give them.
pub(crate) fn command(settings: &Settings<'_>) -> Command {
    let config = settings.database.config();
    let secret = SECRET.map(|byte| format!("{byte:02x}")).concat();
    let app = settings.app_url.or(config.app.as_deref()).expect("a login for requests");
    let mut command = Command::new(env!("CARGO_BIN_EXE_atelier"));
    command
        .env("ATELIER_DATABASE_URL", &config.owner)
        .env("ATELIER__DATABASE__APP_URL", app)
        .env("ATELIER__DATABASE__SYSTEM_URL", config.system.as_deref().expect("a login for the system"))
        .env("ATELIER__DATABASE__POOL_SIZE", "4")
        .env("ATELIER__SECURITY__SECRET", secret)
        .env("ATELIER__LLM__BASE_URL", format!("http://{}/v1/", settings.model))
        .env("ATELIER__LLM__MODEL", format!("openai::{}", sandbox::MODEL))
        .env("ATELIER__LLM__API_KEY", "the sandbox takes any key")
        .env("ATELIER__OUTBOUND__ALLOWED_NETWORKS", "127.0.0.1/32")
        .env("ATELIER__JOBS__LEASE_SECS", "2")
        .env("ATELIER__JOBS__POLL_MS", "50");
    command
}

fn lines(child: &mut Child) -> Lines<BufReader<ChildStderr>> {
    BufReader::new(child.stderr.take().expect("a pipe")).lines()
}

/// The address, from the log line that says that the program runs. A worker listens nowhere.
fn started(line: &str) -> Option<SocketAddr> {
    let entry: Value = serde_json::from_str(line).ok()?;
    let listen = (entry["message"] == "started").then(|| entry["listen"].as_str())??;
    let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    Some(listen.split(['(', ')']).find_map(|part| part.parse().ok()).unwrap_or(nowhere))
}
