//! Changing the key of the installation, beside running servers.
//!
//! The new key becomes current while nobody makes keys, then every key is wrapped anew in batches, then the
//! old key retires, again while nobody makes keys. Killed anywhere in between it is taken up by the next
//! call: what is wrapped with the old key stays readable, because the old key stays in the ring.

use db::{DbError, SystemTask};
use jiff::Timestamp;
use uuid::Uuid;

use super::cipher::SecretKey;
use super::queries::{self, Kind, Wrapped};
use super::ring::{KeyState, RingKey, new_key};
use super::{KeyName, Vault, unwrap, wrap, wrapping_place};
use crate::{Error, Result};

const BATCH: i64 = 200;

/// What a rotation did.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// The key that wraps everything now.
    pub key_id: String,
    pub rewrapped: u64,
    pub retired: Vec<String>,
    /// An earlier rotation was finished, instead of beginning a new one.
    pub was_resumed: bool,
}

/// A key of the installation, as it is listed.
#[derive(Clone, Debug)]
pub struct ListedKey {
    pub id: String,
    pub state: Option<KeyState>,
    pub made_at: String,
    /// How many keys of tenants and subjects it wraps.
    pub wraps: i64,
}

impl Vault {
    /// The keys of the ring, and those that the database needs and the ring lacks (without a state).
    ///
    /// # Errors
    /// The database or the ring cannot be read.
    pub async fn list_keys(&self) -> Result<Vec<ListedKey>> {
        let mut counts = self.count_by_kek().await?;
        let keys = self.ring().refresh()?;
        let mut listed = Vec::new();
        for key in keys.iter() {
            let place = counts.iter().position(|(id, _)| *id == key.id);
            let wraps = place.map_or(0, |place| counts.remove(place).1);
            listed.push(ListedKey {
                id: key.id.clone(),
                state: Some(key.state),
                made_at: key.made_at.clone(),
                wraps,
            });
        }
        let lacking = counts.into_iter();
        listed.extend(lacking.map(|(id, wraps)| ListedKey {
            id,
            state: None,
            made_at: "-".to_owned(),
            wraps,
        }));
        Ok(listed)
    }

    /// Takes a new key of the installation and wraps every key with it. `progress` hears after each batch
    /// how many are done, of how many.
    ///
    /// # Errors
    /// The database or the ring cannot be reached. Calling it again goes on.
    pub async fn rotate(&self, mut progress: impl FnMut(u64, u64)) -> Result<Rotation> {
        let (current, was_resumed) = self.begin_rotation().await?;
        let old = self.ring().old();
        let counts = self.count_by_kek().await?;
        let waiting = counts.iter().filter(|(id, _)| *id != current.id).map(|(_, count)| count).sum::<i64>();
        let total = u64::try_from(waiting).unwrap_or(0);
        let mut rewrapped = 0;
        loop {
            for key in &old {
                for kind in [Kind::Data, Kind::Subject] {
                    while let count @ 1.. = self.rewrap_batch(kind, key, &current).await? {
                        rewrapped += count;
                        progress(rewrapped, total.max(rewrapped));
                    }
                }
            }
            if let Some(retired) = self.end_rotation(&old).await? {
                return Ok(Rotation { key_id: current.id, rewrapped, retired, was_resumed });
            }
        }
    }

    async fn count_by_kek(&self) -> Result<Vec<(String, i64)>> {
        let mut tx = self.0.db.system(SystemTask::RotateKeys);
        let counts = tx.run(queries::count_by_kek()).await?;
        tx.commit().await?;
        Ok(counts)
    }

    async fn begin_rotation(&self) -> Result<(RingKey, bool)> {
        let mut tx = self.0.db.system(SystemTask::RotateKeys);
        tx.run(queries::lock_alone()).await?;
        let before = self.ring().refresh()?;
        let was_begun = before.iter().any(is_old);
        if !was_begun {
            self.ring().replace(&turned(&before, self.0.clock.now()))?;
        }
        let current = self.ring().current()?;
        tx.commit().await?;
        Ok((current, was_begun))
    }

    /// How many rows were looked at; none: all is done.
    async fn rewrap_batch(&self, kind: Kind, old: &RingKey, current: &RingKey) -> Result<u64> {
        let mut tx = self.0.db.system(SystemTask::RotateKeys);
        let rows = tx.run(queries::keys_of_kek(kind, &old.id, BATCH)).await?;
        let count = rows.len() as u64;
        for (tenant_id, id, before) in rows {
            let text = rewrapped(kind, (tenant_id, id), &before, (&old.key, current))?;
            let after = Wrapped { kek_id: current.id.clone(), text };
            tx.defer(queries::rewrap(kind, (tenant_id, id, before), after));
        }
        match tx.commit().await {
            // A subject was erased at the same moment; the next look does not see it.
            Err(DbError::Serialization) => Ok(count),
            committed => Ok(committed.map(|()| count)?),
        }
    }

    /// The keys that retired; `None` when one was still used.
    async fn end_rotation(&self, old: &[RingKey]) -> Result<Option<Vec<String>>> {
        let mut tx = self.0.db.system(SystemTask::RotateKeys);
        tx.run(queries::lock_alone()).await?;
        let counts = tx.run(queries::count_by_kek()).await?;
        if old.iter().any(|key| counts.iter().any(|(id, _)| *id == key.id)) {
            return Ok(None);
        }
        let mut keys = self.ring().refresh()?.as_ref().clone();
        if let Some((id, _)) = counts.iter().find(|(id, _)| keys.iter().all(|key| key.id != *id)) {
            return Err(Error::internal(format!("the ring of encryption keys lacks the key {id}")));
        }
        for key in keys.iter_mut().filter(|key| is_old(key)) {
            key.state = KeyState::Retired;
        }
        self.ring().replace(&keys)?;
        tx.commit().await?;
        let retired = keys.iter().filter(|key| old.iter().any(|old| old.id == key.id));
        Ok(Some(retired.map(|key| key.id.clone()).collect()))
    }
}

fn is_old(key: &RingKey) -> bool {
    key.state == KeyState::Old
}

/// The ring with another current key: the one that was put there as the next, or a new one.
fn turned(before: &[RingKey], now: Timestamp) -> Vec<RingKey> {
    let mut keys = before.to_vec();
    for key in keys.iter_mut().filter(|key| key.state == KeyState::Current) {
        key.state = KeyState::Old;
    }
    match keys.iter_mut().find(|key| key.state == KeyState::Next) {
        Some(next) => next.state = KeyState::Current,
        None => keys.push(new_key(KeyState::Current, now)),
    }
    keys
}

fn rewrapped(
    kind: Kind,
    (tenant_id, id): (Uuid, Uuid),
    before: &str,
    (old, current): (&SecretKey, &RingKey),
) -> Result<String> {
    let name = if kind == Kind::Data { KeyName::Data } else { KeyName::Subject(id) };
    let bound_to = wrapping_place(name, id).bound(tenant_id);
    let key = unwrap(old, &bound_to, before)?;
    Ok(wrap(&current.key, &current.id, &bound_to, &key))
}
