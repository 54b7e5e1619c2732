//! Forward-only migrations: each file once, in order, checked by hash, under an advisory lock.

use sha2::{Digest, Sha256};

use crate::DbError;
use crate::pool::{DbConfig, connect_owner};

/// One file of `migrations/`.
#[derive(Debug)]
pub struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../../../migrations/", $name, ".sql")) }),+]
    };
}

/// Every migration, in the order of its number.
pub static MIGRATIONS: &[Migration] = migrations![
    "0001_roles_and_tenancy",
    "0002_platform",
    "0003_identity",
    "0004_jobs",
    "0005_llm",
    "0006_clients_campaigns",
    "0007_ideas_approvals",
    "0008_levels_and_rights",
    "0009_doors",
    "0010_proofs",
    "0011_keys_and_applications",
    "0012_audit_and_secrets",
    "0013_history_and_privacy",
    "0014_profiles",
    "0017_events_and_webhooks",
    "0018_proven_doors",
];

/// Roles, schema and extension: idempotent, by a role that may create roles.
static BOOTSTRAP: &str = include_str!("../../../migrations/bootstrap.sql");

static LEDGER: &str = "create table if not exists atelier.schema_migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())";

const LOCK: i64 = 0x6174_656c_6965_7200;

fn checksum(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Brings the schema up to date and returns the names of the migrations that were applied. Several processes
/// may call it at once; one works, the others wait and find nothing left.
///
/// # Errors [`DbError::Other`] when an applied file has changed since, or when the database is newer than
/// this program.
pub async fn migrate(config: &DbConfig) -> Result<Vec<&'static str>, DbError> {
    let client = connect_owner(config).await?;
    client.execute("select pg_advisory_lock($1)", &[&LOCK]).await?;
    client.batch_execute(BOOTSTRAP).await?;
    client.batch_execute("set role atelier_owner; set search_path = atelier, public").await?;
    client.batch_execute(LEDGER).await?;
    let mut applied = Vec::new();
    for migration in pending(&client).await? {
        let record = format!(
            "insert into atelier.schema_migrations (name, checksum) values ('{}', '{}')",
            migration.name,
            checksum(migration.sql)
        );
        let script = format!("begin; set local lock_timeout = '5s';\n{}\n;{record}; commit", migration.sql);
        if let Err(error) = client.batch_execute(&script).await {
            return Err(DbError::Other(format!("migration {} failed: {error:?}", migration.name)));
        }
        applied.push(migration.name);
    }
    Ok(applied)
}

/// The names of the migrations that `migrate` would apply.
pub async fn pending_migrations(config: &DbConfig) -> Result<Vec<&'static str>, DbError> {
    let client = connect_owner(config).await?;
    let known = client
        .query_one("select to_regclass('atelier.schema_migrations') is not null", &[])
        .await?
        .try_get::<_, bool>(0)?;
    if !known {
        return Ok(MIGRATIONS.iter().map(|migration| migration.name).collect());
    }
    Ok(pending(&client).await?.into_iter().map(|migration| migration.name).collect())
}

async fn pending(client: &tokio_postgres::Client) -> Result<Vec<&'static Migration>, DbError> {
    let rows =
        client.query("select name, checksum from atelier.schema_migrations order by name", &[]).await?;
    let mut applied = Vec::new();
    for row in rows {
        let (name, found): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let Some(migration) = MIGRATIONS.iter().find(|migration| migration.name == name) else {
            return Err(DbError::Other(format!("the database is newer than this program: it has {name}")));
        };
        if checksum(migration.sql) != found {
            return Err(DbError::Other(format!("migration {name} was changed after it was applied")));
        }
        applied.push(name);
    }
    Ok(MIGRATIONS.iter().filter(|migration| !applied.iter().any(|name| name == migration.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    #[test]
    fn every_file_is_listed_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with('0'))
            .map(|name| name.trim_end_matches(".sql").to_owned())
            .collect();
        files.sort();
        let listed: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert_eq!(listed, files);
    }
}
