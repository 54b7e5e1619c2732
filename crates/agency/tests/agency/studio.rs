//! An agency at work: one client, one campaign, people of every role, a worker, and the sandbox as the model,
//! reached over HTTP as in production.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use agency::Models;
use db::{Query, SystemTask, params};
use jobs::{Registry, Worker};
use platform::testing::TestApp;
use platform::{Actor, Role};
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::support;

db::statements! {
    pub(crate) INSERT_PERSON = "
        insert into people (id, email, email_normalized, name, created_at)
        values ($1, $1::uuid::text || '@test', $1::uuid::text || '@test', $2, now())";
    pub(crate) INSERT_MEMBER = "
        insert into members (tenant_id, id, person_id, role, name, email, created_at)
        values ($1, $2, $2, $3, $4, 'a@test', now())";
    pub(crate) REMOVE_MEMBER = "update members set removed_at = now() where id = $1";
    pub(crate) INSERT_TEMPLATE = "
        insert into prompt_templates
            (tenant_id, id, kind, name, current_version, versions_count, created_at, updated_at)
        values ($1, $2, 'post', 'Broken', 1, 1, now(), now())";
    pub(crate) INSERT_BROKEN = "
        insert into prompt_versions
            (tenant_id, template_id, n, body, variables, created_at, created_by_name)
        values ($1, $2, 1, '{{ nothing_like_this }}', '[]', now(), 'nobody')";
    pub(crate) COUNT_DECISIONS = "
        select count(*) from approval_decisions
        where actor_kind = 'link' and link_id is not null and user_agent = 'test browser'";
}

pub(crate) struct Studio {
    pub(crate) test: TestApp,
    pub(crate) sandbox: Sandbox,
    pub(crate) manager: Actor,
    pub(crate) creator: Actor,
    pub(crate) client: Value,
    pub(crate) campaign: Value,
    models: Models,
}

/// A campaign of a client with this approval policy, for two channels.
pub(crate) async fn studio(policy: &str) -> Studio {
    let test = support::agency().await;
    let manager = employ(&test, Role::Manager).await;
    let creator = employ(&test, Role::Creator).await;
    let new = json!({ "name": "Harbour Roasters", "industry": "Coffee", "approval_policy": policy });
    let client = test.post(&manager, "/clients", new).await.expect(201);
    let brief = json!({
        "client_id": client["id"], "name": "Winter harvest", "objective": "Sell out the winter subscription",
        "themes": ["origin", "brewing at home"], "channels": ["linkedin", "instagram"],
        "posts_count": 2, "reels_count": 1,
    });
    let campaign = test.post(&manager, "/campaigns", brief).await.expect(201);
    let (sandbox, models) = sandbox_models(&test).await;
    Studio { test, sandbox, manager, creator, client, campaign, models }
}

/// A member who exists: jobs look up the rights of whoever ordered them.
async fn employ(test: &TestApp, role: Role) -> Actor {
    let actor = test.member(role);
    let mut tx = test.database.system(SystemTask::ManageTenants);
    let name = actor.name.to_string();
    tx.run(Query::execute(&INSERT_PERSON, params![actor.id(), name.clone()])).await.unwrap();
    let member = params![actor.tenant_id, actor.id(), role.name().to_owned(), name];
    tx.run(Query::execute(&INSERT_MEMBER, member)).await.unwrap();
    tx.commit().await.unwrap();
    actor
}

#[expect(clippy::disallowed_methods, reason = "the sandbox serves as long as its test runs")]
async fn sandbox_models(test: &TestApp) -> (Sandbox, Models) {
    let sandbox = Sandbox::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(sandbox::serve(listener, sandbox.clone(), std::future::pending()));
    let timeout = Duration::from_secs(2);
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    let client =
        outbound::Client::new(outbound::Settings { networks, timeout, ..Default::default() }).unwrap();
    let endpoint = llm::Endpoint {
        name: "sandbox".into(),
        vendor: llm::Vendor::OpenAiCompatible,
        base_url: format!("http://{address}/v1"),
        key: "sandbox".into(),
    };
    let provider = Arc::new(llm::Hosted::new(&client, endpoint).unwrap());
    let routes = vec![llm::Route { provider, model: sandbox::MODEL.into() }];
    let mut options = llm::Options { attempt_timeout: Duration::from_millis(700), ..Default::default() };
    options.retry.attempts_max = 1;
    let ledger = llm::Ledger::new((*test.database).clone(), 25_000_000);
    let gateway = llm::Gateway::new(ledger, llm::Prices::builtin(), options, new_id);
    (sandbox, Models { gateway, routes, by_tenant: HashMap::new(), timeout })
}

fn new_id() -> Uuid {
    platform::Clock::System.new_uuid()
}

impl Studio {
    pub(crate) fn models(&self) -> Models {
        self.models.clone()
    }

