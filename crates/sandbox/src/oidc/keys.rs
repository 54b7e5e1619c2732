//! The issuer's key: made at each start, exchangeable.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

#[derive(Debug)]
pub(super) struct Keys {
    pair: Mutex<Pair>,
    requests: AtomicU64,
    is_hidden: AtomicBool,
}

#[derive(Debug)]
struct Pair {
    id: String,
    key: EcdsaKeyPair,
}

impl Default for Keys {
    fn default() -> Self {
        Self { pair: Mutex::new(Pair::new()), requests: AtomicU64::new(0), is_hidden: AtomicBool::new(false) }
    }
}

impl Pair {
    fn new() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
            .unwrap_or_else(|_| unreachable!("the machine gives random numbers"));
        Self { id: random_text(), key }
    }
}

impl Keys {
    pub(super) fn rotate(&self) {
        *self.pair.lock().unwrap_or_else(PoisonError::into_inner) = Pair::new();
    }

    pub(super) fn requests_count(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(super) fn hide(&self) {
        self.is_hidden.store(true, Ordering::Relaxed);
    }

    /// The public key as a JSON Web Key Set; none while the issuer is out of order.
    pub(super) fn shown(&self) -> Option<Value> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if self.is_hidden.load(Ordering::Relaxed) {
            return None;
        }
        let pair = self.pair.lock().unwrap_or_else(PoisonError::into_inner);
        // An uncompressed point: 4, x, y.
        let point = pair.key.public_key().as_ref();
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..65]));
        Some(json!({"keys": [
            {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": pair.id, "x": x, "y": y}
        ]}))
    }

    pub(super) fn sign(&self, claims: &BTreeMap<String, Value>) -> String {
        let pair = self.pair.lock().unwrap_or_else(PoisonError::into_inner);
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": pair.id});
        let text = format!("{}.{}", part(&header), part(&json!(claims)));
        let signature = pair.key.sign(&SystemRandom::new(), text.as_bytes());
        let signature = signature.unwrap_or_else(|_| unreachable!("the machine gives random numbers"));
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

pub(super) fn random_text() -> String {
    let mut bytes = [0_u8; 24];
    SystemRandom::new().fill(&mut bytes).unwrap_or_else(|_| unreachable!("the machine gives random numbers"));
    URL_SAFE_NO_PAD.encode(bytes)
}
