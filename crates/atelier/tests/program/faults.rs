//! What breaks in production: killed processes, stopped processes, lost connections, a wrong login.

use std::time::{Duration, Instant};

use db::testing::TestDatabase;
use db::{Query, SystemTask, params};
use sandbox::{Fault, Mode, Sandbox};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::binary::{Binary, Settings, refusal};
use crate::client::{Client, text, until};
use crate::server::{Jobs, Program, address_of, demo_database, listen};
use crate::world::decode;

db::statements! {
    STAGE = "select stage from idea_batches where id = $1";
    ATTEMPT = "select attempt::bigint from idea_batches where id = $1 and stage = 'model'";
    FINISHED_TIMES = "select count(*) from audit_events where action = 'batch.finished' and target_id = $1";
    OPEN_JOBS = "select count(*) from jobs where state in ('ready', 'running')";
    HELD_LEASES = "select count(*) from jobs where state = 'running'";
    OPEN_RESERVATIONS = "select coalesce(sum(reserved_micros), 0)::bigint from llm_budgets";
    DISCONNECT = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    REFUSE_CONNECTIONS = "do $$ begin
        execute format('revoke connect on database %I from public', current_database()); end $$";
    ACCEPT_CONNECTIONS = "do $$ begin
        execute format('grant connect on database %I to public', current_database()); end $$";
}

const STAGES: [&str; 7] = ["queued", "cache", "prompt", "model", "validate", "store", "done"];

/// A model on a port of its own, which outlives the processes that ask it.
pub(crate) async fn model(fault: Mode) -> (Sandbox, std::net::SocketAddr) {
    let sandbox = Sandbox::default();
    sandbox.set_faults(vec![Fault::always(fault)]);
    let listener = listen().await;
    let address = address_of(&listener);
    let serving = sandbox::serve(listener, sandbox.clone(), std::future::pending());
    atelier::worker::spawn(async move { serving.await.expect("the sandbox serves") });
    (sandbox, address)
}

async fn count(database: &TestDatabase, query: Query<i64>) -> i64 {
    database.system(SystemTask::CheckHealth).run(query).await.expect("a count")
}

async fn order_batch(producer: &Client, campaign: &str, words: &str) -> String {
    let body = json!({"posts": 3, "reels": 2, "instructions": words});
    let batch = producer.post(&format!("/campaigns/{campaign}/generate"), body).await.expect(202);
    text(&batch["id"]).to_owned()
}

pub(crate) async fn make_campaign(producer: &Client) -> String {
    let client =
        producer.post("/clients", json!({"name": "Werft Nord", "channels": ["linkedin"]})).await.expect(201);
    let campaign =
        producer.post("/campaigns", crate::world::brief(text(&client["id"]), "killed")).await.expect(201);
    text(&campaign["id"]).to_owned()
}

async fn finished(producer: &Client, batch: &str) -> Value {
    until("the batch", async || {
        let batch = producer.get(&format!("/batches/{batch}")).await.expect(200);
        (batch["stage"] == "done").then_some(batch)
    })
    .await
}

#[tokio::test]
async fn a_killed_process_leaves_the_batch_to_be_finished_once() {
    let database = demo_database().await;
    let (_sandbox, model) = model(Mode::Slow(Duration::from_millis(150))).await;
    let settings = Settings { database: &database, app_url: None, model };
    let mut binary = Binary::start(&settings).await;
    let mut producer = binary.client().sign_in("producer@northlight.test", "northlight").await;
    let campaign = make_campaign(&producer).await;
    let mut asked = 0;
    for (number, stage) in STAGES.into_iter().enumerate() {
        let batch = order_batch(&producer, &campaign, &format!("Round {number}.")).await;
        asked += 5;
        wait_for_stage(&database, &batch, stage).await;
        binary.kill().await;
        binary = Binary::start(&settings).await;
        producer = producer.at(binary.address);
        let done = finished(&producer, &batch).await;
        assert_eq!(done["state"], "succeeded", "killed in {stage}: {done:#}");
        assert_eq!(done["ideas_created"], 5, "killed in {stage}: {done:#}");
        let ideas = producer.all(&format!("/ideas?campaign_id={campaign}")).await;
        assert_eq!(ideas.len(), asked, "killed in {stage}: the asked ideas, once");
        let id = decode(&batch).1;
        assert_eq!(count(&database, Query::one(&FINISHED_TIMES, params![id])).await, 1, "killed in {stage}");
    }
    assert_eq!(count(&database, Query::one(&OPEN_JOBS, params![])).await, 0, "no job is left over");
}

