//! The public keys of issuers: fetched once for all who wait, kept for ten minutes, and for longer when they
//! cannot be fetched again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;

const FRESH_FOR: SignedDuration = SignedDuration::from_mins(10);
/// A key that is not among them makes them asked for again, but not more often than this.
const ASK_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// With no keys at all, an issuer that could not be reached is asked again sooner.
const RETRY_AFTER: SignedDuration = SignedDuration::from_secs(5);
/// For how long keys count that cannot be fetched again.
const STALE_FOR: SignedDuration = SignedDuration::from_hours(24);
const RINGS_MAX: u64 = 1000;

/// The keys of every issuer that was met.
pub(crate) struct KeyRings {
    rings: moka::sync::Cache<String, Arc<Mutex<Ring>>>,
}

#[derive(Default)]
struct Ring {
    keys: Arc<Vec<Jwk>>,
    fetched_at: Option<Timestamp>,
    asked_at: Option<Timestamp>,
}

/// Where an issuer's keys are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// What the issuer's description names.
    Described(String),
    At(String),
}

impl Place {
    fn name(&self) -> String {
        match self {
            Self::Described(issuer) => format!("described {issuer}"),
            Self::At(url) => url.clone(),
        }
    }
}

impl Default for KeyRings {
    fn default() -> Self {
        Self { rings: moka::sync::Cache::builder().max_capacity(RINGS_MAX).build() }
    }
}

impl KeyRings {
    /// The key of this id; of a token without one, the only key there is.
    pub(super) async fn find(
        &self,
        outbound: &outbound::Client,
        place: &Place,
        id: Option<&str>,
        now: Timestamp,
    ) -> Option<Jwk> {
        let ring = self.rings.get_with(place.name(), Arc::default);
        // Whoever waits here finds what the one before fetched.
        let mut ring = ring.lock().await;
        let found = pick(&ring.keys, id);
        if ring.must_ask(found.is_some(), now) {
            ring.asked_at = Some(now);
            match fetch(outbound, place).await {
                Ok(keys) => (ring.keys, ring.fetched_at) = (Arc::new(keys), Some(now)),
                Err(problem) => tracing::warn!(place = place.name(), problem, "keys cannot be fetched"),
            }
        }
        let age = ring.fetched_at.map(|at| now.duration_since(at));
        age.filter(|age| *age < STALE_FOR).and_then(|_| pick(&ring.keys, id))
    }
}

impl Ring {
    fn must_ask(&self, is_found: bool, now: Timestamp) -> bool {
        let is_past = |at: Option<Timestamp>, span| at.is_none_or(|at| now.duration_since(at) >= span);
        let pause = if self.fetched_at.is_none() { RETRY_AFTER } else { ASK_AGAIN_AFTER };
        (!is_found || is_past(self.fetched_at, FRESH_FOR)) && is_past(self.asked_at, pause)
    }
}

fn pick(keys: &[Jwk], id: Option<&str>) -> Option<Jwk> {
    match id {
        Some(_) => keys.iter().find(|key| key.common.key_id.as_deref() == id).cloned(),
        None if keys.len() == 1 => keys.first().cloned(),
        None => None,
    }
}

#[derive(Deserialize)]
struct Description {
    issuer: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

async fn fetch(outbound: &outbound::Client, place: &Place) -> Result<Vec<Jwk>, String> {
    let url = match place {
        Place::At(url) => url.clone(),
        Place::Described(issuer) => {
            let at = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
            let description: Description = read(outbound, &at).await?;
            if description.issuer != *issuer {
                return Err(String::from("the description is another issuer's"));
            }
            description.jwks_uri
        }
    };
    let set: KeySet = read(outbound, &url).await?;
    // A key of a kind that is not known here is none; the others count.
    let keys = set.keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
    let is_for_signing =
        |key: &Jwk| matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    Ok(keys.filter(is_for_signing).take(100).collect())
}

async fn read<T: serde::de::DeserializeOwned>(outbound: &outbound::Client, url: &str) -> Result<T, String> {
    let answer = outbound.send(&outbound::Request::get(url)).await.map_err(|error| error.to_string())?;
    if !answer.status.is_success() {
        return Err(format!("the answer was {}", answer.status));
    }
    serde_json::from_slice(&answer.body).map_err(|error| error.to_string())
}
