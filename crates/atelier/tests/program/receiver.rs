//! Somebody else's address, to which webhooks are sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};

use crate::server::{address_of, listen};

/// A webhook as it came.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Hook {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().expect("a text")
    }
}

/// Takes everything and keeps it.
#[derive(Clone, Default)]
pub(crate) struct Receiver(Arc<Mutex<Vec<Hook>>>);

impl Receiver {
    pub(crate) async fn start() -> (Self, SocketAddr) {
        let (receiver, listener) = (Self::default(), listen().await);
        let address = address_of(&listener);
        let router = Router::new().fallback(keep).with_state(receiver.clone());
        atelier::worker::spawn(async move { axum::serve(listener, router).await });
        (receiver, address)
    }

    pub(crate) fn hooks(&self) -> Vec<Hook> {
        self.0.lock().expect("no panic before").clone()
    }
}

async fn keep(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.0.lock().expect("no panic before").push(Hook { headers, body });
    StatusCode::NO_CONTENT
}
