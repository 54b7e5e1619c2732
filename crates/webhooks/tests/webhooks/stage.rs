//! A tenant with an administrator, and what the tests do again and again.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use db::{Query, SystemTask, params};
use jobs::{Registry, Worker};
use platform::config::Config;
use platform::testing::TestApp;
use platform::{Actor, Event, Permission, Role};
use serde_json::{Value, json};
use tokio::time::interval;
use uuid::Uuid;
use webhooks::{Pass, WayOut};

use crate::receiver::Receiver;

db::statements! {
    INSERT_PERSON = "insert into people (id, email, email_normalized, name, created_at)
        values ($1, $2, $2, 'Ada', now())";
    INSERT_MEMBER = "insert into members (tenant_id, id, person_id, role, name, email, created_at)
        values ($1, $2, $2, 'admin', 'Ada', $3, now())";
    COUNT_MAILS = "select count(*) from mails";
    COUNT_EVENTS = "select count(*) from events where type = $1";
    IS_BEHIND = "select exists (select from events e, webhook_cursor c
        where (e.written_by, e.seq) > (c.written_by, c.seq))";
    FIND_DATA = "select data from events where type = $1 order by seq desc limit 1";
}

pub(crate) struct Stage {
    pub(crate) test: TestApp,
    pub(crate) admin: Actor,
    pub(crate) receiver: Receiver,
    pub(crate) way_out: WayOut,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let receiver = Receiver::start().await;
        let mut settings = Config::load(None).unwrap();
        settings.outbound.allowed_networks = vec!["127.0.0.0/8".to_owned()];
        settings.webhooks.timeout_secs = 5;
        change(&mut settings);
        let way_out = WayOut::new(&settings);
        let routes = webhooks::routes().split_for_parts().0.layer(Extension(way_out.clone()));
        let test = TestApp::with_config(routes, move |config| *config = settings).await;
        let admin = test.member(Role::Admin);
        let mut tx = test.database.system(SystemTask::ManageTenants);
        let email = "ada@northlight.test".to_owned();
        tx.run(Query::execute(&INSERT_PERSON, params![admin.id(), email.clone()])).await.unwrap();
        let member = params![test.tenant_id, admin.id(), email];
        tx.run(Query::execute(&INSERT_MEMBER, member)).await.unwrap();
        tx.commit().await.unwrap();
        Self { test, admin, receiver, way_out }
    }

    /// An endpoint at the receiver; with its secret.
    pub(crate) async fn endpoint(&self, path: &str, types: &[&str], more: Value) -> Value {
        let mut body = json!({"url": self.receiver.url(path), "event_types": types});
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.test.post(&self.admin, "/webhook-endpoints", body).await.expect(201)
    }

    /// Something happens.
    pub(crate) async fn emit(&self, kind: &'static str, subject: &'static str, id: Uuid) {
        let mut tx = self.test.app.begin(&self.admin, Permission::WebhookUpdate).await.unwrap();
        tx.emit(Event::new(kind, subject, id).version(3));
        tx.commit().await.unwrap();
    }

    pub(crate) async fn approve(&self) -> Uuid {
        let id = self.test.app.clock().new_uuid();
        self.emit("idea.approved", "idea", id).await;
        id
    }

    /// Everything that is due now. An event is read when every older transaction of the cluster has settled,
    /// those of other tests among them.
    pub(crate) async fn deliver(&self) -> Pass {
        let mut beat = interval(Duration::from_millis(5));
        let mut whole = Pass::default();
        for _ in 0..4000 {
            let pass = Pass::run(&self.test.app, &self.way_out).await.unwrap();
            whole.dispatched += pass.dispatched;
            whole.attempted += pass.attempted;
            if !self.ask(Query::one(&IS_BEHIND, params![])).await {
                return whole;
            }
            beat.tick().await;
        }
        panic!("events do not settle");
    }

    pub(crate) async fn work(&self) {
        let clock = self.test.app.clock().clone();
        let clock: jobs::Clock = Arc::new(move || clock.now());
        let (wake, owner) = (self.test.app.jobs_wake().clone(), self.test.app.clock().new_uuid());
        let registry = webhooks::register_jobs(Registry::new(), self.test.app.clone());
        let options = jobs::Options::default();
        let db = (*self.test.database).clone();
        Worker::new(db, registry, clock, wake, owner, options).run_due().await.unwrap();
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.test.get(&self.admin, path).await.expect(200)
    }

    pub(crate) async fn post(&self, path: &str, status: u16) -> Value {
        self.test.post(&self.admin, path, json!({})).await.expect(status)
    }

    pub(crate) async fn deliveries(&self, endpoint: &Value) -> Vec<Value> {
        let path = format!("/webhook-endpoints/{}/deliveries", text(&endpoint["id"]));
        self.get(&path).await["items"].as_array().unwrap().clone()
    }

    pub(crate) async fn reload(&self, endpoint: &Value) -> Value {
        self.get(&format!("/webhook-endpoints/{}", text(&endpoint["id"]))).await
    }

    pub(crate) async fn mails(&self) -> i64 {
        self.ask(Query::one(&COUNT_MAILS, params![])).await
    }

    pub(crate) async fn events(&self, kind: &str) -> i64 {
        self.ask(Query::one(&COUNT_EVENTS, params![kind.to_owned()])).await
    }

    pub(crate) async fn data_of(&self, kind: &str) -> Option<Value> {
        self.ask(Query::optional(&FIND_DATA, params![kind.to_owned()])).await
    }

    async fn ask<T>(&self, query: Query<T>) -> T {
        self.test.database.system(SystemTask::CheckHealth).run(query).await.unwrap()
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
