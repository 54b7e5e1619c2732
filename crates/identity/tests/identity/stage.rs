//! Two tenants with people, behind the layers that the program has.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use db::testing::{self, TestDatabase};
use http::{HeaderMap, Method, StatusCode};
use identity::seed::{MemberSeed, PersonSeed, TenantSeed};
use identity::{Authenticator, MemberId, TenantId, TenantKind, seed};
use jiff::SignedDuration;
use platform::config::Config;
use platform::http::frame;
use platform::{Actor, App, Clock, Keys, Rights, Role, idempotency};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use uuid::Uuid;

pub(crate) const PASSWORD: &str = "atelier-demo-1";
pub(crate) const OWNER: &str = "owner@northlight.test";
pub(crate) const ANALYST: &str = "analyst@northlight.test";
pub(crate) const BOTH: &str = "both@atelier.test";
pub(crate) const ROOT: &str = "root@atelier.test";
pub(crate) const CLIENT: &str = "client@northlight.test";
pub(crate) const CLIENT_ID: Uuid = Uuid::from_u128(0xc11e);

pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) authenticator: Authenticator,
    pub(crate) database: TestDatabase,
    pub(crate) northlight: TenantId,
    pub(crate) bluenote: TenantId,
    router: Router,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "answer: {:#}", self.body);
        self.body
    }

    /// Status, headers and body without what differs between any two requests.
    pub(crate) fn essence(mut self) -> String {
        self.headers.remove("x-request-id");
        if let Some(body) = self.body.as_object_mut() {
            body.remove("request_id");
        }
        let mut names: Vec<String> =
            self.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        names.retain(|line| !line.starts_with("content-security-policy"));
        names.sort();
        format!("{} {names:?} {}", self.status, self.body)
    }
}

/// A request in the making.
pub(crate) struct Call<'a> {
    stage: &'a Stage,
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    address: SocketAddr,
    body: Option<String>,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::on(testing::database().await, Clock::fixed("2026-11-21T14:00:00Z".parse().unwrap())).await
    }

    /// Another process on the same database.
    pub(crate) async fn restarted(&self) -> Self {
        Self::on(self.database.clone(), self.app.clock().clone()).await
    }

    async fn on(database: TestDatabase, clock: Clock) -> Self {
        let mut config = Config::load(None).unwrap();
        config.outbound.allowed_networks.push(String::from("127.0.0.1/32"));
        let app = App::new(config, (*database).clone(), clock, Keys::new([7; 32]));
        let authenticator = Authenticator::new(&app);
        let (v1, _) = identity::routes().split_for_parts();
        let (auth, _) = identity::auth_routes().split_for_parts();
        let router = Router::new()
            .nest("/api/v1", v1)
            .nest("/api/admin", identity::admin_routes().split_for_parts().0)
            .nest("/auth", auth)
            .layer(from_fn_with_state(app.clone(), idempotency::layer))
            .layer(from_fn_with_state(authenticator.clone(), identity::authenticate))
            .merge(identity::oauth_routes())
            .layer(Extension(authenticator.clone()))
            .layer(from_fn_with_state(app.clone(), frame::layer))
            .with_state(app.clone());
        let northlight = tenant(&app, "northlight", TenantKind::Agency).await;
        let bluenote = tenant(&app, "bluenote", TenantKind::Label).await;
        let stage = Self { app, authenticator, database, northlight, bluenote, router };
        stage.populate().await;
        stage
    }

    async fn populate(&self) {
        seed::ensure_account(&self.app, self.northlight, CLIENT_ID, "client", "A client").await.unwrap();
        for (email, role, client_id) in [
            (OWNER, Role::Admin, None),
            (ANALYST, Role::Analyst, None),
            (CLIENT, Role::Client, Some(CLIENT_ID)),
        ] {
            self.add_member(email, self.northlight, role, client_id).await;
        }
        self.add_member(BOTH, self.northlight, Role::Creator, None).await;
        self.add_member(BOTH, self.bluenote, Role::Manager, None).await;
        self.person(ROOT, true).await;
    }

    async fn person(&self, email: &str, is_super_admin: bool) -> identity::PersonId {
        let name = email.split('@').next().unwrap();
        let seed = PersonSeed { email, name, password: PASSWORD, locale: "en", is_super_admin };
        seed::ensure_person(&self.app, &self.authenticator, seed).await.unwrap()
    }

    pub(crate) async fn add_member(
        &self,
        email: &str,
        tenant_id: TenantId,
        role: Role,
        client_id: Option<Uuid>,
    ) -> MemberId {
        let person_id = self.person(email, false).await;
        seed::ensure_member(&self.app, MemberSeed { tenant_id, person_id, role, account_id: client_id })
            .await
            .unwrap()
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call {
            stage: self,
            method: method.parse().unwrap(),
            path: path.to_owned(),
            headers: Vec::new(),
            address: "192.0.2.7:4000".parse().unwrap(),
            body: None,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    pub(crate) fn post(&self, path: &str) -> Call<'_> {
        self.call("POST", path)
    }

    pub(crate) fn attempt(&self, email: &str, password: &str) -> Call<'_> {
        self.post("/auth/sign-in").json(json!({ "email": email, "password": password }))
    }

    /// The cookie's value and the answer.
    pub(crate) async fn sign_in(&self, email: &str) -> (String, Value) {
        let reply = self.attempt(email, PASSWORD).send().await;
        assert_eq!(reply.status, 200, "answer: {:#}", reply.body);
        let cookie = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        (cookie, reply.expect(200))
    }

    pub(crate) async fn token(&self, email: &str) -> String {
        self.sign_in(email).await.1["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        self.app.clock().advance(by);
    }

    /// An actor of a tenant for operations that another area calls.
    pub(crate) fn admin(&self) -> Actor {
        let mut actor = Actor::system(self.northlight.uuid());
        actor.rights = Arc::new(Rights::of(Role::Admin.permissions()));
        actor.name = Arc::from("Owner");
        actor
    }
}

async fn tenant(app: &App, slug: &str, kind: TenantKind) -> TenantId {
    let seed = TenantSeed { slug, name: slug, kind, locale: "en", time_zone: "Europe/Berlin" };
    seed::ensure_tenant(app, seed).await.unwrap()
}

impl Call<'_> {
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// As a page of ours sends it.
    pub(crate) fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie).header("sec-fetch-site", "same-origin")
    }

    pub(crate) fn json(mut self, body: Value) -> Self {
        self.body = Some(body.to_string());
        self.header("content-type", "application/json")
    }

    pub(crate) fn form(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    pub(crate) fn text(mut self, kind: &str, body: String) -> Self {
        self.body = Some(body);
        self.header("content-type", kind)
    }

    pub(crate) fn at_address(mut self, address: &str) -> Self {
        self.address = SocketAddr::new(address.parse().unwrap(), 4000);
        self
    }

    pub(crate) async fn send(self) -> Reply {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let body = self.body.map_or_else(Body::empty, Body::from);
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.stage.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Reply { status: parts.status, headers: parts.headers, body }
    }
}
