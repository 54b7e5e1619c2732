//! Proof that the audit log is what was written: batches of events, hashed into trees that are chained and
//! signed, and how they are verified.
//!
//! Against whoever can write to the database but has neither the installation's secret nor the files beside
//! it. Sealing is off the path of the changes, so what was written in the last seconds is not proved yet.

mod merkle;
pub(crate) mod queries;
pub mod removal;
pub mod roots;
pub mod sealing;
pub mod verify;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use db::{DbError, FromRow, Row};
use jiff::Timestamp;
use uuid::Uuid;

use self::merkle::{Hash, bytes};
use crate::Keys;
use crate::text::hex;

/// Events in one batch at most.
pub const BATCH_ROWS_MAX: usize = 1000;
/// An event in `leaves`: its id and its hash.
const LEAF_BYTES: usize = 48;
const PURPOSE: &str = "audit seals";

/// Signs batches, with a key that follows from the installation's secret and is never in the database.
pub(crate) struct Signer(Ed25519KeyPair);

impl Signer {
    pub(crate) fn new(keys: &Keys) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&keys.derive(PURPOSE));
        Self(pair.unwrap_or_else(|_| unreachable!("any 32 bytes are a seed of Ed25519")))
    }

    pub(crate) fn public_key(&self) -> Hash {
        bytes(self.0.public_key().as_ref())
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

/// The key with which anybody verifies the seals of this installation.
pub fn public_key(keys: &Keys) -> [u8; 32] {
    Signer::new(keys).public_key()
}

/// One event of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) id: Uuid,
    pub(crate) hash: Hash,
}

/// A signed batch.
#[derive(Clone, Debug)]
pub struct Seal {
    pub tenant_id: Uuid,
    pub batch: i64,
    pub rows: i32,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub(crate) last_written_by: String,
    pub(crate) last_id: Uuid,
    pub root: Vec<u8>,
    pub(crate) previous_root: Vec<u8>,
    pub signature: Vec<u8>,
    pub sealed_at: Timestamp,
}

impl FromRow for Seal {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            batch: row.get("batch")?,
            rows: row.get("rows")?,
            first_at: row.get("first_at")?,
            last_at: row.get("last_at")?,
            last_written_by: row.get("last_written_by")?,
            last_id: row.get("last_id")?,
            root: row.get("root")?,
            previous_root: row.get("previous_root")?,
            signature: row.get("signature")?,
            sealed_at: row.get("sealed_at")?,
        })
    }
}

impl Seal {
    /// Everything that the signature vouches for.
    fn message(&self) -> Vec<u8> {
        format!(
            "atelier audit seal v1|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
            self.tenant_id,
            self.batch,
            self.rows,
            self.first_at.as_microsecond(),
            self.last_at.as_microsecond(),
            self.last_written_by,
            self.last_id,
            hex(&self.root),
            hex(&self.previous_root),
            self.sealed_at.as_microsecond(),
        )
        .into_bytes()
    }

    pub(crate) fn signed(mut self, signer: &Signer) -> Self {
        self.signature = signer.sign(&self.message());
        self
    }

    pub(crate) fn is_signed_by(&self, public_key: &Hash) -> bool {
        UnparsedPublicKey::new(&ED25519, public_key).verify(&self.message(), &self.signature).is_ok()
    }

    /// Its line in the file of roots.
    pub(crate) fn line(&self) -> String {
        format!(
            "{} {} {} {} {} {}",
            self.batch,
            self.rows,
            self.sealed_at,
            hex(&self.root),
            hex(&self.previous_root),
            hex(&self.signature)
        )
    }
}

/// That the events of a batch were removed because their time was over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removal {
    pub(crate) at: Timestamp,
    pub(crate) signature: Vec<u8>,
}

impl Removal {
    fn message(&self, seal: &Seal) -> Vec<u8> {
        format!(
            "atelier audit removal v1|{}|{}|{}|{}",
            seal.tenant_id,
            seal.batch,
            hex(&seal.root),
            self.at.as_microsecond(),
        )
        .into_bytes()
    }

    pub(crate) fn signed(mut self, seal: &Seal, signer: &Signer) -> Self {
        self.signature = signer.sign(&self.message(seal));
        self
    }

    pub(crate) fn is_signed_by(&self, seal: &Seal, public_key: &Hash) -> bool {
        UnparsedPublicKey::new(&ED25519, public_key).verify(&self.message(seal), &self.signature).is_ok()
    }
}

pub(crate) fn pack(leaves: &[Leaf]) -> Vec<u8> {
    leaves.iter().flat_map(|leaf| [&leaf.id.as_bytes()[..], &leaf.hash].concat()).collect()
}

/// `None` for what was not made by [`pack`].
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<Leaf>> {
    let leaf = |part: &[u8]| {
        let (id, hash) = part.split_at(16);
        Some(Leaf { id: Uuid::from_slice(id).ok()?, hash: bytes(hash) })
    };
    packed.len().is_multiple_of(LEAF_BYTES).then(|| packed.chunks_exact(LEAF_BYTES).map(leaf).collect())?
}
