//! Importing files of campaigns.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::support::{agency, create_client};
use agency::imports::{ImportError, ImportOptions, Progress, Report, import_campaigns};
use db::{Query, params};
use platform::testing::TestApp;
use platform::{Actor, Role};
use serde_json::{Value, json};

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

async fn import(test: &TestApp, actor: &Actor, options: &ImportOptions) -> Result<Report, ImportError> {
    import_campaigns(&test.app, actor, options, |_| {}).await
}

fn counts(report: &Report) -> [u64; 6] {
    [report.rows, report.created, report.updated, report.unchanged, report.refused, report.replaced]
}

async fn campaigns(test: &TestApp, actor: &Actor) -> Vec<Value> {
    let page = test.get(actor, "/campaigns?limit=200").await.expect(200);
    page["items"].as_array().unwrap().clone()
}

const MESSY: &str = "\u{feff}Legacy ID;Plattform;Artist;Kampagne;Beginn;Ende;Budget;Währung;Status;Notes\r\n\
    SP-1;Spotify;Mara Lindqvist;Nachtzug;01.03.2025;31.03.2025;1.234,50;;done;\"two\r\nlines\"\r\n\
    SC-1;sound cloud;MARA LINDQVIST;Nachtzug;03/14/2025;;$900;;live;\r\n\
    SP-2;Spotify;Mara Lindqvist;Second single;;;;;;first\r\n\
    XX-1;Myspace;Mara Lindqvist;Nowhere;;;;;;\r\n\
    SP-3;Spotify;Oskar Wren;Low Tide;2025-02-30;;;;;\r\n\
    SP-2;Spotify;Mara Lindqvist;Second single (remaster);;;;;;last\r\n\
    YT-1;YouTube;Oskar Wren;\"Low Tide (Video);;;;;;\r\n\
    IG-1;Insta;Oskar Wren;Low Tide Reel;45717;;500,-;EUR;planned;\r\n";

#[tokio::test]
async fn a_messy_file_is_imported_and_reported_row_by_row() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    create_client(&test, &manager, "Mara Lindqvist").await;
    let files = Files::new();
    let options = ImportOptions::new(files.write("legacy.csv", MESSY));
    let report = import(&test, &manager, &options).await.unwrap();
    assert_eq!(counts(&report), [8, 4, 0, 0, 3, 1]);
    assert_eq!((report.clients_created, report.is_stored), (1, true));

    let stored = campaigns(&test, &manager).await;
    let by_id = |id: &str| stored.iter().find(|campaign| campaign["external_id"] == id).unwrap();
    assert_eq!(by_id("SP-1")["budget_cents"], 123_450);
    assert_eq!(
        (&by_id("SC-1")["client_name"], &by_id("SC-1")["currency"]),
        (&json!("Mara Lindqvist"), &json!("USD"))
    );
    assert_eq!(
        (&by_id("SC-1")["starts_on"], &by_id("SC-1")["state"]),
        (&json!("2025-03-14"), &json!("active"))
    );
    assert_eq!(by_id("SP-2")["name"], "Second single (remaster)");
    assert_eq!(
        (&by_id("IG-1")["starts_on"], &by_id("IG-1")["kind"]),
        (&json!("2025-03-01"), &json!("social"))
    );

    let written = std::fs::read_to_string(report.path.unwrap()).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[0], "row,line,severity,column,code,message,value");
    let keys: Vec<String> =
        lines[1..].iter().map(|line| line.split(',').take(5).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(
        keys,
        [
            "5,6,error,platform,unknown_platform",
            "6,7,error,start_date,not_a_date",
            "7,8,warning,external_id,repeated",
            "8,9,error,,unclosed_quote",
        ]
    );
}

#[tokio::test]
async fn importing_again_changes_only_what_was_corrected() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let files = Files::new();
    import(&test, &manager, &ImportOptions::new(files.write("first.csv", MESSY))).await.unwrap();
    let again = import(&test, &manager, &ImportOptions::new(files.write("again.csv", MESSY))).await.unwrap();
    // Of the two rows of SP-2, which are in one batch, only the last is sent.
    assert_eq!(counts(&again), [8, 0, 0, 4, 3, 1]);
    let corrected = MESSY.replace("XX-1;Myspace", "XX-1;X").replace("Low Tide Reel", "Low Tide Reels");
    let report =
        import(&test, &manager, &ImportOptions::new(files.write("corrected.csv", corrected))).await.unwrap();
    assert_eq!(counts(&report), [8, 1, 1, 3, 2, 1]);
    let reels = campaigns(&test, &manager).await;
    let reels = reels.iter().find(|campaign| campaign["external_id"] == "IG-1").unwrap();
    assert_eq!((&reels["name"], &reels["version"]), (&json!("Low Tide Reels"), &json!(2)));
}

