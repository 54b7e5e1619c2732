//! Test databases: copies of a migrated template in the cluster that `cargo xtask test` starts and stops.
//!
//! Tests call it, and nothing else. A copy is never cleaned up: it ends with its cluster.

use std::{
    ops::Deref,
    sync::atomic::{AtomicU32, Ordering},
};

use tokio::sync::OnceCell;
use tokio_postgres::{
    NoTls,
    config::{Config, Host},
    error::SqlState,
};

use crate::{Db, DbConfig};

/// Names the server and its superuser: `postgresql:///postgres?host=…&user=postgres`.
pub const TEST_DATABASE_URL: &str = "ATELIER_TEST_DATABASE_URL";
/// The database that every test database is a copy of.
pub const TEMPLATE: &str = "atelier_template";

/// A migrated database with the four roles logged in separately, as production has them.
#[derive(Clone)]
pub struct TestDatabase {
    db: Db,
    config: DbConfig,
}

impl TestDatabase {
    /// How to connect, for tests that make their own [`Db`] or start a server.
    #[must_use]
    pub fn config(&self) -> &DbConfig {
        &self.config
    }

    /// Whether a statement fits the migrated schema. Nothing is run.
    ///
    /// # Errors
    /// What PostgreSQL says against it.
    pub async fn check(&self, sql: &'static crate::Sql) -> Result<(), crate::DbError> {
        let client = self.db.app_client().await?;
        crate::pipeline::prepare(&client, sql).await.map(drop)
    }

    /// Changes the schema as the superuser: to break a wall and see who notices.
    ///
    /// # Errors
    /// What PostgreSQL says against it.
    pub async fn alter(&self, statement: &str) -> Result<(), crate::DbError> {
        let client = crate::pool::connect_owner(&self.config).await?;
        client.batch_execute(statement).await.map_err(Into::into)
    }

    /// A database of its own that begins with everything this one holds. Closes the connections to this one.
    pub async fn copy(&self) -> Self {
        self.db.close();
        let server = server();
        let owner: Config = self.config.owner.parse().expect("the address was made here");
        let name = create(&server, owner.get_dbname().unwrap_or(TEMPLATE)).await;
        Self::open(&server, &name)
    }

    fn open(server: &Config, name: &str) -> Self {
        let config = DbConfig {
            app: Some(address(server, "atelier_app", name)),
            system: Some(address(server, "atelier_system", name)),
            // Many tests run at once against one server.
            pool_size: 4,
            system_pool_size: 2,
            ..DbConfig::single(address(server, server.get_user().unwrap_or("postgres"), name))
        };
        let db = Db::new(&config).expect("the test database's address is well-formed");
        Self { db, config }
    }
}

impl Deref for TestDatabase {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

/// A database of this test alone. Costs about 0.1 s; where a tenant of its own is enough for a test,
/// [`shared`] is cheaper.
pub async fn database() -> TestDatabase {
    let server = server();
    let name = create(&server, TEMPLATE).await;
    TestDatabase::open(&server, &name)
}

/// The one database that the tests of this binary share, through connections of this test: a connection
/// cannot outlive the runtime of the test that opened it.
pub async fn shared() -> TestDatabase {
    static NAME: OnceCell<String> = OnceCell::const_new();
    let server = server();
    let name = NAME.get_or_init(|| create(&server, TEMPLATE)).await;
    TestDatabase::open(&server, name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo passes arguments to every test binary alike, so xtask speaks by environment"
)]
fn server() -> Config {
    let Ok(url) = std::env::var(TEST_DATABASE_URL) else {
        panic!(
            "this test needs a database: run `cargo xtask test -- -p <package> [name]`, which starts one and \
             sets {TEST_DATABASE_URL}"
        );
    };
    url.parse().unwrap_or_else(|error| panic!("{TEST_DATABASE_URL} cannot be read: {error}"))
}

/// Copies a database and returns the copy's name.
async fn create(server: &Config, template: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let (client, connection) = server.connect(NoTls).await.unwrap_or_else(|error| {
        panic!("{TEST_DATABASE_URL} names a server that does not answer ({error}); was its cluster stopped?")
    });
    let copy = async {
        loop {
            let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            match client.batch_execute(&format!("create database {name} template {template}")).await {
                Ok(()) => return name,
                // A process id is given again, in a long run.
                Err(error) if error.code() == Some(&SqlState::DUPLICATE_DATABASE) => {}
                Err(error) => panic!("no copy of {template}: {error}"),
            }
        }
    };
    tokio::select! {
        name = copy => name,
        _ = connection => panic!("the test server closed the connection"),
    }
}

/// The address of a database of `server` as `role`, who needs no password there.
fn address(server: &Config, role: &str, database: &str) -> String {
    let host = match server.get_hosts().first() {
        Some(Host::Unix(directory)) => directory.to_string_lossy().into_owned(),
        Some(Host::Tcp(name)) => name.clone(),
        None => "localhost".to_owned(),
    };
    let port = server.get_ports().first().copied().unwrap_or(5432);
    let quoted = host.replace('\\', "\\\\").replace('\'', "\\'");
    format!("host='{quoted}' port={port} user={role} dbname={database}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_role_and_database() {
        let server: Config =
            "postgresql:///postgres?host=%2Ftmp%2Fit%27s%20here&user=postgres".parse().unwrap();
        let address: Config = address(&server, "atelier_app", "test_1_1").parse().unwrap();
        assert_eq!(address.get_hosts(), [Host::Unix("/tmp/it's here".into())]);
        assert_eq!(address.get_user(), Some("atelier_app"));
        assert_eq!(address.get_dbname(), Some("test_1_1"));
    }
}
