//! Parameters of a request, of which none may come twice (RFC 6749 §3.1), and the proof of the application.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::error::OAuthError;

const PARAMETERS_MAX: usize = 40;
const CHARS_MAX: usize = 4096;

/// The parameters of a query or of a form. An empty one counts as absent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    pub(crate) fn parse(text: &[u8]) -> Result<Self, OAuthError> {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            if parameters.len() == PARAMETERS_MAX || value.len() > CHARS_MAX || name.len() > 80 {
                return Err(OAuthError::invalid_request("There are too many parameters, or a long one."));
            }
            if name.contains(['\u{FFFD}', '\0']) || value.contains(['\u{FFFD}', '\0']) {
                return Err(OAuthError::invalid_request("The parameters must be UTF-8."));
            }
            if parameters.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(OAuthError::invalid_request("A parameter is there twice."));
            }
        }
        parameters.retain(|_, value| !value.is_empty());
        Ok(Self(parameters))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn require(&self, name: &str) -> Result<&str, OAuthError> {
        self.get(name).ok_or_else(|| OAuthError::invalid_request(format!("The parameter {name} is missing.")))
    }
}

/// Which application says that it asks, and by what it proves that.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ClientProof {
    pub(crate) client_id: String,
    pub(crate) secret: Option<String>,
}

impl ClientProof {
    /// `client_secret_basic`, `client_secret_post`, or the id alone; more than one way is refused.
    pub(crate) fn of(headers: &HeaderMap, form: &Form) -> Result<Self, OAuthError> {
        let posted = form.get("client_secret");
        let Some(header) = headers.get(AUTHORIZATION) else {
            let client_id = form.get("client_id").ok_or_else(OAuthError::invalid_client)?.to_owned();
            return Ok(Self { client_id, secret: posted.map(str::to_owned) });
        };
        let proof = header.to_str().ok().and_then(basic).ok_or_else(OAuthError::invalid_client)?;
        if posted.is_some() {
            return Err(OAuthError::invalid_request("The application proves itself in two ways; use one."));
        }
        if form.get("client_id").is_some_and(|posted| posted != proof.client_id) {
            return Err(OAuthError::invalid_request("The header and client_id name two applications."));
        }
        Ok(proof)
    }
}

/// `Basic`, whose parts are form-encoded before they are joined (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<ClientProof> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || encoded.len() > 1024 {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some(ClientProof { client_id: plain(id)?, secret: Some(plain(secret)?) })
}

/// One form-encoded text.
fn plain(text: &str) -> Option<String> {
    if text.contains(['&', '=']) {
        return None;
    }
    form_urlencoded::parse(text.as_bytes()).next().map(|(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        headers
    }

    fn form(text: &str) -> Form {
        Form::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_parameter_counts_once_and_an_empty_one_not_at_all() {
        assert!(Form::parse(b"a=1&a=1").is_err());
        assert!(Form::parse(b"a=&a=1").is_err());
        assert!(Form::parse(b"a=%FF").is_err());
        assert!(Form::parse(b"a=%00").is_err());
        assert!(Form::parse("a=1&".repeat(41).as_bytes()).is_err());
        assert_eq!(form("a=&b=2").get("a"), None);
        assert_eq!(form("a=%20+").get("a"), Some("  "));
        assert_eq!(form("b=2").require("a").unwrap_err().code, "invalid_request");
    }

    #[test]
    fn an_application_proves_itself_one_way() {
        let encoded = STANDARD.encode("app_1:a%2Bb%3A+c");
        let by_header = ClientProof::of(&headers(&format!("Basic {encoded}")), &form("x=1")).unwrap();
        assert_eq!((&*by_header.client_id, by_header.secret.as_deref()), ("app_1", Some("a+b: c")));
        let by_form = ClientProof::of(&HeaderMap::new(), &form("client_id=app_1&client_secret=s")).unwrap();
        assert_eq!((&*by_form.client_id, by_form.secret.as_deref()), ("app_1", Some("s")));
        let public = ClientProof::of(&HeaderMap::new(), &form("client_id=app_1")).unwrap();
        assert_eq!(public.secret, None);
        for (header, text, code) in [
            (Some(format!("basic {encoded}")), "client_secret=s", "invalid_request"),
            (Some(format!("Basic {encoded}")), "client_id=app_2", "invalid_request"),
            (Some("Bearer abc".to_owned()), "client_id=app_1", "invalid_client"),
            (Some("Basic !!!".to_owned()), "", "invalid_client"),
            (Some(format!("Basic {}", STANDARD.encode("no colon"))), "", "invalid_client"),
            (None, "", "invalid_client"),
        ] {
            let headers = header.as_deref().map_or_else(HeaderMap::new, headers);
            assert_eq!(ClientProof::of(&headers, &form(text)).unwrap_err().code, code, "{header:?} {text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes: Vec<u8>) {
            let _ = Form::parse(&bytes);
            let _ = basic(&format!("Basic {}", STANDARD.encode(&bytes)));
        }
    }
}
