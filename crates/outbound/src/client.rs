//! The client: check, connect, bound, retry.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderName, header};
use url::{Host, Url};

use crate::address::{Network, is_global};
use crate::breaker::Breakers;
use crate::error::{self, Forbidden, OutboundError};
use crate::request::{Request, Response};
use crate::resolver::{GuardedResolver, Reach, system_resolver};
use crate::retry::{Retry, Verdict};

/// Headers that belong to the connection; choosing them allows request smuggling and forged hosts.
const CONNECTION_HEADERS: [HeaderName; 7] = [
    header::HOST,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::TE,
    header::UPGRADE,
    header::PROXY_AUTHORIZATION,
];

/// How a client behaves. The operator's to choose, never a tenant's.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Networks that may be called although they are not public.
    pub networks: Vec<Network>,
    /// Asked instead of the machine's own name servers.
    pub nameserver: Option<SocketAddr>,
    pub user_agent: String,
    pub connect_timeout: Duration,
    /// For one complete exchange: connect, send, wait, read.
    pub timeout: Duration,
    pub body_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            networks: Vec::new(),
            nameserver: None,
            user_agent: concat!("atelier/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            body_bytes_max: 8 * 1024 * 1024,
        }
    }
}

/// Sends requests to other systems. Cheap to clone; clones share connections and breakers.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    networks: Arc<[Network]>,
    public: Way,
    allowed_networks: Way,
    breakers: Breakers,
    timeout: Duration,
    body_bytes_max: usize,
}

/// One reach: whom its resolver lets through, and the client that connects there and nowhere else.
#[derive(Debug)]
struct Way {
    resolver: GuardedResolver,
    http: reqwest::Client,
}

impl Client {
    #[expect(clippy::disallowed_methods, reason = "this is the client that everybody else uses")]
    pub fn new(settings: Settings) -> Result<Self, OutboundError> {
        let networks: Arc<[Network]> = settings.networks.clone().into();
        let resolver = system_resolver(settings.nameserver).map_err(OutboundError::Setup)?;
        let build = |reach| {
            let guarded = GuardedResolver::new(resolver.clone(), Arc::clone(&networks), reach);
            let http = reqwest::Client::builder()
                .dns_resolver(Arc::new(guarded.clone()))
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                // A decompressed body could be a thousand times what was counted.
                .no_gzip()
                .no_brotli()
                .no_zstd()
                .no_deflate()
                .referer(false)
                .retry(reqwest::retry::never())
                .user_agent(settings.user_agent.clone())
                .connect_timeout(settings.connect_timeout)
                .timeout(settings.timeout)
                .pool_idle_timeout(Duration::from_mins(1))
                .build()
                .map_err(|error| OutboundError::Setup(error.to_string()))?;
            Ok::<Way, OutboundError>(Way { resolver: guarded, http })
        };
        Ok(Self {
            inner: Arc::new(Inner {
                public: build(Reach::Public)?,
                allowed_networks: build(Reach::AllowedNetworks)?,
                networks,
                breakers: Breakers::default(),
                timeout: settings.timeout,
                body_bytes_max: settings.body_bytes_max,
            }),
        })
    }

    /// Whether a URL may be called, as far as can be said without resolving its name.
    pub fn check(&self, url: &str) -> Result<Url, Forbidden> {
        self.route(url).map(|(url, _)| url)
    }

    /// The HTTP client to give to another library for calls to this URL's host and port, and to no other.
    ///
    /// It resolves, limits time and ignores redirects and proxies as [`Client::send`] does. Addresses written
    /// in a URL do not pass the resolver, so the library must not take its URL from anywhere else.
    pub fn library_client(&self, url: &str) -> Result<reqwest::Client, Forbidden> {
        self.route(url).map(|(_, way)| way.http.clone())
    }

    /// Whether a URL can be called now: as [`Client::send`] would find it, up to the connection. For
    /// addresses that are kept and called later; each call checks again.
    pub async fn reach(&self, url: &str) -> Result<Url, OutboundError> {
        let (url, way) = self.route(url)?;
        if let Some(Host::Domain(name)) = url.host() {
            let host = name.to_owned();
            way.resolver.clone().addresses(name).await.map_err(|error| match error::refusal(&*error) {
                Some(refused) => OutboundError::Forbidden(refused),
                None => OutboundError::Connect { host, reason: String::from("the name is not known") },
            })?;
        }
        Ok(url)
    }

