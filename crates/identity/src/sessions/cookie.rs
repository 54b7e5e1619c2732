//! The session cookie, and which requests may use it.

use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::SignedDuration;
use platform::http::frame::DEVICE_COOKIE;
use platform::{Error, Result};

use super::Started;
use crate::Authenticator;

/// `__Host-`: browsers accept it only as Secure, for this host alone, with Path=/.
pub(crate) const NAME: &str = "__Host-atelier";

/// The cookie's value in a request. Of several the first counts, which is the one a browser would send.
pub(crate) fn read(headers: &HeaderMap) -> Option<&str> {
    read_named(headers, NAME)
}

fn read_named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    cookies
        .flat_map(|header| header.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

pub(crate) fn set(token: &str, life: SignedDuration) -> Option<HeaderValue> {
    let seconds = life.as_secs().max(0);
    HeaderValue::try_from(format!(
        "{NAME}={token}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
    ))
    .ok()
}

/// Marks the browser for longer than any session.
fn set_device(device: &str) -> Option<HeaderValue> {
    let seconds = 400 * 24 * 60 * 60;
    HeaderValue::try_from(format!(
        "{DEVICE_COOKIE}={device}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
    ))
    .ok()
}

/// Keeps an administrator's own session while they act as somebody else.
const OWN_NAME: &str = "__Host-atelier-own";

/// The administrator's own session, put aside or taken back.
pub(crate) fn put_aside(own: &str, life: SignedDuration) -> Option<HeaderValue> {
    let seconds = life.as_secs().max(0);
    HeaderValue::try_from(format!(
        "{OWN_NAME}={own}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict"
    ))
    .ok()
}

pub(crate) fn read_own(headers: &HeaderMap) -> Option<&str> {
    read_named(headers, OWN_NAME)
}

pub(crate) fn clear_own() -> HeaderValue {
    HeaderValue::from_static("__Host-atelier-own=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict")
}

pub(crate) fn clear() -> HeaderValue {
    HeaderValue::from_static("__Host-atelier=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax")
}

/// The answer to whoever signed in: a cookie for browsers, an access token for programs.
pub(crate) fn answer(authenticator: &Authenticator, started: Started) -> Result<Response> {
    let Started { token, device, signed_in } = started;
    let mut response = platform::ok(signed_in)?;
    put(authenticator, (&token, device.as_deref()), &mut response)?;
    Ok(response)
}

/// The same for a browser that signed in by coming from somewhere: onwards, with the cookie.
pub(crate) fn redirect(authenticator: &Authenticator, started: Started, to: &str) -> Result<Response> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    put(authenticator, (&started.token, started.device.as_deref()), &mut response)?;
    let location = HeaderValue::try_from(to).map_err(Error::internal)?;
    response.headers_mut().insert(LOCATION, location);
    Ok(response)
}

fn put(
    authenticator: &Authenticator,
    (token, device): (&str, Option<&str>),
    response: &mut Response,
) -> Result<()> {
    let cookie = set(token, authenticator.session_life()).ok_or_else(|| Error::internal("cookie"))?;
    response.headers_mut().insert(SET_COOKIE, cookie);
    if let Some(device) = device.and_then(set_device) {
        response.headers_mut().append(SET_COOKIE, device);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(())
}

/// Another site must not sign a visitor in as somebody else.
pub(crate) fn refuse_other_sites(headers: &HeaderMap, authenticator: &Authenticator) -> Result<()> {
    match site_of(headers, authenticator.public_url()) {
        Site::Other => {
            Err(Error::forbidden("Sign-in is possible from Atelier's own pages and from programs."))
        }
        Site::Same | Site::Unsaid => Ok(()),
    }
}

/// Whether a request changes something: then a cookie alone does not show that the person meant it.
pub(crate) fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Where a request comes from, by what browsers say of it and scripts cannot change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    Same,
    Other,
    /// Not a browser, or none of our time.
    Unsaid,
}

pub(crate) fn site_of(headers: &HeaderMap, public_url: &str) -> Site {
    let text = |value: Option<&HeaderValue>| value.map(|value| value.to_str().unwrap_or_default().to_owned());
    if let Some(site) = text(headers.get("sec-fetch-site")) {
        return if matches!(site.as_str(), "same-origin" | "none") { Site::Same } else { Site::Other };
    }
    let Some(origin) = text(headers.get(ORIGIN)) else { return Site::Unsaid };
    let host = text(headers.get(HOST)).unwrap_or_default();
    let is_ours = authority(&origin).is_some_and(|origin| {
        origin.eq_ignore_ascii_case(&host) || authority(public_url).is_some_and(|ours| ours == origin)
    });
    if is_ours { Site::Same } else { Site::Other }
}

/// `https://host:port` → `host:port`.
fn authority(origin: &str) -> Option<&str> {
    let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))?;
    rest.split('/').next().filter(|authority| !authority.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn site(pairs: &[(&'static str, &str)]) -> Site {
        site_of(&headers(pairs), "https://atelier.example")
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        assert_eq!(read(&headers(&[("cookie", "a=1; __Host-atelier=xyz; b=2")])), Some("xyz"));
        assert_eq!(read(&headers(&[("cookie", "__Host-atelier-2=xyz; x__Host-atelier=1")])), None);
        assert_eq!(
            read(&headers(&[("cookie", "__Host-atelier=first; __Host-atelier=second")])),
            Some("first")
        );
        assert_eq!(read(&headers(&[])), None);
    }

    #[test]
    fn the_cookie_is_as_strict_as_it_can_be() {
        let set = set("xyz", SignedDuration::from_hours(24)).unwrap();
        assert_eq!(set, "__Host-atelier=xyz; Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax");
        assert!(clear().to_str().unwrap().starts_with("__Host-atelier=; Path=/; Max-Age=0; Secure"));
    }

    #[test]
    fn browsers_say_where_a_request_comes_from() {
        assert_eq!(site(&[("sec-fetch-site", "same-origin")]), Site::Same);
        assert_eq!(site(&[("sec-fetch-site", "none")]), Site::Same);
        assert_eq!(site(&[("sec-fetch-site", "same-site")]), Site::Other);
        assert_eq!(
            site(&[("sec-fetch-site", "cross-site"), ("origin", "https://atelier.example")]),
            Site::Other
        );
        assert_eq!(site(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")]), Site::Same);
        assert_eq!(site(&[("host", "10.0.0.7:8080"), ("origin", "https://atelier.example")]), Site::Same);
        assert_eq!(site(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:9090")]), Site::Other);
        assert_eq!(site(&[("host", "127.0.0.1:8080"), ("origin", "null")]), Site::Other);
        assert_eq!(
            site(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080.evil.test")]),
            Site::Other
        );
        assert_eq!(site(&[("host", "127.0.0.1:8080")]), Site::Unsaid);
    }

    #[test]
    fn reading_needs_no_proof() {
        assert!(!is_unsafe(&Method::GET));
        assert!(is_unsafe(&Method::POST) && is_unsafe(&Method::PATCH) && is_unsafe(&Method::DELETE));
    }
}