/// Waits until the batch is at this stage, or past it.
async fn wait_for_stage(database: &TestDatabase, batch: &str, stage: &str) {
    let place = |stage: &str| STAGES.iter().position(|known| *known == stage);
    let id = decode(batch).1;
    until(stage, async || {
        let mut tx = database.system(SystemTask::CheckHealth);
        let reached: String = tx.run(Query::one(&STAGE, params![id])).await.expect("the batch");
        (place(&reached) >= place(stage)).then_some(())
    })
    .await;
}

/// Waits until the model is asked in this attempt.
async fn wait_for_attempt(database: &TestDatabase, batch: &str, attempt: i64) {
    let id = decode(batch).1;
    until("the model to be asked again", async || {
        let mut tx = database.system(SystemTask::CheckHealth);
        let reached: Option<i64> = tx.run(Query::optional(&ATTEMPT, params![id])).await.expect("the batch");
        (reached >= Some(attempt)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_process_that_is_killed_again_and_again_still_gets_there() {
    let database = demo_database().await;
    let (sandbox, model) = model(Mode::Slow(Duration::from_secs(30))).await;
    let settings = Settings { database: &database, app_url: None, model };
    let mut binary = Binary::start(&settings).await;
    let mut producer = binary.client().sign_in("producer@northlight.test", "northlight").await;
    let campaign = make_campaign(&producer).await;
    let batch = order_batch(&producer, &campaign, "Again.").await;
    for kills in 1..=3 {
        wait_for_attempt(&database, &batch, kills).await;
        binary.kill().await;
        binary = Binary::start(&settings).await;
        producer = producer.at(binary.address);
    }
    sandbox.set_faults(Vec::new());
    let done = finished(&producer, &batch).await;
    assert_eq!((&done["state"], &done["ideas_created"]), (&json!("succeeded"), &json!(5)), "{done:#}");
    assert_eq!(producer.all(&format!("/ideas?campaign_id={campaign}")).await.len(), 5);
}

#[tokio::test]
async fn a_stopped_process_drains_and_gives_back_what_it_held() {
    let database = demo_database().await;
    let (sandbox, model) = model(Mode::Slow(Duration::from_mins(5))).await;
    let binary_settings = Settings { database: &database, app_url: None, model };
    let mut binary = Binary::start(&binary_settings).await;
    let producer = binary.client().sign_in("producer@northlight.test", "northlight").await;
    let campaign = make_campaign(&producer).await;
    let mut events = producer.events().await;
    let batch = order_batch(&producer, &campaign, "Slow.").await;
    wait_for_stage(&database, &batch, "model").await;

    let stopped = Instant::now();
    binary.terminate();
    while events.next().await.is_some() {}
    let status = binary.ended().await;
    assert_eq!(status.code(), Some(0));
    assert!(stopped.elapsed() < Duration::from_secs(10), "it took {:?}", stopped.elapsed());
    assert_eq!(count(&database, Query::one(&HELD_LEASES, params![])).await, 0, "leases are given back");
    assert_eq!(count(&database, Query::one(&OPEN_JOBS, params![])).await, 1, "the work is still to be done");

    sandbox.set_faults(Vec::new());
    let binary = Binary::start(&binary_settings).await;
    let done = finished(&producer.at(binary.address), &batch).await;
    assert_eq!((&done["state"], &done["ideas_created"]), (&json!("succeeded"), &json!(5)), "{done:#}");
}

#[tokio::test]
async fn a_throttle_survives_a_restart() {
    let database = demo_database().await;
    let (_sandbox, model) = model(Mode::None).await;
    let settings = Settings { database: &database, app_url: None, model };
    let binary = Binary::start(&settings).await;
    let wrong = json!({"email": "analyst@northlight.test", "password": "wrong", "tenant": "northlight"});
    let attempt = async |client: Client| client.call("POST", "/auth/sign-in").json(&wrong).send().await;
    let refused = until("a throttle", async || {
        let answer = attempt(binary.client()).await;
        (answer.status == 429).then_some(answer)
    });
    assert!(!refused.await.header("retry-after").is_empty());
    binary.kill().await;
    let binary = Binary::start(&settings).await;
    attempt(binary.client()).await.expect(429);
}

#[tokio::test]
async fn lost_connections_are_replaced_while_requests_come_in() {
    let program = Program::start(Jobs::Worked).await;
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let mut asking = JoinSet::new();
    for number in 0..4 {
        let producer = producer.clone();
        asking.spawn(async move {
            let mut statuses = Vec::new();
            for turn in 0..40 {
                let name = format!("Client {number} {turn}");
                statuses.push(producer.get("/clients").await.status);
                statuses.push(producer.post("/clients", json!({"name": name})).await.status);
            }
            statuses
        });
    }
    for _ in 0..20 {
        program.database.alter(DISCONNECT.text()).await.expect("connections are closed");
    }
    for statuses in asking.join_all().await {
        for status in statuses {
            assert!([200, 201, 503].contains(&status), "{status}");
        }
    }
    until("readiness", async || (program.client().get("/readyz").await.status == 200).then_some(())).await;
    producer.get("/clients").await.expect(200);
}

#[tokio::test]
async fn readiness_follows_the_database() {
    let program = Program::start(Jobs::Left).await;
    let client = program.client();
    assert_eq!(client.get("/readyz").await.status, 200);
    program.database.alter(REFUSE_CONNECTIONS.text()).await.unwrap();
    program.database.alter(DISCONNECT.text()).await.unwrap();
    let unready = until("unreadiness", async || {
        let answer = client.get("/readyz").await;
        (answer.status != 200).then_some(answer)
    });
    assert_eq!(unready.await.code(), "unavailable");
    assert_eq!(
        client.get("/healthz").await.status,
        200,
        "the process lives, and must not be restarted for this"
    );
    assert_eq!(client.get("/api/health").await.expect(200)["status"], "degraded");
    program.database.alter(ACCEPT_CONNECTIONS.text()).await.unwrap();
    until("readiness", async || (client.get("/readyz").await.status == 200).then_some(())).await;
}

#[tokio::test]
async fn a_login_that_passes_the_tenant_wall_is_refused_at_the_start() {
    let database = db::testing::database().await;
    let config = database.config().clone();
    let (_sandbox, model) = model(Mode::None).await;
    for (login, word) in [(config.system.as_deref(), "BYPASSRLS"), (Some(config.owner.as_str()), "superuser")]
    {
        let said = refusal(&Settings { database: &database, app_url: login, model }).await;
        assert!(said.contains("not safe to use") && said.contains(word), "{said}");
    }
}

#[tokio::test]
async fn a_failing_model_gives_labelled_drafts_and_no_reservation_is_left() {
    let program = Program::start(Jobs::Worked).await;
    program.sandbox.set_faults(vec![Fault::always(Mode::Refuse)]);
    let producer = program.client().sign_in("producer@northlight.test", "northlight").await;
    let campaign = make_campaign(&producer).await;
    let batch = order_batch(&producer, &campaign, "Refused.").await;
    let done = finished(&producer, &batch).await;
    assert_eq!((&done["state"], &done["ideas_created"]), (&json!("fallback"), &json!(5)), "{done:#}");
    let ideas = producer.all(&format!("/ideas?campaign_id={campaign}")).await;
    assert!(ideas.iter().all(|idea| idea["source"] == "template"), "a draft of the template says so");
    let usage = producer.get("/usage").await.expect(200);
    let incidents = crate::client::list(&usage["incidents"]);
    assert_eq!(incidents[0]["kind"], "generation_fell_back", "{usage:#}");
    assert!(text(&incidents[0]["message"]).contains("the model refused"), "{usage:#}");
    assert_eq!(count(&program.database, Query::one(&OPEN_RESERVATIONS, params![])).await, 0);
}
