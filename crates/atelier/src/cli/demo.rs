//! `atelier demo`: everything at once, with tenants that look like real work and vendors that need no
//! account.

use std::net::{Ipv4Addr, SocketAddr};

use platform::config::{Config, LogFormat};
use sandbox::Sandbox;
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
    config.log.format = LogFormat::Text;
    config.log.filter = quiet(&config.log.filter);
    let _logs = platform::telemetry::start(&config.log)?;
    let listener = bind(config.server.listen, Role::All).await?;
    let shutdown = Shutdown::on_signals()?;
    let sandbox = start_sandbox(config.server.listen, &shutdown).await?;
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
    say(&format!("  Sandbox: http://{sandbox}/sandbox\n"));
    serve(&assembled.app, listener, Role::All, &shutdown, true).await?;
    stop(assembled).await
}

/// In a terminal only what needs attention, unless somebody asked for more.
fn quiet(filter: &str) -> String {
    if filter == "info" { "warn".to_owned() } else { filter.to_owned() }
}

/// Beside the demo's own address when that is free, else anywhere.
async fn start_sandbox(listen: SocketAddr, shutdown: &Shutdown) -> Result<SocketAddr, Failure> {
    let beside = SocketAddr::from((Ipv4Addr::LOCALHOST, listen.port().saturating_add(1)));
    let listener = match TcpListener::bind(beside).await {
        Ok(listener) => listener,
        Err(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
    };
    let address = listener.local_addr()?;
    let shutdown = shutdown.clone();
    worker::spawn(async move {
        let router = sandbox::router(Sandbox::default());
        let serving = axum::serve(listener, router);
        tokio::select! {
            () = shutdown.begun() => {}
            served = async { serving.await } => {
                tracing::error!(?served, "the sandbox ended");
            }
        }
    });
    Ok(address)
}

/// `atelier sandbox`: the vendors alone.
pub(super) async fn serve_sandbox(listen: SocketAddr) -> Result<(), Failure> {
    let listener = TcpListener::bind(listen).await?;
    let shutdown = Shutdown::on_signals()?;
    say(&format!("The sandbox is ready at http://{}/sandbox", listener.local_addr()?));
    let router = sandbox::router(Sandbox::default());
    axum::serve(listener, router).with_graceful_shutdown(async move { shutdown.begun().await }).await?;
    Ok(())
}
