//! Seals: what is found when somebody with the database in their hands changes the log.

use std::path::Path;

use axum::Router;
use db::{Query, params};
use jiff::SignedDuration;
use platform::audit::seals::removal::remove_before;
use platform::audit::seals::roots::path_of;
use platform::audit::seals::sealing::Sealer;
use platform::audit::seals::verify::{Verified, verify};
use platform::testing::TestApp;
use platform::{Audit, Permission, Role, encode_id};
use tempfile::TempDir;
use uuid::Uuid;

db::statements! {
    COLUMNS = "select attname::text from pg_attribute
        where attrelid = 'audit_events'::regclass and attnum > 0 and not attisdropped";
    IDS = "select id from audit_events order by written_by, id";
    UNSEALED = "select count(*) from audit_events where (written_by, id) >
        (select coalesce(max(last_written_by), '0'::xid8),
            coalesce((array_agg(last_id order by batch desc))[1], '00000000-0000-0000-0000-000000000000')
        from audit_seals)";
}

/// A tenant with a sealed log and its file of roots.
struct Stage {
    app: TestApp,
    directory: TempDir,
    ids: Vec<Uuid>,
}

impl Stage {
    async fn new(transactions: usize, events: usize) -> Self {
        let app = TestApp::new(Router::new()).await;
        let mut stage = Self { app, directory: tempfile::tempdir().unwrap(), ids: Vec::new() };
        stage.write(transactions, events).await;
        stage.seal().await;
        stage.ids = stage.app.database.read(stage.app.tenant_id, Query::many(&IDS, params![])).await.unwrap();
        stage
    }

    async fn write(&self, transactions: usize, events: usize) {
        let actor = self.app.member(Role::Admin);
        for number in 0..transactions {
            let mut tx = self.app.app.begin(&actor, Permission::ClientRead).await.unwrap();
            for event in 0..events {
                let id = Uuid::from_u128(event as u128);
                tx.audit(Audit::new("campaign.updated", "campaign", id, format!("Campaign {number}")));
            }
            tx.commit().await.unwrap();
        }
    }

