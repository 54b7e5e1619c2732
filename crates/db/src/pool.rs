//! The two pools: the app's under row-level security, the system's beside it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;
use uuid::Uuid;

use crate::pipeline::{Behind, Step, control, fetch, in_order, prepare, prepare_set_tenant};
use crate::query::Query;
use crate::shared::{STATEMENT_MILLIS_MAX, Shared};
use crate::transaction::{SystemTx, TenantTx, Transaction};
use crate::{DbError, SystemTask};

/// Where the database is. Each is a PostgreSQL connection string; `app` and `system` may be left out, then
/// `owner`'s login is used and takes their roles for the session (weaker than separate logins: `atelier
/// doctor` says so).
#[derive(Clone, Debug)]
pub struct DbConfig {
    pub owner: String,
    pub app: Option<String>,
    pub system: Option<String>,
    pub pool_size: usize,
    /// Connections that reads share, beside the pool; 0 for none.
    pub shared_connections: usize,
    pub system_pool_size: usize,
    pub statement_timeout: Duration,
}

impl DbConfig {
    pub fn single(url: impl Into<String>) -> Self {
        Self {
            owner: url.into(),
            app: None,
            system: None,
            pool_size: 16,
            shared_connections: 4,
            system_pool_size: 4,
            statement_timeout: Duration::from_secs(15),
        }
    }
}

/// How busy a pool is.
#[derive(Clone, Copy, Debug)]
pub struct PoolUse {
    pub size: usize,
    pub available: usize,
    pub waiting: usize,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    app: Pool,
    system: Pool,
    beside: Pool,
    shared: Arc<Shared>,
}

/// Connections for what a transaction waits for while it holds one of its own.
const BESIDE_POOL_SIZE: usize = 2;

impl Db {
    /// Makes the pools. Nothing connects before the first statement.
    pub fn new(config: &DbConfig) -> Result<Self, DbError> {
        let app = pool(config, config.app.as_deref(), "atelier_app", config.pool_size)?;
        let system = pool(config, config.system.as_deref(), "atelier_system", config.system_pool_size)?;
        let beside = pool(config, config.app.as_deref(), "atelier_app", BESIDE_POOL_SIZE)?;
        let mut reading = settings(config, config.app.as_deref(), "atelier_app")?;
        let options = reading.get_options().unwrap_or_default();
        let limit = config.statement_timeout.as_millis().min(STATEMENT_MILLIS_MAX);
        let options = format!("{options} -c default_transaction_read_only=on -c statement_timeout={limit}");
        reading.options(options);
        let tls = tls(&reading)?;
        let shared = Arc::new(Shared::new(reading, tls, config.shared_connections));
        Ok(Self { app, system, beside, shared })
    }

    /// A transaction of one tenant.
    pub fn tenant(&self, tenant: Uuid) -> TenantTx {
        TenantTx::new(Transaction::new(self.app.clone(), Some(tenant)))
    }

    /// A short transaction of one tenant beside one that is open already. It has connections of its own: a
    /// second one from the same pool could wait for itself for ever. Nothing is waited for while it is open.
    pub fn beside(&self, tenant: Uuid) -> TenantTx {
        TenantTx::new(Transaction::new(self.beside.clone(), Some(tenant)))
    }

    /// A transaction across tenants.
    pub fn system(&self, task: SystemTask) -> SystemTx {
        SystemTx::new(Transaction::new(self.system.clone(), None), task)
    }

