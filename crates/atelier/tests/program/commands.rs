//! The command line that operators rely on.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use serde_json::json;

use crate::binary::{Binary, Settings, command};
use crate::client::{text, until};
use crate::faults;
use crate::server::demo_database;

/// Where no model is asked.
const NOWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9);

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn expect(self, code: i32) -> String {
        assert_eq!(self.code, code, "it said:\n{}\n{}", self.out, self.err);
        format!("{}{}", self.out, self.err)
    }
}

async fn run(settings: &Settings<'_>, arguments: &[&str]) -> Said {
    let output = command(settings).args(arguments).output().await.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

#[tokio::test]
async fn commands_say_what_they_know() {
    let database = demo_database().await;
    let settings = Settings { database: &database, app_url: None, model: NOWHERE };
    assert_eq!(run(&settings, &["version"]).await.expect(0).trim(), env!("CARGO_PKG_VERSION"));
    let described = run(&settings, &["openapi"]).await.expect(0);
    assert_eq!(described.trim_end(), atelier::router::openapi_json().unwrap().trim_end());
    let defaults = run(&settings, &["config"]).await.expect(0);
    for section in [
        "[server]",
        "[database]",
        "[security]",
        "[http]",
        "[jobs]",
        "[llm]",
        "[outbound]",
        "[audit]",
        "[log]",
    ] {
        assert!(defaults.contains(section), "{section} is documented");
    }
    assert_eq!(run(&settings, &["migrate"]).await.expect(0).trim(), "The schema is up to date.");
    let doctor = run(&settings, &["doctor"]).await.expect(0);
    assert!(doctor.contains("Everything is well."), "{doctor}");
}

#[tokio::test]
async fn a_setting_that_nobody_knows_is_refused_by_name() {
    let database = demo_database().await;
    let settings = Settings { database: &database, app_url: None, model: NOWHERE };
    for (name, value, word) in [
        ("ATELIER__SERVER__LISTEN_ON", "127.0.0.1:1", "listen_on"),
        ("ATELIER__HTTP__BODY_BYTES_MAX", "many", "body_bytes_max"),
        ("ATELIER__SECURITY__SECRET", "short", "secret"),
        ("ATELIER__DATABASE__APP_URL_FILE", "/nowhere/secret", "/nowhere/secret"),
    ] {
        let output = command(&settings).args(["serve", "--listen", "127.0.0.1:0"]).env(name, value).output();
        let output = output.await.expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{name}: {said}");
        assert!(said.contains(word), "{name}: {said}");
    }
}

#[tokio::test]
async fn an_address_in_use_is_said_and_nothing_is_started() {
    let database = demo_database().await;
    let settings = Settings { database: &database, app_url: None, model: NOWHERE };
    let listener = crate::server::listen().await;
    let taken = crate::server::address_of(&listener).to_string();
    let said = run(&settings, &["serve", "--listen", &taken]).await;
    assert!(said.err.contains(&taken), "{}", said.err);
    said.expect(1);
}

#[tokio::test]
async fn campaigns_are_imported_from_a_file() {
    let database = demo_database().await;
    let settings = Settings { database: &database, app_url: None, model: NOWHERE };
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("campaigns.csv");
    let rows = "external_id,platform,client,name,starts_on\n\
                a-1,youtube,Werft Nord,\"Launch, in two parts\",2027-01-11\n\
                a-2,youtube,Werft Nord,Second,not a date\n";
    std::fs::write(&file, rows).unwrap();
    let import = async |more: &[&str]| {
        let file = file.display().to_string();
        let arguments = [&["import", "campaigns", &file, "--tenant", "northlight"], more].concat();
        run(&settings, &arguments).await
    };
    let tried = import(&["--dry-run"]).await.expect(1);
    assert!(tried.contains("2 rows: 1 created") && tried.contains("Nothing was written"), "{tried}");
    let imported = import(&[]).await.expect(1);
    assert!(imported.contains("1 created") && imported.contains("1 refused"), "{imported}");
    assert!(report_of(directory.path()).contains("not a date"), "the refused row is in the report");
    let again = import(&[]).await.expect(1);
    assert!(again.contains("0 created") && again.contains("1 unchanged"), "{again}");
}

/// The text of the report that an import left beside its file.
fn report_of(directory: &Path) -> String {
    let files = std::fs::read_dir(directory).expect("a folder").map(|entry| entry.expect("an entry").path());
    let report = files.filter(|path| !path.ends_with("campaigns.csv")).max().expect("a report");
    std::fs::read_to_string(report).expect("a report")
}

#[tokio::test]
async fn requests_and_work_may_be_processes_of_their_own() {
    let database = demo_database().await;
    let (_sandbox, model) = faults::model(sandbox::Mode::None).await;
    let settings = Settings { database: &database, app_url: None, model };
    let api = Binary::start_with(&settings, &["--role", "api"]).await;
    let producer = api.client().sign_in("producer@northlight.test", "northlight").await;
    let mut events = producer.events().await;
    let campaign = faults::make_campaign(&producer).await;
    let path = format!("/campaigns/{campaign}/generate");
    let batch = producer.post(&path, json!({"posts": 2, "reels": 0})).await.expect(202);
    let id = text(&batch["id"]).to_owned();
    let mut worker = Binary::start_with(&settings, &["--role", "worker"]).await;
    let done = until("the batch", async || {
        let batch = producer.get(&format!("/batches/{id}")).await.expect(200);
        (batch["stage"] == "done").then_some(batch)
    });
    assert_eq!(done.await["state"], "succeeded");
    events.until("batch.finished", &id).await;
    worker.terminate();
    assert_eq!(worker.ended().await.code(), Some(0));
}
