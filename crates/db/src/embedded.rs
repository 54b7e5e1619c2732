//! The embedded `PostgreSQL` server: for the demo, the tests and installations on one machine.
//!
//! Invariants: the server never runs as root and never listens on TCP; its socket and its files lie in
//! directories that only its own user can enter, which is why the connections over that socket need no
//! password; one `Atelier` at a time has a data directory, by a lock that the kernel gives back when the
//! holder dies; a server that a killed `Atelier` left behind is taken over, not started twice; one that dies
//! is started again; a data directory of another major version is refused.
//!
//! The command line, `xtask` and the benchmark may call it. Everything else is given a connection address and
//! cannot tell an embedded server from any other.

mod account;
mod binaries;
mod cluster;
mod home;

use std::{
    fmt::Write,
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use account::Account;
use binaries::Binaries;
use cluster::{Cluster, Postmaster};
use home::Home;
use tokio::{sync::Notify, task::JoinHandle};
use tokio_postgres::NoTls;

/// How long a server may take to become ready: recovery after a crash reads up to `max_wal_size` of log.
const START_TIMEOUT: Duration = Duration::from_mins(1);
/// How long a fast shutdown may take: it ends with a checkpoint.
const STOP_TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How often it is looked whether the server still runs.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);
/// The superuser of every cluster that this module makes.
const SUPERUSER: &str = "postgres";

/// What to start.
#[derive(Debug, Clone)]
pub struct EmbeddedConfig {
    /// The installation that holds `bin/postgres`; absent, the caches that `tools/postgres.sh` fills are
    /// searched.
    pub binaries: Option<PathBuf>,
    /// Where `Atelier` keeps its files; the cluster lies in `postgres` below it.
    pub data_dir: PathBuf,
    /// True for data that must survive a power cut; false for tests, which are about twice as fast without.
    pub fsync: bool,
    /// Connections the server accepts. Each costs memory, so the pools' sizes decide, not the number of
    /// users.
    pub connections_max: u16,
}

impl EmbeddedConfig {
    /// A durable server below `data_dir`.
    #[must_use]
    pub fn durable(data_dir: impl Into<PathBuf>) -> Self {
        Self { binaries: None, data_dir: data_dir.into(), fsync: true, connections_max: 100 }
    }

    /// A server whose data may be lost: no write waits for the disk.
    #[must_use]
    pub fn ephemeral(data_dir: impl Into<PathBuf>) -> Self {
        Self { fsync: false, ..Self::durable(data_dir) }
    }
}

