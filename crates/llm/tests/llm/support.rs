//! A sandbox, a ledger on a database of its own, a gateway between them.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use llm::testing::Scripted;
use llm::{Context, Endpoint, Gateway, Hosted, Ledger, Options, Prices, Request, Route, Schema, Vendor};
use outbound::{Client, Retry, Settings};
use sandbox::{MODEL, Sandbox};
use secrecy::SecretString;
use serde_json::json;
use tokio::net::TcpListener;
use uuid::Uuid;

pub(crate) const BUDGET_MICROS: i64 = 1_000_000;

pub(crate) fn now() -> Timestamp {
    "2026-11-21T14:00:00Z".parse().unwrap()
}

pub(crate) struct World {
    pub(crate) db: db::testing::TestDatabase,
    pub(crate) gateway: Gateway,
    pub(crate) context: Context,
}

impl World {
    /// A tenant of its own with these routes.
    pub(crate) async fn new(routes: Vec<Route>) -> Self {
        Self::with_budget(routes, BUDGET_MICROS).await
    }

    pub(crate) async fn with_budget(routes: Vec<Route>, micros: i64) -> Self {
        let db = db::testing::shared().await;
        let retry = Retry {
            attempts_max: 3,
            base: Duration::from_millis(1),
            ceiling: Duration::from_millis(5),
            ..Retry::default()
        };
        let options = Options { attempt_timeout: Duration::from_millis(1500), retry };
        let gateway =
            Gateway::new(Ledger::new((*db).clone(), micros), Prices::builtin(), options, Uuid::now_v7);
        let (tenant_id, work_id) = (Uuid::now_v7(), Uuid::now_v7());
        let context = Context { tenant_id, work_id, now: now(), timeout: Duration::from_secs(20), routes };
        Self { db, gateway, context }
    }

    pub(crate) async fn usage(&self) -> llm::queries::WorkUsage {
        let (tenant_id, work_id) = (self.context.tenant_id, self.context.work_id);
        self.db.read(tenant_id, llm::queries::work_usage(tenant_id, work_id)).await.unwrap()
    }

    pub(crate) async fn budget(&self) -> llm::queries::Budget {
        self.gateway.ledger().budget(self.context.tenant_id, now()).await.unwrap().unwrap()
    }

    /// At rest nothing is promised, and what is spent is what the calls cost.
    pub(crate) async fn assert_books_balance(&self) {
        let (budget, usage) = (self.budget().await, self.usage().await);
        assert_eq!((budget.reserved_micros, budget.spent_micros), (0, usage.cost_micros));
    }
}

/// A sandbox over HTTP and the route to it.
pub(crate) async fn sandbox() -> (Sandbox, Route) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let sandbox = Sandbox::default();
    tokio::spawn(sandbox::serve(listener, sandbox.clone(), std::future::pending()));
    (sandbox, hosted(&base_url, Vendor::OpenAiCompatible, MODEL))
}

pub(crate) fn hosted(base_url: &str, vendor: Vendor, model: &str) -> Route {
    let networks = vec!["127.0.0.0/8".parse().unwrap()];
    let outbound = Client::new(Settings { networks, ..Settings::default() }).unwrap();
    let key = SecretString::from("sandbox");
    let endpoint = Endpoint { name: base_url.to_owned(), vendor, base_url: base_url.to_owned(), key };
    Route { provider: Arc::new(Hosted::new(&outbound, endpoint).unwrap()), model: model.to_owned() }
}

pub(crate) fn scripted(provider: Scripted) -> (Arc<Scripted>, Route) {
    let provider = Arc::new(provider);
    (Arc::clone(&provider), Route { provider, model: MODEL.to_owned() })
}

pub(crate) fn request() -> Request {
    let source = json!({
        "type": "object", "additionalProperties": false, "required": ["ideas"],
        "properties": {"ideas": {"type": "array", "minItems": 2, "maxItems": 2, "items": {
            "type": "object", "additionalProperties": false, "required": ["title", "body"],
            "properties": {"title": {"type": "string"}, "body": {"type": "string"}}
        }}}
    });
    let brief = json!({"client": "Harbour Roasters", "themes": ["origin"], "posts": 2, "language": "en"});
    let prompt = format!("Write 2 ideas for posts.\n```json\n{brief}\n```");
    Request::new("test", "You write.", prompt)
        .schema(Schema::new("ideas", source).unwrap())
        .output_tokens_max(2000)
}
