//! That a key or an application was used: recorded at most once a minute, and never while a request waits.

use jiff::{SignedDuration, Timestamp};
use platform::{Actor, ActorKind, Audit, Result};
use uuid::Uuid;

use super::Authenticator;
use crate::{api_keys, oauth};

const INTERVAL: SignedDuration = SignedDuration::from_mins(1);
const ENTRIES: u64 = 20_000;

/// When this process last recorded a use of each.
pub(super) struct Uses(moka::sync::Cache<Uuid, Timestamp>);

impl Default for Uses {
    fn default() -> Self {
        Self(moka::sync::Cache::new(ENTRIES))
    }
}

impl Uses {
    /// Whether a use is to be recorded now. Of several at once the statement itself lets one through.
    fn is_due(&self, id: Uuid, now: Timestamp) -> bool {
        if self.0.get(&id).is_some_and(|at| now.duration_since(at) < INTERVAL) {
            return false;
        }
        self.0.insert(id, now);
        true
    }
}

impl Authenticator {
    /// Orders a use to be recorded, for actors whose uses are.
    pub(super) fn note_use(&self, actor: &Actor) {
        let is_program = matches!(actor.kind, ActorKind::ApiKey { .. } | ActorKind::Application { .. });
        let now = self.0.clock.now();
        if !is_program || !self.0.uses.is_due(actor.id(), now) {
            return;
        }
        let (authenticator, actor) = (self.clone(), actor.clone());
        let recording = async move {
            if let Err(error) = authenticator.record_use(&actor, now).await {
                tracing::warn!(?error, "the use of a key was not recorded");
            }
        };
        #[expect(clippy::disallowed_methods, reason = "nobody waits for it, and losing it loses a minute")]
        tokio::spawn(recording);
    }

    /// The line of the log belongs to whichever process writes the time.
    async fn record_use(&self, actor: &Actor, now: Timestamp) -> Result<()> {
        let (tenant_id, id) = (actor.tenant_id, actor.id());
        let (action, kind, record) = match actor.kind {
            ActorKind::ApiKey { .. } => {
                let record = api_keys::queries::record_use(tenant_id, id, now, actor.request.address);
                ("api_key.used", "api_key", record)
            }
            _ => ("oauth_grant.used", "oauth_grant", oauth::queries::record_grant_use(tenant_id, id, now)),
        };
        let mut tx = self.db().tenant(tenant_id);
        if tx.run(record).await? > 0 {
            let audit = Audit::new(action, kind, id, &*actor.name);
            tx.defer(audit.sealed(&self.0.app, actor, now).await?);
        }
        tx.commit().await?;
        Ok(())
    }
}
