//! Reads of many tenants over a few shared connections.
//!
//! A read is two messages, the tenant's setting and the statement, behind one Sync: PostgreSQL runs them as
//! one implicit transaction, and the setting ends with it. So a connection need not be lent to anybody, and
//! what many tasks ask leaves in one write and comes back in one.
//!
//! Invariants:
//! - one read is one contiguous run of bytes, and every run begins with its own tenant: what was sent before
//!   it, whole or not, cannot show through;
//! - the connections are read-only (`default_transaction_read_only`);
//! - the first row of every answer is the tenant that the server had set; an answer that is not this read's
//!   own closes the connection;
//! - a shared connection is never the only way: whatever it cannot do (a statement that fails, a type of the
//!   schema's own, a slow answer ahead, no connection) goes the pool's way, which says what is wrong.

mod connect;
mod connection;
mod statement;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio_postgres_rustls::MakeRustlsConnect;
use uuid::Uuid;

use crate::query::{Query, Rows};
use connection::Connection;

/// How long nobody tries to connect after it failed.
const PAUSE: Duration = Duration::from_secs(1);

/// A statement that takes longer is cancelled here and asked again over a connection of its own.
pub(crate) const STATEMENT_MILLIS_MAX: u128 = 1_000;

/// The shared connections of one [`Db`](crate::Db).
pub(crate) struct Shared {
    settings: tokio_postgres::Config,
    tls: MakeRustlsConnect,
    places: Vec<Place>,
    next: AtomicUsize,
}

#[derive(Default)]
struct Place {
    connection: Mutex<Option<Arc<Connection>>>,
    /// Held by who connects: everybody else goes another way meanwhile.
    connecting: tokio::sync::Mutex<Option<Instant>>,
}

impl Shared {
    pub(crate) fn new(settings: tokio_postgres::Config, tls: MakeRustlsConnect, count: usize) -> Self {
        let places = std::iter::repeat_with(Place::default).take(count).collect();
        Self { settings, tls, places, next: AtomicUsize::new(0) }
    }

    /// The rows of one reading statement as a tenant; nothing when it has to go the pool's way.
    pub(crate) async fn read<T>(&self, tenant: Uuid, query: &Query<T>) -> Option<Rows> {
        let connection = self.connection().await?;
        let statement = connection.statement(query.sql).await?;
        connection.read(tenant, &statement, &query.params).await
    }

    pub(crate) fn close(&self) {
        for place in &self.places {
            place.set(None);
        }
    }

    /// The least busy connection. Each is opened by the first who meets its empty place.
    async fn connection(&self) -> Option<Arc<Connection>> {
        let start = self.next.fetch_add(1, Ordering::Relaxed);
        let count = self.places.len();
        let mut best: Option<(usize, Arc<Connection>)> = None;
        for step in 0..count {
            let place = &self.places[(start + step) % count];
            let Some(connection) = place.open() else {
                if let Some(made) = self.connect(place).await {
                    return Some(made);
                }
                continue;
            };
            if let Some(waiting) = connection.waiting()
                && best.as_ref().is_none_or(|(least, _)| waiting < *least)
            {
                best = Some((waiting, connection));
            }
        }
        best.map(|(_, connection)| connection)
    }

    async fn connect(&self, place: &Place) -> Option<Arc<Connection>> {
        let mut failed_at = place.connecting.try_lock().ok()?;
        if failed_at.is_some_and(|at| at.elapsed() < PAUSE) {
            return None;
        }
        match connect::connect(self.settings.clone(), self.tls.clone()).await {
            Ok(stream) => {
                *failed_at = None;
                let connection = Arc::new(Connection::start(stream));
                place.set(Some(Arc::clone(&connection)));
                Some(connection)
            }
            Err(error) => {
                tracing::debug!(%error, "no shared connection");
                *failed_at = Some(Instant::now());
                None
            }
        }
    }
}

impl Place {
    fn open(&self) -> Option<Arc<Connection>> {
        let mut held = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        held.take_if(|connection| connection.is_closed());
        held.clone()
    }

    fn set(&self, connection: Option<Arc<Connection>>) {
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = connection;
    }
}