#[tokio::test]
async fn a_dry_run_and_all_or_nothing_store_nothing() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let files = Files::new();
    let path = files.write("legacy.csv", MESSY);
    let dry = ImportOptions { is_dry_run: true, ..ImportOptions::new(&path) };
    let report = import(&test, &manager, &dry).await.unwrap();
    assert_eq!((counts(&report), report.clients_created), ([8, 4, 0, 0, 3, 1], 2));
    assert!(!report.is_stored);
    let strict = ImportOptions { is_all_or_nothing: true, ..ImportOptions::new(&path) };
    assert!(!import(&test, &manager, &strict).await.unwrap().is_stored);
    assert_eq!(campaigns(&test, &manager).await, Vec::<Value>::new());
    assert_eq!(test.get(&manager, "/clients").await.expect(200)["items"], json!([]));

    let good = "id,platform,client,campaign\n1,x,Ada,First\n2,x,Ada,Second\n";
    let strict =
        ImportOptions { is_all_or_nothing: true, ..ImportOptions::new(files.write("good.csv", good)) };
    let report = import(&test, &manager, &strict).await.unwrap();
    assert!(report.is_stored && report.path.is_none());
    assert_eq!(campaigns(&test, &manager).await.len(), 2);
}

#[tokio::test]
async fn a_large_file_is_imported_in_batches() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let files = Files::new();
    let mut file = String::new();
    for n in 0..5_111 {
        // Every 500th repeats the id of the first row, which is in an earlier batch from the second time on.
        let id = if n % 500 == 0 { 0 } else { n };
        let platform = ["spotify", "soundcloud", "youtube", "instagram", "gramophone"][n % 5];
        writeln!(
            file,
            r#"{{"id":{id},"platform":"{platform}","artist":"Artist {}","title":"Release {n}"}}"#,
            n % 40
        )
        .unwrap();
    }
    let options = ImportOptions::new(files.write("large.jsonl", file));
    let mut steps: Vec<Progress> = Vec::new();
    let report = import_campaigns(&test.app, &manager, &options, |step| steps.push(step)).await.unwrap();
    // 1,022 of 5,111 are for gramophones; of the eleven rows with id 0, ten replace an earlier one.
    assert_eq!(counts(&report), [5_111, 4_079, 0, 0, 1_022, 10]);
    assert_eq!(report.clients_created, 32);
    assert!(steps.windows(2).all(|pair| pair[0].bytes_read < pair[1].bytes_read));
    assert_eq!(steps.last().map(|last| (last.bytes_read, last.rows)), Some((steps[0].bytes_total, 5_111)));
    let again = import(&test, &manager, &options).await.unwrap();
    // Id 0 takes its first row's values on the way, and its last row's again at the end.
    assert_eq!(counts(&again)[1..4], [0, 1, 4_078]);
}

db::statements! {
    pub(crate) LIST_AUDITED = "
        select target_name, note from audit_events where action = 'campaigns.imported' order by id";
    pub(crate) COUNT_EVENTS = "
        select count(*) from events where type = 'campaigns.imported' and internal";
}

async fn audited(test: &TestApp) -> Vec<(String, String)> {
    let found = Query::many(&LIST_AUDITED, params![]);
    test.database.read(test.tenant_id, found).await.unwrap()
}

#[tokio::test]
async fn what_was_stored_before_an_import_broke_off_is_in_the_activity_log() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let files = Files::new();
    let mut file = String::new();
    for n in 0..1_500 {
        writeln!(file, r#"{{"id":{n},"platform":"x","artist":"Ada","title":"Release {n}"}}"#).unwrap();
    }
    let path = files.write("broken.jsonl", &file);
    let whole = ImportOptions::new(&path);
    import(&test, &manager, &whole).await.unwrap();
    let lines = audited(&test).await;
    let notes: Vec<&str> = lines.iter().map(|(_, note)| note.as_str()).collect();
    assert_eq!(
        notes,
        [
            "rows 1 to 1000: 1000 created, 0 updated, 0 unchanged, 0 refused, 1 clients created",
            "rows 1001 to 1500: 500 created, 0 updated, 0 unchanged, 0 refused, 0 clients created",
        ]
    );
    assert_eq!(lines[0].0, "broken.jsonl");
    // An import that changes nothing has nothing to tell.
    import(&test, &manager, &whole).await.unwrap();
    assert_eq!(audited(&test).await.len(), 2);
    let told: i64 = test.database.read(test.tenant_id, Query::one(&COUNT_EVENTS, params![])).await.unwrap();
    assert_eq!(told, 2);
    // A report that cannot be written ends the import; what it stored before is told.
    file.push_str("{}\n");
    let path = files.write("broken.jsonl", file.replace("Release", "Single"));
    let broken =
        ImportOptions { report_path: Some("/nowhere/report.csv".into()), ..ImportOptions::new(path) };
    assert!(matches!(import(&test, &manager, &broken).await, Err(ImportError::Report(_))));
    let notes: Vec<String> = audited(&test).await.into_iter().map(|(_, note)| note).collect();
    assert_eq!(
        notes[2..],
        ["rows 1 to 1000: 0 created, 1000 updated, 0 unchanged, 0 refused, 0 clients created"]
    );
}

