//! One function for each way to sign.

use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use jiff::Timestamp;

use super::{
    Genuine, Incoming, Refusal, base64, hash, hex, id_of, is_current, is_same, mac, sha256_mac, text,
};
use crate::connectors::model::{ConnectorSettings, Encoding};

/// Standard Webhooks 1.0, and Svix under its own names. One signature of several is enough.
pub(super) fn standard(
    names: &str,
    secret: &str,
    incoming: &Incoming<'_>,
    now: Timestamp,
) -> Result<Genuine, Refusal> {
    let id = incoming.header(&format!("{names}-id"))?;
    let timestamp = incoming.header(&format!("{names}-timestamp"))?;
    let signatures = incoming.header(&format!("{names}-signature"))?;
    if id.is_empty() || id.len() > 255 {
        return Err(Refusal::Malformed);
    }
    is_current(timestamp, now)?;
    let content = [id.as_bytes(), b".", timestamp.as_bytes(), b".", incoming.body].concat();
    let is_signed = if let Some(public) = secret.strip_prefix("whpk_") {
        let public = STANDARD.decode(public).map_err(|_| Refusal::Signature)?;
        let key = UnparsedPublicKey::new(&ED25519, public);
        let mut given = signatures.split(' ').filter_map(|one| one.strip_prefix("v1a,"));
        given.any(|one| STANDARD.decode(one).is_ok_and(|one| key.verify(&content, &one).is_ok()))
    } else {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret));
        let key = key.map_err(|_| Refusal::Signature)?;
        let expected = format!("v1,{}", base64(&sha256_mac(&key, &[&content])));
        signatures.split(' ').fold(false, |found, one| found | is_same(one, &expected))
    };
    let is_whole = signatures.split(' ').all(|one| !one.is_empty());
    let genuine = Genuine { event_id: id_of(id), kind: text(&incoming.json(), "/type") };
    if is_signed && is_whole { Ok(genuine) } else { Err(Refusal::Signature) }
}

/// <https://docs.stripe.com/webhooks#verify-manually>: the whole secret is the key.
pub(super) fn stripe(secret: &str, incoming: &Incoming<'_>, now: Timestamp) -> Result<Genuine, Refusal> {
    let header = incoming.header("stripe-signature")?;
    let (mut timestamp, mut signatures) = (None, Vec::new());
    for item in header.split(',') {
        match item.split_once('=').ok_or(Refusal::Malformed)? {
            ("t", seconds) if timestamp.is_none() => timestamp = Some(seconds),
            ("t", _) => return Err(Refusal::Malformed),
            ("v1", signature) => signatures.push(signature),
            _ => {}
        }
    }
    let timestamp = timestamp.ok_or(Refusal::Malformed)?;
    is_current(timestamp, now)?;
    let expected = hex(&sha256_mac(secret.as_bytes(), &[timestamp.as_bytes(), b".", incoming.body]));
    if !signatures.iter().fold(false, |found, one| found | is_same(one, &expected)) {
        return Err(Refusal::Signature);
    }
    let body = incoming.json();
    let id = text(&body, "/id");
    let event_id = if id.is_empty() { hash(&[incoming.body]) } else { id_of(&id) };
    Ok(Genuine { event_id, kind: text(&body, "/type") })
}

/// GitHub and Meta: `x-hub-signature-256`. Neither signs a time or an id, so the body is the event's name.
pub(super) fn hub(secret: &str, incoming: &Incoming<'_>) -> Result<Genuine, Refusal> {
    let given = incoming.header("x-hub-signature-256")?;
    let expected = format!("sha256={}", hex(&sha256_mac(secret.as_bytes(), &[incoming.body])));
    if !is_same(given, &expected) {
        return Err(Refusal::Signature);
    }
    let named = incoming.header("x-github-event").map(|name| name.chars().take(120).collect());
    let kind = named.unwrap_or_else(|_| text(&incoming.json(), "/object"));
    Ok(Genuine { event_id: hash(&[incoming.body]), kind })
}

/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
pub(super) fn slack(secret: &str, incoming: &Incoming<'_>, now: Timestamp) -> Result<Genuine, Refusal> {
    let timestamp = incoming.header("x-slack-request-timestamp")?;
    let given = incoming.header("x-slack-signature")?;
    is_current(timestamp, now)?;
    let signed: [&[u8]; 4] = [b"v0:", timestamp.as_bytes(), b":", incoming.body];
    if !is_same(given, &format!("v0={}", hex(&sha256_mac(secret.as_bytes(), &signed)))) {
        return Err(Refusal::Signature);
    }
    let body = incoming.json();
    let id = text(&body, "/event_id");
    let event_id = if id.is_empty() { hash(&signed) } else { id_of(&id) };
    let kind = [text(&body, "/event/type"), text(&body, "/type")];
    Ok(Genuine { event_id, kind: kind.into_iter().find(|kind| !kind.is_empty()).unwrap_or_default() })
}

