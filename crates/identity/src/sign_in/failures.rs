//! Sign-ins that failed, for the audit log of the tenants of whoever was tried.
//!
//! Noted in memory and written every few seconds, outside of any request: what takes as long for an address
//! that nobody has says nothing about who is there. One person has one event a minute for each reason, so
//! that a flood cannot fill the log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use db::SystemTask;
use moka::sync::Cache;
use platform::{Actor, Assurance, Audit, Error, RequestContext, Result};
use uuid::Uuid;

use crate::authenticator::Authenticator;
use crate::mailed_tokens::actor_of;
use crate::tenants;

const ONCE_IN: Duration = Duration::from_mins(1);
const REMEMBERED_MAX: u64 = 50_000;
/// Failures that wait to be written; more are dropped.
const WAITING_MAX: usize = 512;

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Wrong {
    Password,
    SecondFactor,
}

impl Wrong {
    fn name(self) -> &'static str {
        match self {
            Self::Password => "wrong password",
            Self::SecondFactor => "wrong second factor",
        }
    }
}

pub(crate) struct Failures {
    lately: Cache<(Uuid, Wrong), ()>,
    unwritten: Mutex<HashMap<(Uuid, Wrong), Arc<RequestContext>>>,
}

impl Default for Failures {
    fn default() -> Self {
        let lately = Cache::builder().max_capacity(REMEMBERED_MAX).time_to_live(ONCE_IN).build();
        Self { lately, unwritten: Mutex::default() }
    }
}

impl Authenticator {
    /// Notes that somebody was tried in vain.
    pub(crate) fn note_failure(&self, person_id: Uuid, wrong: Wrong, request: &Arc<RequestContext>) {
        let failures = self.failures();
        let key = (person_id, wrong);
        if !failures.lately.entry(key).or_insert(()).is_fresh() {
            return;
        }
        let mut unwritten = failures.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        if unwritten.len() < WAITING_MAX {
            unwritten.insert(key, request.clone());
        }
    }

    /// Passes on what became of a second factor, and notes a wrong one.
    pub(crate) fn noting<T>(
        &self,
        person_id: Uuid,
        request: &Arc<RequestContext>,
        outcome: Result<T>,
    ) -> Result<T> {
        if let Err(Error::Unauthenticated { code: "invalid_credentials", .. }) = &outcome {
            self.note_failure(person_id, Wrong::SecondFactor, request);
        }
        outcome
    }

    /// Writes down who was tried in vain since the last time. Called every few seconds, outside of any
    /// request.
    ///
    /// # Errors
    /// The database cannot be asked; what was noted is then lost.
    pub async fn record_failures(&self) -> Result<()> {
        let unwritten =
            std::mem::take(&mut *self.failures().unwritten.lock().unwrap_or_else(PoisonError::into_inner));
        let now = self.app().clock().now();
        for ((person_id, wrong), request) in unwritten {
            let mut tx = self.db().system(SystemTask::Authenticate);
            for tenant in tx.run(tenants::queries::list_of_person(person_id)).await? {
                let actor = actor_of(&mut tx, person_id, tenant.id.uuid(), &request, now).await?;
                let Some(actor) = actor else { continue };
                // Nobody proved anything.
                let actor = Actor { assurance: Assurance::default(), ..actor };
                let audit = Audit::new("member.sign_in_failed", "member", actor.id(), &*actor.name);
                tx.defer(audit.note(wrong.name()).sealed(self.app(), &actor, now).await?);
            }
            tx.commit().await?;
        }
        Ok(())
    }
}
