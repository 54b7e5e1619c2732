//! What the issuer answers.

use std::collections::BTreeMap;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::{Query, RawQuery, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Grant, Identity};
use crate::Sandbox;
use crate::admin::{answer, escape};

const PAGE: &str = include_str!("authorize.html");

/// The address that the caller used is the issuer's.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1");
    format!("http://{host}/oidc")
}

pub(super) async fn describe(headers: HeaderMap) -> Response {
    let base = base(&headers);
    let description = json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "userinfo_endpoint": format!("{base}/userinfo"),
        "jwks_uri": format!("{base}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email", "profile"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "authorization_response_iss_parameter_supported": true,
    });
    answer(StatusCode::OK, &description)
}

pub(super) async fn keys(State(sandbox): State<Sandbox>) -> Response {
    match sandbox.issuer.keys.shown() {
        Some(keys) => answer(StatusCode::OK, &keys),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// What a client sends the browser with.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Wish {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

/// The click on the page.
#[derive(Debug, Deserialize)]
pub(super) struct Click {
    email: Option<String>,
    name: Option<String>,
    verified: Option<String>,
}

impl Wish {
    fn objection(&self) -> Option<&'static str> {
        let is_plain = self.code_challenge.is_some() && self.code_challenge_method.as_deref() != Some("S256");
        match self.response_type.as_str() {
            "code" if is_plain => Some("invalid_request"),
            "code" => None,
            _ => Some("unsupported_response_type"),
        }
    }

    /// Back to the client with these parameters.
    fn back(&self, base: &str, mut pairs: Vec<(&str, String)>) -> Response {
        pairs.extend(self.state.clone().map(|state| ("state", state)));
        pairs.push(("iss", base.to_owned()));
        let query: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let mark = if self.redirect_uri.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{}{mark}{}", self.redirect_uri, query.join("&"))).into_response()
    }
}

pub(super) async fn authorize(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    Query(wish): Query<Wish>,
    RawQuery(query): RawQuery,
) -> Response {
    if let Some(code) = wish.objection() {
        return wish.back(&base(&headers), vec![("error", code.to_owned())]);
    }
    let query = query.unwrap_or_default();
    let people = sandbox.issuer.people().into_iter().map(|identity| {
        let click = format!(
            "email={}&name={}{}",
            percent(&identity.email),
            percent(&identity.name),
            if identity.email_verified { "&verified=on" } else { "" }
        );
        let (name, email) = (escape(&identity.name), escape(&identity.email));
        let href = escape(&format!("/oidc/authorize/as?{query}&{click}"));
        format!("<li><a href=\"{href}\">{name}</a> <span>{email}</span></li>")
    });
    let fields = serde_urlencoded::from_str::<Vec<(String, String)>>(&query).unwrap_or_default();
    let fields = fields.iter().map(|(name, value)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
    });
    let deny = escape(&format!("/oidc/authorize/as?{query}"));
    let page = PAGE
        .replace("{{fields}}", &fields.collect::<String>())
        .replace("{{deny}}", &deny)
        .replace("{{client}}", &escape(&wish.client_id))
        .replace("{{people}}", &people.collect::<String>());
    Html(page).into_response()
}

pub(super) async fn authorize_as(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    Query(wish): Query<Wish>,
    Query(click): Query<Click>,
) -> Response {
    let base = base(&headers);
    if let Some(code) = wish.objection() {
        return wish.back(&base, vec![("error", code.to_owned())]);
    }
    let Some(email) = click.email.filter(|email| email.contains('@')) else {
        return wish.back(&base, vec![("error", "access_denied".to_owned())]);
    };
    let name = click.name.filter(|name| !name.is_empty()).unwrap_or_else(|| email.clone());
    let identity = Identity { name, email, email_verified: click.verified.is_some() };
    let code = sandbox.issuer.keep_code(Grant {
        client_id: wish.client_id.clone(),
        redirect_uri: wish.redirect_uri.clone(),
        challenge: wish.code_challenge.clone(),
        nonce: wish.nonce.clone(),
        identity,
        at: Instant::now(),
    });
    wish.back(&base, vec![("code", code)])
}