    /// Until nothing is left: another test's open transaction holds the horizon for a moment.
    async fn seal(&self) {
        let mut sealer = self.sealer();
        loop {
            sealer.seal_all().await.unwrap();
            let count: Query<i64> = Query::one(&UNSEALED, params![]);
            if self.app.database.read(self.app.tenant_id, count).await.unwrap() == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    fn sealer(&self) -> Sealer {
        Sealer::new(&self.app.app, self.directory.path().to_owned())
    }

    async fn verify(&self) -> Verified {
        verify(&self.app.app, self.app.tenant_id, self.directory.path(), |_| {}).await.unwrap()
    }

    /// What an attacker does, as the superuser, and what the verifier then says first.
    async fn after(&self, attack: &str) -> String {
        self.app.database.alter(&format!("set search_path = atelier; {attack}")).await.unwrap();
        self.verify().await.broken.expect("it is found")
    }

    fn event(&self, place: usize) -> String {
        encode_id("act", self.ids[place])
    }
}

#[tokio::test]
async fn an_intact_log_verifies() {
    let stage = Stage::new(5, 500).await;
    let verified = stage.verify().await;
    assert_eq!((verified.batches, verified.rows, verified.unsealed), (3, 2500, 0));
    assert!(verified.has_roots && verified.broken.is_none(), "{verified:?}");
    // The next events follow, and an empty log is intact too.
    stage.write(1, 3).await;
    assert_eq!(stage.verify().await.unsealed, 3);
    stage.seal().await;
    assert_eq!(stage.verify().await.batches, 4);
    let nobody = verify(&stage.app.app, Uuid::from_u128(9), stage.directory.path(), |_| {}).await.unwrap();
    assert_eq!((nobody.batches, nobody.broken), (0, None));
}

#[tokio::test]
async fn batches_that_had_their_time_go_and_the_rest_stays_proved() {
    let stage = Stage::new(5, 500).await;
    let clock = stage.app.app.clock();
    clock.advance(SignedDuration::from_hours(48));
    stage.write(1, 10).await;
    stage.seal().await;
    let before = clock.now().saturating_sub(SignedDuration::from_hours(24)).unwrap();
    let removed = remove_before(&stage.app.app, stage.app.tenant_id, before, 2).await.unwrap();
    assert_eq!(removed, 2000, "no more batches than allowed");
    let verified = stage.verify().await;
    assert_eq!((verified.batches, verified.rows, verified.removed), (4, 510, 2000));
    assert_eq!((verified.has_roots, verified.broken), (true, None));
    let removed = remove_before(&stage.app.app, stage.app.tenant_id, before, 9).await.unwrap();
    assert_eq!(removed, 500, "what is younger stays");
    assert_eq!(stage.verify().await.rows, 10);
    // Whoever has the database only cannot pretend that it was the rule.
    let found = stage
        .after(
            "update audit_seals set removed_at = now(), removal_signature = (select removal_signature
                from audit_seals where batch = 1) where batch = 4; delete from audit_events",
        )
        .await;
    assert_eq!(found, "batch 4: its removal is not signed by us");
}

#[tokio::test]
async fn an_edited_event_is_found_whatever_was_edited() {
    let stage = Stage::new(3, 500).await;
    let id = stage.ids[1200];
    for (edit, undo) in [
        ("action = 'campaign.created'", "action = 'campaign.updated'"),
        ("target_name = 'Another'", "target_name = 'Campaign 2'"),
        ("at = at + interval '1 microsecond'", "at = at - interval '1 microsecond'"),
        ("note = ''", "note = null"),
        ("changes = '[1]'", "changes = '[]'"),
        ("actor_sealed = actor_sealed || 'A'", "actor_sealed = left(actor_sealed, -1)"),
        ("class = 'create'", "class = 'update'"),
        ("request_id = 'req'", "request_id = null"),
    ] {
        let broken = stage.after(&format!("update audit_events set {edit} where id = '{id}'")).await;
        assert_eq!(broken, format!("batch 2: event {} was edited", stage.event(1200)), "{edit}");
        let undo = format!("update atelier.audit_events set {undo} where id = '{id}'");
        stage.app.database.alter(&undo).await.unwrap();
        assert_eq!(stage.verify().await.broken, None, "{edit}");
    }
}

#[tokio::test]
async fn every_column_of_an_event_is_sealed() {
    let stage = Stage::new(1, 1).await;
    let sealed = include_str!("../../src/audit/seals/queries.rs");
    let row = &sealed[sealed.find("row(tenant_id").unwrap()..sealed.find("::text as stored").unwrap()];
    let columns = Query::many(&COLUMNS, params![]);
    let columns: Vec<String> = stage.app.database.read(stage.app.tenant_id, columns).await.unwrap();
    assert!(columns.len() > 20);
    for column in columns {
        assert!(row.contains(&column), "{column} is not sealed: a change of it would not be found");
    }
}

#[tokio::test]
async fn a_deleted_event_is_found() {
    let stage = Stage::new(3, 500).await;
    let (first, last) = (stage.ids[0], stage.ids[1499]);
    let broken = stage.after(&format!("delete from audit_events where id = '{last}'")).await;
    assert_eq!(broken, format!("batch 2: event {} was deleted", stage.event(1499)));
    let broken = stage.after(&format!("delete from audit_events where id = '{first}'")).await;
    assert_eq!(broken, format!("batch 1: event {} was deleted", stage.event(0)));
}

#[tokio::test]
async fn an_inserted_event_is_found() {
    let stage = Stage::new(3, 500).await;
    for place in [0, 700] {
        let forged = Uuid::from_u128(stage.ids[place].as_u128() + 1);
        let broken = stage
            .after(&format!(
                "insert into audit_events (tenant_id, id, at, action, class, actor_kind, actor_name,
                    target_kind, target_name, written_by)
                 select tenant_id, '{forged}', at, action, class, actor_kind, 'forged', target_kind, '',
                    written_by from audit_events where id = '{}'",
                stage.ids[place]
            ))
            .await;
        assert_eq!(broken, format!("batch 1: event {} was inserted", encode_id("act", forged)));
        let undo = format!("delete from atelier.audit_events where id = '{forged}'");
        stage.app.database.alter(&undo).await.unwrap();
    }
}

