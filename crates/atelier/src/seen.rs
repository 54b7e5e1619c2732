//! Writing down when sessions were last used and which sign-ins failed, beside the requests.

use std::time::Duration;

use identity::Authenticator;

use crate::shutdown::Shutdown;

const INTERVAL: Duration = Duration::from_secs(5);

/// Writes every few seconds until the shutdown begins, and then once more.
pub async fn run(authenticator: Authenticator, shutdown: Shutdown) {
    loop {
        let is_over = tokio::select! {
            () = shutdown.begun() => true,
            () = tokio::time::sleep(INTERVAL) => false,
        };
        if let Err(error) = authenticator.record_seen().await {
            tracing::warn!(?error, "when sessions were last used was not written down");
        }
        if let Err(error) = authenticator.record_failures().await {
            tracing::warn!(?error, "failed sign-ins are not in the audit log");
        }
        if is_over {
            return;
        }
    }
}
