//! Spotify: OAuth 2 with PKCE, then who it is from `/me`. It verifies no address, so it opens only an account
//! that its owner connected.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::HeaderValue;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use platform::config::IdentityProvider;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::client::{Arrival, Departure, ProviderError, Said};
use crate::sessions::token;

const ACCOUNTS: &str = "https://accounts.spotify.com";
const API: &str = "https://api.spotify.com";

/// Where accounts and API are: the vendor's, or both at the address of the settings.
fn bases(provider: &IdentityProvider) -> (&str, &str) {
    match provider.issuer.trim_end_matches('/') {
        "" | ACCOUNTS => (ACCOUNTS, API),
        other => (other, other),
    }
}

pub(super) fn depart(provider: &IdentityProvider, redirect: &str) -> Result<Departure, ProviderError> {
    let (state, verifier) = (token::generate().0, token::generate().0);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let pairs = [
        ("response_type", "code"),
        ("client_id", &provider.client_id),
        ("redirect_uri", redirect),
        ("scope", "user-read-email"),
        ("state", &state),
        ("code_challenge_method", "S256"),
        ("code_challenge", &challenge),
    ];
    let base = format!("{}/authorize", bases(provider).0);
    let url = Url::parse_with_params(&base, pairs).map_err(|error| ProviderError(error.to_string()))?;
    Ok(Departure { url: url.into(), state, nonce: String::new(), verifier })
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
}

#[derive(Deserialize)]
struct Me {
    id: String,
}

pub(super) async fn arrive(
    outbound: &outbound::Client,
    provider: &IdentityProvider,
    redirect: &str,
    arrival: Arrival<'_>,
) -> Result<Said, ProviderError> {
    let (accounts, api) = bases(provider);
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &arrival.code),
        ("redirect_uri", redirect),
        ("client_id", &provider.client_id),
        ("code_verifier", &arrival.verifier),
    ];
    let mut form = Url::parse(accounts).map_err(|error| ProviderError(error.to_string()))?;
    form.query_pairs_mut().clear().extend_pairs(pairs);
    let mut ask = outbound::Request::post(format!("{accounts}/api/token"))
        .header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
        .body(form.query().unwrap_or_default().to_owned());
    let secret = provider.client_secret.expose_secret();
    if !secret.is_empty() {
        let basic = STANDARD.encode(format!("{}:{secret}", provider.client_id));
        ask = ask.header(AUTHORIZATION, header(&format!("Basic {basic}"))?);
    }
    let tokens: Tokens = read(outbound, ask).await?;
    let bearer = header(&format!("Bearer {}", tokens.access_token))?;
    let me: Me =
        read(outbound, outbound::Request::get(format!("{api}/v1/me")).header(AUTHORIZATION, bearer)).await?;
    Ok(Said { issuer: accounts.to_owned(), subject: me.id, email: None })
}

fn header(text: &str) -> Result<HeaderValue, ProviderError> {
    HeaderValue::try_from(text).map_err(|_| ProviderError("a credential that is no header".to_owned()))
}

async fn read<T: serde::de::DeserializeOwned>(
    outbound: &outbound::Client,
    request: outbound::Request,
) -> Result<T, ProviderError> {
    let answer = outbound.send(&request).await.map_err(|error| ProviderError(error.to_string()))?;
    if !answer.status.is_success() {
        return Err(ProviderError(format!("the provider answered {}", answer.status)));
    }
    serde_json::from_slice(&answer.body).map_err(|error| ProviderError(error.to_string()))
}