#[tokio::test]
async fn a_reordered_event_is_found() {
    let stage = Stage::new(3, 500).await;
    let (early, late) = (stage.ids[100], stage.ids[1400]);
    let broken = stage
        .after(&format!(
            "update audit_events set written_by = (select written_by from audit_events where id = '{late}')
             where id = '{early}'"
        ))
        .await;
    assert_eq!(broken, format!("batch 1: event {} stands in another place", stage.event(100)));
}

#[tokio::test]
async fn a_changed_seal_is_found() {
    for (attack, said) in [
        ("set sealed_at = sealed_at + interval '1 second' where batch = 2", "batch 2: the seal was changed"),
        ("set root = sha256(root) where batch = 2", "batch 2: the seal was changed"),
        ("set previous_root = sha256(root) where batch = 2", "batch 2: the seal was changed"),
        ("set leaves = leaves || leaves where batch = 1", "batch 1: the seal was changed"),
        ("set signature = sha256(root) || sha256(root) where batch = 3", "batch 3: the seal was changed"),
        ("set batch = 9 where batch = 3", "batch 3: the seal is missing"),
    ] {
        let stage = Stage::new(6, 400).await;
        let broken = stage.after(&format!("update audit_seals {attack}")).await;
        assert!(broken.starts_with(said), "{attack}: {broken}");
    }
}

#[tokio::test]
async fn a_cut_end_is_found_against_the_file_and_not_sealed_over() {
    let stage = Stage::new(5, 500).await;
    let cut = "delete from audit_events where (written_by, id) > (select last_written_by, last_id
            from audit_seals where batch = 2);
        delete from audit_seals where batch > 2";
    let broken = stage.after(cut).await;
    assert!(broken.starts_with("batch 3: the log ends at batch 2"), "{broken}");
    stage.write(1, 5).await;
    let refused = stage.sealer().seal_all().await.unwrap_err();
    assert!(format!("{refused:?}").contains("it was cut"), "{refused:?}");
    // Everything gone, but for the file.
    let broken = stage.after("delete from audit_events; delete from audit_seals").await;
    assert!(broken.starts_with("batch 1:"), "{broken}");
}

#[tokio::test]
async fn a_whole_new_log_signed_by_somebody_else_is_found() {
    let stage = Stage::new(1, 20).await;
    let path = path_of(stage.directory.path(), stage.app.tenant_id);
    let kept = std::fs::read_to_string(&path).unwrap();
    stage
        .app
        .database
        .alter("delete from atelier.audit_seals; delete from atelier.audit_events")
        .await
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    stage.write(1, 20).await;
    stage.seal().await;
    assert_eq!(
        stage.verify().await.broken,
        None,
        "with the secret and the file, everything can be made anew"
    );
    std::fs::write(&path, kept).unwrap();
    let broken = stage.verify().await.broken.unwrap();
    assert!(broken.contains("the file of roots says otherwise"), "{broken}");
}

#[tokio::test]
async fn what_another_machine_sealed_comes_into_this_ones_file() {
    let stage = Stage::new(3, 500).await;
    let here = stage.directory.path();
    let there = tempfile::tempdir().unwrap();
    Sealer::new(&stage.app.app, there.path().to_owned()).seal_all().await.unwrap();
    let text = |directory: &Path| std::fs::read_to_string(path_of(directory, stage.app.tenant_id)).unwrap();
    assert_eq!(text(here), text(there.path()));
    // A process that was killed while it wrote leaves a part of a line.
    let whole = text(here);
    std::fs::write(path_of(here, stage.app.tenant_id), &whole[..whole.len() - 30]).unwrap();
    stage.seal().await;
    assert_eq!(stage.verify().await.broken, None);
    assert_eq!(text(here).lines().last(), whole.lines().last());
}

#[tokio::test]
async fn processes_seal_beside_each_other_and_beside_writers() {
    let stage = Stage::new(1, 1).await;
    let sealing = async |directory: &Path| {
        let mut sealer = Sealer::new(&stage.app.app, directory.to_owned());
        for _ in 0..30 {
            sealer.seal_all().await.unwrap();
        }
    };
    let there = tempfile::tempdir().unwrap();
    tokio::join!(
        sealing(stage.directory.path()),
        sealing(there.path()),
        stage.write(40, 3),
        stage.write(40, 7),
    );
    stage.seal().await;
    let verified = stage.verify().await;
    assert_eq!((verified.rows, verified.broken), (401, None));
}
