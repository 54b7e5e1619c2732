//! `atelier serve`: one process, from its first connection to its last.

use std::net::SocketAddr;
use std::time::Duration;

use axum::serve::ListenerExt;
use identity::Authenticator;
use platform::App;
use platform::config::Config;
use tokio::net::TcpListener;

use super::{Failure, Role};
use crate::assemble::{Assembled, assemble};
use crate::health::Vitals;
use crate::realtime::Feed;
use crate::router::{Parts, router};
use crate::shutdown::Shutdown;
use crate::worker;

/// How long the embedded database may take to stop, after requests and jobs are done.
const STOP_LIMIT: Duration = Duration::from_millis(3500);

pub(super) async fn run(mut config: Config, listen: Option<SocketAddr>, role: Role) -> Result<(), Failure> {
    if let Some(listen) = listen {
        config.server.listen = listen;
    }
    let _logs = platform::telemetry::start(&config.log)?;
    let listener = bind(config.server.listen, role).await?;
    // A free port was asked for: links and tokens name the one that was found.
    if let Some(listener) = &listener {
        config.server.listen = listener.local_addr()?;
    }
    let shutdown = Shutdown::on_signals()?;
    let assembled = assemble(config).await?;
    tracing::info!(listen = ?listener.as_ref().map(TcpListener::local_addr), ?role, "started");
    serve(&assembled.app, listener, role, &shutdown, false).await?;
    stop(assembled).await
}

pub(super) async fn bind(listen: SocketAddr, role: Role) -> Result<Option<TcpListener>, Failure> {
    if role == Role::Worker {
        return Ok(None);
    }
    match TcpListener::bind(listen).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) => Err(format!(
            "cannot listen on {listen}: {error}. Stop what uses the address, or choose another with --listen."
        )
        .into()),
    }
}

/// Serves until the shutdown begins and what is under way has ended, or its time is over.
pub(super) async fn serve(
    app: &App,
    listener: Option<TcpListener>,
    role: Role,
    shutdown: &Shutdown,
    is_demo: bool,
) -> Result<(), Failure> {
    let (worker, sealing) = match role {
        Role::Api => (None, None),
        Role::All | Role::Worker => {
            let models = crate::models::models(app).await?;
            let sealing = worker::spawn(crate::sealing::run(app.clone(), shutdown.clone()));
            (Some(worker::spawn(worker::run(app.clone(), models, shutdown.clone()))), Some(sealing))
        }
    };
    let mails = match role {
        Role::Api => None,
        Role::All | Role::Worker => worker::postbox(app)?
            .map(|postbox| worker::spawn(worker::run_mails(app.clone(), postbox, shutdown.clone()))),
    };
    let webhooks = match role {
        Role::Api => None,
        Role::All | Role::Worker => Some(worker::spawn(worker::run_webhooks(app.clone(), shutdown.clone()))),
    };
    let expiry = worker::spawn(crate::expiry::run(app.clone(), shutdown.clone()));
    if let Some(listener) = listener {
        let feed = Feed::new(shutdown.clone());
        let following = {
            let (feed, app) = (feed.clone(), app.clone());
            worker::spawn(async move { feed.run(&app).await })
        };
        let authenticator = Authenticator::new(app);
        let noting = worker::spawn(crate::seen::run(authenticator.clone(), shutdown.clone()));
        let parts = Parts {
            app: app.clone(),
            authenticator,
            feed,
            vitals: Vitals { shutdown: shutdown.clone(), is_demo },
        };
        let service = router(parts).into_make_service_with_connect_info::<SocketAddr>();
        let listener = listener.tap_io(|connection| {
            // A request is answered in one write; waiting for more would only delay it.
            let _ = connection.set_nodelay(true);
        });
        let begun = shutdown.clone();
        let serving =
            axum::serve(listener, service).with_graceful_shutdown(async move { begun.begun().await });
        let limit = Duration::from_secs(app.config().server.drain_secs);
        tokio::select! {
            served = serving => served?,
            () = async { shutdown.begun().await; tokio::time::sleep(limit).await } => {
                tracing::warn!("requests were still open at the end of the drain time");
            }
        }
        following.await?;
        noting.await?;
    }
    shutdown.begun().await;
    expiry.await?;
    for task in [worker, sealing, mails, webhooks].into_iter().flatten() {
        task.await?;
    }
    Ok(())
}

/// Stops what was assembled. A database that takes longer has been told to stop and goes on stopping by
/// itself.
pub(super) async fn stop(assembled: Assembled) -> Result<(), Failure> {
    if let Ok(stopped) = tokio::time::timeout(STOP_LIMIT, assembled.stop()).await {
        return Ok(stopped?);
    }
    tracing::warn!("the embedded database is still stopping");
    Ok(())
}
