//! The background work of a process: every job, and what runs beside the requests.

use std::sync::Arc;
use std::time::Duration;

use jobs::{Options, Registry, Worker};
use mail::Postbox;
use platform::App;
use secrecy::ExposeSecret as _;

use crate::shutdown::Shutdown;

/// Every kind of job and its handler.
pub fn registry(app: &App, models: agency::Models) -> Registry {
    let registry = agency::register_jobs(Registry::new(), app.clone(), models);
    let registry = audit::register_jobs(registry, app.clone());
    let registry = history::register_jobs(registry, app.clone());
    webhooks::register_jobs(registry, app.clone())
}

/// Works on jobs until the shutdown begins, then gives back what cannot be finished in time.
pub async fn run(app: App, models: agency::Models, shutdown: Shutdown) {
    let settings = &app.config().jobs;
    let options = Options {
        slots: settings.concurrency,
        lease: Duration::from_secs(settings.lease_secs),
        grace: Duration::from_secs(app.config().server.drain_secs / 2),
        poll_max: Duration::from_millis(settings.poll_ms),
        ..Options::default()
    };
    let clock = app.clock().clone();
    let clock: jobs::Clock = Arc::new(move || clock.now());
    let owner = app.clock().new_uuid();
    let registry = registry(&app, models);
    let worker = Worker::new(app.db().clone(), registry, clock, app.jobs_wake().clone(), owner, options);
    worker.run(shutdown.begun()).await;
}

/// The way to the mail server of the settings; none when no server is named.
///
/// # Errors
/// The settings cannot be read.
pub fn postbox(app: &App) -> Result<Option<Postbox>, mail::SettingsError> {
    let settings = &app.config().mail;
    if settings.url.expose_secret().is_empty() {
        tracing::warn!("mail.url is empty: no mail leaves");
        return Ok(None);
    }
    Postbox::new(&settings.url, &settings.from).map(Some)
}

/// Sends mails until the shutdown begins.
pub async fn run_mails(app: App, postbox: Postbox, shutdown: Shutdown) {
    let poll = Duration::from_millis(app.config().jobs.poll_ms);
    identity::run_mails(app, postbox, poll, shutdown.begun()).await;
}

/// Delivers webhooks until the shutdown begins.
pub async fn run_webhooks(app: App, shutdown: Shutdown) {
    let way_out = webhooks::WayOut::new(app.config());
    webhooks::run_deliveries(app, way_out, shutdown.begun()).await;
}

/// A task that lives as long as the process.
#[expect(
    clippy::disallowed_methods,
    reason = "the process's own tasks; main waits for them or ends with them"
)]
pub fn spawn<F>(task: F) -> tokio::task::JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(task)
}
