//! Name resolution that forgets every address that must not be connected to.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::{Network, is_global};
use crate::error::{Forbidden, Refused};

/// Which resolved addresses may be used. The resolver is not told the port, so there is one for each kind of
/// port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Ports 80 and 443: public addresses and allowed networks.
    Public,
    /// Every other port: allowed networks only.
    AllowedNetworks,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A resolver for one reach. Cheap to clone.
#[derive(Clone)]
pub(crate) struct GuardedResolver {
    inner: TokioResolver,
    networks: Arc<[Network]>,
    reach: Reach,
}

impl GuardedResolver {
    pub(crate) fn new(inner: TokioResolver, networks: Arc<[Network]>, reach: Reach) -> Self {
        Self { inner, networks, reach }
    }

    fn admits(&self, address: IpAddr) -> bool {
        (self.reach == Reach::Public && is_global(address))
            || self.networks.iter().any(|network| network.admits_resolved(address))
    }

    async fn lookup(self, name: Name) -> Result<Addrs, BoxError> {
        Ok(Box::new(self.addresses(name.as_str()).await?.into_iter()))
    }

    /// The addresses of a name that may be connected to; at least one.
    pub(crate) async fn addresses(self, name: &str) -> Result<Vec<SocketAddr>, BoxError> {
        let found = self.inner.lookup_ip(name).await?;
        let addresses: Vec<SocketAddr> = found
            .iter()
            .filter(|address| self.admits(*address))
            .map(|address| SocketAddr::new(address, 0))
            .collect();
        if addresses.is_empty() {
            return Err(Box::new(Refused(Forbidden::Name(name.to_owned()))));
        }
        Ok(addresses)
    }
}

impl std::fmt::Debug for GuardedResolver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("GuardedResolver").field(&self.reach).finish()
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(self.clone().lookup(name))
    }
}

/// The resolver of the machine, or the one name server that the operator chose.
pub(crate) fn system_resolver(nameserver: Option<SocketAddr>) -> Result<TokioResolver, String> {
    let builder = match nameserver {
        Some(server) => {
            let mut config = NameServerConfig::udp_and_tcp(server.ip());
            for connection in &mut config.connections {
                connection.port = server.port();
            }
            TokioResolver::builder_with_config(
                ResolverConfig::from_name_servers(vec![config]),
                TokioRuntimeProvider::default(),
            )
        }
        // A machine without resolver configuration can still reach addresses that are written out.
        None => TokioResolver::builder_tokio().unwrap_or_else(|_| {
            TokioResolver::builder_with_config(ResolverConfig::default(), TokioRuntimeProvider::default())
        }),
    };
    builder.build().map_err(|error| error.to_string())
}