    /// Whether an error of a library that uses [`Client::library_client`] is a refusal of ours.
    pub fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<Forbidden> {
        error::refusal(error)
    }

    pub fn breakers(&self) -> &Breakers {
        &self.inner.breakers
    }

    /// One exchange.
    pub async fn send(&self, request: &Request) -> Result<Response, OutboundError> {
        let (url, way) = self.route(&request.url)?;
        let chosen = request.headers.keys().find(|name| CONNECTION_HEADERS.contains(name));
        if let Some(name) = chosen {
            return Err(Forbidden::Header(name.to_string()).into());
        }
        let timeout = request.timeout.unwrap_or(self.inner.timeout);
        let bytes_max = request.body_bytes_max.unwrap_or(self.inner.body_bytes_max);
        let host = url.host_str().unwrap_or_default().to_owned();
        let exchange = async {
            let fail = |error: &reqwest::Error| OutboundError::from_reqwest(error, &host, timeout);
            let sent = way
                .http
                .request(request.method.clone(), url)
                .headers(request.headers.clone())
                .body(request.body.clone())
                .timeout(timeout)
                .send();
            let answer = sent.await.map_err(|error| fail(&error))?;
            read(answer, bytes_max, fail).await
        };
        tokio::time::timeout(timeout, exchange)
            .await
            .unwrap_or(Err(OutboundError::Timeout { after: timeout }))
    }

    /// Exchanges until one stands, behind the breaker of `name` (a vendor, an account: what fails as one).
    pub async fn call(&self, name: &str, request: &Request, retry: Retry) -> Result<Response, OutboundError> {
        let breaker = self.inner.breakers.get(name);
        let mut sent = 0;
        loop {
            let permit = breaker
                .admit()
                .map_err(|open| OutboundError::Open { name: name.to_owned(), retry_in: open.retry_in })?;
            let outcome = self.send(request).await;
            sent += 1;
            let verdict = Verdict::of(&outcome);
            let is_throttled = matches!(&outcome, Ok(answer) if answer.status.as_u16() == 429);
            if verdict == Verdict::Final || is_throttled {
                permit.succeeded();
            } else {
                permit.failed();
            }
            let Some(wait) = retry.wait(verdict, request.is_repeatable, sent, rand::random()) else {
                return outcome;
            };
            let wait_ms = wait.as_millis();
            tracing::debug!(vendor = name, sent, wait_ms, "trying again");
            tokio::time::sleep(wait).await;
        }
    }

    /// The one judgement of a URL: checking, reaching and sending all begin here.
    fn route(&self, text: &str) -> Result<(Url, &Way), Forbidden> {
        let mut url = Url::parse(text).map_err(|_| Forbidden::Malformed(shorten(text)))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Forbidden::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Forbidden::UserInfo);
        }
        url.set_fragment(None);
        let port = url.port_or_known_default().unwrap_or(80);
        let is_web_port = matches!(port, 80 | 443);
        let literal = match url.host().ok_or(Forbidden::NoHost)? {
            Host::Ipv4(v4) => Some(IpAddr::V4(v4)),
            Host::Ipv6(v6) => Some(IpAddr::V6(v6)),
            Host::Domain("") => return Err(Forbidden::NoHost),
            Host::Domain(_) => None,
        };
        let Some(address) = literal else {
            return match is_web_port {
                true => Ok((url, &self.inner.public)),
                false if self.inner.networks.is_empty() => Err(Forbidden::Port(port)),
                false => Ok((url, &self.inner.allowed_networks)),
            };
        };
        let is_allowed = self.inner.networks.iter().any(|network| network.admits_literal(address, port));
        match (is_allowed, is_global(address), is_web_port) {
            (true, _, _) | (_, true, true) => Ok((url, &self.inner.public)),
            (false, false, _) => Err(Forbidden::Address(address)),
            (false, true, false) => Err(Forbidden::Port(port)),
        }
    }
}

async fn read(
    mut answer: reqwest::Response,
    bytes_max: usize,
    fail: impl Fn(&reqwest::Error) -> OutboundError,
) -> Result<Response, OutboundError> {
    let too_large = OutboundError::TooLarge { max_bytes: bytes_max };
    if answer.content_length().is_some_and(|announced| announced > bytes_max as u64) {
        return Err(too_large);
    }
    let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| fail(&error))? {
        if body.len() + chunk.len() > bytes_max {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response { status, headers, body: body.freeze() })
}

/// A wrong URL may be very long; the message needs its beginning only.
fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}
