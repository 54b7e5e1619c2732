//! What the areas' tests share: one area's routes over a fresh database, called through HTTP as any actor.
//!
//! Authentication is left out here on purpose: an actor is put into the request as the authentication layer
//! would. The tests of the whole program sign in.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use db::testing::TestDatabase;
use db::{Query, SystemTask, params};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

use crate::actor::RequestContext;
use crate::config::Config;
use crate::{Actor, ActorKind, App, Assurance, Clock, Keys, Rights, Role, Scope, http::frame, idempotency};

db::statements! {
    pub(crate) INSERT_TENANT = "insert into tenants (id, slug, name, kind) values ($1, $2, $3, 'agency')";
}

/// The moment at which every test starts.
pub const START: &str = "2026-03-02T09:00:00Z";

/// An area under test.
pub struct TestApp {
    pub app: App,
    pub database: TestDatabase,
    pub tenant_id: Uuid,
    router: Router,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Null when there is no JSON body.
    pub body: Value,
}

impl Reply {
    /// The value when the status is as expected; panics with the whole answer otherwise.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "answer: {:#}", self.body);
        self.body
    }
}

impl TestApp {
    /// A fresh database with one tenant, and these routes below `/api/v1`.
    pub async fn new(routes: Router<App>) -> Self {
        Self::with_config(routes, |_| {}).await
    }

    pub async fn with_config(routes: Router<App>, change: impl FnOnce(&mut Config)) -> Self {
        let database = db::testing::database().await;
        let mut config = Config::load(None).expect("the defaults are complete");
        change(&mut config);
        let clock = Clock::fixed(START.parse().expect("a well-formed time"));
        let app = App::new(config, (*database).clone(), clock, Keys::new([7; 32]));
        let router = Router::new()
            .nest("/api/v1", routes)
            .layer(from_fn_with_state(app.clone(), idempotency::layer))
            .layer(from_fn_with_state(app.clone(), frame::layer))
            .with_state(app.clone());
        let mut test = Self { app, database, tenant_id: Uuid::nil(), router };
        test.tenant_id = test.add_tenant("northlight").await;
        test
    }

    pub async fn add_tenant(&self, slug: &str) -> Uuid {
        let id = self.app.clock().new_uuid();
        let mut tx = self.database.system(SystemTask::ManageTenants);
        let insert = Query::execute(&INSERT_TENANT, params![id, slug.to_owned(), slug.to_owned()]);
        tx.run(insert).await.expect("a new tenant");
        tx.commit().await.expect("a new tenant");
        id
    }

    /// A member of the first tenant.
    pub fn member(&self, role: Role) -> Actor {
        self.member_of(self.tenant_id, role)
    }

    /// A member of a tenant, with an id of their own.
    pub fn member_of(&self, tenant_id: Uuid, role: Role) -> Actor {
        let id = self.app.clock().new_uuid();
        Actor {
            tenant_id,
            kind: ActorKind::Member { member_id: id, person_id: id, session_id: id },
            name: Arc::from(format!("Test {}", role.name())),
            role: Arc::from(role.name()),
            account_id: None,
            rights: Arc::new(Rights::of(role.permissions())),
            assurance: Assurance { level: 1, proved_at: Some(self.app.clock().now()), impersonator: None },
            request: Arc::new(RequestContext::none()),
        }
    }

    /// A person of a client.
    pub fn client_member(&self, client_id: Uuid) -> Actor {
        self.confined(Role::Client, client_id)
    }

    /// A member who is confined to an account.
    pub fn confined(&self, role: Role, account_id: Uuid) -> Actor {
        Actor {
            account_id: Some(account_id),
            rights: Arc::new(Rights::within(role.permissions(), Scope::account(account_id))),
            ..self.member(role)
        }
    }

    /// The holder of an access link to a client.
    pub fn link(&self, link_id: Uuid, client_id: Uuid) -> Actor {
        Actor {
            kind: ActorKind::AccessLink { link_id },
            account_id: Some(client_id),
            rights: Arc::new(Rights::within(Role::ACCESS_LINK, Scope::account(client_id))),
            ..self.member(Role::Client)
        }
    }

    /// Calls `method path` (below `/api/v1`) as an actor, with a JSON body or none.
    pub async fn call(&self, actor: &Actor, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.call_with(actor, method, path, &[], body).await
    }

    pub async fn get(&self, actor: &Actor, path: &str) -> Reply {
        self.call(actor, "GET", path, None).await
    }

    /// The body of an answer 200 that is no JSON.
    pub async fn get_text(&self, actor: &Actor, path: &str) -> String {
        let request = Request::builder().method(Method::GET).uri(format!("/api/v1{path}"));
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(actor.clone());
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a whole answer");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    pub async fn post(&self, actor: &Actor, path: &str, body: Value) -> Reply {
        self.call(actor, "POST", path, Some(body)).await
    }

    pub async fn patch(&self, actor: &Actor, path: &str, body: Value) -> Reply {
        self.call(actor, "PATCH", path, Some(body)).await
    }

    /// As [`TestApp::call`], with headers.
    pub async fn call_with(
        &self,
        actor: &Actor,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let method: Method = method.parse().expect("a method");
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(actor.clone());
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a whole answer");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status: parts.status, headers: parts.headers, body }
    }
}
