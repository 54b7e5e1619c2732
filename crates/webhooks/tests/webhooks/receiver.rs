//! The other side: keeps what it is sent, and answers as it is told.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, Uri};
use serde_json::Value;

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

type Answering = Arc<dyn Fn(&Call) -> Reply + Send + Sync>;

/// What is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reply {
    Status(u16),
    /// With `Retry-After`, in seconds.
    Later(u16, u32),
    Never,
}

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    answering: Arc<Mutex<Answering>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let answering: Answering = Arc::new(|_| Reply::Status(200));
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            calls: Arc::default(),
            answering: Arc::new(Mutex::new(answering)),
        };
        let router = Router::new().fallback(answer).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn answers(&self, with: impl Fn(&Call) -> Reply + Send + Sync + 'static) {
        *self.answering.lock().unwrap() = Arc::new(with);
    }

    /// What came since the last time.
    pub(crate) fn take(&self) -> Vec<Call> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }
}

async fn answer(State(receiver): State<Receiver>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call { path: uri.path().to_owned(), headers, body };
    let reply = {
        let answering = Arc::clone(&receiver.answering.lock().unwrap());
        answering(&call)
    };
    receiver.calls.lock().unwrap().push(call);
    let response = Response::builder();
    match reply {
        Reply::Status(status) => response.status(status).body("thanks".into()).unwrap(),
        Reply::Later(status, after) => {
            response.status(status).header("retry-after", after).body("later".into()).unwrap()
        }
        Reply::Never => std::future::pending().await,
    }
}