    /// The same agency without any model.
    pub(crate) fn without_models(mut self) -> Self {
        self.models.routes.clear();
        self
    }

    pub(crate) fn worker(&self) -> Worker {
        self.worker_with(agency::register_jobs(Registry::new(), self.test.app.clone(), self.models()))
    }

    pub(crate) fn worker_with(&self, registry: Registry) -> Worker {
        let clock = self.test.app.clock().clone();
        let clock: jobs::Clock = Arc::new(move || clock.now());
        let wake = self.test.app.jobs_wake().clone();
        let owner = self.test.app.clock().new_uuid();
        Worker::new((*self.test.database).clone(), registry, clock, wake, owner, jobs::Options::default())
    }

    pub(crate) async fn work(&self) -> usize {
        self.worker().run_due().await.unwrap()
    }

    /// Works on what is due now, and on what becomes due with time: every retry there is.
    pub(crate) async fn work_patiently(&self) {
        for _ in 0..5 {
            self.work().await;
            self.test.app.clock().advance(jiff::SignedDuration::from_hours(1));
        }
    }

    pub(crate) fn campaign_path(&self, rest: &str) -> String {
        format!("/campaigns/{}{rest}", self.campaign["id"].as_str().unwrap())
    }

    pub(crate) async fn order(&self, order: Value) -> Value {
        self.test.post(&self.manager, &self.campaign_path("/generate"), order).await.expect(202)
    }

    pub(crate) async fn batch(&self, batch: &Value) -> Value {
        self.get(&format!("/batches/{}", batch["id"].as_str().unwrap())).await
    }

    /// As the manager.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.test.get(&self.manager, path).await.expect(200)
    }

    pub(crate) async fn ideas(&self) -> Vec<Value> {
        let path = format!("/ideas?limit=200&campaign_id={}", self.campaign["id"].as_str().unwrap());
        self.get(&path).await["items"].as_array().unwrap().clone()
    }

    /// Generates one post.
    pub(crate) async fn idea(&self) -> Value {
        self.order(json!({ "posts": 1 })).await;
        self.work().await;
        self.ideas().await.pop().unwrap()
    }

    pub(crate) fn client_id(&self) -> Uuid {
        support::raw("cli", &self.client)
    }

    pub(crate) fn client_person(&self) -> Actor {
        self.test.client_member(self.client_id())
    }

    /// The holder of a new link to these ideas.
    pub(crate) async fn link(&self, ideas: &[&Value]) -> Actor {
        let ids: Vec<&Value> = ideas.iter().map(|idea| &idea["id"]).collect();
        let new = json!({ "audience_name": "Jonas Weber", "idea_ids": ids });
        let link = self.test.post(&self.manager, &self.campaign_path("/links"), new).await.expect(201);
        self.test.link(support::raw("lnk", &link), self.client_id())
    }

    pub(crate) async fn event(&self, actor: &Actor, idea: &Value, event: &str, said: Value) -> Reply {
        self.test.post(actor, &path(idea, &format!("/{event}")), said).await
    }

    /// Sends an idea to the client, through every stage before.
    pub(crate) async fn send(&self, idea: &Value) -> Value {
        let submission = json!({ "idea_ids": [idea["id"]] });
        for _ in 0..2 {
            self.test
                .post(&self.manager, &self.campaign_path("/submit"), submission.clone())
                .await
                .expect(200);
            let now = self.get(&path(idea, "")).await;
            if now["state"] == "client_review" {
                return now;
            }
        }
        panic!("the idea does not reach the client: {:#}", self.get(&path(idea, "")).await);
    }

    /// Decisions that were made by a link from the browser of these tests.
    pub(crate) async fn decisions_by_link(&self) -> i64 {
        let query = Query::one(&COUNT_DECISIONS, params![]);
        self.test.app.db().read(self.test.tenant_id, query).await.unwrap()
    }

    /// Stores a prompt that cannot be rendered, past every check.
    pub(crate) async fn break_prompts(&self) {
        let id = self.test.app.clock().new_uuid();
        let mut tx = self.test.app.db().tenant(self.test.tenant_id);
        tx.run(Query::execute(&INSERT_TEMPLATE, params![self.test.tenant_id, id])).await.unwrap();
        tx.run(Query::execute(&INSERT_BROKEN, params![self.test.tenant_id, id])).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Takes a member out of the tenant.
    pub(crate) async fn dismiss(&self, member: &Actor) {
        let mut tx = self.test.app.db().tenant(self.test.tenant_id);
        tx.run(Query::execute(&REMOVE_MEMBER, params![member.id()])).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub(crate) use platform::testing::Reply;

pub(crate) fn path(idea: &Value, rest: &str) -> String {
    format!("/ideas/{}{rest}", idea["id"].as_str().unwrap())
}
