//! Verifying a tenant's audit log: every event against its seal, every seal against the one before and its
//! signature, and the last one against the file outside of the database.

use std::collections::HashSet;
use std::path::Path;

use db::SystemTask;
use uuid::Uuid;

use super::merkle::{Hash, root};
use super::queries::{self, Position, Stored, WholeSeal};
use super::roots::{self, Roots};
use super::sealing::leaves_of;
use super::{Leaf, Seal, public_key, unpack};
use crate::text::hex;
use crate::{App, Error, Result, encode_id};

/// Events that are held in memory at once.
const PAGE_ROWS: i64 = 10_000;

/// The log of a tenant, as it was found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    pub batches: i64,
    pub rows: i64,
    /// Events that were removed because their time was over.
    pub removed: i64,
    /// Events that are too new to be sealed.
    pub unsealed: i64,
    /// Whether there is a file with the roots on this machine: without one, a cut end is not found.
    pub has_roots: bool,
    /// The first broken place, for people.
    pub broken: Option<String>,
}

/// Every tenant with its id, or the one of this short name.
///
/// # Errors
/// The database cannot be asked.
pub async fn tenants(app: &App, slug: Option<String>) -> Result<Vec<(Uuid, String)>> {
    let mut tx = app.db().system(SystemTask::SealAudit);
    let tenants = tx.run(queries::tenants(slug)).await?;
    tx.commit().await?;
    Ok(tenants)
}

/// How many sealed events a tenant has.
///
/// # Errors
/// The database cannot be asked.
pub async fn count_sealed(app: &App, tenant_id: Uuid) -> Result<i64> {
    let mut tx = app.db().system(SystemTask::SealAudit);
    let count = tx.run(queries::count_sealed(tenant_id)).await?;
    tx.commit().await?;
    Ok(count)
}

/// Reads a tenant's log from the beginning to its end, or to the first broken place. `progress` hears how
/// many events are verified.
///
/// # Errors
/// The database or the file of roots cannot be read.
pub async fn verify(
    app: &App,
    tenant_id: Uuid,
    data_dir: &Path,
    mut progress: impl FnMut(i64),
) -> Result<Verified> {
    let roots = Roots::open(&roots::path_of(data_dir, tenant_id)).map_err(Error::internal)?;
    let mut verifier = Verifier {
        app,
        tenant_id,
        public_key: public_key(app.keys()),
        found: Verified { has_roots: roots.is_there(), ..Verified::default() },
        roots,
        last: None,
    };
    loop {
        match verifier.page().await? {
            Page::More => progress(verifier.found.rows),
            Page::End => break,
            Page::Broken(place) => {
                verifier.found.broken = Some(place);
                return Ok(verifier.found);
            }
        }
    }
    verifier.end().await
}

enum Page {
    More,
    End,
    Broken(String),
}

struct Verifier<'a> {
    app: &'a App,
    tenant_id: Uuid,
    public_key: Hash,
    roots: Roots,
    last: Option<Seal>,
    found: Verified,
}