#[tokio::test]
async fn what_is_read_only_or_has_ideas_is_not_imported_over() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let files = Files::new();
    let file = "id,platform,client,campaign,status\n1,x,Ada,First,archived\n2,x,Ada,Second,draft\n\
                3,x,Ada,Third,draft\n";
    import(&test, &manager, &ImportOptions::new(files.write("first.csv", file))).await.unwrap();
    let by_id = async |id: &str| {
        campaigns(&test, &manager).await.into_iter().find(|c| c["external_id"] == id).unwrap()
    };
    let idea = json!({
        "campaign_id": by_id("2").await["id"], "kind": "post", "content": { "title": "Kept" },
    });
    let idea = test.post(&manager, "/ideas", idea).await.expect(201);
    // What is said again is no change, of an archived campaign neither.
    let again = import(&test, &manager, &ImportOptions::new(files.write("again.csv", file))).await.unwrap();
    assert_eq!(counts(&again), [3, 0, 0, 3, 0, 0]);

    let file = "id,platform,client,campaign,status\n1,x,Ada,First,active\n2,x,Bea,Second,draft\n\
                3,x,Bea,Third,draft\n2,x,Bea,Second again,draft\n";
    let moved = import(&test, &manager, &ImportOptions::new(files.write("moved.csv", file))).await.unwrap();
    assert_eq!(counts(&moved), [4, 0, 1, 0, 2, 1]);
    let problems: Vec<(u64, &str, &str)> =
        moved.shown.iter().map(|problem| (problem.row, problem.column, problem.code)).collect();
    assert_eq!(
        problems,
        [
            (5, "external_id", "repeated"),
            (2, "external_id", "campaign_archived"),
            (5, "client", "client_changed"),
        ]
    );
    let kept = by_id("2").await;
    assert_eq!((&kept["client_id"], &kept["name"]), (&idea["client_id"], &json!("Second")));
    assert_eq!(by_id("1").await["state"], "archived");
    assert_eq!(by_id("3").await["client_name"], "Bea");
    // The name of a campaign with ideas is taken.
    let renamed = "id,platform,client,campaign,status\n2,x,Ada,Renamed,draft\n";
    import(&test, &manager, &ImportOptions::new(files.write("renamed.csv", renamed))).await.unwrap();
    assert_eq!(by_id("2").await["name"], "Renamed");
}

#[tokio::test]
async fn a_search_looks_through_the_newest_campaigns_only() {
    let test = agency().await;
    let manager = test.member(Role::Manager);
    let files = Files::new();
    let mut file = String::from("id,platform,client,campaign,status\n0,x,Ada,Needle,active\n");
    for n in 1..=5_000 {
        writeln!(file, "{n},x,Bea,Hay {n},draft").unwrap();
    }
    import(&test, &manager, &ImportOptions::new(files.write("many.csv", file))).await.unwrap();
    let found = async |filter: &str| -> usize {
        let page = test.get(&manager, &format!("/campaigns?limit=200{filter}")).await.expect(200);
        page["items"].as_array().unwrap().len()
    };
    let clients = test.get(&manager, "/clients?q=ada").await.expect(200);
    let ada = clients["items"][0]["id"].as_str().unwrap();
    assert_eq!(found("&q=needle").await, 0);
    assert_eq!(found("&q=hay%205000").await, 1);
    assert_eq!(found(&format!("&q=needle&client_id={ada}")).await, 1);
    assert_eq!(found(&format!("&q=needle&client_id={ada}&state=active")).await, 1);
    assert_eq!(found(&format!("&q=needle&client_id={ada}&state=draft")).await, 0);
    assert_eq!(found("&q=needle&state=active").await, 1);
    assert_eq!(found(&format!("&client_id={ada}&state=active")).await, 1);
}

#[tokio::test]
async fn only_those_who_may_import_do() {
    let test = agency().await;
    let files = Files::new();
    let options = ImportOptions::new(files.write("good.csv", "id,platform,client,campaign\n1,x,Ada,First\n"));
    let refused = import(&test, &test.member(Role::Creator), &options).await.unwrap_err();
    assert!(matches!(refused, ImportError::Store(platform::Error::Forbidden { .. })));
    import(&test, &Actor::system(test.tenant_id), &options).await.unwrap();
    let absent =
        import(&test, &Actor::system(test.tenant_id), &ImportOptions::new("/nowhere/file.csv")).await;
    assert!(absent.unwrap_err().to_string().starts_with("the file cannot be read"));
}
