//! What can go wrong on the way out, by what the caller can do about it.

use std::net::IpAddr;
use std::time::Duration;

/// Why a request is not sent at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    #[error("'{0}' is not a URL")]
    Malformed(String),
    #[error("only http and https URLs can be called, not '{0}'")]
    Scheme(String),
    #[error("a URL must not carry a user name or password; send credentials in a header")]
    UserInfo,
    #[error("the URL names no host")]
    NoHost,
    #[error("port {0} is outside 80 and 443; allow the network to use it")]
    Port(u16),
    #[error("{0} is not a public address; allow its network if it is meant to be called")]
    Address(IpAddr),
    #[error("'{0}' resolves to no public address; allow its network if it is meant to be called")]
    Name(String),
    #[error("the header '{0}' is set by the connection and cannot be chosen")]
    Header(String),
}

/// What happened instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The request was not sent and never will be.
    #[error("refused: {0}")]
    Forbidden(#[from] Forbidden),
    /// No connection was made: nothing was processed.
    #[error("could not connect to {host}: {reason}")]
    Connect { host: String, reason: String },
    /// No complete answer within the time given. The other side may have processed the request.
    #[error("no complete answer within {} ms", after.as_millis())]
    Timeout { after: Duration },
    /// The connection broke after the request was sent. The other side may have processed it.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The answer is longer than allowed; reading stopped.
    #[error("the answer is longer than {max_bytes} bytes")]
    TooLarge { max_bytes: usize },
    /// Too many calls failed lately; this one was not tried.
    #[error("'{name}' keeps failing; it is tried again in {} ms", retry_in.as_millis())]
    Open { name: String, retry_in: Duration },
    /// The client itself could not be set up.
    #[error("outbound HTTP cannot be set up: {0}")]
    Setup(String),
}

/// The resolver's way to tell [`Forbidden`] through the layers of the HTTP library.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(pub(crate) Forbidden);

impl OutboundError {
    pub(crate) fn from_reqwest(error: &reqwest::Error, host: &str, timeout: Duration) -> Self {
        if let Some(refused) = find_refused(error) {
            return Self::Forbidden(refused.0.clone());
        }
        if error.is_connect() {
            return Self::Connect { host: host.to_owned(), reason: root_cause(error) };
        }
        if error.is_timeout() {
            return Self::Timeout { after: timeout };
        }
        Self::Broken(root_cause(error))
    }
}

fn find_refused<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Refused> {
    let mut next = Some(error);
    while let Some(current) = next {
        if let Some(refused) = current.downcast_ref::<Refused>() {
            return Some(refused);
        }
        next = current.source();
    }
    None
}

/// The innermost message: the outer ones repeat the URL, which may hold secrets.
fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut current = error;
    while let Some(source) = current.source() {
        current = source;
    }
    current.to_string()
}

/// Whether a failure of the HTTP library was a refusal of ours, for callers that hold the error of another
/// library.
pub(crate) fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<Forbidden> {
    find_refused(error).map(|refused| refused.0.clone())
}