impl Verifier<'_> {
    async fn page(&mut self) -> Result<Page> {
        let batch = self.last.as_ref().map_or(0, |seal| seal.batch);
        let mut tx = self.app.db().system(SystemTask::SealAudit);
        let seals = tx.run(queries::page(self.tenant_id, batch, PAGE_ROWS)).await?;
        let Some(end) = seals.last() else { return Ok(Page::End) };
        let until = Position::behind(&end.seal);
        let rows: i64 = seals.iter().map(|whole| i64::from(whole.seal.rows)).sum();
        let read = queries::events_until(self.tenant_id, self.position(), until, rows + 1);
        let events = tx.run(read).await?;
        tx.commit().await?;
        let mut leaves = Vec::new();
        let mut removed = 0;
        for WholeSeal { seal, leaves: packed, removal } in seals {
            let of_batch = match self.check_seal(&seal, &packed) {
                Ok(of_batch) => of_batch,
                Err(place) => return Ok(Page::Broken(place)),
            };
            match removal {
                None => leaves.extend(of_batch.into_iter().map(|leaf| (seal.batch, leaf))),
                Some(removal) if removal.is_signed_by(&seal, &self.public_key) => {
                    removed += i64::from(seal.rows);
                }
                Some(_) => {
                    let batch = seal.batch;
                    return Ok(Page::Broken(format!("batch {batch}: its removal is not signed by us")));
                }
            }
            self.last = Some(seal);
            self.found.batches += 1;
        }
        if let Some(place) = self.compare(&leaves, &events).await? {
            return Ok(Page::Broken(place));
        }
        self.found.rows += rows - removed;
        self.found.removed += removed;
        Ok(Page::More)
    }

    fn position(&self) -> Position {
        self.last.as_ref().map_or_else(Position::start, Position::behind)
    }

    /// The leaves of a seal that is as it was signed.
    fn check_seal(&mut self, seal: &Seal, packed: &[u8]) -> std::result::Result<Vec<Leaf>, String> {
        let batch = seal.batch;
        let expected = self.last.as_ref().map_or(1, |last| last.batch + 1);
        if batch != expected {
            return Err(format!("batch {expected}: the seal is missing"));
        }
        let changed = |what: &str| format!("batch {batch}: the seal was changed ({what})");
        let leaves = unpack(packed).ok_or_else(|| changed("its list of events cannot be read"))?;
        let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf.hash).collect();
        if usize::try_from(seal.rows) != Ok(leaves.len()) || root(&hashes)[..] != seal.root[..] {
            return Err(changed("its root is not that of its events"));
        }
        if !seal.is_signed_by(&self.public_key) {
            return Err(changed("its signature is not valid"));
        }
        let previous = self.last.as_ref().map_or_else(|| vec![0; 32], |last| last.root.clone());
        if seal.previous_root != previous {
            return Err(changed("it does not follow the batch before"));
        }
        let (line, skipped) = self.roots.take(batch);
        if let Some(skipped) = skipped {
            return Err(format!("batch {skipped}: the file of roots has it twice or out of order"));
        }
        match line {
            Some(line) if line != seal.line() => {
                let root = hex(&seal.root);
                Err(format!("batch {batch}: the file of roots says otherwise than the database ({root})"))
            }
            _ => Ok(leaves),
        }
    }

    /// The first event that is not as it was sealed.
    async fn compare(&self, leaves: &[(i64, Leaf)], events: &[Stored]) -> Result<Option<String>> {
        let found = leaves_of(events);
        let Some(place) = (0..leaves.len().max(found.len()))
            .find(|&place| leaves.get(place).map(|(_, leaf)| leaf) != found.get(place))
        else {
            return Ok(None);
        };
        let shown = |id: Uuid| encode_id("act", id);
        let batch = leaves.get(place).or(leaves.last()).map_or(0, |(batch, _)| *batch);
        let is_sealed: HashSet<Uuid> = leaves.iter().map(|(_, leaf)| leaf.id).collect();
        let problem = match (leaves.get(place), found.get(place)) {
            (Some((_, sealed)), Some(event)) if sealed.id == event.id => {
                format!("event {} was edited", shown(event.id))
            }
            (_, Some(event))
                if !is_sealed.contains(&event.id) && !self.is_gone(leaves.get(place)).await? =>
            {
                format!("event {} was inserted", shown(event.id))
            }
            (Some((_, sealed)), _) if self.is_gone(Some(&(batch, *sealed))).await? => {
                format!("event {} was deleted", shown(sealed.id))
            }
            (Some((_, sealed)), _) => format!("event {} stands in another place", shown(sealed.id)),
            (None, Some(event)) => format!("event {} stands in another place", shown(event.id)),
            (None, None) => return Ok(None),
        };
        Ok(Some(format!("batch {batch}: {problem}")))
    }

    /// Whether a sealed event is not in the log any more, in no place.
    async fn is_gone(&self, sealed: Option<&(i64, Leaf)>) -> Result<bool> {
        let Some((_, leaf)) = sealed else { return Ok(false) };
        let mut tx = self.app.db().system(SystemTask::SealAudit);
        let exists = tx.run(queries::exists(self.tenant_id, leaf.id)).await?;
        tx.commit().await?;
        Ok(!exists)
    }

    async fn end(mut self) -> Result<Verified> {
        let mut tx = self.app.db().system(SystemTask::SealAudit);
        self.found.unsealed = tx.run(queries::count_unsealed(self.tenant_id, self.position())).await?;
        tx.commit().await?;
        let last = self.last.as_ref().map_or(0, |seal| seal.batch);
        if let Some(next) = self.roots.next_batch() {
            self.found.broken = Some(format!(
                "batch {next}: the log ends at batch {last}, but the file of roots goes on: the end was cut"
            ));
        }
        Ok(self.found)
    }
}
