//! Sealing the audit log, beside the jobs.

use std::time::Duration;

use platform::App;
use platform::audit::seals::sealing::Sealer;

use crate::assemble::data_dir;
use crate::shutdown::Shutdown;

const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(30);

/// Seals every few seconds until the shutdown begins.
pub async fn run(app: App, shutdown: Shutdown) {
    let interval = Duration::from_secs(app.config().audit.seal_secs);
    let mut sealer = Sealer::new(&app, data_dir(app.config()));
    loop {
        let pause = match sealer.seal_all().await {
            Ok(_) => interval,
            Err(error) => {
                tracing::error!(?error, "the audit log is not sealed");
                PAUSE_AFTER_ERROR
            }
        };
        tokio::select! {
            () = shutdown.begun() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
