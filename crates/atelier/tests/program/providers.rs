//! Signing in with a provider, through the real redirects.

use serde_json::Value;

use crate::client::{Answer, Client};
use crate::server::{Jobs, Program};

/// A browser: keeps cookies, follows by hand.
pub(crate) struct Browser {
    client: Client,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub(crate) fn new(program: &Program) -> Self {
        Self { client: program.client(), cookies: Vec::new() }
    }

    pub(crate) async fn get(&mut self, url: &str) -> Answer {
        let call = self.client.call_url("GET", url).header("cookie", self.shown());
        let answer = call.header("sec-fetch-site", "none").send().await;
        self.keep(&answer);
        answer
    }

    /// As a page of ours asks.
    async fn ask(&mut self, method: &str, url: &str) -> Answer {
        let call = self.client.call_url(method, url).header("cookie", self.shown());
        let answer = call.header("sec-fetch-site", "same-origin").send().await;
        self.keep(&answer);
        answer
    }

    /// As a page's form sends it.
    pub(crate) async fn submit(&mut self, url: &str, form: &str) -> Answer {
        let call = self.client.call_url("POST", url).header("cookie", self.shown());
        let kind = "application/x-www-form-urlencoded";
        let answer = call.bytes(kind, form.as_bytes().to_vec()).send().await;
        self.keep(&answer);
        answer
    }

