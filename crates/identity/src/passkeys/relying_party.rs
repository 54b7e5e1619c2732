//! Whom browsers make keys for: the name that the installation is known by.

use http::HeaderMap;
use http::header::ORIGIN;
use platform::{App, Error, Result};
use url::{Host, Url};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// The installation as a relying party of WebAuthn.
pub(crate) struct RelyingParty(pub(crate) Webauthn);

/// Keys belong to a name; a number has none.
fn unavailable() -> Error {
    let detail = "Passkeys belong to a name, and this page was opened by a number. Open Atelier by its name: \
                  on this machine, localhost in place of 127.0.0.1.";
    Error::conflict("passkeys_unavailable_here", detail)
}

impl RelyingParty {
    /// By the public address of the settings. Where that is a number or missing, `localhost` still counts, on
    /// any port: this machine needs no name.
    ///
    /// # Errors
    /// `passkeys_unavailable_here` for a page that was opened by a number, and where there is no name.
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Result<Self> {
        let page = headers.get(ORIGIN).and_then(|origin| Url::parse(origin.to_str().ok()?).ok());
        let public = Url::parse(&app.config().server.public_url).ok();
        Self::new(public, page)
    }

    fn new(public: Option<Url>, page: Option<Url>) -> Result<Self> {
        let is_number = |url: &Url| matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
        let is_this_machine =
            |url: &Url| url.host_str() == Some("127.0.0.1") || url.host_str() == Some("[::1]");
        if page.as_ref().is_some_and(is_number) {
            return Err(unavailable());
        }
        let origin = match public {
            Some(public) if public.domain().is_some() => public,
            Some(public) if !is_this_machine(&public) => return Err(unavailable()),
            _ => Url::parse("http://localhost").map_err(Error::internal)?,
        };
        let name = origin.domain().ok_or_else(unavailable)?;
        let builder = WebauthnBuilder::new(name, &origin).map_err(Error::internal)?;
        let party = builder.rp_name("Atelier").allow_any_port(name == "localhost").build();
        Ok(Self(party.map_err(Error::internal)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin_of(public: &str, page: &str) -> Option<String> {
        let party = RelyingParty::new(Url::parse(public).ok(), Url::parse(page).ok()).ok()?;
        Some(party.0.get_allowed_origins()[0].to_string())
    }

    #[test]
    fn keys_belong_to_a_name() {
        let ours = "https://atelier.example";
        assert_eq!(origin_of(ours, ours).as_deref(), Some("https://atelier.example/"));
        assert_eq!(origin_of("", "http://localhost:8080").as_deref(), Some("http://localhost/"));
        assert_eq!(origin_of("", "").as_deref(), Some("http://localhost/"));
        let here = "http://127.0.0.1:8080";
        assert_eq!(origin_of(here, "http://localhost:8080").as_deref(), Some("http://localhost/"));
        for (public, page) in [("", here), (here, here), (ours, "http://[::1]:8080"), ("http://10.0.0.7", "")]
        {
            assert_eq!(origin_of(public, page), None, "{public} {page}");
        }
    }
}