/// Why there is no server. Every text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "PostgreSQL was not found in {}. Run tools/postgres.sh, or set ATELIER_DATABASE_URL to a server of \
         your own.",
        paths(.searched)
    )]
    BinariesMissing { searched: Vec<PathBuf> },
    #[error(
        "{path} holds data of PostgreSQL {found}, and the programs at hand are PostgreSQL {available}. Dump \
         it with the old version and restore it with the new one (docs/operations.md, \"Major versions\")."
    )]
    MajorMismatch { path: PathBuf, found: String, available: String },
    #[error("{0} is in use by another running Atelier. Stop that one, or choose another data directory.")]
    InUse(PathBuf),
    #[error(
        "{path} belongs to user id {owner}, and the database server would run as user id {account}. Start \
         Atelier as the user that made it, or choose another data directory."
    )]
    WrongOwner { path: PathBuf, owner: u32, account: u32 },
    #[error(
        "{link} points to {target}, which is gone. Bring that directory back, or remove the link to begin \
         with an empty database."
    )]
    ClusterGone { link: PathBuf, target: PathBuf },
    #[error(
        "The user {user} cannot reach {path}, because {blocked} is closed to other users. Choose a directory \
         outside, or open it with: chmod o+x {blocked}"
    )]
    Unreachable { user: &'static str, path: PathBuf, blocked: PathBuf },
    #[error(
        "PostgreSQL does not run as root, and the system user {user} could not be created: {reason}. Create \
         it with: useradd --system {user}"
    )]
    AccountMissing { user: &'static str, reason: String },
    #[error("{program} failed.\n{output}")]
    Program { program: &'static str, output: String },
    #[error("The database server was not ready after {} seconds. Its log: {log}", .seconds)]
    NotReady { seconds: u64, log: PathBuf },
    #[error("The database server did not stop within {} seconds. Its process id is {pid}.", .seconds)]
    NotStopped { seconds: u64, pid: i32 },
    #[error("{0:?} is no database name: use lower-case letters, digits and underscores.")]
    DatabaseName(String),
    #[error("The database server refused: {0}")]
    Refused(#[from] tokio_postgres::Error),
    #[error("{action} {path}: {source}")]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
}

fn paths(searched: &[PathBuf]) -> String {
    searched.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Says of an I/O error what was being done to which path.
fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> EmbeddedError {
    let path = path.to_owned();
    move |source| EmbeddedError::Io { action, path, source }
}

/// A running server, started again if it dies. Call [`EmbeddedServer::stop`]; dropping it only tells the
/// server to stop and does not wait.
#[derive(Debug)]
pub struct EmbeddedServer {
    cluster: Arc<Cluster>,
    adopted: bool,
    home: Home,
    /// The lock of the data directory.
    lock: File,
    keeper: JoinHandle<()>,
    stopping: Arc<Notify>,
}

impl EmbeddedServer {
    /// Starts the server, after making its cluster the first time. Returns when it accepts connections.
    pub async fn start(config: EmbeddedConfig) -> Result<Self, EmbeddedError> {
        std::fs::create_dir_all(&config.data_dir).map_err(io("create", &config.data_dir))?;
        let lock = lock(&config.data_dir)?;
        let account = Account::find().await?;
        let binaries = Binaries::find(config.binaries.as_deref(), &account).await?;
        let home = Home::prepare(&config.data_dir, &account)?;
        let cluster = Cluster::new(&home, account, binaries)?;
        if cluster.exists() {
            cluster.check_major()?;
        } else {
            cluster.init(config.fsync).await?;
        }
        let adopted = match cluster.running() {
            Some(left_behind) => settled(&cluster, &left_behind).await,
            None => false,
        };
        if !adopted {
            cluster.configure(&config)?;
            cluster.start(START_TIMEOUT).await?;
        }
        let (cluster, stopping) = (Arc::new(cluster), Arc::new(Notify::new()));
        #[expect(clippy::disallowed_methods, reason = "the server's own task; `stop` ends it and waits")]
        let keeper = tokio::spawn(keep(cluster.clone(), stopping.clone()));
        Ok(Self { cluster, adopted, home, lock, keeper, stopping })
    }

    /// Whether the server was already running, left by an `Atelier` that was killed.
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        self.adopted
    }

    /// `18.4`, for `doctor` and the health page.
    #[must_use]
    pub fn version(&self) -> &str {
        self.cluster.version()
    }

    /// The address for `tokio-postgres` and libpq: `postgresql://role@/database?host=…`.
    #[must_use]
    pub fn url(&self, role: &str, database: &str) -> String {
        let socket_dir = percent_encoded(&self.cluster.socket_dir().to_string_lossy());
        format!("postgresql:///{database}?host={socket_dir}&user={role}")
    }

    /// The directory of the socket, as libpq's programs take it for `--host`.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        self.cluster.socket_dir()
    }

    /// The address of the superuser, who owns nothing of the product's and may create roles and databases.
    #[must_use]
    pub fn superuser_url(&self, database: &str) -> String {
        self.url(SUPERUSER, database)
    }

    /// Creates `name` unless it exists.
    pub async fn ensure_database(&self, name: &str) -> Result<(), EmbeddedError> {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        {
            return Err(EmbeddedError::DatabaseName(name.to_owned()));
        }
        let (client, connection) = self.cluster.settings().connect(NoTls).await?;
        let create = async move {
            let found = client.query_opt("select 1 from pg_database where datname = $1", &[&name]).await?;
            if found.is_none() {
                client.batch_execute(&format!("create database {name}")).await?;
            }
            Ok(())
        };
        tokio::pin!(create);
        tokio::select! {
            biased;
            created = &mut create => created,
            // The connection only ends first by failing, and then the statement has the same error.
            _ = connection => create.await,
        }
    }

    /// Fast shutdown: open transactions are rolled back, what was committed is on disk.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        self.shut_down().await
    }

    /// Stops the server and removes its cluster.
    pub async fn destroy(mut self) -> Result<(), EmbeddedError> {
        self.shut_down().await?;
        self.cluster.remove_socket_dir()?;
        self.home.remove()
    }

    async fn shut_down(&mut self) -> Result<(), EmbeddedError> {
        // The keeper finishes a start that is under way, so that none is left behind.
        self.stopping.notify_one();
        let _ = (&mut self.keeper).await;
        match self.cluster.running() {
            Some(postmaster) => {
                postmaster.interrupt();
                postmaster.gone(STOP_TIMEOUT).await
            }
            None => Ok(()),
        }
    }
}

impl Drop for EmbeddedServer {
    fn drop(&mut self) {
        self.keeper.abort();
        if let Some(postmaster) = self.cluster.running() {
            postmaster.interrupt();
        }
        let _ = self.lock.unlock();
    }
}

/// Starts the server again when it has died: killed by somebody, or by the system for want of memory. What
/// was committed is there again after its recovery; the pools connect anew by themselves.
async fn keep(cluster: Arc<Cluster>, stopping: Arc<Notify>) {
    loop {
        tokio::select! {
            () = stopping.notified() => return,
            () = tokio::time::sleep(WATCH_INTERVAL) => {}
        }
        if cluster.running().is_none() {
            tracing::error!("the embedded database server is gone; starting it again");
            match cluster.start(START_TIMEOUT).await {
                Ok(_) => tracing::info!("the embedded database server runs again"),
                Err(error) => tracing::error!(%error, "the embedded database server does not start"),
            }
        }
    }
}

/// Whether the server that runs already is one to go on with: false once it is gone, for instance because it
/// was stopping.
async fn settled(cluster: &Cluster, postmaster: &Postmaster) -> bool {
    let deadline = tokio::time::Instant::now() + START_TIMEOUT;
    while postmaster.is_alive() && tokio::time::Instant::now() < deadline {
        if cluster.accepts_connections().await {
            return true;
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    false
}

fn lock(data_dir: &Path) -> Result<File, EmbeddedError> {
    let path = data_dir.join("postgres.lock");
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(EmbeddedError::InUse(data_dir.to_owned())),
        Err(TryLockError::Error(source)) => Err(io("lock", &path)(source)),
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
