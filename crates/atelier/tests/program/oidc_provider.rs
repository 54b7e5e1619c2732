//! Signing in with a real issuer, the npm package `oidc-provider`, through its own pages.

use std::path::Path;
use std::process::Stdio;

use platform::config::{IdentityProvider, ProviderKind};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::providers::Browser;
use crate::server::{Jobs, Program, demo_database};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/oidc-provider");

/// The issuer and its address. It ends with its input.
struct Issuer {
    url: String,
    /// It would end where nobody hears what it says.
    _said: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

/// `None`, loudly, where its packages were not installed: `make test` does.
#[expect(clippy::print_stderr, reason = "what is left out is said")]
async fn issuer() -> Option<Issuer> {
    if !Path::new(FOLDER).join("node_modules/oidc-provider").exists() {
        eprintln!("LEFT OUT: oidc-provider is not installed; run `npm ci --prefix tools/oidc-provider`");
        return None;
    }
    let mut process = Command::new("node")
        .arg(Path::new(FOLDER).join("issuer.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("node runs");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let url = lines.next_line().await.expect("its output").expect("its address");
    Some(Issuer { url, _said: lines, _process: process })
}

/// Goes where the issuer's pages lead, writing this login, until it leads back here.
async fn sign_in(browser: &mut Browser, program: &Program, issuer: &str, login: &str) -> String {
    let mut answer = browser.get(&program.url("/auth/providers/real/start?return_to=/campaigns")).await;
    for _ in 0..12 {
        let next = if (300..400).contains(&answer.status) {
            let location = answer.header("location").to_owned();
            if location.contains("/callback") {
                return location;
            }
            if location.starts_with('/') { format!("{issuer}{location}") } else { location }
        } else {
            let page = answer.text();
            let action = page.split("action=\"").nth(1).and_then(|rest| rest.split('"').next());
            let action = action.unwrap_or_else(|| panic!("a form: {page}")).to_owned();
            let action = if action.starts_with('/') { format!("{issuer}{action}") } else { action };
            let prompt = if page.contains("value=\"login\"") { "login" } else { "consent" };
            let form = format!("prompt={prompt}&login={login}&password=any");
            answer = browser.submit(&action, &form).await;
            continue;
        };
        answer = browser.get(&next).await;
    }
    panic!("the issuer does not lead back");
}

#[tokio::test]
async fn a_real_issuer_signs_in_and_an_unverified_address_does_not() {
    let Some(issuer) = issuer().await else { return };
    let provider = IdentityProvider {
        name: "Real".to_owned(),
        kind: ProviderKind::Oidc,
        issuer: issuer.url.clone(),
        client_id: "atelier".to_owned(),
        client_secret: "a secret of at least thirty-two letters".to_owned().into(),
        client_secret_file: String::new(),
    };
    let program = Program::with(demo_database().await, Jobs::Left, |config| {
        config.sign_in.providers.insert("real".to_owned(), provider);
    });
    let program = program.await;
    for (login, expected) in [
        ("producer@northlight.test", "/campaigns"),
        ("nobody@nowhere.test", "/sign-in?problem=unknown_account"),
        ("unverified@northlight.test", "/sign-in?problem=address_unverified"),
    ] {
        let mut browser = Browser::new(&program);
        let back = sign_in(&mut browser, &program, &issuer.url, login).await;
        assert_eq!(browser.get(&back).await.header("location"), expected, "{login}");
    }
    let mut browser = Browser::new(&program);
    let back = sign_in(&mut browser, &program, &issuer.url, "producer@northlight.test").await;
    browser.get(&back).await;
    let me = browser.me(&program).await.expect(200);
    assert_eq!(me["member"]["email"], "producer@northlight.test");
}