/// <https://www.twilio.com/docs/usage/security>: the address and the sorted fields; for a body that is no
/// form, the address holds its hash.
pub(super) fn twilio(secret: &str, incoming: &Incoming<'_>) -> Result<Genuine, Refusal> {
    let given = incoming.header("x-twilio-signature")?;
    let query = incoming.url.split_once('?').map_or("", |(_, query)| query);
    let body_hash = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "bodySHA256");
    let mut signed = incoming.url.to_owned();
    let mut kind = String::new();
    if let Some((_, expected)) = body_hash {
        if !is_same(&expected, &hash(&[incoming.body])) {
            return Err(Refusal::Signature);
        }
    } else {
        let fields: BTreeMap<_, _> = form_urlencoded::parse(incoming.body).collect();
        for (name, value) in &fields {
            signed.push_str(name);
            signed.push_str(value);
        }
        let said = fields.get("MessageStatus").or_else(|| fields.get("CallStatus"));
        kind = said.map(|status| status.chars().take(120).collect()).unwrap_or_default();
    }
    let key = secret.as_bytes();
    let expected = base64(&mac(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key, &[signed.as_bytes()]));
    let genuine = Genuine { event_id: hash(&[signed.as_bytes()]), kind };
    if is_same(given, &expected) { Ok(genuine) } else { Err(Refusal::Signature) }
}

/// <https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks>: only time and
/// token are signed, so the token is the event's name and counts once.
pub(super) fn mailgun(secret: &str, incoming: &Incoming<'_>, now: Timestamp) -> Result<Genuine, Refusal> {
    let body = incoming.json();
    let (timestamp, token, given, kind) = if body.is_object() {
        let field = |name: &str| text(&body, &format!("/signature/{name}"));
        (field("timestamp"), field("token"), field("signature"), text(&body, "/event-data/event"))
    } else {
        let fields: BTreeMap<_, _> = form_urlencoded::parse(incoming.body).into_owned().collect();
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        (field("timestamp"), field("token"), field("signature"), field("event").chars().take(120).collect())
    };
    if token.is_empty() {
        return Err(Refusal::Malformed);
    }
    is_current(&timestamp, now)?;
    let expected = hex(&sha256_mac(secret.as_bytes(), &[timestamp.as_bytes(), token.as_bytes()]));
    if is_same(&given, &expected) {
        Ok(Genuine { event_id: id_of(&token), kind })
    } else {
        Err(Refusal::Signature)
    }
}

/// HMAC-SHA256 as the settings say.
pub(super) fn any_hmac(
    secret: &str,
    settings: &ConnectorSettings,
    incoming: &Incoming<'_>,
    now: Timestamp,
) -> Result<Genuine, Refusal> {
    let given = incoming.header(settings.header.as_deref().unwrap_or("x-signature"))?;
    let mut before = Vec::new();
    if let Some(name) = &settings.timestamp_header {
        let timestamp = incoming.header(name)?;
        is_current(timestamp, now)?;
        before = [timestamp.as_bytes(), b"."].concat();
    }
    let signed = sha256_mac(secret.as_bytes(), &[&before, incoming.body]);
    let written = match settings.encoding.unwrap_or(Encoding::Hex) {
        Encoding::Hex => hex(&signed),
        Encoding::Base64 => base64(&signed),
    };
    let expected = format!("{}{written}", settings.prefix.as_deref().unwrap_or_default());
    if !is_same(given, &expected) {
        return Err(Refusal::Signature);
    }
    Ok(Genuine { event_id: hash(&[&before, incoming.body]), kind: text(&incoming.json(), "/type") })
}

/// A secret in a header. What cannot sign can say which event it is about; else the body does.
pub(super) fn shared(
    secret: &str,
    settings: &ConnectorSettings,
    incoming: &Incoming<'_>,
) -> Result<Genuine, Refusal> {
    let given = presented(settings.header.as_deref(), incoming).ok_or(Refusal::Malformed)?;
    if !is_same(given, secret) {
        return Err(Refusal::Signature);
    }
    let named = ["webhook-id", "idempotency-key"].iter().find_map(|name| incoming.header(name).ok());
    let event_id = named.map_or_else(|| hash(&[incoming.body]), id_of);
    Ok(Genuine { event_id, kind: text(&incoming.json(), "/type") })
}

/// The secret that a request brings: in the header of the settings, in `x-webhook-secret`, or as a bearer.
pub(crate) fn presented<'a>(header: Option<&str>, incoming: &'a Incoming<'_>) -> Option<&'a str> {
    if let Some(name) = header {
        return incoming.header(name).ok();
    }
    let bearer = || incoming.header(AUTHORIZATION.as_str()).ok()?.strip_prefix("Bearer ");
    incoming.header("x-webhook-secret").ok().or_else(bearer)
}
