//! Vendors simulated at wire level for demo, tests and rehearsals.
//!
//! A model behind OpenAI's protocol (`/v1/chat/completions`, `/v1/embeddings`, `/v1/models`). It answers
//! deterministically, the same question always in the same words, and writes what a brief asks for from a
//! grammar kept in data files. Under `/sandbox` it can be told to misbehave ([`Fault`]) and shows what it
//! was asked. A mail server on a port of its own ([`serve_smtp`]) keeps what it is given and shows it at
//! `/sandbox/mail`. An OpenID Connect issuer at `/oidc` lets everybody in as whoever they say.
//!
//! Invariants:
//! - requests are held to the vendor's contract: what the vendor would refuse is refused here, in its error
//!   shape;
//! - token counts are counted from the texts, never invented;
//! - nothing leaves and nothing is stored: state is a bounded memory of this process.
//!
//! Callers: the binary (`demo`, `sandbox`) and tests. It knows no product noun and no other crate of the
//! workspace.

mod admin;
mod calls;
mod faults;
mod mail;
mod oidc;
mod openai;
mod writer;

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

pub use faults::{Fault, FaultError, Mode};
pub use mail::{Mail, serve_smtp};
pub use oidc::Identity;

/// The name of the simulated language model.
pub const MODEL: &str = "atelier-sandbox-1";
/// The name of the simulated embedding model.
pub const EMBEDDING_MODEL: &str = "atelier-sandbox-embed-1";

/// The simulated vendors' state. Cheap to clone; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    faults: Arc<faults::FaultBook>,
    calls: Arc<calls::CallLog>,
    mails: Arc<mail::MailBook>,
    issuer: Arc<oidc::Issuer>,
}

impl Sandbox {
    /// Replaces the faults in force; the same as `PUT /sandbox/faults`.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.faults.replace(faults);
    }

    /// The mails to this address, newest first.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails.list(Some(address))
    }

    /// Calls received so far, also those that the log has forgotten.
    pub fn calls_count(&self) -> u64 {
        self.calls.count()
    }
}

/// Every route of the sandbox.
pub fn router(sandbox: Sandbox) -> Router {
    openai::routes().merge(admin::routes()).merge(mail::routes()).merge(oidc::routes()).with_state(sandbox)
}

/// Serves the sandbox until `shutdown` completes and open answers are given.
pub async fn serve(
    listener: TcpListener,
    sandbox: Sandbox,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(sandbox)).with_graceful_shutdown(shutdown).await
}
