//! The exact cache: the same question to the same model gets the same answer, once paid.
//!
//! Keys are hashes of everything that shapes an answer. They are looked up under one tenant's row-level
//! security and contain the tenant besides, so an answer can never cross to another.

use db::{Query, params};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::queries::{self, CachedAnswer};

/// The hash of everything that shapes an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheKey {
    tenant_id: Uuid,
    hash: [u8; 32],
}

impl CacheKey {
    /// `parts` in a fixed order: model, prompt version, inputs. Boundaries count: `["ab", "c"]` is not `["a",
    /// "bc"]`.
    pub fn new(tenant_id: Uuid, parts: &[&str]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(tenant_id.as_bytes());
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        Self { tenant_id, hash: hasher.finalize().into() }
    }
}

pub fn find(key: CacheKey, now: Timestamp) -> Query<Option<CachedAnswer>> {
    Query::optional(&queries::CACHE_FIND, params![key.tenant_id, key.hash.to_vec(), now])
}

/// Keeps an answer, instead of an older one.
pub fn put(key: CacheKey, model: &str, answer: Value, now: Timestamp, keep: SignedDuration) -> Query<u64> {
    let expires_at = now.saturating_add(keep).unwrap_or(Timestamp::MAX);
    let model = model.to_owned();
    Query::execute(
        &queries::CACHE_PUT,
        params![key.tenant_id, key.hash.to_vec(), model, answer, now, expires_at],
    )
}

/// Removes up to 500 answers that nobody may use any more. For the system pool.
pub fn expire(now: Timestamp) -> Query<u64> {
    Query::execute(&queries::CACHE_EXPIRE, params![now])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_by_tenant_part_and_boundary() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let key = CacheKey::new(a, &["model", "v1", "inputs"]);
        assert_eq!(key, CacheKey::new(a, &["model", "v1", "inputs"]));
        assert_ne!(key, CacheKey::new(b, &["model", "v1", "inputs"]));
        assert_ne!(key, CacheKey::new(a, &["model", "v2", "inputs"]));
        assert_ne!(CacheKey::new(a, &["ab", "c"]), CacheKey::new(a, &["a", "bc"]));
        assert_ne!(CacheKey::new(a, &["ab"]), CacheKey::new(a, &["ab", ""]));
    }
}
