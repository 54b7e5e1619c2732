//! Every scheme against requests that were signed elsewhere, and against copies of them that were changed.

use std::collections::{BTreeMap, HashSet};

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{Genuine, Incoming, Refusal, verify};
use crate::connectors::model::{ConnectorSettings, Scheme};

/// How many changed copies are tried where nobody asks for more: `make trials` asks for a million.
const MUTATIONS: usize = 60_000;

#[derive(Deserialize)]
struct Vectors {
    now: i64,
    requests: Vec<Request>,
}

#[derive(Clone, Debug, Deserialize)]
struct Request {
    scheme: Scheme,
    secret: String,
    #[serde(default)]
    settings: ConnectorSettings,
    #[serde(default)]
    url: String,
    headers: BTreeMap<String, String>,
    body: String,
    event_id: String,
    #[serde(rename = "type")]
    kind: String,
}

/// A request as bytes, to be changed.
#[derive(Clone, Debug)]
struct Raw {
    headers: Vec<(String, Vec<u8>)>,
    url: String,
    body: Vec<u8>,
}

fn vectors() -> (Timestamp, Vec<Request>) {
    let text = include_str!("../../../vectors/requests.json");
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    (Timestamp::from_second(vectors.now).unwrap(), vectors.requests)
}

impl Request {
    fn raw(&self) -> Raw {
        let headers = self.headers.iter().map(|(name, value)| (name.clone(), value.clone().into_bytes()));
        Raw { headers: headers.collect(), url: self.url.clone(), body: self.body.clone().into_bytes() }
    }

    fn judge(&self, raw: &Raw, now: Timestamp) -> Result<Genuine, Refusal> {
        let mut headers = HeaderMap::new();
        for (name, value) in &raw.headers {
            let name: HeaderName = name.parse().unwrap();
            headers.append(name, HeaderValue::from_bytes(value).map_err(|_| Refusal::Malformed)?);
        }
        let incoming = Incoming { url: &raw.url, headers: &headers, body: &raw.body };
        verify(self.scheme, &self.secret, &self.settings, &incoming, now)
    }
}

#[test]
fn every_scheme_takes_what_is_signed_right() {
    let (now, requests) = vectors();
    for request in &requests {
        let genuine = request.judge(&request.raw(), now);
        let expected = Genuine { event_id: request.event_id.clone(), kind: request.kind.clone() };
        assert_eq!(genuine, Ok(expected), "{:?}", request.scheme);
    }
    let schemes: HashSet<&str> = requests.iter().map(|request| request.scheme.name()).collect();
    assert_eq!(schemes.len(), Scheme::ALL.len(), "a scheme without a vector");
}

#[test]
fn another_secret_is_refused() {
    let (now, requests) = vectors();
    for request in requests {
        let mut other = request.clone();
        other.secret = format!("{}x", request.secret).replace("AAEC", "AAED");
        assert!(other.judge(&request.raw(), now).is_err(), "{:?}", request.scheme);
    }
}

#[test]
fn what_is_older_or_newer_than_five_minutes_is_refused() {
    let (now, requests) = vectors();
    let timed = |request: &&Request| {
        use Scheme::{Mailgun, Resend, Slack, StandardWebhooks, Stripe};
        [StandardWebhooks, Resend, Stripe, Slack, Mailgun].contains(&request.scheme)
            || request.settings.timestamp_header.is_some()
    };
    let timed: Vec<Request> = requests.iter().filter(timed).cloned().collect();
    assert_eq!(timed.len(), 6);
    for request in timed {
        for (seconds, is_taken) in [(-301, false), (-300, true), (300, true), (301, false), (86_400, false)] {
            let at = now + SignedDuration::from_secs(seconds);
            let judged = request.judge(&request.raw(), at);
            let expected = if is_taken { Ok(()) } else { Err(Refusal::Time) };
            assert_eq!(judged.map(drop), expected, "{:?} after {seconds} s", request.scheme);
        }
    }
}

#[test]
fn a_header_that_is_missing_or_doubled_is_refused() {
    let (now, requests) = vectors();
    for request in requests {
        for place in 0..request.headers.len() {
            let mut raw = request.raw();
            let name = raw.headers[place].0.clone();
            // Not part of the proof.
            if ["x-github-event", "webhook-id"].contains(&&*name)
                && request.scheme != Scheme::StandardWebhooks
            {
                continue;
            }
            raw.headers.push(raw.headers[place].clone());
            assert!(request.judge(&raw, now).is_err(), "{:?}: {name} twice", request.scheme);
            raw.headers.retain(|(kept, _)| *kept != name);
            assert!(request.judge(&raw, now).is_err(), "{:?}: no {name}", request.scheme);
        }
    }
}

/// Chance that repeats itself: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let place = self.below(bytes.len());
        match self.below(6) {
            0 if !bytes.is_empty() => bytes[place] ^= 1 << self.below(8),
            1 if !bytes.is_empty() => bytes[place] = self.byte(),
            2 if !bytes.is_empty() => drop(bytes.remove(place)),
            3 if !bytes.is_empty() => bytes.truncate(place),
            4 => {
                let cut = bytes[place.min(bytes.len())..].to_vec();
                bytes.extend(cut);
            }
            _ => bytes.insert(place.min(bytes.len()), self.byte()),
        }
    }

    fn mutate(&mut self, request: &Request) -> Raw {
        let mut raw = request.raw();
        for _ in 0..=self.below(3) {
            match self.below(4) {
                0 | 1 if !raw.headers.is_empty() => {
                    let place = self.below(raw.headers.len());
                    self.change(&mut raw.headers[place].1);
                }
                2 if !raw.url.is_empty() => {
                    let mut url = std::mem::take(&mut raw.url).into_bytes();
                    self.change(&mut url);
                    raw.url = String::from_utf8_lossy(&url).into_owned();
                }
                _ => self.change(&mut raw.body),
            }
        }
        raw
    }
}

/// Accepted is what is believed and is not the original again: that one is kept already, so a copy of it
/// under the same event has no effect.
fn accepted(mutations: usize) -> Vec<String> {
    let (now, requests) = vectors();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut accepted = Vec::new();
    for number in 0..mutations {
        let request = &requests[number % requests.len()];
        let raw = dice.mutate(request);
        let Ok(genuine) = request.judge(&raw, now) else { continue };
        // A secret that is said aloud proves who sends, not what: only its own bytes matter here.
        let is_secret_whole = request.scheme == Scheme::SharedSecret
            && raw.headers.iter().any(|(_, value)| *value == request.secret.as_bytes());
        if genuine.event_id != request.event_id && !is_secret_whole {
            accepted.push(format!("{:?}: {raw:?}", request.scheme));
        }
    }
    accepted
}

#[test]
fn no_changed_request_is_accepted() {
    assert_eq!(accepted(MUTATIONS), [] as [String; 0]);
}

/// Asked for by `make trials`.
#[test]
fn no_changed_request_of_a_million_is_accepted() {
    if option_env!("ATELIER_TRIALS").is_some() {
        assert_eq!(accepted(1_000_000), [] as [String; 0]);
    }
}
