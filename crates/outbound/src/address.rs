//! Which addresses may be connected to. Pure.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Blocks of the IANA IPv4 special-purpose registry that are not globally reachable, and what must never be a
/// target.
const REFUSED_V4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),           // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // carrier-grade NAT
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link local, cloud metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // 6to4 relays, deprecated
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, broadcast
];

/// Inside `2000::/3`, the only block that is handed out for global unicast, these are special all the same.
const REFUSED_V6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // Teredo, ORCHID, benchmarks
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4: carries any IPv4 address
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

const GLOBAL_UNICAST: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const NAT64: (Ipv6Addr, u8) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// Whether an address belongs to the public internet. IPv4 inside IPv6 (mapped, NAT64) is judged as IPv4.
pub fn is_global(address: IpAddr) -> bool {
    match unwrap_v4(address) {
        IpAddr::V4(v4) => !REFUSED_V4.iter().any(|(base, prefix)| same_v4(v4, *base, *prefix)),
        IpAddr::V6(v6) => {
            same_v6(v6, GLOBAL_UNICAST.0, GLOBAL_UNICAST.1)
                && !REFUSED_V6.iter().any(|(base, prefix)| same_v6(v6, *base, *prefix))
        }
    }
}

/// The address that packets would really go to: the IPv4 address inside a mapped or NAT64 one.
fn unwrap_v4(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if let Some(v4) = v6.to_ipv4_mapped() {
        return IpAddr::V4(v4);
    }
    if same_v6(v6, NAT64.0, NAT64.1) {
        let [.., a, b, c, d] = v6.octets();
        return IpAddr::V4(Ipv4Addr::new(a, b, c, d));
    }
    address
}

fn same_v4(address: Ipv4Addr, base: Ipv4Addr, prefix: u8) -> bool {
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
    address.to_bits() & mask == base.to_bits() & mask
}

fn same_v6(address: Ipv6Addr, base: Ipv6Addr, prefix: u8) -> bool {
    let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
    address.to_bits() & mask == base.to_bits() & mask
}

/// A network that the operator allows although it is not public: `10.1.0.0/16`, `fd00::/8`, `192.168.1.7`.
///
/// With a port (`127.0.0.1:9000`, `[::1]:9000`) it allows one address on that port only, and only when the
/// URL writes the address itself: a name is resolved before its port is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
    port: Option<u16>,
}

impl Network {
    /// Whether a name that resolves to `address` may be used.
    pub(crate) fn admits_resolved(&self, address: IpAddr) -> bool {
        self.port.is_none() && self.contains(address)
    }

    /// Whether a URL that writes `address` and `port` may be used.
    pub(crate) fn admits_literal(&self, address: IpAddr, port: u16) -> bool {
        self.port.is_none_or(|only| only == port) && self.contains(address)
    }

    fn contains(&self, address: IpAddr) -> bool {
        match (unwrap_v4(address), self.base) {
            (IpAddr::V4(v4), IpAddr::V4(base)) => same_v4(v4, base, self.prefix),
            (IpAddr::V6(v6), IpAddr::V6(base)) => same_v6(v6, base, self.prefix),
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.base, self.port) {
            (base, Some(port)) => write!(f, "{}", std::net::SocketAddr::new(base, port)),
            (base, None) => write!(f, "{base}/{}", self.prefix),
        }
    }
}

/// Why a text is not a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    #[error("'{0}' is not a network; write 10.0.0.0/8, fd00::/8, 192.168.1.7 or 127.0.0.1:9000")]
    Malformed(String),
    #[error("'{0}' has bits set after its prefix; the network that contains it is {1}")]
    HostBits(String, Network),
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let malformed = || NetworkError::Malformed(text.to_owned());
        if let Ok(socket) = text.parse::<std::net::SocketAddr>() {
            let prefix = if socket.is_ipv4() { 32 } else { 128 };
            return Ok(Self { base: socket.ip(), prefix, port: Some(socket.port()) });
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| malformed())?)),
            None => (text, None),
        };
        let base: IpAddr = address.parse().map_err(|_| malformed())?;
        let longest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(longest);
        if prefix > longest {
            return Err(malformed());
        }
        let network = Self { base: masked(base, prefix), prefix, port: None };
        if network.base == base { Ok(network) } else { Err(NetworkError::HostBits(text.to_owned(), network)) }
    }
}

fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_not_global() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.0.170",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "::8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:0:4136:e378::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::",
            "2002:808:808::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
            "e000::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(!is_global(address), "{text} must not be reachable");
        }
    }

    #[test]
    fn public_addresses_are_global() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2003::1",
            "3ffe::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert!(is_global(address), "{text} must be reachable");
        }
    }

    #[test]
    fn a_network_admits_what_it_contains() {
        let network: Network = "10.1.0.0/16".parse().unwrap();
        assert!(network.admits_resolved("10.1.255.3".parse().unwrap()));
        assert!(network.admits_literal("::ffff:10.1.0.1".parse().unwrap(), 9000));
        assert!(!network.admits_resolved("10.2.0.1".parse().unwrap()));
        let everything: Network = "0.0.0.0/0".parse().unwrap();
        assert!(everything.admits_resolved("127.0.0.1".parse().unwrap()));
        assert!(!everything.admits_resolved("::1".parse().unwrap()));
    }

    #[test]
    fn a_network_with_a_port_admits_only_that_port_and_only_as_written() {
        let network: Network = "127.0.0.1:9000".parse().unwrap();
        let loopback = "127.0.0.1".parse().unwrap();
        assert!(network.admits_literal(loopback, 9000));
        assert!(!network.admits_literal(loopback, 9001));
        assert!(!network.admits_resolved(loopback));
        assert_eq!(network.to_string(), "127.0.0.1:9000");
    }

    #[test]
    fn a_mistyped_network_is_an_error_that_says_what_to_write() {
        assert!(matches!("ten".parse::<Network>(), Err(NetworkError::Malformed(_))));
        assert!(matches!("10.0.0.0/33".parse::<Network>(), Err(NetworkError::Malformed(_))));
        let error = "10.1.2.3/8".parse::<Network>().unwrap_err();
        assert!(error.to_string().contains("10.0.0.0/8"), "{error}");
    }
}
