//! Secrets at rest: what the database keeps but must not know.
//!
//! A key of the installation ([`KeyRing`], a file outside the database) wraps the keys in the database: one a
//! tenant, and one a subject (a member, a client, the holder of a link). They encrypt values, each bound to
//! its [`Place`]: a value that is copied to another row does not open. Destroying a subject's key makes
//! everything that it sealed unreadable, in backups too.
//!
//! Unwrapped keys are remembered for a moment, so most calls cost no round trip, and a key that another
//! process destroyed is forgotten here within two seconds.

mod cipher;
pub(crate) mod queries;
mod ring;
mod rotation;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use db::Db;
use hmac::{Hmac, KeyInit, Mac};
use moka::sync::Cache;
use sha2::Sha256;
use uuid::Uuid;

use self::cipher::SecretKey;
use self::queries::Wrapped;
pub use self::ring::{KeyRing, KeyState, make_ring};
pub use self::rotation::{ListedKey, Rotation};
use crate::{Clock, Error, Result};

const REMEMBERED_FOR: Duration = Duration::from_millis(1500);
const REMEMBERED_MAX: u64 = 20_000;

/// Where a sealed value stands: it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

impl Place {
    pub fn new(table: &'static str, column: &'static str, row: impl Into<Uuid>) -> Self {
        Self { table, column, row: row.into() }
    }

    fn bound(&self, tenant_id: Uuid) -> Vec<u8> {
        format!("{}|{}|{}|{tenant_id}", self.table, self.column, self.row).into_bytes()
    }
}

/// What a sealed value turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    Text(String),
    /// The subject's key was destroyed.
    Erased,
    /// It was changed, belongs elsewhere, or is none of ours.
    Broken,
}

impl Opened {
    /// The text; an error for what cannot be read.
    ///
    /// # Errors
    /// `Conflict` with the code `erased`; `Internal` for what is broken.
    pub fn text(self) -> Result<String> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Erased => Err(erased()),
            Self::Broken => Err(Error::internal("a sealed value does not open")),
        }
    }
}

fn erased() -> Error {
    Error::conflict("erased", "What was personal here has been erased.")
}

/// Which key: the tenant's, or a subject's of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum KeyName {
    Data,
    Subject(Uuid),
}

#[derive(Clone)]
enum Found {
    Live(Arc<LiveKey>),
    Destroyed,
}

struct LiveKey {
    id: String,
    key: SecretKey,
}

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct Vault(Arc<Shared>);

struct Shared {
    db: Db,
    clock: Clock,
    ring: KeyRing,
    remembered: Cache<(Uuid, KeyName), Found>,
    /// One asks, the others find the answer.
    loading: tokio::sync::Mutex<()>,
}

impl Vault {
    pub fn new(db: Db, clock: Clock, ring: KeyRing) -> Self {
        let remembered = Cache::builder().max_capacity(REMEMBERED_MAX).time_to_live(REMEMBERED_FOR).build();
        Self(Arc::new(Shared { db, clock, ring, remembered, loading: tokio::sync::Mutex::new(()) }))
    }

    /// Seals with the key of the tenant, which is made when there is none. The nil tenant is the platform.
    ///
    /// # Errors
    /// The database or the ring of keys cannot be reached.
    pub async fn seal(&self, tenant_id: Uuid, place: Place, plain: &str) -> Result<String> {
        self.seal_with(tenant_id, KeyName::Data, place, plain).await
    }

    /// Seals with the key of a subject: destroying that key erases it.
    ///
    /// # Errors
    /// `Conflict` with the code `erased` for a subject whose key was destroyed.
    pub async fn seal_for(
        &self,
        tenant_id: Uuid,
        subject_id: Uuid,
        place: Place,
        plain: &str,
    ) -> Result<String> {
        self.seal_with(tenant_id, KeyName::Subject(subject_id), place, plain).await
    }

    async fn seal_with(&self, tenant_id: Uuid, name: KeyName, place: Place, plain: &str) -> Result<String> {
        match self.keys(tenant_id, &[name], true).await?.remove(&name) {
            Some(Found::Live(key)) => {
                Ok(cipher::seal(&key.key, &key.id, &place.bound(tenant_id), plain.as_bytes()))
            }
            Some(Found::Destroyed) => Err(erased()),
            None => Err(Error::internal("a key was made and is not there")),
        }
    }

    /// Opens one value.
    ///
    /// # Errors
    /// The database or the ring of keys cannot be reached.
    pub async fn open(&self, tenant_id: Uuid, place: Place, sealed: &str) -> Result<Opened> {
        Ok(self.opener(tenant_id, [sealed]).await?.open(place, sealed))
    }

