//! `atelier demo`: everything at once, with tenants that look like real work and vendors that need no
//! account.

use std::net::{Ipv4Addr, SocketAddr};

use platform::config::{Config, Environment, IdentityProvider, LogFormat, ProviderKind};
use sandbox::Sandbox;
use secrecy::SecretString;
use tokio::net::TcpListener;

use super::serve::{bind, serve, stop};
use super::{Failure, Role, say};
use crate::assemble::assemble;
use crate::shutdown::Shutdown;
use crate::worker;

const BANNER: &str = "
  Atelier is ready at {url}

  Sign in with the password atelier-demo-1 as
    producer@northlight.test   social agency: manages clients and campaigns   <- start here
    owner@northlight.test      social agency: everything
    writer@northlight.test     social agency: creates
    analyst@northlight.test    social agency: reads
    client@northlight.test     a client of the agency: decides
    owner@bluenote.test        music label: another tenant with its own world
    manager@bluenote.test      music label
    root@atelier.test          the platform's super admin

  The language model is a sandbox on this machine; everything it writes is labelled.
  Ctrl-C stops; the next start finds everything as it was.
";

pub(super) async fn run(mut config: Config, listen: Option<SocketAddr>) -> Result<(), Failure> {
    if let Some(listen) = listen {
        config.server.listen = listen;
    }
    if config.server.data_dir.is_empty() {
        config.server.data_dir = crate::assemble::data_dir(&config).join("demo").display().to_string();
    }
    config.security.environment = Environment::Test;
    config.log.format = LogFormat::Text;
    config.log.filter = quiet(&config.log.filter);
    let _logs = platform::telemetry::start(&config.log)?;
    let listener = bind(config.server.listen, Role::All).await?;
    if let Some(listener) = &listener {
        config.server.listen = listener.local_addr()?;
    }
    let shutdown = Shutdown::on_signals()?;
    if let (true, Some(listener)) = (config.server.public_url.is_empty(), &listener) {
        config.server.public_url = format!("http://{}", listener.local_addr()?);
    }
    let (sandbox, smtp) = start_sandbox(config.server.listen, &shutdown).await?;
    config.mail.url = format!("smtp://{smtp}").into();
    config.sign_in.providers.entry("sandbox".to_owned()).or_insert_with(|| provider(sandbox));
    config.llm.base_url = format!("http://{sandbox}/v1/");
    config.llm.model = format!("openai::{}", sandbox::MODEL);
    config.llm.api_key = String::from("the sandbox takes any key").into();
    config.outbound.allowed_networks.push("127.0.0.1/32".to_owned());
    let assembled = assemble(config).await?;
    let seeded = agency::demo::seed(&assembled.app).await;
    seeded.map_err(|error| format!("the demo data: {error:?}"))?;
    let address = listener.as_ref().map(TcpListener::local_addr).transpose()?;
    let url = address.map_or_else(String::new, |address| format!("http://{address}"));
    say(BANNER.replace("{url}", &url).trim_end());
    say(&format!("  Sandbox: http://{sandbox}/sandbox"));
    say(&format!("  Mails:   http://{sandbox}/sandbox/mail\n"));
    serve(&assembled.app, listener, Role::All, &shutdown, true).await?;
    stop(assembled).await
}

/// In a terminal only what needs attention, unless somebody asked for more.
fn quiet(filter: &str) -> String {
    if filter == "info" { "warn".to_owned() } else { filter.to_owned() }
}

/// The sandbox's own issuer, which lets everybody in as whoever they say.
fn provider(sandbox: SocketAddr) -> IdentityProvider {
    IdentityProvider {
        name: "Sandbox".to_owned(),
        kind: ProviderKind::Oidc,
        issuer: format!("http://{sandbox}/oidc"),
        client_id: "atelier".to_owned(),
        client_secret: SecretString::from("the sandbox takes any secret"),
        client_secret_file: String::new(),
    }
}

/// The demo's people, with the names that a provider knows.
fn people() -> Vec<sandbox::Identity> {
    let emails = BANNER
        .split_whitespace()
        .filter(|word| word.contains('@') && word.rsplit('.').next() == Some("test"));
    let identity = |email: &str| sandbox::Identity {
        name: email.split('@').next().unwrap_or_default().to_owned(),
        email: email.to_owned(),
        email_verified: true,
    };
    emails.map(identity).collect()
}

/// Beside the demo's own address when that is free, else anywhere.
async fn start_sandbox(listen: SocketAddr, shutdown: &Shutdown) -> Result<(SocketAddr, SocketAddr), Failure> {
    let (http, smtp) = (bind_beside(listen, 1).await?, bind_beside(listen, 2).await?);
    let addresses = (http.local_addr()?, smtp.local_addr()?);
    let sandbox = Sandbox::default();
    sandbox.set_people(people());
    let (shutdown, catcher) = (shutdown.clone(), sandbox.clone());
    worker::spawn(async move {
        let serving = axum::serve(http, sandbox::router(sandbox));
        tokio::select! {
            () = shutdown.begun() => {}
            served = async { serving.await } => {
                tracing::error!(?served, "the sandbox ended");
            }
            served = sandbox::serve_smtp(smtp, catcher) => {
                tracing::error!(?served, "the sandbox's mail server ended");
            }
        }
    });
    Ok(addresses)
}

async fn bind_beside(listen: SocketAddr, distance: u16) -> Result<TcpListener, Failure> {
    let beside = SocketAddr::from((Ipv4Addr::LOCALHOST, listen.port().saturating_add(distance)));
    match TcpListener::bind(beside).await {
        Ok(listener) => Ok(listener),
        Err(_) => Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?),
    }
}

/// `atelier sandbox`: the vendors alone.
pub(super) async fn serve_sandbox(listen: SocketAddr) -> Result<(), Failure> {
    let listener = TcpListener::bind(listen).await?;
    let smtp = bind_beside(listener.local_addr()?, 1).await?;
    let shutdown = Shutdown::on_signals()?;
    say(&format!("The sandbox is ready at http://{}/sandbox", listener.local_addr()?));
    say(&format!("It takes mails at smtp://{}", smtp.local_addr()?));
    let sandbox = Sandbox::default();
    let router = sandbox::router(sandbox.clone());
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move { shutdown.begun().await });
    tokio::select! {
        served = async { serving.await } => served?,
        served = sandbox::serve_smtp(smtp, sandbox) => served?,
    }
    Ok(())
}
