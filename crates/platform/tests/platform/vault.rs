//! Secrets at rest: what opens, what does not, and what happens while keys change.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use db::testing::{self, TestDatabase};
use db::{Query, params};
use jiff::Timestamp;
use platform::vault::KeyState;
use platform::{Clock, KeyRing, Keys, Opened, Place, Vault};
use tokio::sync::Notify;
use uuid::Uuid;

const TENANT: Uuid = Uuid::from_u128(1);
const OTHER_TENANT: Uuid = Uuid::from_u128(2);

db::statements! {
    COUNT = "select (select count(*) from data_keys) + (select count(*) from subject_keys)";
    DESTROY = "update subject_keys set wrapped = null, kek_id = null, destroyed_at = now()
        where tenant_id = $1 and subject_id = $2";
}

fn subject(number: u128) -> Uuid {
    Uuid::from_u128(0x1000 + number)
}

fn place(row: u128) -> Place {
    Place::new("people", "email", Uuid::from_u128(row))
}

fn secret() -> Keys {
    Keys::new([7; 32])
}

fn clock() -> Clock {
    Clock::fixed("2026-03-02T09:00:00Z".parse().unwrap())
}

/// A process: connections, ring and memory of its own.
fn process(database: &TestDatabase, ring: &Path) -> Vault {
    let db = db::Db::new(database.config()).unwrap();
    let ring = KeyRing::read_or_make(ring, &secret(), Timestamp::UNIX_EPOCH).unwrap();
    Vault::new(db, clock(), ring)
}

#[tokio::test]
async fn a_value_opens_in_its_place_only() {
    let database = testing::database().await;
    let vault = Vault::new((*database).clone(), clock(), KeyRing::derived(&secret()));
    let of_tenant = vault.seal(TENANT, place(1), "a secret").await.unwrap();
    let of_subject = vault.seal_for(TENANT, subject(1), place(1), "a name").await.unwrap();
    for (sealed, plain) in [(&of_tenant, "a secret"), (&of_subject, "a name")] {
        assert!(sealed.starts_with("v1|") && !sealed.contains(plain));
        let opened = vault.open(TENANT, place(1), sealed).await.unwrap();
        assert_eq!(opened, Opened::Text(plain.to_owned()));
        for elsewhere in [place(2), Place { column: "name", ..place(1) }, Place { table: "t", ..place(1) }] {
            assert_eq!(vault.open(TENANT, elsewhere, sealed).await.unwrap(), Opened::Broken);
        }
        assert_eq!(vault.open(OTHER_TENANT, place(1), sealed).await.unwrap(), Opened::Broken);
        for end in 0..sealed.len() {
            assert_eq!(vault.open(TENANT, place(1), &sealed[..end]).await.unwrap(), Opened::Broken, "{end}");
        }
    }
    assert_ne!(of_tenant, vault.seal(TENANT, place(1), "a secret").await.unwrap(), "nonces differ");
}

#[tokio::test]
async fn a_blind_index_finds_within_tenant_and_column() {
    let database = testing::database().await;
    let vault = Vault::new((*database).clone(), clock(), KeyRing::derived(&secret()));
    let index = async |tenant, column| vault.blind_index(tenant, ("people", column), "a@b").await.unwrap();
    assert_eq!(index(TENANT, "email").await, index(TENANT, "email").await);
    assert_ne!(index(TENANT, "email").await, index(TENANT, "phone").await);
    assert_ne!(index(TENANT, "email").await, index(OTHER_TENANT, "email").await);
}

#[tokio::test]
async fn a_destroyed_key_is_forgotten_by_every_process() {
    let database = testing::database().await;
    let ring = KeyRing::derived(&secret());
    let here = Vault::new((*database).clone(), clock(), ring.clone());
    let there = Vault::new(db::Db::new(database.config()).unwrap(), clock(), ring);
    let sealed = here.seal_for(TENANT, subject(1), place(1), "a name").await.unwrap();
    assert_eq!(there.open(TENANT, place(1), &sealed).await.unwrap(), Opened::Text("a name".to_owned()));
    let mut tx = database.tenant(TENANT);
    tx.run(Query::execute(&DESTROY, params![TENANT, subject(1)])).await.unwrap();
    tx.commit().await.unwrap();
    let destroyed = Instant::now();
    while there.open(TENANT, place(1), &sealed).await.unwrap() != Opened::Erased {
        assert!(destroyed.elapsed() < Duration::from_secs(2), "it still opens");
        tokio::task::yield_now().await;
    }
    let again = there.seal_for(TENANT, subject(1), place(1), "a name").await.unwrap_err();
    assert_eq!(again.code(), "erased");
}

