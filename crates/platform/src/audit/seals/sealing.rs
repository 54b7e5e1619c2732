//! Sealing: off the path of the changes, a worker takes the settled events of each tenant in order, hashes
//! them into a tree, chains the tree to the one before and signs it.
//!
//! Only settled events are sealed, those below the oldest open transaction, so none can appear before one
//! that is sealed already. Any number of processes may seal; for one tenant one does at a time.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use db::{SystemTask, SystemTx};
use uuid::Uuid;

use super::merkle::{Hash, root};
use super::queries::{self, Position, Stored};
use super::roots;
use super::{BATCH_ROWS_MAX, Leaf, Seal, Signer};
use crate::{App, Error, Result};

/// Seals the events of all tenants. One a process.
pub struct Sealer {
    app: App,
    data_dir: PathBuf,
    signer: Signer,
    /// From here on there may be events that are not sealed.
    since: String,
    /// Those that another process was sealing, or whose events were more than one batch.
    left: BTreeSet<Uuid>,
    /// The last batch in each tenant's file of roots.
    published: HashMap<Uuid, i64>,
}

impl Sealer {
    /// Roots are also written to files below `data_dir`.
    pub fn new(app: &App, data_dir: PathBuf) -> Self {
        Self {
            app: app.clone(),
            data_dir,
            signer: Signer::new(app.keys()),
            since: "0".to_owned(),
            left: BTreeSet::new(),
            published: HashMap::new(),
        }
    }

    /// Seals what is settled and not sealed yet; says how many events that were.
    ///
    /// # Errors
    /// The database cannot be asked, or a file cannot be written. What was sealed stays.
    pub async fn seal_all(&mut self) -> Result<u64> {
        let mut tx = self.app.db().system(SystemTask::SealAudit);
        let horizon = tx.run(queries::horizon()).await?;
        let waiting = tx.run(queries::waiting(self.since.clone())).await?;
        tx.commit().await?;
        self.left.extend(waiting);
        self.since = horizon;
        let mut sealed = 0;
        let mut failure = None;
        for tenant_id in self.left.clone() {
            match self.seal_tenant(tenant_id).await {
                Ok(rows) => sealed += rows,
                // One damaged log is no reason to leave the others unsealed.
                Err(error) => failure = Some(error),
            }
        }
        failure.map_or(Ok(sealed), Err)
    }

    async fn seal_tenant(&mut self, tenant_id: Uuid) -> Result<u64> {
        let mut sealed = 0;
        while let Some(rows) = self.seal_batch(tenant_id).await? {
            sealed += rows as u64;
            if rows < BATCH_ROWS_MAX {
                self.left.remove(&tenant_id);
                break;
            }
        }
        Ok(sealed)
    }

    /// How many events were sealed; `None` when another process is at it.
    async fn seal_batch(&mut self, tenant_id: Uuid) -> Result<Option<usize>> {
        let mut tx = self.app.db().system(SystemTask::SealAudit);
        if !tx.run(queries::lock(tenant_id)).await? {
            return Ok(None);
        }
        let last = tx.run(queries::last(tenant_id)).await?;
        self.catch_up(&mut tx, tenant_id, last.as_ref()).await?;
        let after = last.as_ref().map_or_else(Position::start, Position::behind);
        let limit = i64::try_from(BATCH_ROWS_MAX).unwrap_or(i64::MAX);
        let events = tx.run(queries::next_events(tenant_id, after, limit)).await?;
        let (Some(first), Some(end)) = (events.first(), events.last()) else { return Ok(Some(0)) };
        let leaves: Vec<Leaf> = events.iter().map(|event| event.leaf).collect();
        let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf.hash).collect();
        let seal = Seal {
            tenant_id,
            batch: last.as_ref().map_or(0, |seal| seal.batch) + 1,
            rows: i32::try_from(events.len()).map_err(Error::internal)?,
            first_at: first.at,
            last_at: end.at,
            last_written_by: end.written_by.clone(),
            last_id: end.leaf.id,
            root: root(&hashes).to_vec(),
            previous_root: last.map_or_else(|| vec![0; 32], |seal| seal.root),
            signature: Vec::new(),
            sealed_at: self.app.clock().now(),
        };
        let seal = seal.signed(&self.signer);
        tx.run(queries::insert(&seal, &leaves)).await?;
        tx.commit().await?;
        self.publish(tenant_id, &[seal])?;
        Ok(Some(events.len()))
    }

    /// Writes to the file what another machine sealed, or this process before it was killed. A database that
    /// is behind the file was cut: then nothing is sealed that would hide it.
    async fn catch_up(&mut self, tx: &mut SystemTx, tenant_id: Uuid, last: Option<&Seal>) -> Result<()> {
        let path = roots::path_of(&self.data_dir, tenant_id);
        let mut published = match self.published.get(&tenant_id) {
            Some(&batch) => batch,
            None => roots::last_batch(&path).map_err(Error::internal)?,
        };
        self.published.insert(tenant_id, published);
        let sealed = last.map_or(0, |seal| seal.batch);
        if published > sealed {
            return Err(Error::internal(format!(
                "the audit log of tenant {tenant_id} ends at batch {sealed}, but {} goes to {published}: it \
                 was cut or restored from a backup. Nothing of it is sealed until the file is moved away",
                path.display()
            )));
        }
        while published < sealed {
            let missing = tx.run(queries::after(tenant_id, published)).await?;
            let public_key = self.signer.public_key();
            if let Some(forged) = missing.iter().find(|seal| !seal.is_signed_by(&public_key)) {
                let batch = forged.batch;
                return Err(Error::internal(format!(
                    "batch {batch} of tenant {tenant_id} is not signed by us"
                )));
            }
            let Some(end) = missing.last().map(|seal| seal.batch) else { break };
            self.publish(tenant_id, &missing)?;
            published = end;
        }
        Ok(())
    }

    fn publish(&mut self, tenant_id: Uuid, seals: &[Seal]) -> Result<()> {
        let path = roots::path_of(&self.data_dir, tenant_id);
        roots::append(&path, seals)
            .map_err(|error| Error::internal(format!("{} cannot be written: {error}", path.display())))?;
        if let Some(seal) = seals.last() {
            self.published.insert(tenant_id, seal.batch);
        }
        Ok(())
    }
}

/// What the verifier compares.
pub(crate) fn leaves_of(events: &[Stored]) -> Vec<Leaf> {
    events.iter().map(|event| event.leaf).collect()
}
