//! One cluster: made by initdb, configured by a file we own, started through `pg_ctl`, found again by its pid
//! file.

use std::{
    fmt::Write,
    fs::{read_dir, read_link, read_to_string, remove_dir, remove_file, write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::process::{Pid, Signal};
use tokio_postgres::NoTls;

use super::{
    EmbeddedConfig, EmbeddedError, POLL_INTERVAL, SUPERUSER,
    account::Account,
    binaries::Binaries,
    home::{Home, private_directory},
    io,
};

/// A unix socket's path is limited to 107 bytes, and the server appends `/.s.PGSQL.5432`.
const SOCKET_DIR_BYTES_MAX: usize = 90;
const LOG_TAIL_LINES: usize = 20;

#[derive(Debug)]
pub(super) struct Cluster {
    account: Account,
    binaries: Binaries,
    data: PathBuf,
    socket_dir: PathBuf,
    start_log: PathBuf,
    is_socket_apart: bool,
}

impl Cluster {
    pub(super) fn new(home: &Home, account: Account, binaries: Binaries) -> Result<Self, EmbeddedError> {
        let beside = home.path.join("run");
        let is_socket_apart = beside.as_os_str().len() > SOCKET_DIR_BYTES_MAX;
        let socket_dir = if is_socket_apart { short_socket_dir(&home.path)? } else { beside };
        if !socket_dir.exists() {
            private_directory(&socket_dir, &account)?;
        }
        let metadata = socket_dir.symlink_metadata().map_err(io("read", &socket_dir))?;
        if !metadata.is_dir() || metadata.uid() != account.uid {
            let (owner, account) = (metadata.uid(), account.uid);
            return Err(EmbeddedError::WrongOwner { path: socket_dir, owner, account });
        }
        let (data, start_log) = (home.path.join("cluster"), home.path.join("start.log"));
        Ok(Self { account, binaries, data, socket_dir, start_log, is_socket_apart })
    }

    pub(super) fn version(&self) -> &str {
        self.binaries.version()
    }

    pub(super) fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// A socket directory that does not lie in the home is removed with it.
    pub(super) fn remove_socket_dir(&self) -> Result<(), EmbeddedError> {
        if self.is_socket_apart {
            remove_dir(&self.socket_dir).map_err(io("remove", &self.socket_dir))?;
        }
        Ok(())
    }

    pub(super) fn exists(&self) -> bool {
        self.data.exists()
    }

    /// A data directory belongs to one major version.
    pub(super) fn check_major(&self) -> Result<(), EmbeddedError> {
        let path = self.data.join("PG_VERSION");
        let found = read_to_string(&path).map_err(io("read", &path))?.trim().to_owned();
        if found == self.binaries.major() {
            return Ok(());
        }
        let available = self.version().to_owned();
        Err(EmbeddedError::MajorMismatch { path: self.data.clone(), found, available })
    }

    /// Makes the cluster under another name first: a directory that exists is complete.
    pub(super) async fn init(&self, is_durable: bool) -> Result<(), EmbeddedError> {
        let partial = self.data.with_extension("partial");
        if partial.exists() {
            std::fs::remove_dir_all(&partial).map_err(io("remove", &partial))?;
        }
        let mut initdb = self.account.command(&self.binaries.program("initdb"));
        initdb.arg("--pgdata").arg(&partial).args([
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
            // Only the account itself can enter the directory of the socket, and there is no other way in.
            "--auth-local=trust",
            "--auth-host=reject",
            "--username",
            SUPERUSER,
        ]);
        if !is_durable {
            initdb.arg("--no-sync");
        }
        run("initdb", initdb).await?;
        let settings = partial.join("postgresql.conf");
        let mut text = read_to_string(&settings).map_err(io("read", &settings))?;
        text.push_str("\n# Written at every start by Atelier; what local.conf says wins.\n");
        text.push_str("include 'atelier.conf'\ninclude_if_exists 'local.conf'\n");
        write(&settings, text).map_err(io("write", &settings))?;
        std::fs::rename(&partial, &self.data).map_err(io("rename", &partial))
    }

    /// Writes our settings, which may have changed since the last start.
    pub(super) fn configure(&self, config: &EmbeddedConfig) -> Result<(), EmbeddedError> {
        let path = self.data.join("atelier.conf");
        write(&path, settings(&self.socket_dir, config)).map_err(io("write", &path))?;
        self.account.take(&path)
    }

    /// The server of this cluster, if one runs. A pid file without it is removed: the number may by now be
    /// another program's, which would keep the server from starting.
    pub(super) fn running(&self) -> Option<Postmaster> {
        let path = self.data.join("postmaster.pid");
        let postmaster = read_to_string(&path)
            .ok()
            .as_deref()
            .and_then(parse_pid)
            .map(|pid| Postmaster { pid, data: self.data.clone() });
        match postmaster {
            Some(postmaster) if postmaster.is_alive() => Some(postmaster),
            _ => {
                let _ = remove_file(&path);
                None
            }
        }
    }

    pub(super) async fn start(&self, timeout: Duration) -> Result<Postmaster, EmbeddedError> {
        let mut pg_ctl = self.account.command(&self.binaries.program("pg_ctl"));
        pg_ctl.args(["start", "--silent", "--wait", "--timeout", &timeout.as_secs().to_string()]);
        pg_ctl.arg("--pgdata").arg(&self.data).arg("--log").arg(&self.start_log);
        // Without the last output of another attempt, what is read after a failure is about this one.
        let _ = remove_file(&self.start_log);
        if let Err(error) = run("pg_ctl start", pg_ctl).await {
            return Err(self.with_logs(error));
        }
        match self.running() {
            Some(postmaster) if self.accepts_connections().await => Ok(postmaster),
            _ => Err(EmbeddedError::NotReady { seconds: timeout.as_secs(), log: self.data.join("log") }),
        }
    }

    pub(super) fn settings(&self) -> tokio_postgres::Config {
        let mut settings = tokio_postgres::Config::new();
        settings.host_path(&self.socket_dir).user(SUPERUSER).dbname("postgres");
        settings
    }

    pub(super) async fn accepts_connections(&self) -> bool {
        self.settings().connect(NoTls).await.is_ok()
    }

    /// Adds the ends of the start log and of the newest server log to what `pg_ctl` said.
    fn with_logs(&self, error: EmbeddedError) -> EmbeddedError {
        let EmbeddedError::Program { program, mut output } = error else { return error };
        let newest = read_dir(self.data.join("log"))
            .into_iter()
            .flatten()
            .flatten()
            .max_by_key(|entry| entry.metadata().and_then(|metadata| metadata.modified()).ok())
            .map(|entry| entry.path());
        for path in [Some(self.start_log.clone()), newest].into_iter().flatten() {
            let text = read_to_string(&path).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n");
            let _ = write!(output, "\n{}:\n{tail}", path.display());
        }
        EmbeddedError::Program { program, output }
    }
}

/// A server process.
#[derive(Debug, Clone)]
pub(super) struct Postmaster {
    pid: Pid,
    data: PathBuf,
}

impl Postmaster {
    /// Whether the process lives and works in this cluster's directory: a pid alone may have been given anew.
    pub(super) fn is_alive(&self) -> bool {
        let process = PathBuf::from(format!("/proc/{}", self.pid.as_raw_nonzero()));
        // A process that has ended but was not waited for has no directory any more.
        read_link(process.join("cwd")).is_ok_and(|directory| directory == self.data)
    }

    /// Asks for a fast shutdown.
    pub(super) fn interrupt(&self) {
        if self.is_alive() {
            let _ = rustix::process::kill_process(self.pid, Signal::INT);
        }
    }

    /// As the system does it when memory runs out.
    #[cfg(test)]
    pub(super) fn kill(&self) {
        rustix::process::kill_process(self.pid, Signal::KILL).unwrap();
    }

    pub(super) async fn gone(&self, timeout: Duration) -> Result<(), EmbeddedError> {
        let deadline = tokio::time::Instant::now() + timeout;
        while self.is_alive() {
            if tokio::time::Instant::now() > deadline {
                let pid = self.pid.as_raw_nonzero().get();
                return Err(EmbeddedError::NotStopped { seconds: timeout.as_secs(), pid });
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Ok(())
    }
}

/// The first line of `postmaster.pid`.
pub(super) fn parse_pid(file: &str) -> Option<Pid> {
    Pid::from_raw(file.lines().next()?.trim().parse().ok()?)
}

/// A directory for the socket where the home's path is too long for one. Its name follows from the home, so
/// that the next start finds a server that still runs.
fn short_socket_dir(home: &Path) -> Result<PathBuf, EmbeddedError> {
    let inode = home.metadata().map_err(io("read", home))?;
    Ok(PathBuf::from(format!("/tmp/atelier-{:x}-{:x}", inode.dev(), inode.ino())))
}

async fn run(program: &'static str, mut command: tokio::process::Command) -> Result<(), EmbeddedError> {
    let path = PathBuf::from(command.as_std().get_program());
    let output = command.output().await.map_err(io("run", &path))?;
    if output.status.success() {
        return Ok(());
    }
    let printed = [output.stdout, output.stderr].concat();
    Err(EmbeddedError::Program { program, output: String::from_utf8_lossy(&printed).trim().to_owned() })
}

/// Settings for a machine that the server shares with `Atelier` itself.
pub(super) fn settings(socket_dir: &Path, config: &EmbeddedConfig) -> String {
    let socket_dir = socket_dir.to_string_lossy().replace('\'', "''");
    let durability = if config.fsync {
        "wal_level = replica\n"
    } else {
        "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n\
         wal_level = minimal\nmax_wal_senders = 0\n"
    };
    format!(
        "listen_addresses = ''\n\
         unix_socket_directories = '{socket_dir}'\n\
         unix_socket_permissions = 0700\n\
         max_connections = {connections}\n\
         shared_buffers = 128MB\n\
         work_mem = 8MB\n\
         maintenance_work_mem = 64MB\n\
         jit = off\n\
         huge_pages = off\n\
         {durability}\
         wal_compression = pglz\n\
         min_wal_size = 80MB\n\
         max_wal_size = 1GB\n\
         checkpoint_completion_target = 0.9\n\
         random_page_cost = 1.1\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         logging_collector = on\n\
         log_filename = 'postgresql-%a.log'\n\
         log_rotation_age = 1d\n\
         log_rotation_size = 0\n\
         log_truncate_on_rotation = on\n\
         log_line_prefix = '%m [%p] %q%u@%d '\n\
         log_lock_waits = on\n\
         log_checkpoints = off\n",
        connections = config.connections_max,
    )
}
