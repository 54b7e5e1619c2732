//! The providers of the settings, and what they say.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use moka::future::Cache;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _,
};
use outbound::OutboundError;
use platform::App;
use platform::config::{IdentityProvider, ProviderKind};
use secrecy::ExposeSecret as _;

use super::spotify;

/// An issuer's description and keys are asked for again after this long.
const DESCRIPTION_AGE_MAX: Duration = Duration::from_mins(10);
/// A key that is not among them makes them asked for again, but not more often than this.
const REFETCH_AFTER: Duration = Duration::from_mins(1);

/// Signatures that a third party can check. Never one with a shared secret, whatever the issuer's description
/// says.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Why a provider's word is not taken. For the log: the browser learns that it failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct ProviderError(pub(super) String);

/// Who the provider says somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) issuer: String,
    pub(super) subject: String,
    /// Only when the issuer verified it.
    pub(super) email: Option<String>,
}

/// Where the browser goes, and what to know when it comes back.
pub(super) struct Departure {
    pub(super) url: String,
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// What the browser came back with.
pub(super) struct Arrival<'a> {
    pub(super) code: String,
    pub(super) issuer: Option<&'a str>,
    pub(super) nonce: String,
    pub(super) verifier: String,
}

/// All providers of the settings.
pub(crate) struct Providers {
    base_url: String,
    networks: Vec<String>,
    outbound: OnceLock<Option<outbound::Client>>,
    by_key: BTreeMap<String, IdentityProvider>,
    descriptions: Cache<String, Arc<CoreProviderMetadata>>,
    refetched: moka::sync::Cache<String, ()>,
}