    /// Runs one reading statement as a tenant, in one round trip: over a shared connection, or else over one
    /// of the pool's, with `begin read only`, the setting, the query and `commit` in one write.
    pub async fn read<T>(&self, tenant: Uuid, query: Query<T>) -> Result<T, DbError> {
        if let Some(rows) = self.shared.read(tenant, &query).await {
            return (query.read)(rows);
        }
        let client = self.app.get().await?;
        let set = prepare_set_tenant(&client).await?;
        let statement = prepare(&client, query.sql).await?;
        let tenant = crate::params![tenant.to_string()];
        let steps: Vec<Step<'_>> = vec![
            Box::pin(control(&client, "begin read only")),
            Box::pin(fetch(&client, &set, &tenant)),
            Box::pin(fetch(&client, &statement, &query.params)),
            Box::pin(control(&client, "commit")),
        ];
        let mut answers = in_order(steps, Behind::Sent).await;
        let committed = answers.pop().unwrap_or(Err(DbError::Aborted));
        let rows = answers.pop().unwrap_or(Err(DbError::Aborted))?;
        for answer in answers {
            answer?;
        }
        committed?;
        (query.read)(rows)
    }

    pub fn app_pool_use(&self) -> PoolUse {
        let status = self.app.status();
        PoolUse { size: status.size, available: status.available, waiting: status.waiting }
    }

    pub(crate) async fn app_client(&self) -> Result<Object, DbError> {
        Ok(self.app.get().await?)
    }

    /// Closes every connection; statements under way finish.
    pub fn close(&self) {
        self.app.close();
        self.system.close();
        self.beside.close();
        self.shared.close();
    }
}

/// The owner's own connection, for migrations and checks.
pub(crate) async fn connect_owner(config: &DbConfig) -> Result<tokio_postgres::Client, DbError> {
    let mut settings = parse(&config.owner)?;
    settings.application_name("atelier-migrate");
    let (client, connection) = settings.connect(tls(&settings)?).await?;
    #[expect(clippy::disallowed_methods, reason = "the connection's own task; it ends with the client")]
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "owner connection ended");
        }
    });
    Ok(client)
}

fn settings(config: &DbConfig, url: Option<&str>, role: &str) -> Result<tokio_postgres::Config, DbError> {
    let mut settings = parse(url.unwrap_or(&config.owner))?;
    // Prepared statements are planned without their values, so a short page of a large tenant is taken for a
    // tenth of it: parallel workers and compilation are then started for 50 rows (39 ms measured instead of
    // 0.3).
    let mut options = format!(
        "-c search_path=atelier,public -c statement_timeout={} -c idle_in_transaction_session_timeout=30000 \
         -c max_parallel_workers_per_gather=0 -c jit=off",
        config.statement_timeout.as_millis()
    );
    if url.is_none() {
        options.push_str(" -c role=");
        options.push_str(role);
    }
    settings.options(options).application_name(role);
    if settings.get_connect_timeout().is_none() {
        settings.connect_timeout(Duration::from_secs(5));
    }
    Ok(settings)
}

fn pool(config: &DbConfig, url: Option<&str>, role: &str, size: usize) -> Result<Pool, DbError> {
    let settings = settings(config, url, role)?;
    let tls = tls(&settings)?;
    let manager =
        Manager::from_config(settings, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts {
            wait: Some(Duration::from_secs(5)),
            create: Some(Duration::from_secs(10)),
            recycle: Some(Duration::from_secs(5)),
        })
        .build()
        .map_err(|error| DbError::Unavailable(error.to_string()))
}

fn parse(url: &str) -> Result<tokio_postgres::Config, DbError> {
    let mut settings: tokio_postgres::Config = url
        .parse()
        .map_err(|error| DbError::Unavailable(format!("the database address cannot be read: {error}")))?;
    let is_local = settings.get_hosts().iter().all(|host| match host {
        Host::Unix(path) => path.starts_with(Path::new("/")),
        Host::Tcp(_) => false,
    });
    if is_local {
        settings.ssl_mode(SslMode::Disable);
    }
    Ok(settings)
}

fn tls(settings: &tokio_postgres::Config) -> Result<MakeRustlsConnect, DbError> {
    let mut roots = rustls::RootCertStore::empty();
    if settings.get_ssl_mode() != SslMode::Disable {
        let _ = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| DbError::Unavailable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