    /// What opens these values, with all their keys fetched at once: for lists.
    ///
    /// # Errors
    /// The database or the ring of keys cannot be reached.
    pub async fn opener<'a>(
        &self,
        tenant_id: Uuid,
        sealed: impl IntoIterator<Item = &'a str>,
    ) -> Result<Opener> {
        let mut names: Vec<KeyName> = Vec::new();
        for name in sealed.into_iter().filter_map(|sealed| name_of(cipher::parse(sealed)?.key)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(Opener { tenant_id, keys: self.keys(tenant_id, &names, false).await? })
    }

    /// What seals for these subjects, with all their keys made or fetched at once.
    ///
    /// # Errors
    /// The database or the ring of keys cannot be reached.
    pub async fn sealer(&self, tenant_id: Uuid, subjects: &[Uuid]) -> Result<Sealer> {
        let names: Vec<KeyName> = subjects.iter().copied().map(KeyName::Subject).collect();
        Ok(Sealer { tenant_id, keys: self.keys(tenant_id, &names, true).await? })
    }

    /// A keyed hash of a value, by which it is found where only its sealed form is kept. `value` is
    /// normalised by the caller.
    ///
    /// # Errors
    /// The database or the ring of keys cannot be reached.
    pub async fn blind_index(
        &self,
        tenant_id: Uuid,
        (table, column): (&'static str, &'static str),
        value: &str,
    ) -> Result<[u8; 32]> {
        let mut keys = self.keys(tenant_id, &[KeyName::Data], true).await?;
        let Some(Found::Live(key)) = keys.remove(&KeyName::Data) else {
            return Err(Error::internal("a key was made and is not there"));
        };
        let purpose = mac(&key.key.0, format!("blind index|{table}|{column}").as_bytes());
        Ok(mac(&purpose, value.as_bytes()))
    }

    /// Forgets a subject's key in this process, after it was destroyed.
    pub(crate) fn forget(&self, tenant_id: Uuid, subject_id: Uuid) {
        self.0.remembered.invalidate(&(tenant_id, KeyName::Subject(subject_id)));
    }

    pub(crate) fn ring(&self) -> &KeyRing {
        &self.0.ring
    }

    async fn keys(&self, tenant_id: Uuid, names: &[KeyName], make: bool) -> Result<HashMap<KeyName, Found>> {
        let mut found = HashMap::with_capacity(names.len());
        let mut missing = self.recall(tenant_id, names, &mut found);
        if missing.is_empty() {
            return Ok(found);
        }
        let _alone = self.0.loading.lock().await;
        missing = self.recall(tenant_id, &missing, &mut found);
        self.load(tenant_id, &mut missing, &mut found).await?;
        if make && !missing.is_empty() {
            self.make(tenant_id, &missing).await?;
            self.load(tenant_id, &mut missing, &mut found).await?;
        }
        Ok(found)
    }

    /// Takes what is remembered; the rest is returned.
    fn recall(
        &self,
        tenant_id: Uuid,
        names: &[KeyName],
        found: &mut HashMap<KeyName, Found>,
    ) -> Vec<KeyName> {
        let mut missing = Vec::new();
        for &name in names {
            match self.0.remembered.get(&(tenant_id, name)) {
                Some(key) => drop(found.insert(name, key)),
                None => missing.push(name),
            }
        }
        missing
    }

    /// Reads what is missing and keeps there what is not stored.
    async fn load(
        &self,
        tenant_id: Uuid,
        missing: &mut Vec<KeyName>,
        found: &mut HashMap<KeyName, Found>,
    ) -> Result<()> {
        if missing.is_empty() {
            return Ok(());
        }
        let mut tx = self.0.db.beside(tenant_id);
        let mut loaded = Vec::new();
        if missing.contains(&KeyName::Data)
            && let Some((id, kek_id, text)) = tx.run(queries::find_data_key(tenant_id)).await?
        {
            loaded.push((KeyName::Data, id, Some(kek_id), Some(text)));
        }
        let subjects: Vec<Uuid> = missing.iter().filter_map(|name| name.subject()).collect();
        if !subjects.is_empty() {
            let rows = tx.run(queries::find_subject_keys(tenant_id, subjects)).await?;
            loaded.extend(rows.into_iter().map(|(id, kek, text)| (KeyName::Subject(id), id, kek, text)));
        }
        tx.commit().await?;
        for (name, id, kek_id, text) in loaded {
            let key = match (kek_id, text) {
                (Some(kek_id), Some(text)) => self.unwrap_key(tenant_id, (name, id), &kek_id, &text)?,
                _ => Found::Destroyed,
            };
            self.0.remembered.insert((tenant_id, name), key.clone());
            found.insert(name, key);
            missing.retain(|wanted| *wanted != name);
        }
        Ok(())
    }

    fn unwrap_key(
        &self,
        tenant_id: Uuid,
        (name, id): (KeyName, Uuid),
        kek_id: &str,
        text: &str,
    ) -> Result<Found> {
        let kek = self.0.ring.find(kek_id)?;
        let key = unwrap(&kek, &wrapping_place(name, id).bound(tenant_id), text)?;
        Ok(Found::Live(Arc::new(LiveKey { id: name.id(id), key })))
    }

    /// Several processes may make the same keys at once: the first row counts, and is read afterwards.
    async fn make(&self, tenant_id: Uuid, names: &[KeyName]) -> Result<()> {
        let mut names = names.to_vec();
        // In one order everywhere: two that make the same keys must not wait for each other.
        names.sort_by_key(|name| name.subject());
        let now = self.0.clock.now();
        let mut tx = self.0.db.beside(tenant_id);
        tx.run(queries::lock_shared()).await?;
        let kek = self.0.ring.current()?;
        for name in names {
            let id = name.subject().unwrap_or_else(|| self.0.clock.new_uuid());
            let wrapped = Wrapped {
                text: wrap(
                    &kek.key,
                    &kek.id,
                    &wrapping_place(name, id).bound(tenant_id),
                    &SecretKey(rand::random()),
                ),
                kek_id: kek.id.clone(),
            };
            tx.run(match name {
                KeyName::Data => queries::add_data_key(tenant_id, id, wrapped, now),
                KeyName::Subject(_) => queries::add_subject_key(tenant_id, id, wrapped, now),
            })
            .await?;
        }
        Ok(tx.commit().await?)
    }
}