impl Providers {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            base_url: app.config().server.base_url(),
            networks: app.config().outbound.allowed_networks.clone(),
            outbound: OnceLock::new(),
            by_key: app.config().sign_in.providers.clone(),
            descriptions: Cache::builder().max_capacity(100).time_to_live(DESCRIPTION_AGE_MAX).build(),
            refetched: moka::sync::Cache::builder().max_capacity(100).time_to_live(REFETCH_AFTER).build(),
        }
    }

    /// Key and name of each, in the order of the keys.
    pub(super) fn list(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_key.iter().map(|(key, provider)| (key.as_str(), provider.name.as_str()))
    }

    pub(super) fn find(&self, key: &str) -> Option<&IdentityProvider> {
        self.by_key.get(key)
    }

    /// The way out. Nothing is set up before somebody signs in with a provider.
    pub(crate) fn outbound(&self) -> Option<&outbound::Client> {
        let made = self.outbound.get_or_init(|| {
            let networks = self.networks.iter().filter_map(|network| network.parse().ok()).collect();
            let timeout = Duration::from_secs(10);
            let settings =
                outbound::Settings { networks, timeout, body_bytes_max: 512 * 1024, ..Default::default() };
            outbound::Client::new(settings).ok()
        });
        made.as_ref()
    }

    fn way_out(&self) -> Result<&outbound::Client, ProviderError> {
        self.outbound().ok_or_else(|| ProviderError("the way out cannot be set up".to_owned()))
    }

    pub(super) fn redirect_url(&self, key: &str) -> String {
        format!("{}/auth/providers/{key}/callback", self.base_url)
    }

    /// Sends the browser off.
    pub(super) async fn depart(&self, key: &str) -> Result<Departure, ProviderError> {
        let provider = self.by_key.get(key).ok_or_else(|| ProviderError("unknown".to_owned()))?;
        if provider.kind == ProviderKind::Spotify {
            return spotify::depart(provider, &self.redirect_url(key));
        }
        let metadata = self.description(&provider.issuer).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = CoreClient::from_provider_metadata(
            (*metadata).clone(),
            ClientId::new(provider.client_id.clone()),
            None,
        )
        .set_redirect_uri(redirect(&self.redirect_url(key))?);
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Departure {
            url: url.into(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    /// Exchanges what the browser came back with for what the provider says.
    pub(super) async fn arrive(&self, key: &str, arrival: Arrival<'_>) -> Result<Said, ProviderError> {
        let provider = self.by_key.get(key).ok_or_else(|| ProviderError("unknown".to_owned()))?;
        if provider.kind == ProviderKind::Spotify {
            return spotify::arrive(self.way_out()?, provider, &self.redirect_url(key), arrival).await;
        }
        if arrival.issuer.is_some_and(|issuer| issuer != provider.issuer) {
            return Err(ProviderError("the answer is another issuer's".to_owned()));
        }
        self.arrive_by_oidc(key, provider, arrival).await
    }

    async fn arrive_by_oidc(
        &self,
        key: &str,
        provider: &IdentityProvider,
        arrival: Arrival<'_>,
    ) -> Result<Said, ProviderError> {
        let outbound = self.way_out()?.clone();
        let http = |request| exchange(outbound.clone(), request);
        let metadata = self.description(&provider.issuer).await?;
        let secret = provider.client_secret.expose_secret();
        let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.to_owned()));
        let client_id = ClientId::new(provider.client_id.clone());
        let client =
            CoreClient::from_provider_metadata((*metadata).clone(), client_id.clone(), secret.clone())
                .set_redirect_uri(redirect(&self.redirect_url(key))?);
        let tokens = client
            .exchange_code(AuthorizationCode::new(arrival.code))
            .map_err(failed)?
            .set_pkce_verifier(PkceCodeVerifier::new(arrival.verifier))
            .request_async(&http)
            .await
            .map_err(failed)?;
        let id_token = tokens.id_token().ok_or_else(|| ProviderError("no id token".to_owned()))?;
        let nonce = Nonce::new(arrival.nonce);
        let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let claims = match id_token.claims(&verifier, &nonce) {
            Ok(claims) => claims.clone(),
            Err(_) if self.may_refetch(&provider.issuer) => {
                self.descriptions.invalidate(&provider.issuer).await;
                let metadata = self.description(&provider.issuer).await?;
                let client = CoreClient::from_provider_metadata((*metadata).clone(), client_id, secret);
                let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
                id_token.claims(&verifier, &nonce).map_err(failed)?.clone()
            }
            Err(error) => return Err(failed(error)),
        };
        let subject = claims.subject().clone();
        let mut email = claims.email().map(|email| email.to_string());
        let mut is_verified = claims.email_verified() == Some(true);
        if email.is_none() && metadata.userinfo_endpoint().is_some() {
            let request = client.user_info(tokens.access_token().clone(), Some(subject.clone()));
            let more: CoreUserInfoClaims =
                request.map_err(failed)?.request_async(&http).await.map_err(failed)?;
            email = more.email().map(|email| email.to_string());
            is_verified = more.email_verified() == Some(true);
        }
        Ok(Said {
            issuer: provider.issuer.clone(),
            subject: subject.to_string(),
            email: email.filter(|_| is_verified),
        })
    }

    /// At most once a minute for an issuer.
    fn may_refetch(&self, issuer: &str) -> bool {
        let entry = self.refetched.entry(issuer.to_owned()).or_insert(());
        entry.is_fresh()
    }

    /// Those who miss at the same time wait for one answer.
    async fn description(&self, issuer: &str) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let outbound = self.way_out()?.clone();
        let url = IssuerUrl::new(issuer.to_owned()).map_err(failed)?;
        let load = async move {
            let http = |request| exchange(outbound.clone(), request);
            CoreProviderMetadata::discover_async(url, &http).await.map(Arc::new).map_err(failed)
        };
        let found = self.descriptions.try_get_with(issuer.to_owned(), load).await;
        found.map_err(|error| ProviderError(error.to_string()))
    }
}

fn redirect(url: &str) -> Result<RedirectUrl, ProviderError> {
    RedirectUrl::new(url.to_owned()).map_err(failed)
}

fn failed<E: std::error::Error>(error: E) -> ProviderError {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    ProviderError(text)
}

/// The library's requests, by the one way out.
async fn exchange(outbound: outbound::Client, request: HttpRequest) -> Result<HttpResponse, OutboundError> {
    let (parts, body) = request.into_parts();
    let mut out = outbound::Request::new(parts.method, parts.uri.to_string()).body(body);
    for (name, value) in parts.headers {
        if let Some(name) = name {
            out = out.header(name, value);
        }
    }
    let answer = outbound.send(&out).await?;
    let mut response = HttpResponse::new(answer.body.to_vec());
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}