#[derive(Debug, Deserialize)]
pub(super) struct Exchange {
    grant_type: String,
    code: String,
    redirect_uri: String,
    client_id: Option<String>,
    code_verifier: Option<String>,
}

pub(super) async fn token(State(sandbox): State<Sandbox>, headers: HeaderMap, form: Bytes) -> Response {
    let refused = |code: &str| answer(StatusCode::BAD_REQUEST, &json!({"error": code}));
    let Ok(exchange) = serde_urlencoded::from_bytes::<Exchange>(&form) else {
        return refused("invalid_request");
    };
    if exchange.grant_type != "authorization_code" {
        return refused("unsupported_grant_type");
    }
    let Some(grant) = sandbox.issuer.take_code(&exchange.code) else { return refused("invalid_grant") };
    let client_id = exchange.client_id.clone().or_else(|| basic_user(&headers));
    let is_same = exchange.redirect_uri == grant.redirect_uri && client_id.as_ref() == Some(&grant.client_id);
    if !is_same || !proves(exchange.code_verifier.as_deref(), grant.challenge.as_deref()) {
        return refused("invalid_grant");
    }
    let id_token = sandbox.issuer.keys.sign(&claims(&grant, &base(&headers)));
    let access_token = sandbox.issuer.keep_access_token(grant.identity);
    let tokens = json!({
        "access_token": access_token, "token_type": "Bearer", "expires_in": 300, "id_token": id_token,
    });
    answer(StatusCode::OK, &tokens)
}

/// Whether the verifier is the one whose hash the code was asked for with.
fn proves(verifier: Option<&str>, challenge: Option<&str>) -> bool {
    match (verifier, challenge) {
        (Some(verifier), Some(challenge)) => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge,
        (None, None) => true,
        _ => false,
    }
}

#[expect(clippy::disallowed_methods, reason = "an issuer has a clock of its own")]
fn claims(grant: &Grant, issuer: &str) -> BTreeMap<String, Value> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let mut claims = about(&grant.identity);
    claims.insert("iss".to_owned(), json!(issuer));
    claims.insert("aud".to_owned(), json!(grant.client_id));
    claims.insert("iat".to_owned(), json!(now));
    claims.insert("exp".to_owned(), json!(now + 300));
    claims.extend(grant.nonce.as_ref().map(|nonce| ("nonce".to_owned(), json!(nonce))));
    claims
}

/// The same address is the same subject at each start.
fn about(identity: &Identity) -> BTreeMap<String, Value> {
    let subject = URL_SAFE_NO_PAD.encode(&Sha256::digest(&identity.email)[..12]);
    let pairs = [
        ("sub", json!(subject)),
        ("name", json!(identity.name)),
        ("email", json!(identity.email)),
        ("email_verified", json!(identity.email_verified)),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

pub(super) async fn userinfo(State(sandbox): State<Sandbox>, headers: HeaderMap) -> Response {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = value.strip_prefix("Bearer ").unwrap_or_default();
    match sandbox.issuer.holder_of(token) {
        Some(identity) => answer(StatusCode::OK, &about(&identity)),
        None => answer(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_token"})),
    }
}

/// The user name of `Authorization: Basic`.
fn basic_user(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let text = base64::engine::general_purpose::STANDARD.decode(value).ok()?;
    let text = String::from_utf8(text).ok()?;
    let (user, _) = text.split_once(':')?;
    let pair: Vec<(String, String)> = serde_urlencoded::from_str(&format!("user={user}")).ok()?;
    pair.into_iter().next().map(|(_, user)| user)
}

fn percent(text: &str) -> String {
    let written = serde_urlencoded::to_string([("v", text)]).unwrap_or_default();
    written.trim_start_matches("v=").to_owned()
}