#[tokio::test]
async fn processes_that_need_a_new_key_at_once_make_one() {
    let database = testing::database().await;
    let directory = tempfile::tempdir().unwrap();
    let ring = directory.path().join("encryption.keys");
    let processes: Vec<Vault> = (0..6).map(|_| process(&database, &ring)).collect();
    let sealing = processes.iter().map(|vault| async move {
        let subjects: Vec<Uuid> = (0..20).map(subject).collect();
        let sealer = vault.sealer(TENANT, &subjects).await.unwrap();
        vault.seal(TENANT, place(9), "tenant").await.unwrap();
        let seal = |number| sealer.seal_for(subject(number), place(number), "x").unwrap();
        (0..20).map(seal).collect::<Vec<_>>()
    });
    let sealed = futures_util::future::join_all(sealing).await;
    for values in sealed {
        for (number, value) in (0..).zip(&values) {
            let opened = processes[0].open(TENANT, place(number), value).await.unwrap();
            assert_eq!(opened, Opened::Text("x".to_owned()));
        }
    }
    let count: i64 = database.read(TENANT, Query::one(&COUNT, params![])).await.unwrap();
    assert_eq!(count, 21);
}

#[tokio::test]
async fn a_rotation_that_is_killed_goes_on_where_it_was() {
    let database = testing::database().await;
    let directory = tempfile::tempdir().unwrap();
    let ring = directory.path().join("encryption.keys");
    let server = process(&database, &ring);
    let mut sealed = Vec::new();
    for number in 0..650 {
        sealed.push(server.seal_for(TENANT, subject(number), place(number), "x").await.unwrap());
    }
    server.seal(OTHER_TENANT, place(1), "y").await.unwrap();
    let first = server.list_keys().await.unwrap().remove(0);

    let killed = Arc::new(Notify::new());
    let rotating = process(&database, &ring);
    tokio::select! {
        biased;
        () = killed.notified() => {}
        _ = rotating.rotate(|done, all| if done * 2 > all { killed.notify_one() }) => panic!("not killed"),
    }
    drop(rotating);
    let keys = server.list_keys().await.unwrap();
    let state = |id: &str| keys.iter().find(|key| key.id == id).map(|key| (key.state, key.wraps > 0));
    assert_eq!(state(&first.id), Some((Some(KeyState::Old), true)), "both keys are used: {keys:?}");
    let fresh = process(&database, &ring);
    for vault in [&server, &fresh] {
        for (number, value) in (0..).zip(&sealed) {
            let opened = vault.open(TENANT, place(number), value).await.unwrap();
            assert_eq!(opened, Opened::Text("x".to_owned()));
        }
    }

    let rotation = process(&database, &ring).rotate(|_, _| {}).await.unwrap();
    assert!(rotation.was_resumed && rotation.rewrapped < 651, "{rotation:?}");
    assert_eq!(rotation.retired, std::slice::from_ref(&first.id));
    assert!(std::fs::read_to_string(&ring).unwrap().contains(&format!("{} retired", first.id)));
    let keys = server.list_keys().await.unwrap();
    assert_eq!(keys.iter().map(|key| key.wraps).collect::<Vec<_>>(), [0, 651]);
    // The running server seals for somebody new with the new key, without being told.
    let new = server.seal_for(TENANT, subject(2000), place(1), "x").await.unwrap();
    let later = process(&database, &ring);
    assert_eq!(later.open(TENANT, place(1), &new).await.unwrap(), Opened::Text("x".to_owned()));
    assert_eq!(server.list_keys().await.unwrap()[1].wraps, 652);
}

#[tokio::test]
async fn keys_are_made_while_the_ring_turns() {
    let database = testing::database().await;
    let directory = tempfile::tempdir().unwrap();
    let ring = directory.path().join("encryption.keys");
    // Begun without a file: what was wrapped then follows from the secret.
    let before = Vault::new((*database).clone(), clock(), KeyRing::derived(&secret()));
    let old = before.seal(TENANT, place(1), "old").await.unwrap();
    let server = process(&database, &ring);
    let writer = async {
        let mut sealed = Vec::new();
        for number in 0..300 {
            sealed.push(server.seal_for(TENANT, subject(number), place(number), "x").await.unwrap());
        }
        sealed
    };
    let rotations = async {
        for _ in 0..4 {
            process(&database, &ring).rotate(|_, _| {}).await.unwrap();
        }
    };
    let (sealed, ()) = tokio::join!(writer, rotations);
    let last = process(&database, &ring).rotate(|_, _| {}).await.unwrap();
    let keys = server.list_keys().await.unwrap();
    let used: Vec<&str> = keys.iter().filter(|key| key.wraps > 0).map(|key| key.id.as_str()).collect();
    assert_eq!(used, [last.key_id.as_str()]);
    let fresh = process(&database, &ring);
    for (number, value) in (0..).zip(&sealed) {
        assert_eq!(fresh.open(TENANT, place(number), value).await.unwrap(), Opened::Text("x".to_owned()));
    }
    assert_eq!(fresh.open(TENANT, place(1), &old).await.unwrap(), Opened::Text("old".to_owned()));
}
