use std::{fs::Permissions, os::unix::fs::PermissionsExt};

use super::*;

/// The lifetime of a cluster in one test, because initdb is the slow part.
#[tokio::test]
async fn a_cluster_survives_stop_kill_and_neglect() {
    let directory = tempfile::tempdir().unwrap();
    let config = EmbeddedConfig::ephemeral(directory.path());

    let server = EmbeddedServer::start(config.clone()).await.unwrap();
    assert!(!server.is_adopted());
    assert!(server.version().starts_with("18."));
    server.ensure_database("kept").await.unwrap();
    server.ensure_database("kept").await.unwrap();
    assert!(matches!(server.ensure_database("a; b").await, Err(EmbeddedError::DatabaseName(_))));

    // A second one for the same directory is refused while the first lives.
    assert!(matches!(EmbeddedServer::start(config.clone()).await, Err(EmbeddedError::InUse(_))));

    // What SIGKILL leaves: no destructor has run, the kernel has given the lock back, the server goes on.
    let orphan = server.cluster.running().unwrap();
    abandon(server);
    let server = EmbeddedServer::start(config.clone()).await.unwrap();
    assert!(server.is_adopted());
    assert!(orphan.is_alive());
    server.stop().await.unwrap();
    assert!(!orphan.is_alive());

    // A pid file that names a living process that is no server of ours.
    let pid_file = directory.path().join("postgres/cluster/postmaster.pid");
    std::fs::write(&pid_file, format!("{}\n", std::process::id())).unwrap();
    let server = EmbeddedServer::start(config.clone()).await.unwrap();
    assert!(!server.is_adopted());
    assert!(databases(&server).await.contains(&"kept".to_owned()));
    server.stop().await.unwrap();

    let version = directory.path().join("postgres/cluster/PG_VERSION");
    std::fs::write(&version, "15\n").unwrap();
    let error = EmbeddedServer::start(config.clone()).await.unwrap_err();
    assert!(matches!(error, EmbeddedError::MajorMismatch { .. }), "{error}");
    assert!(error.to_string().contains("PostgreSQL 15"), "{error}");
    std::fs::write(&version, "18\n").unwrap();

    let server = EmbeddedServer::start(config).await.unwrap();
    server.destroy().await.unwrap();
    assert!(!directory.path().join("postgres").exists());
}

#[tokio::test]
async fn a_server_that_dies_is_started_again() {
    let directory = tempfile::tempdir().unwrap();
    let server = EmbeddedServer::start(EmbeddedConfig::durable(directory.path())).await.unwrap();
    server.ensure_database("kept").await.unwrap();
    let first = server.cluster.running().unwrap();
    first.kill();
    first.gone(STOP_TIMEOUT).await.unwrap();
    let again = async {
        while !server.cluster.accepts_connections().await {
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    };
    tokio::time::timeout(START_TIMEOUT, again).await.unwrap();
    assert!(databases(&server).await.contains(&"kept".to_owned()));
    server.destroy().await.unwrap();
    assert!(!directory.path().join("postgres").exists());
}

#[tokio::test]
async fn a_closed_or_long_path_is_no_obstacle() {
    let outer = tempfile::tempdir().unwrap();
    std::fs::set_permissions(outer.path(), Permissions::from_mode(0o700)).unwrap();
    let data_dir = outer.path().join("d".repeat(100)).join("it's 100% closed");
    let server = EmbeddedServer::start(EmbeddedConfig::ephemeral(&data_dir)).await.unwrap();
    assert!(server.socket_dir().as_os_str().len() < 100);
    assert!(databases(&server).await.contains(&"postgres".to_owned()));
    let socket_dir = server.socket_dir().to_owned();
    server.destroy().await.unwrap();
    assert!(!socket_dir.exists());
    assert!(!data_dir.join("postgres").exists());
}

#[test]
fn a_closed_directory_above_is_named() {
    let outer = tempfile::tempdir().unwrap();
    let closed = outer.path().join("closed");
    let inner = closed.join("inner");
    std::fs::create_dir_all(&inner).unwrap();
    for (path, mode) in [(outer.path(), 0o755), (closed.as_path(), 0o750), (inner.as_path(), 0o755)] {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    let stranger = Account::imagined(u32::MAX - 1, u32::MAX - 1);
    assert_eq!(stranger.blocked_at(outer.path()).unwrap(), None);
    assert_eq!(stranger.blocked_at(&inner).unwrap(), Some(closed.canonicalize().unwrap()));
    let error = stranger.require_reach(&inner).unwrap_err().to_string();
    assert!(error.contains("chmod o+x"), "{error}");
}

#[test]
fn settings_follow_the_configuration() {
    let settings = |config: &EmbeddedConfig| cluster::settings(Path::new("/it's/here"), config);
    let durable = settings(&EmbeddedConfig::durable("/x"));
    assert!(durable.contains("unix_socket_directories = '/it''s/here'\n"));
    assert!(durable.contains("listen_addresses = ''\n"));
    assert!(!durable.contains("fsync"));
    assert!(settings(&EmbeddedConfig::ephemeral("/x")).contains("fsync = off\n"));
}

#[test]
fn a_pid_file_is_read_or_ignored() {
    assert_eq!(cluster::parse_pid("123\n/data\n").map(|pid| pid.as_raw_nonzero().get()), Some(123));
    for text in ["", "\n", "0\n", "12x\n", "99999999999999\n"] {
        assert!(cluster::parse_pid(text).is_none(), "{text:?}");
    }
}

/// Ends the ownership of a running server as the death of this process would.
fn abandon(server: EmbeddedServer) {
    server.keeper.abort();
    server.lock.unlock().unwrap();
    std::mem::forget(server);
}

async fn databases(server: &EmbeddedServer) -> Vec<String> {
    let url = server.superuser_url("postgres");
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    let names = async { client.query("select datname from pg_database", &[]).await.unwrap() };
    tokio::select! {
        names = names => names.iter().map(|row| row.get(0)).collect(),
        _ = connection => panic!("the connection ended"),
    }
}
