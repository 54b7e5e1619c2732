//! Passwords: Argon2id on a few threads, with a short queue, the same work for an unknown address.

use std::num::NonZeroUsize;
use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::RngExt as _;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Memory in KiB, passes, lanes: OWASP's first choice for Argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The highest there is: 19 gets a sixtieth of what others get.
const NICENESS: i32 = 19;

/// What an unknown address is verified against: a hash like all others, of a password that nobody knows and
/// whose verdict is ignored.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$YXRlbGllci5kdW1teS5zYWx0$\
                     R1jMNS0JbbyIMvBcDsLRVhZLtvz9Ym7Fq4QnyF4XyJU";

/// More people sign in than can be served; the request was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Busy;

#[derive(Debug)]
pub(crate) enum Verdict {
    Wrong,
    /// `rehash` is the same password under today's parameters, when the stored hash is of older ones.
    Right {
        rehash: Option<String>,
    },
}

/// Each hash costs 19 MiB and tens of milliseconds of a core, so only so many are computed at once and only
/// so many wait: a flood of sign-ins must not starve everything else.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    working: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Passwords {
    /// `hashers` 0 stands for one a core.
    pub(crate) fn new(hashers: usize, queue: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let hashers = if hashers == 0 { cores } else { hashers };
        Self {
            working: Arc::new(Semaphore::new(hashers)),
            admitted: Arc::new(Semaphore::new(hashers + queue)),
        }
    }

    /// Whether the password belongs to the stored hash. Without one (an unknown address, a person without a
    /// password) the same work is done and the verdict is `Wrong`.
    pub(crate) async fn verify(
        &self,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<Verdict, Busy> {
        self.work(move || verify(&password, stored.as_deref())).await
    }

    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, Busy> {
        self.work(move || hash(&password)).await?.ok_or(Busy)
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| Busy)?;
        let working = self.working.clone().acquire_owned().await.map_err(|_| Busy)?;
        // The permits travel with the work: a request that goes away does not free a core that still hashes.
        let permits: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (admitted, working);
        let (answer, awaited) = oneshot::channel();
        // A thread of its own, which the system runs when nothing else wants the core: a thread that once
        // gave way cannot take that back, so none of the runtime's.
        let hashing = std::thread::Builder::new().name("password".to_owned()).spawn(move || {
            give_way();
            // Who asked may have gone.
            drop(answer.send(job()));
            drop(permits);
        });
        hashing.map_err(|_| Busy)?;
        awaited.await.map_err(|_| Busy)
    }
}

/// The calling thread runs after all others of the machine that want to. Where that is not possible it
/// runs as they do.
fn give_way() {
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::debug!(%error, "hashing does not give way");
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &SecretString) -> Option<String> {
    let salt: [u8; 16] = rand::rng().random();
    let hash = argon2()?.hash_password_with_salt(password.expose_secret().as_bytes(), &salt).ok()?;
    Some(hash.to_string())
}

fn verify(password: &SecretString, stored: Option<&str>) -> Verdict {
    let Some(argon2) = argon2() else { return Verdict::Wrong };
    let matches =
        argon2.verify_password(password.expose_secret().as_bytes(), stored.unwrap_or(DUMMY)).is_ok();
    match stored {
        Some(stored) if matches => {
            Verdict::Right { rehash: is_outdated(stored).then(|| hash(password)).flatten() }
        }
        _ => Verdict::Wrong,
    }
}

fn is_outdated(stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return true };
    let today = |params: Params| {
        params.m_cost() == MEMORY_KIB && params.t_cost() == PASSES && params.p_cost() == LANES
    };
    hash.algorithm != Algorithm::Argon2id.ident() || !Params::try_from(&hash).is_ok_and(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let stored = hash(&secret("atelier-demo-1")).unwrap();
        assert!(matches!(verify(&secret("atelier-demo-1"), Some(&stored)), Verdict::Right { rehash: None }));
        assert!(matches!(verify(&secret("atelier-demo-2"), Some(&stored)), Verdict::Wrong));
    }

    #[test]
    fn an_unknown_address_costs_the_same_and_is_wrong() {
        assert!(matches!(verify(&secret("anything"), None), Verdict::Wrong));
        assert!(!is_outdated(DUMMY), "the dummy must cost what a real hash costs");
        let parsed = PasswordHash::new(DUMMY).unwrap();
        assert_eq!(parsed.hash.unwrap().len(), Params::DEFAULT_OUTPUT_LEN);
    }

    #[test]
    fn an_older_hash_is_renewed() {
        let params = Params::new(8_192, 1, 1, None).unwrap();
        let older = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let stored =
            older.hash_password_with_salt(b"atelier-demo-1", b"sixteen bytes ok").unwrap().to_string();
        let Verdict::Right { rehash: Some(renewed) } = verify(&secret("atelier-demo-1"), Some(&stored))
        else {
            panic!("the older hash must be accepted and renewed");
        };
        assert!(!is_outdated(&renewed));
        assert!(matches!(verify(&secret("atelier-demo-1"), Some(&renewed)), Verdict::Right { rehash: None }));
    }

    #[test]
    fn a_damaged_hash_is_wrong() {
        assert!(matches!(verify(&secret("x"), Some("not a hash")), Verdict::Wrong));
    }

    #[tokio::test]
    async fn beyond_the_queue_is_busy() {
        let passwords = Passwords::new(1, 0);
        let held = passwords.admitted.clone().acquire_owned().await.unwrap();
        assert!(passwords.verify(secret("x"), None).await.is_err());
        drop(held);
        assert!(passwords.verify(secret("x"), None).await.is_ok());
    }
}
