//! The way out for addresses that tenants choose.

use std::sync::Arc;
use std::time::Duration;

use outbound::{Client, OutboundError, Settings};
use platform::config::Config;
use platform::{Error, Result};

/// Looking a name up takes no longer; one that is not found now may be there when it is called.
const LOOK_UP: Duration = Duration::from_secs(2);
/// Longer answers are a failure: nobody reads them.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Judges and calls addresses, by the operator's settings. Cheap to clone.
#[derive(Clone)]
pub struct WayOut(Arc<Result<Client>>);

impl WayOut {
    pub fn new(config: &Config) -> Self {
        Self(Arc::new(client(config)))
    }

    pub(crate) fn client(&self) -> Result<&Client> {
        self.0.as_ref().as_ref().map_err(Clone::clone)
    }

    /// Whether an address may be kept as an endpoint's: judged as a delivery to it is, and again with each.
    pub(crate) async fn admit(&self, url: &str) -> Result<()> {
        let reached = tokio::time::timeout(LOOK_UP, self.client()?.reach(url)).await;
        match reached {
            Ok(Err(OutboundError::Forbidden(problem))) => {
                Err(Error::invalid("/url", "address", problem.to_string()))
            }
            _ => Ok(()),
        }
    }
}

fn client(config: &Config) -> Result<Client> {
    let networks = config.outbound.allowed_networks.iter();
    let networks: std::result::Result<Vec<_>, _> = networks.map(|network| network.parse()).collect();
    let settings = Settings {
        networks: networks.map_err(Error::internal)?,
        timeout: Duration::from_secs(config.webhooks.timeout_secs),
        body_bytes_max: ANSWER_BYTES_MAX,
        ..Settings::default()
    };
    Client::new(settings).map_err(Error::internal)
}
