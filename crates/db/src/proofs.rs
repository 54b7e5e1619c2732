//! Proofs of the invariants of this crate, against a real server: what is promised in `lib.rs` and cannot be
//! seen in the types.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use jiff::Timestamp;
use uuid::Uuid;

use crate::testing::{self, TestDatabase};
use crate::{Db, DbConfig, DbError, Query, SystemTask, boot_check, params};

crate::statements! {
    INSERT_TENANT = "insert into tenants (id, slug, name, kind) values ($1, $2, $2, 'agency')";
    INSERT_CANARY = "insert into incidents (tenant_id, id, at, kind, message)
        values ($1, $2, $3, 'canary', $4)";
    LIST_CANARIES = "select message from incidents where pg_sleep($1::float8) is not null";
    LIST_TENANTS_OF_CANARIES = "select tenant_id from incidents";
    FIND_STATE = "select count(*) from pg_stat_activity
        where datname = current_database() and usename = 'atelier_app' and state <> 'idle'";
    FAIL = "select 1 / $1::int";
}

fn canary(tenant: Uuid, id: u128, message: &str) -> Query<u64> {
    let at = Timestamp::UNIX_EPOCH;
    Query::execute(&INSERT_CANARY, params![tenant, Uuid::from_u128(id), at, message.to_owned()])
}

fn list(seconds: f64) -> Query<Vec<String>> {
    Query::many(&LIST_CANARIES, params![seconds])
}

/// Two tenants with one canary each, and a `Db` with so few connections that tasks must share them.
async fn two_tenants(pool_size: usize) -> (TestDatabase, Db, [Uuid; 2]) {
    let database = testing::database().await;
    let config = DbConfig { pool_size, ..database.config().clone() };
    let db = Db::new(&config).unwrap();
    let tenants = [Uuid::from_u128(0xa), Uuid::from_u128(0xb)];
    let mut tx = db.system(SystemTask::ManageTenants);
    for (number, tenant) in tenants.iter().enumerate() {
        tx.run(Query::execute(&INSERT_TENANT, params![*tenant, format!("tenant-{number}")])).await.unwrap();
        tx.run(canary(*tenant, 1, &tenant.to_string())).await.unwrap();
    }
    tx.commit().await.unwrap();
    (database, db, tenants)
}

/// Polls a future so many times, then drops it; the answer when it was ready before.
async fn cut_off<T>(future: impl Future<Output = T>, polls: usize) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn write_and_read(db: &Db, tenant: Uuid) -> Result<(), DbError> {
    let mut tx = db.tenant(tenant);
    tx.run(canary(tenant, 99, "half")).await?;
    tx.run(list(0.0)).await?;
    tx.defer(canary(tenant, 100, "deferred"));
    tx.commit().await
}

/// What a connection of the app's pool carries when nobody uses it.
async fn left_on_connection(db: &Db) -> (String, bool) {
    let client = db.app_client().await.unwrap();
    let setting = "select coalesce(current_setting('app.tenant_id', true), '')";
    let setting: String = client.query_one(setting, &[]).await.unwrap().get(0);
    // Inside of a transaction time stands still.
    let now = async || client.query_one("select now()", &[]).await.unwrap().get::<_, Timestamp>(0);
    (setting, now().await == now().await)
}

#[tokio::test]
async fn a_request_cut_off_at_any_await_leaves_nothing_behind() {
    let (_database, db, [tenant, other]) = two_tenants(1).await;
    for polls in 0..200 {
        let finished = cut_off(write_and_read(&db, tenant), polls).await.is_some();
        assert_eq!(left_on_connection(&db).await, (String::new(), false), "after {polls} polls");
        let seen = db.read(other, list(0.0)).await.unwrap();
        assert_eq!(seen, [other.to_string()], "after {polls} polls");
        let written = db.read(tenant, list(0.0)).await.unwrap().len();
        assert!(written == 1 || written == 3, "{written} rows after {polls} polls: half a change");
        if finished {
            assert!(polls > 3, "the cuts must fall between the awaits");
            return;
        }
        if written == 3 {
            // The commit was on its way when the future was dropped; start over from one row.
            return;
        }
    }
    panic!("it never finished");
}