impl KeyName {
    fn subject(self) -> Option<Uuid> {
        match self {
            Self::Data => None,
            Self::Subject(id) => Some(id),
        }
    }

    /// As it stands in what the key sealed.
    fn id(self, id: Uuid) -> String {
        let kind = if self == Self::Data { 'd' } else { 's' };
        format!("{kind}{}", id.simple())
    }
}

fn name_of(key: &str) -> Option<KeyName> {
    match key.split_at_checked(1)? {
        ("d", _) => Some(KeyName::Data),
        ("s", id) => Uuid::try_parse(id).ok().map(KeyName::Subject),
        _ => None,
    }
}

/// Keys that were fetched to open with.
pub struct Opener {
    tenant_id: Uuid,
    keys: HashMap<KeyName, Found>,
}

impl Opener {
    pub fn open(&self, place: Place, sealed: &str) -> Opened {
        let Some(parts) = cipher::parse(sealed) else { return Opened::Broken };
        let Some(name) = name_of(parts.key) else { return Opened::Broken };
        match self.keys.get(&name) {
            Some(Found::Live(key)) if key.id == parts.key => {
                let plain = cipher::open(&key.key, &place.bound(self.tenant_id), &parts);
                let plain = plain.and_then(|plain| String::from_utf8(plain).ok());
                plain.map_or(Opened::Broken, Opened::Text)
            }
            Some(Found::Destroyed) => Opened::Erased,
            _ => Opened::Broken,
        }
    }
}

/// Keys that were fetched to seal with.
pub struct Sealer {
    tenant_id: Uuid,
    keys: HashMap<KeyName, Found>,
}

impl Sealer {
    /// `None` for a subject whose key was destroyed.
    pub fn seal_for(&self, subject_id: Uuid, place: Place, plain: &str) -> Option<String> {
        match self.keys.get(&KeyName::Subject(subject_id))? {
            Found::Live(key) => {
                Some(cipher::seal(&key.key, &key.id, &place.bound(self.tenant_id), plain.as_bytes()))
            }
            Found::Destroyed => None,
        }
    }
}

fn wrapping_place(name: KeyName, id: Uuid) -> Place {
    let table = if name == KeyName::Data { "data_keys" } else { "subject_keys" };
    Place { table, column: "wrapped", row: id }
}

fn wrap(kek: &SecretKey, kek_id: &str, bound_to: &[u8], key: &SecretKey) -> String {
    cipher::seal(kek, kek_id, bound_to, &key.0)
}

fn unwrap(kek: &SecretKey, bound_to: &[u8], text: &str) -> Result<SecretKey> {
    let plain = cipher::parse(text).and_then(|parts| cipher::open(kek, bound_to, &parts));
    let key = plain.and_then(|plain| plain.try_into().ok()).map(SecretKey);
    key.ok_or_else(|| Error::internal("a key in the database does not open with the ring's key"))
}

fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(message);
    mac.finalize().into_bytes().into()
}
