//! Refusals, for the audit log: who asked for what they may not do.
//!
//! Written beside the requests, not in them, and at most once a minute for one actor and one reason: whoever
//! is refused cannot fill the log with it, or slow anybody down.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use moka::sync::Cache;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use uuid::Uuid;

use crate::{Actor, App, Audit, Error, Result};

const ONCE_IN: Duration = Duration::from_mins(1);
const REMEMBERED_MAX: u64 = 50_000;
/// Refusals that wait to be written; more are dropped.
const WAITING_MAX: usize = 512;

/// One a process.
pub struct Denials {
    sender: Sender<Denial>,
    receiver: Mutex<Option<Receiver<Denial>>>,
    written: Cache<(Uuid, Uuid, String), ()>,
}

struct Denial {
    actor: Actor,
    place: String,
    detail: String,
}

impl Denials {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = channel(WAITING_MAX);
        let written = Cache::builder().max_capacity(REMEMBERED_MAX).time_to_live(ONCE_IN).build();
        Self { sender, receiver: Mutex::new(Some(receiver)), written }
    }

    fn note(&self, actor: Actor, place: String, detail: &str) {
        let entry = self.written.entry((actor.tenant_id, actor.id(), detail.to_owned()));
        if entry.or_insert(()).is_fresh() {
            // A full queue means that many are refused at once; the log need not know each.
            let _ = self.sender.try_send(Denial { actor, place, detail: detail.to_owned() });
        }
    }

    /// Writes what is noted until the process ends. A second call has nothing to do.
    pub async fn run(&self, app: &App) {
        let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut receiver) = receiver else { return };
        while let Some(denial) = receiver.recv().await {
            if let Err(error) = write(app, denial).await {
                tracing::warn!(?error, "a refusal is not in the audit log");
            }
        }
    }
}

async fn write(app: &App, denial: Denial) -> Result<()> {
    let Denial { actor, place, detail } = denial;
    let audit = Audit::new("access.denied", "operation", Uuid::nil(), place).note(detail);
    let mut tx = app.db().tenant(actor.tenant_id);
    tx.defer(audit.sealed(app, &actor, app.clock().now()).await?);
    Ok(tx.commit().await?)
}

/// The layer behind authentication. What asks for a proof first refuses nothing.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Actor>().cloned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    if let (Some(actor), Some(Error::Forbidden { code: "forbidden", detail })) =
        (actor, response.extensions().get::<Error>())
    {
        let route = route.as_ref().map_or("-", MatchedPath::as_str);
        app.denials().note(actor, format!("{method} {route}"), detail);
    }
    response
}
