//! Whether a request is what its connector's scheme says. Pure: bytes, secret and time are arguments.
//!
//! Signatures are compared as they are written, in constant time, so that no second spelling of one counts.
//! Where a scheme signs no id of the event, the hash of what is signed is its id: a copy under another id is
//! the same event.

mod schemes;
pub(crate) use schemes::presented;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod tests;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use jiff::Timestamp;
use serde_json::Value;
use subtle::ConstantTimeEq as _;

use super::model::{ConnectorSettings, Scheme};

/// Clocks differ by no more, and an older request is a copy.
const TOLERANCE_SECS: i64 = 300;

/// A request as it came.
pub(crate) struct Incoming<'a> {
    /// The whole address that the other side called: Twilio signs it.
    pub(crate) url: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// What a request that proved itself is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Genuine {
    pub(crate) event_id: String,
    /// As the other side calls it; empty where it says nothing.
    pub(crate) kind: String,
}

/// Why a request is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A header or field of the scheme is missing, doubled or malformed.
    Malformed,
    Signature,
    /// More than five minutes away.
    Time,
}

pub(crate) fn verify(
    scheme: Scheme,
    secret: &str,
    settings: &ConnectorSettings,
    incoming: &Incoming<'_>,
    now: Timestamp,
) -> Result<Genuine, Refusal> {
    match scheme {
        Scheme::StandardWebhooks => schemes::standard("webhook", secret, incoming, now),
        Scheme::Resend => schemes::standard("svix", secret, incoming, now),
        Scheme::Stripe => schemes::stripe(secret, incoming, now),
        Scheme::Github | Scheme::Meta => schemes::hub(secret, incoming),
        Scheme::Slack => schemes::slack(secret, incoming, now),
        Scheme::Twilio => schemes::twilio(secret, incoming),
        Scheme::Mailgun => schemes::mailgun(secret, incoming, now),
        Scheme::Hmac => schemes::any_hmac(secret, settings, incoming, now),
        Scheme::SharedSecret => schemes::shared(secret, settings, incoming),
    }
}

impl Incoming<'_> {
    /// A header that is there exactly once.
    fn header(&self, name: &str) -> Result<&str, Refusal> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().map_err(|_| Refusal::Malformed),
            _ => Err(Refusal::Malformed),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_slice(self.body).unwrap_or_default()
    }
}

fn mac(algorithm: hmac::Algorithm, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(&hmac::Key::new(algorithm, key));
    for part in parts {
        context.update(part);
    }
    context.sign().as_ref().to_vec()
}

fn sha256_mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    mac(hmac::HMAC_SHA256, key, parts)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn hash(parts: &[&[u8]]) -> String {
    hex(digest(&SHA256, &parts.concat()).as_ref())
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn is_same(given: &str, expected: &str) -> bool {
    given.as_bytes().ct_eq(expected.as_bytes()).into()
}

fn is_current(seconds: &str, now: Timestamp) -> Result<(), Refusal> {
    let is_number = !seconds.is_empty() && seconds.len() <= 12 && seconds.bytes().all(|b| b.is_ascii_digit());
    let sent: i64 = is_number.then(|| seconds.parse().ok()).flatten().ok_or(Refusal::Malformed)?;
    if (now.as_second() - sent).abs() <= TOLERANCE_SECS { Ok(()) } else { Err(Refusal::Time) }
}

/// A text of the body, short enough to keep.
fn text(body: &Value, pointer: &str) -> String {
    let found = body.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    found.chars().filter(|letter| !letter.is_control()).take(120).collect()
}

/// An id as the other side gives it, or the hash of it when it cannot be kept.
fn id_of(text: &str) -> String {
    let is_plain = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain { text.to_owned() } else { hash(&[text.as_bytes()]) }
}
