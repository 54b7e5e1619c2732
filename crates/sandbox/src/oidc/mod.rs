//! An OpenID Connect issuer at `/oidc`: discovery, keys, an authorize page where one click is a sign-in,
//! token with PKCE, userinfo.
//!
//! Everybody is let in as whoever they say they are; a client may have any id and secret, and is held to the
//! protocol: the redirect address, the code verifier and the single use of a code count.

mod keys;
mod pages;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use crate::Sandbox;

const CODE_LIFE: Duration = Duration::from_mins(1);
const KEPT_MAX: usize = 1000;

/// Somebody whom the issuer knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub name: String,
    pub email: String,
    pub email_verified: bool,
}

/// What the issuer remembers.
#[derive(Debug, Default)]
pub(crate) struct Issuer {
    keys: keys::Keys,
    people: Mutex<Vec<Identity>>,
    codes: Mutex<VecDeque<(String, Grant)>>,
    access_tokens: Mutex<VecDeque<(String, Identity)>>,
}

/// What a code was given for.
#[derive(Debug, Clone)]
struct Grant {
    client_id: String,
    redirect_uri: String,
    challenge: Option<String>,
    nonce: Option<String>,
    identity: Identity,
    at: Instant,
}

impl Issuer {
    fn people(&self) -> Vec<Identity> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep_code(&self, grant: Grant) -> String {
        let code = keys::random_text();
        keep(&self.codes, code.clone(), grant);
        code
    }

    /// A code is worth something once, for a minute.
    fn take_code(&self, code: &str) -> Option<Grant> {
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        let place = codes.iter().position(|(kept, _)| kept == code)?;
        let (_, grant) = codes.remove(place)?;
        (grant.at.elapsed() < CODE_LIFE).then_some(grant)
    }

    fn keep_access_token(&self, identity: Identity) -> String {
        let token = keys::random_text();
        keep(&self.access_tokens, token.clone(), identity);
        token
    }

    fn holder_of(&self, token: &str) -> Option<Identity> {
        let tokens = self.access_tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.iter().find(|(kept, _)| kept == token).map(|(_, identity)| identity.clone())
    }
}

fn keep<T>(entries: &Mutex<VecDeque<(String, T)>>, key: String, value: T) {
    let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
    if entries.len() == KEPT_MAX {
        entries.pop_front();
    }
    entries.push_back((key, value));
}

impl Sandbox {
    /// Whom the authorize page offers.
    pub fn set_people(&self, people: Vec<Identity>) {
        *self.issuer.people.lock().unwrap_or_else(PoisonError::into_inner) = people;
    }

    /// A token with these claims, signed with the issuer's key: as an issuer that a tenant trusts signs its
    /// own.
    pub fn sign(&self, claims: &BTreeMap<String, serde_json::Value>) -> String {
        self.issuer.keys.sign(claims)
    }

    /// From now on the issuer signs with another key and shows only that one.
    pub fn rotate_keys(&self) {
        self.issuer.keys.rotate();
    }

    /// From now on the issuer shows no keys: it is out of order.
    pub fn hide_keys(&self) {
        self.issuer.keys.hide();
    }

    /// How often the keys were asked for.
    pub fn key_requests_count(&self) -> u64 {
        self.issuer.keys.requests_count()
    }
}

pub(crate) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/oidc/.well-known/openid-configuration", get(pages::describe))
        .route("/oidc/jwks", get(pages::keys))
        .route("/oidc/authorize", get(pages::authorize))
        .route("/oidc/authorize/as", get(pages::authorize_as))
        .route("/oidc/token", post(pages::token))
        .route("/oidc/userinfo", get(pages::userinfo))
}
