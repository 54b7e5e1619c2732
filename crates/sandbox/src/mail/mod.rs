//! A mail server that delivers to nobody: it keeps the latest mails and shows them.
//!
//! It speaks enough of SMTP (RFC 5321) for what any client sends. An address whose part before the @ ends in
//! `+refused` is refused for good, one that ends in `+later` the first time only.

mod book;
mod pages;
mod session;

use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub use book::Mail;
pub(crate) use book::MailBook;
pub(crate) use pages::routes;

use crate::Sandbox;

/// A client that is silent for so long is cut off.
const SILENCE_MAX: Duration = Duration::from_mins(1);

/// Takes mails until it is dropped.
pub async fn serve_smtp(listener: TcpListener, sandbox: Sandbox) -> std::io::Result<()> {
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                let sandbox = sandbox.clone();
                sessions.spawn(async move {
                    // A client that breaks off has its own reason.
                    let _ = tokio::time::timeout(SILENCE_MAX, session::run(stream, &sandbox)).await;
                });
            }
            Some(_) = sessions.join_next() => {}
        }
    }
}