#[tokio::test]
async fn a_read_cut_off_at_any_await_leaves_nothing_behind() {
    let (_database, db, [tenant, other]) = two_tenants(1).await;
    for polls in 0..200 {
        let answer = cut_off(db.read(tenant, list(0.001)), polls).await;
        assert_eq!(left_on_connection(&db).await, (String::new(), false), "after {polls} polls");
        assert_eq!(db.read(other, list(0.0)).await.unwrap(), [other.to_string()]);
        if let Some(answer) = answer {
            assert_eq!(answer.unwrap(), [tenant.to_string()]);
            return;
        }
    }
    panic!("it never finished");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_that_share_two_connections_never_see_each_other() {
    let (_database, db, tenants) = two_tenants(2).await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..200_usize {
        let (db, tenant) = (db.clone(), tenants[number % 2]);
        tasks.spawn(async move {
            for round in 0..10_usize {
                let seed = number * 31 + round * 17;
                let mut tx = db.tenant(tenant);
                let is_cut = seed.is_multiple_of(3) && number % 20 != 7;
                let polls = if is_cut { seed % 7 } else { usize::MAX };
                let Some(seen) =
                    cut_off(tx.run(Query::many(&LIST_TENANTS_OF_CANARIES, params![])), polls).await
                else {
                    continue;
                };
                let seen: Vec<Uuid> = seen.unwrap();
                assert!(seen.iter().all(|row| *row == tenant), "{tenant} saw {seen:?}");
                assert!(!seen.is_empty(), "{tenant} saw nothing: the query left its transaction");
                if seed.is_multiple_of(5) {
                    tx.run(canary(tenant, 1000 + seed as u128, "never committed")).await.unwrap();
                }
                if seed.is_multiple_of(11) {
                    let broken = tx.run(Query::<i32>::one(&FAIL, params![0_i32])).await;
                    assert!(matches!(broken, Err(DbError::Value(_))));
                }
                assert!(!(number % 20 == 7 && round == 5), "a planned panic with an open transaction");
            }
        });
    }
    let mut panics = 0;
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            let panic = error.into_panic();
            let text = panic.downcast_ref::<&str>().copied().unwrap_or("another panic");
            assert_eq!(text, "a planned panic with an open transaction");
            panics += 1;
        }
    }
    assert_eq!(panics, 10);
    for tenant in tenants {
        assert_eq!(db.read(tenant, list(0.0)).await.unwrap(), [tenant.to_string()]);
    }
    let busy: i64 = db.system(SystemTask::CheckHealth).run(Query::one(&FIND_STATE, params![])).await.unwrap();
    assert_eq!(busy, 0, "no connection is left inside a transaction");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reads_that_share_a_connection_never_see_each_other() {
    let (database, _, tenants) = two_tenants(1).await;
    let config = DbConfig { shared_connections: 1, ..database.config().clone() };
    let db = Db::new(&config).unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..200_usize {
        let (db, tenant) = (db.clone(), tenants[number % 2]);
        tasks.spawn(async move {
            for round in 0..20_usize {
                let seed = number * 31 + round * 17;
                let polls = if seed.is_multiple_of(3) { seed % 5 } else { usize::MAX };
                let rows = Query::many(&LIST_TENANTS_OF_CANARIES, params![]);
                if let Some(seen) = cut_off(db.read(tenant, rows), polls).await {
                    let seen: Vec<Uuid> = seen.unwrap();
                    assert_eq!(seen, [tenant], "{tenant} saw {seen:?}");
                }
                if seed.is_multiple_of(7) {
                    let broken = db.read(tenant, Query::<i32>::one(&FAIL, params![0_i32])).await;
                    assert!(matches!(broken, Err(DbError::Value(_))), "{broken:?}");
                }
                if seed.is_multiple_of(13) {
                    let unfit = db.read(tenant, Query::<i32>::one(&FAIL, params![String::from("no number")]));
                    unfit.await.unwrap_err();
                }
                assert!(!(number % 20 == 7 && round == 5), "a planned panic beside others' reads");
            }
        });
    }
    let mut panics = 0;
    while let Some(ended) = tasks.join_next().await {
        panics += usize::from(ended.is_err_and(|error| error.is_panic()));
    }
    assert_eq!(panics, 10);
}

#[tokio::test]
async fn reads_need_no_connection_of_the_pool_until_the_shared_ones_are_lost() {
    let (database, _, [tenant, other]) = two_tenants(1).await;
    let config = DbConfig { shared_connections: 2, ..database.config().clone() };
    let db = Db::new(&config).unwrap();
    for reader in [tenant, other, tenant] {
        assert_eq!(db.read(reader, list(0.0)).await.unwrap(), [reader.to_string()]);
    }
    assert_eq!(db.app_pool_use().size, 0, "every read went over a shared connection");
    let end_all = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'atelier_app'";
    database.alter(end_all).await.unwrap();
    for reader in [tenant, other, tenant, other] {
        assert_eq!(db.read(reader, list(0.0)).await.unwrap(), [reader.to_string()]);
    }
}

#[tokio::test]
async fn nothing_is_written_by_a_read() {
    let (_database, db, [tenant, _]) = two_tenants(1).await;
    db.read(tenant, canary(tenant, 50, "smuggled")).await.unwrap_err();
    assert_eq!(db.read(tenant, list(0.0)).await.unwrap(), [tenant.to_string()]);
}

