//! Importing files of campaigns.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::support::{agency, create_client};
use agency::imports::{ImportError, ImportOptions, Progress, Report, import_campaigns};
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
