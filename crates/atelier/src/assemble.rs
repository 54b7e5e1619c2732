//! From settings to a running [`App`]: the database (embedded or external), its schema, the checks, the
//! secret.

use std::path::{Path, PathBuf};
use std::time::Duration;

use db::{Db, DbConfig, EmbeddedConfig, EmbeddedServer};
use platform::config::{Config, Database};
use platform::{App, Clock, KeyRing, Keys};
use secrecy::ExposeSecret;

/// The name of the database inside the embedded server.
const EMBEDDED_DATABASE: &str = "atelier";

/// What is running, to be stopped in order.
pub struct Assembled {
    pub app: App,
    pub database: DbConfig,
    pub embedded: Option<EmbeddedServer>,
}

/// Why the program cannot start: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    #[error("the embedded database: {0}")]
    Embedded(#[from] db::EmbeddedError),
    #[error("the database: {0}")]
    Database(#[from] db::DbError),
    #[error("the database is not safe to use:\n{0}")]
    Unsafe(String),
    #[error("the secret: {0}")]
    Secret(String),
    #[error("the encryption keys: {0}")]
    Keys(String),
}

/// Where this program keeps its files.
pub fn data_dir(config: &Config) -> PathBuf {
    if !config.server.data_dir.is_empty() {
        return PathBuf::from(&config.server.data_dir);
    }
    if rustix::process::geteuid().is_root() {
        return PathBuf::from("/var/lib/atelier");
    }
    platform::config::user_data_dir().join("atelier")
}

/// Starts or finds the database, brings its schema up to date, checks the tenant wall, and makes the app.
pub async fn assemble(config: Config) -> Result<Assembled, AssembleError> {
    let directory = data_dir(&config);
    let (database, embedded) = find_database(&config.database, &directory).await?;
    if !db::pending_migrations(&database).await?.is_empty() {
        for name in db::migrate(&database).await? {
            tracing::info!(name, "migration applied");
        }
    }
    let db = Db::new(&database)?;
    let findings = db::boot_check(&db).await?;
    for finding in findings.iter().filter(|finding| !finding.is_fatal) {
        tracing::warn!(subject = finding.subject, problem = finding.problem, "database");
    }
    let fatal: Vec<String> = findings
        .iter()
        .filter(|finding| finding.is_fatal)
        .map(|finding| format!("- {} {}", finding.subject, finding.problem))
        .collect();
    if !fatal.is_empty() {
        return Err(AssembleError::Unsafe(fatal.join("\n")));
    }
    let keys = Keys::new(secret(&config, &directory)?);
    let ring = key_ring(&config, &directory, &keys)?;
    Ok(Assembled { app: App::with_ring(config, db, Clock::System, keys, ring), database, embedded })
}

/// The encryption keys of the settings' file. Without one: of a file in the data directory, made at the
/// first start; beside an external database, which several machines may share, the key that follows from the
/// secret.
fn key_ring(config: &Config, directory: &Path, keys: &Keys) -> Result<KeyRing, AssembleError> {
    let given = &config.security.encryption_keys_file;
    let ring = if !given.is_empty() {
        KeyRing::read(Path::new(given), keys)
    } else if config.database.url.is_empty() {
        KeyRing::read_or_make(&directory.join("encryption.keys"), keys, Clock::System.now())
    } else {
        Ok(KeyRing::derived(keys))
    };
    ring.map_err(|error| AssembleError::Keys(format!("{error:?}")))
}

pub async fn find_database(
    settings: &Database,
    directory: &Path,
) -> Result<(DbConfig, Option<EmbeddedServer>), AssembleError> {
    if !settings.url.is_empty() {
        return Ok((connection(settings, settings.url.clone()), None));
    }
    let mut embedded = EmbeddedConfig::durable(directory);
    if !settings.binaries_dir.is_empty() {
        embedded.binaries = Some(PathBuf::from(&settings.binaries_dir));
    }
    let server = EmbeddedServer::start(embedded).await?;
    server.ensure_database(EMBEDDED_DATABASE).await?;
    let mut database = connection(settings, server.superuser_url(EMBEDDED_DATABASE));
    database.app = Some(server.url("atelier_app", EMBEDDED_DATABASE));
    database.system = Some(server.url("atelier_system", EMBEDDED_DATABASE));
    Ok((database, Some(server)))
}

/// How to connect by these settings, with `owner` as the owner's login.
pub fn connection(settings: &Database, owner: String) -> DbConfig {
    let optional = |url: &String| (!url.is_empty()).then(|| url.clone());
    DbConfig {
        owner,
        app: optional(&settings.app_url),
        system: optional(&settings.system_url),
        pool_size: settings.pool_size,
        shared_connections: settings.shared_connections,
        system_pool_size: settings.system_pool_size,
        statement_timeout: Duration::from_millis(settings.statement_timeout_ms),
    }
}

/// The secret of the settings, or the one kept in the data directory, made at the first start.
fn secret(config: &Config, directory: &Path) -> Result<[u8; 32], AssembleError> {
    let given = config.security.secret.expose_secret();
    if !given.is_empty() {
        return parse_secret(given);
    }
    if !config.database.url.is_empty() {
        tracing::warn!(
            "security.secret is empty although database.url is set: this machine uses one of its own, and \
             tokens and cursors of it fail on any other"
        );
    }
    let path = directory.join("secret.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => parse_secret(text.trim()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_secret(&path),
        Err(error) => Err(AssembleError::Secret(format!("{} cannot be read: {error}", path.display()))),
    }
}

fn parse_secret(text: &str) -> Result<[u8; 32], AssembleError> {
    let refused = || AssembleError::Secret(String::from("it must be 64 hex digits"));
    // A number's own parser would take a sign for a digit.
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(refused());
    }
    let mut secret = [0; 32];
    for (index, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).map_err(|_| refused())?;
    }
    Ok(secret)
}

/// Written under another name first: a process killed meanwhile leaves no half secret.
fn make_secret(path: &Path) -> Result<[u8; 32], AssembleError> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let failed = |error: std::io::Error| {
        AssembleError::Secret(format!("{} cannot be written: {error}", path.display()))
    };
    let secret: [u8; 32] = rand::random();
    let text = platform::text::hex(&secret);
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(failed)?;
    }
    let draft = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    // Linking fails when another process was first; its secret counts.
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft).map_err(failed)?;
    match linked {
        Ok(()) => Ok(secret),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            parse_secret(std::fs::read_to_string(path).map_err(failed)?.trim())
        }
        Err(error) => Err(failed(error)),
    }
}

impl Assembled {
    /// Closes the connections and stops the embedded server.
    pub async fn stop(self) -> Result<(), AssembleError> {
        self.app.db().close();
        if let Some(server) = self.embedded {
            server.stop().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_hex_digits_and_nothing_else() {
        assert_eq!(parse_secret(&"0f".repeat(32)).unwrap(), [15; 32]);
        for refused in ["+f".repeat(32), "0g".repeat(32), "0f".repeat(31), "é".repeat(32)] {
            assert!(parse_secret(&refused).is_err(), "{refused}");
        }
    }
}