#[tokio::test]
async fn a_statement_that_is_not_prepared_would_leave_its_transaction() {
    // The trap itself, on a raw connection, so that the reason for `Prepared` stays true.
    let (_database, db, [tenant, _]) = two_tenants(1).await;
    let client = db.app_client().await.unwrap();
    let set = format!("begin; select set_config('app.tenant_id', '{tenant}', true)");
    let (begun, trapped, committed) = futures_util::future::join3(
        client.batch_execute(&set),
        client.query("select message from incidents", &[]),
        client.batch_execute("commit"),
    )
    .await;
    begun.unwrap();
    committed.unwrap();
    assert!(
        trapped.unwrap().is_empty(),
        "an implicit Parse no longer lets COMMIT overtake: simplify the pipeline"
    );
    drop(client);
    // The same statement through the pipeline, for the first time on this connection.
    assert_eq!(db.read(tenant, list(0.0)).await.unwrap().len(), 1);
    for sql in ALL {
        let client = db.app_client().await.unwrap();
        let prepared = crate::pipeline::prepare(&client, sql).await;
        prepared.unwrap_or_else(|error| panic!("{}: {error}", sql.name()));
    }
}

#[tokio::test]
async fn an_error_in_the_middle_fails_the_commit_and_writes_nothing() {
    let (_database, db, [tenant, other]) = two_tenants(1).await;
    let mut tx = db.tenant(tenant);
    tx.defer(canary(tenant, 7, "first"));
    tx.defer(canary(other, 8, "into another tenant"));
    tx.defer(canary(tenant, 9, "last"));
    let refused = tx.commit().await;
    assert!(matches!(refused, Err(DbError::Other(_))), "{refused:?}");
    assert_eq!(db.read(tenant, list(0.0)).await.unwrap().len(), 1);
    let mut tx = db.tenant(tenant);
    tx.run(Query::<i32>::one(&FAIL, params![0_i32])).await.unwrap_err();
    assert!(matches!(tx.run(list(0.0)).await, Err(DbError::Aborted)));
    assert!(matches!(tx.commit().await, Err(DbError::Aborted)));
}

#[tokio::test]
async fn a_statement_that_cannot_be_sent_keeps_the_commit_back() {
    let (_database, db, [tenant, other]) = two_tenants(1).await;
    let unfit = || Query::execute(&INSERT_CANARY, params![tenant, String::from("no id"), 0_i64, 1_i32]);
    let mut tx = db.tenant(tenant);
    tx.defer(canary(tenant, 7, "first"));
    tx.defer(unfit());
    tx.commit().await.unwrap_err();
    assert_eq!(left_on_connection(&db).await, (String::new(), false));
    assert_eq!(db.read(tenant, list(0.0)).await.unwrap().len(), 1);
    db.read(tenant, unfit()).await.unwrap_err();
    assert_eq!(left_on_connection(&db).await, (String::new(), false));
    assert_eq!(db.read(other, list(0.0)).await.unwrap(), [other.to_string()]);
}

#[tokio::test]
async fn without_a_tenant_nothing_is_visible() {
    let (_database, db, _) = two_tenants(1).await;
    let client = db.app_client().await.unwrap();
    assert!(client.query("select 1 from incidents", &[]).await.unwrap().is_empty());
    assert!(client.query("select 1 from tenants", &[]).await.unwrap().is_empty());
    client.batch_execute("truncate incidents").await.unwrap_err();
    client.batch_execute("set role atelier_system").await.unwrap_err();
    client.batch_execute("alter table incidents disable row level security").await.unwrap_err();
}

#[tokio::test]
async fn the_boot_check_finds_every_hole() {
    let (database, db, _) = two_tenants(1).await;
    assert_eq!(boot_check(&db).await.unwrap(), []);
    let owner = crate::pool::connect_owner(database.config()).await.unwrap();
    let holes = [
        ("alter table incidents no force row level security", "lacks FORCE"),
        ("alter table audit_events disable row level security", "lacks ENABLE"),
        ("drop policy tenant on events", "lacks a policy"),
        ("create policy second on tenants using (true)", "more than one policy"),
        ("grant truncate on idempotency_keys to atelier_app", "truncated"),
        ("create table orphan (tenant_id uuid); grant select on orphan to atelier_app", "lacks an index"),
        ("create view leak as select * from incidents", "security_invoker"),
        ("create table mine (id int); alter table mine owner to atelier_app", "is owned"),
    ];
    owner.batch_execute("set search_path = atelier, public").await.unwrap();
    owner.batch_execute("grant create on schema atelier to atelier_app").await.unwrap();
    for (sql, problem) in holes {
        owner.batch_execute(sql).await.unwrap();
        let findings = boot_check(&db).await.unwrap();
        assert!(
            findings.iter().any(|found| found.is_fatal && found.problem.contains(problem)),
            "{sql}: {findings:?}"
        );
    }
    let superuser = DbConfig { app: Some(database.config().owner.clone()), ..database.config().clone() };
    let findings = boot_check(&Db::new(&superuser).unwrap()).await.unwrap();
    assert!(findings.iter().any(|found| found.problem.contains("superuser")), "{findings:?}");
}