    fn shown(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all("set-cookie") {
            let pair = cookie.to_str().expect("a cookie").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a pair");
            self.cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// To the provider and its click: the address to come back to.
    async fn leave(&mut self, program: &Program, start: &str, click: &str) -> String {
        let answer = self.ask("GET", &program.url(start)).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let authorize = answer.header("location").replace("/oidc/authorize?", "/oidc/authorize/as?");
        let answer = self.get(&format!("{authorize}{click}")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").to_owned()
    }

    pub(crate) async fn me(&mut self, program: &Program) -> Answer {
        self.get(&program.url("/auth/me")).await
    }
}

const START: &str = "/auth/providers/sandbox/start?return_to=/campaigns";
const PRODUCER: &str = "&email=producer@northlight.test&name=P&verified=on";

#[tokio::test]
async fn a_verified_address_signs_in_and_the_subject_is_remembered() {
    let program = Program::start(Jobs::Left).await;
    let listed = program.client().get("/auth/providers").await.expect(200);
    assert_eq!(listed["items"][0]["key"], "sandbox");
    for _ in 0..2 {
        let mut browser = Browser::new(&program);
        let back = browser.leave(&program, START, PRODUCER).await;
        let answer = browser.get(&back).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/campaigns"));
        let me: Value = browser.me(&program).await.expect(200);
        assert_eq!(me["member"]["email"], "producer@northlight.test");
    }
}

#[tokio::test]
async fn what_comes_back_counts_once_and_in_its_own_browser() {
    let program = Program::start(Jobs::Left).await;
    let mut browser = Browser::new(&program);
    let back = browser.leave(&program, START, PRODUCER).await;
    let mut thief = Browser::new(&program);
    let stolen = thief.get(&back).await;
    assert_eq!(stolen.header("location"), "/sign-in?problem=flow_expired");
    thief.leave(&program, START, PRODUCER).await;
    assert_eq!(thief.get(&back).await.header("location"), "/sign-in?problem=flow_expired");
    assert_eq!(browser.get(&back).await.header("location"), "/campaigns");
    assert_eq!(browser.get(&back).await.header("location"), "/sign-in?problem=flow_expired");
}

#[tokio::test]
async fn strangers_and_unverified_addresses_stay_out() {
    let program = Program::start(Jobs::Left).await;
    for (click, problem) in [
        ("&email=nobody@nowhere.test&verified=on", "unknown_account"),
        ("&email=producer@northlight.test", "address_unverified"),
        ("", "access_denied"),
    ] {
        let mut browser = Browser::new(&program);
        let back = browser.leave(&program, START, click).await;
        let answer = browser.get(&back).await;
        assert_eq!(answer.header("location"), format!("/sign-in?problem={problem}"));
        assert_eq!(browser.me(&program).await.status, 401);
    }
}

#[tokio::test]
async fn a_changed_answer_is_not_taken() {
    let program = Program::start(Jobs::Left).await;
    for (from, to) in [("code=", "code=x"), ("iss=http", "iss=https")] {
        let mut browser = Browser::new(&program);
        let back = browser.leave(&program, START, PRODUCER).await;
        let answer = browser.get(&back.replace(from, to)).await;
        assert_eq!(answer.header("location"), "/sign-in?problem=provider_failed");
    }
    let mut browser = Browser::new(&program);
    let back = browser.leave(&program, START, PRODUCER).await;
    let answer = browser.get(&back.replace("state=", "state=x")).await;
    assert_eq!(answer.header("location"), "/sign-in?problem=flow_expired");
    for return_to in ["//evil.test", "https://evil.test", "/%5Cevil.test"] {
        let mut browser = Browser::new(&program);
        let start = format!("/auth/providers/sandbox/start?return_to={return_to}");
        let back = browser.leave(&program, &start, PRODUCER).await;
        assert_eq!(browser.get(&back).await.header("location"), "/");
    }
}

#[tokio::test]
async fn the_provider_s_new_key_is_fetched() {
    let program = Program::start(Jobs::Left).await;
    let mut browser = Browser::new(&program);
    let back = browser.leave(&program, START, PRODUCER).await;
    assert_eq!(browser.get(&back).await.header("location"), "/campaigns");
    program.sandbox.rotate_keys();
    let back = browser.leave(&program, START, PRODUCER).await;
    assert_eq!(browser.get(&back).await.header("location"), "/campaigns");
    // Not more than once a minute: a second new key is not believed yet.
    program.sandbox.rotate_keys();
    let back = browser.leave(&program, START, PRODUCER).await;
    assert_eq!(browser.get(&back).await.header("location"), "/sign-in?problem=provider_failed");
}

const CONNECT: &str = "/auth/providers/sandbox/start?connect=true&return_to=/settings/security";
const PRIVATE: &str = "&email=private@elsewhere.test&name=P&verified=on";

async fn signed_in(program: &Program) -> Browser {
    let mut browser = Browser::new(program);
    let back = browser.leave(program, START, PRODUCER).await;
    assert_eq!(browser.get(&back).await.header("location"), "/campaigns");
    browser
}

#[tokio::test]
async fn a_provider_is_connected_seen_and_removed() {
    let program = Program::start(Jobs::Left).await;
    let mut browser = signed_in(&program).await;
    let back = browser.leave(&program, CONNECT, PRIVATE).await;
    assert_eq!(browser.get(&back).await.header("location"), "/settings/security");
    let mut other = Browser::new(&program);
    let back = other.leave(&program, START, PRIVATE).await;
    assert_eq!(other.get(&back).await.header("location"), "/campaigns");
    assert_eq!(other.me(&program).await.json()["member"]["email"], "producer@northlight.test");
    let list = browser.ask("GET", &program.url("/api/v1/me/identities")).await.expect(200);
    let private =
        crate::client::list(&list["items"]).iter().find(|one| one["email"] == "private@elsewhere.test");
    let id = crate::client::text(&private.expect("it is listed")["id"]);
    browser.ask("DELETE", &program.url(&format!("/api/v1/me/identities/{id}"))).await.expect(204);
    let mut third = Browser::new(&program);
    let back = third.leave(&program, START, PRIVATE).await;
    assert_eq!(third.get(&back).await.header("location"), "/sign-in?problem=unknown_account");
    let told = "do $$ begin
        assert (select count(*) from atelier.audit_events where action = 'member.identity_connected') >= 2;
        assert (select count(*) from atelier.audit_events where action = 'member.identity_removed') = 1;
    end $$";
    program.database.alter(told).await.expect("the events are there");
}

#[tokio::test]
async fn who_left_to_connect_comes_back_in_the_same_session() {
    let program = Program::start(Jobs::Left).await;
    let mut browser = signed_in(&program).await;
    let back = browser.leave(&program, CONNECT, PRIVATE).await;
    browser.ask("POST", &program.url("/auth/sign-out")).await.expect(204);
    assert_eq!(browser.get(&back).await.header("location"), "/sign-in?problem=flow_expired");
    let mut browser = signed_in(&program).await;
    let back = browser.leave(&program, CONNECT, PRIVATE).await;
    let again = browser.leave(&program, START, PRODUCER).await;
    assert_eq!(browser.get(&again).await.header("location"), "/campaigns");
    assert_eq!(browser.get(&back).await.header("location"), "/sign-in?problem=flow_expired");
}
