//! The running program, as handlers and jobs see it.

use std::sync::Arc;

use db::{Db, Query};
use tokio::sync::Notify;

use crate::audit::denials::Denials;
use crate::config::Config;
use crate::{Actor, Clock, KeyRing, Keys, Permission, Result, Tx, Vault};

/// Shared by everything in one process. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    db: Db,
    clock: Clock,
    keys: Keys,
    vault: Vault,
    denials: Denials,
    jobs: jobs::Wake,
    events: Notify,
}

impl App {
    /// With encryption keys that follow from the installation's secret, for tests and tools.
    pub fn new(config: Config, db: Db, clock: Clock, keys: Keys) -> Self {
        let ring = KeyRing::derived(&keys);
        Self::with_ring(config, db, clock, keys, ring)
    }

    pub fn with_ring(config: Config, db: Db, clock: Clock, keys: Keys, ring: KeyRing) -> Self {
        let vault = Vault::new(db.clone(), clock.clone(), ring);
        let shared = Shared {
            config,
            db,
            clock,
            keys,
            vault,
            denials: Denials::new(),
            jobs: jobs::Wake::new(),
            events: Notify::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    pub fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    /// What the database keeps but must not know.
    pub fn vault(&self) -> &Vault {
        &self.shared.vault
    }

    /// Refusals that are to be in the audit log.
    pub fn denials(&self) -> &Denials {
        &self.shared.denials
    }

    /// For system tasks: authentication, the workers, health. Slices use [`App::begin`] and [`App::read`].
    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    /// Woken after a commit that wrote jobs.
    pub fn jobs_wake(&self) -> &jobs::Wake {
        &self.shared.jobs
    }

    /// Notified after a commit that wrote events. A hint only: readers poll as well.
    pub fn events_hint(&self) -> &Notify {
        &self.shared.events
    }

    /// Opens a transaction for an actor who may do this. Nothing is sent to the database before the first
    /// statement, unless the request carries an `Idempotency-Key`: it is claimed first.
    ///
    /// # Errors
    /// `Forbidden` without the permission; `Replay` when the same request was or is being answered.
    pub async fn begin(&self, actor: &Actor, permission: Permission) -> Result<Tx> {
        Tx::begin(self, actor, permission).await
    }

    /// Runs one reading statement, in one round trip, for an actor who may do this.
    pub async fn read<T>(&self, actor: &Actor, permission: Permission, query: Query<T>) -> Result<T> {
        actor.require(permission)?;
        Ok(self.shared.db.read(actor.tenant_id, query).await?)
    }
}
