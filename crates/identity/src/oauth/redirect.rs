//! Where an application may be answered: exactly where it said, but for the port of a program that listens on
//! its own machine (RFC 8252 §7.3).

use url::Url;

pub(crate) const CHARS_MAX: usize = 500;

/// Why an address cannot be registered; `None` when it can.
pub(crate) fn objection(uri: &str) -> Option<&'static str> {
    let is_plain = uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    if !is_plain || uri.len() > CHARS_MAX {
        return Some("must be an address of at most 500 visible ASCII characters");
    }
    let Ok(url) = Url::parse(uri) else { return Some("must be an absolute address") };
    if uri.contains('#') {
        return Some("must have no fragment");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some("must not contain a name or password");
    }
    match url.scheme() {
        "https" if url.has_host() => None,
        "http" if loopback(uri).is_some() || is_localhost(&url) => None,
        "http" => Some("must begin with https://; http:// is for 127.0.0.1, [::1] and localhost"),
        // A program's own scheme is a reversed domain name (RFC 8252 §7.1); `javascript:` is none.
        scheme if scheme.contains('.') => None,
        _ => Some("must begin with https://, or with a scheme that is a reversed domain name"),
    }
}

fn is_localhost(url: &Url) -> bool {
    url.host_str() == Some("localhost")
}

/// Whether an address is one of those that were registered.
pub(crate) fn is_registered(uri: &str, registered: &[String]) -> bool {
    registered.iter().any(|known| {
        known == uri || loopback(known).is_some_and(|wanted| loopback(uri).is_some_and(|uri| uri == wanted))
    })
}

/// Host and path of an address on the own machine, without the port.
fn loopback(uri: &str) -> Option<(&'static str, &str)> {
    let rest = uri.strip_prefix("http://")?;
    let host = ["127.0.0.1", "[::1]"].into_iter().find(|host| rest.starts_with(host))?;
    let rest = &rest[host.len()..];
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (port, path) = rest.split_at(end);
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| {
            digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        });
    is_port.then_some((host, path))
}

/// The address with the answer's parameters; a query of its own stays.
pub(crate) fn with_parameters(uri: &str, parameters: &[(&str, &str)]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(parameters);
    let joint = match uri.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{uri}{joint}{}", pairs.finish())
}

/// What a person is shown of where they will be sent.
pub(crate) fn host(uri: &str) -> String {
    let host = Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| uri.split(':').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_registered() {
        for uri in [
            "https://app.example/callback",
            "https://app.example/callback?tenant=1",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:8080/callback",
            "http://[::1]:8080/",
            "http://localhost:3000/callback",
            "com.example.app:/callback",
        ] {
            assert_eq!(objection(uri), None, "{uri}");
        }
        for uri in [
            "",
            "/callback",
            "app.example/callback",
            "http://app.example/callback",
            "http://127.0.0.1.evil.example/callback",
            "http://127.0.0.1@evil.example/callback",
            "http://127.0.0.1:99999/callback",
            "https://app.example/callback#part",
            "https://app.example/callback#",
            "https://user:word@app.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https://app.example/a b",
            "https://app.example/\n",
            "https://app.example/\\evil",
            "https://app.example/é",
        ] {
            assert!(objection(uri).is_some(), "{uri}");
        }
        assert!(objection(&format!("https://a.example/{}", "a".repeat(500))).is_some());
    }

    #[test]
    fn only_the_very_same_address_is_answered() {
        let registered = ["https://app.example/callback".to_owned(), "com.example.app:/cb".to_owned()];
        assert!(is_registered("https://app.example/callback", &registered));
        for uri in [
            "https://app.example/callback/",
            "https://app.example/callback?x=1",
            "https://app.example/Callback",
            "https://app.example:443/callback",
            "https://APP.example/callback",
            "https://app.example/callback/../callback",
            "https://app.example/%63allback",
            "http://app.example/callback",
            "https://app.example.evil.example/callback",
            "com.example.app:/cb/2",
            "",
        ] {
            assert!(!is_registered(uri, &registered), "{uri}");
        }
    }

    #[test]
    fn only_the_port_of_the_own_machine_is_free() {
        let registered = ["http://127.0.0.1/callback".to_owned(), "http://[::1]:1/cb?a=1".to_owned()];
        for uri in ["http://127.0.0.1:51004/callback", "http://127.0.0.1/callback", "http://[::1]:9/cb?a=1"] {
            assert!(is_registered(uri, &registered), "{uri}");
        }
        for uri in [
            "http://127.0.0.1:51004/other",
            "http://127.0.0.1:/callback",
            "http://127.0.0.1:1a/callback",
            "http://127.0.0.1:70000/callback",
            "http://127.0.0.1:1@evil.example/callback",
            "http://127.0.0.10/callback",
            "http://localhost/callback",
            "https://127.0.0.1/callback",
            "http://[::1]:9/cb",
        ] {
            assert!(!is_registered(uri, &registered), "{uri}");
        }
        let localhost = ["http://localhost:3000/".to_owned()];
        assert!(!is_registered("http://localhost:3001/", &localhost), "a name may lead elsewhere");
    }

    #[test]
    fn the_answer_is_added_to_the_address() {
        let add = |uri| with_parameters(uri, &[("code", "a b"), ("state", "1&2")]);
        assert_eq!(add("https://a.example/"), "https://a.example/?code=a+b&state=1%262");
        assert_eq!(add("https://a.example/?x=1"), "https://a.example/?x=1&code=a+b&state=1%262");
        assert_eq!(add("https://a.example/?"), "https://a.example/?code=a+b&state=1%262");
        assert_eq!(host("https://a.example:8443/x"), "a.example");
        assert_eq!(host("com.example.app:/cb"), "com.example.app");
    }
}
