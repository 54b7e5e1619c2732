//! The networks that a key may be used from.

use std::net::IpAddr;

use ipnet::IpNet;

/// Empty: from everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Networks(Vec<IpNet>);

impl Networks {
    /// What the table keeps; what cannot be read there admits nobody.
    pub(crate) fn stored(texts: &[String]) -> Self {
        let nobody = || IpNet::from(IpAddr::V4(std::net::Ipv4Addr::BROADCAST));
        Self(texts.iter().map(|text| read(text).unwrap_or_else(nobody)).collect())
    }

    /// A request of unknown address comes from no network.
    pub(crate) fn admits(&self, address: Option<IpAddr>) -> bool {
        self.0.is_empty()
            || address
                .map(|address| address.to_canonical())
                .is_some_and(|address| self.0.iter().any(|network| network.contains(&address)))
    }
}

/// A network in its one spelling: `192.0.2.7` is `192.0.2.7/32`, `192.0.2.7/24` is `192.0.2.0/24`.
pub(crate) fn canonical(text: &str) -> Option<String> {
    read(text).map(|network| network.to_string())
}

fn read(text: &str) -> Option<IpNet> {
    let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok()?;
    let IpNet::V6(v6) = network else { return Some(network.trunc()) };
    // An IPv4 network in the spelling of IPv6 is compared as what it is.
    let mapped = v6.addr().to_ipv4_mapped().filter(|_| v6.prefix_len() >= 96);
    match mapped {
        Some(v4) => IpNet::new(IpAddr::V4(v4), v6.prefix_len() - 96).ok().map(|network| network.trunc()),
        None => Some(network.trunc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_written_one_way() {
        for (text, expected) in [
            ("192.0.2.7", Some("192.0.2.7/32")),
            ("192.0.2.7/24", Some("192.0.2.0/24")),
            ("::ffff:192.0.2.7", Some("192.0.2.7/32")),
            ("::ffff:192.0.2.0/120", Some("192.0.2.0/24")),
            ("2001:db8::1/48", Some("2001:db8::/48")),
            ("0.0.0.0/0", Some("0.0.0.0/0")),
            ("192.0.2.0/33", None),
            ("192.0.2", None),
            ("example.com", None),
            ("", None),
        ] {
            assert_eq!(canonical(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_address_is_admitted_by_its_networks() {
        let networks = Networks::stored(&["192.0.2.0/24".to_owned(), "2001:db8::/32".to_owned()]);
        let admits = |text: &str| networks.admits(Some(text.parse().unwrap()));
        assert!(admits("192.0.2.255") && admits("::ffff:192.0.2.1") && admits("2001:db8:ffff::1"));
        assert!(!admits("192.0.3.0") && !admits("2001:db9::1") && !networks.admits(None));
        assert!(Networks::default().admits(None));
        assert!(!Networks::stored(&["nonsense".to_owned()]).admits(Some("192.0.2.1".parse().unwrap())));
    }
}
