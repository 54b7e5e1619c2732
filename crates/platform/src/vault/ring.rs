//! The keys of the installation, which wrap the keys in the database and are never stored there.
//!
//! A file of lines `id state hex date`. `current` wraps what is new, `old` still opens what it wrapped,
//! `retired` wraps nothing any more and is kept only for backups from before, `next` is taken by the next
//! rotation. Without a file there is one key, which follows from the installation's secret; a ring with a
//! file still opens what that key wrapped. Every process reads the file again when it meets a key that it
//! does not know, and before it wraps.

use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use super::cipher::SecretKey;
use crate::text::hex;
use crate::{Error, Keys, Result};

/// What a key of the installation is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    Current,
    Next,
    Old,
    Retired,
}

impl KeyState {
    const ALL: [Self; 4] = [Self::Current, Self::Next, Self::Old, Self::Retired];

    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Old => "old",
            Self::Retired => "retired",
        }
    }
}

/// One line of the ring.
#[derive(Clone, Debug)]
pub(crate) struct RingKey {
    pub(crate) id: String,
    pub(crate) state: KeyState,
    pub(crate) key: SecretKey,
    pub(crate) made_at: String,
}

/// The keys of the installation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct KeyRing(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: Option<PathBuf>,
    derived: RingKey,
    keys: RwLock<Arc<Vec<RingKey>>>,
}

const HEAD: &str = "\
# The keys that wrap every key in the database: without them what is encrypted there is lost.
# Keep a copy apart from the database's backups. `atelier keys rotate` writes this file.
";

impl KeyRing {
    /// One key that follows from the installation's secret.
    pub fn derived(keys: &Keys) -> Self {
        let derived = derived(keys, KeyState::Current);
        let all = RwLock::new(Arc::new(vec![derived.clone()]));
        Self(Arc::new(Shared { path: None, derived, keys: all }))
    }

    /// The ring of a file.
    ///
    /// # Errors
    /// The file cannot be read, or is none.
    pub fn read(path: &Path, keys: &Keys) -> Result<Self> {
        let derived = derived(keys, KeyState::Old);
        let all = RwLock::new(Arc::new(read(path)?));
        Ok(Self(Arc::new(Shared { path: Some(path.to_owned()), derived, keys: all })))
    }

    /// The ring of a file, which is made with one key when there is none. Processes that start at once end
    /// with the same.
    ///
    /// # Errors
    /// The file can be neither read nor written.
    pub fn read_or_make(path: &Path, keys: &Keys, now: Timestamp) -> Result<Self> {
        if !path.exists() {
            make_ring(path, now)?;
        }
        Self::read(path, keys)
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    pub(crate) fn keys(&self) -> Arc<Vec<RingKey>> {
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the file again.
    pub(crate) fn refresh(&self) -> Result<Arc<Vec<RingKey>>> {
        if let Some(path) = self.path() {
            let keys = Arc::new(read(path)?);
            *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        }
        Ok(self.keys())
    }

    /// The key of an id; looks into the file again before it says that there is none.
    pub(crate) fn find(&self, id: &str) -> Result<SecretKey> {
        if id == DERIVED {
            return Ok(self.0.derived.key.clone());
        }
        let of = |keys: &[RingKey]| keys.iter().find(|key| key.id == id).map(|key| key.key.clone());
        if let Some(key) = of(&self.keys()) {
            return Ok(key);
        }
        of(&self.refresh()?).ok_or_else(|| {
            Error::internal(format!("the ring of encryption keys lacks the key {id}: restore its file"))
        })
    }

    /// The key that wraps what is new, as the file says at this moment.
    pub(crate) fn current(&self) -> Result<RingKey> {
        let keys = self.refresh()?;
        let current = keys.iter().find(|key| key.state == KeyState::Current).cloned();
        current.ok_or_else(|| Error::internal("the ring of encryption keys has no current key"))
    }

    /// The keys that may still wrap something and should not.
    pub(crate) fn old(&self) -> Vec<RingKey> {
        let keys = self.keys();
        let old = keys.iter().filter(|key| key.state == KeyState::Old);
        let derived = Some(&self.0.derived).filter(|derived| derived.state == KeyState::Old);
        old.chain(derived).cloned().collect()
    }

    /// Puts other keys into the file, all or none.
    pub(crate) fn replace(&self, keys: &[RingKey]) -> Result<()> {
        let Some(path) = self.path() else {
            let detail = "there is no file of encryption keys: name one in security.encryption_keys_file";
            return Err(Error::internal(detail));
        };
        let draft = draft_of(path);
        write_draft(&draft, keys)
            .and_then(|()| std::fs::rename(&draft, path))
            .map_err(|error| failed(path, &error))?;
        self.refresh().map(drop)
    }
}

/// The id of the key that follows from the secret.
const DERIVED: &str = "derived";

fn derived(keys: &Keys, state: KeyState) -> RingKey {
    let key = SecretKey(keys.derive("key ring"));
    RingKey { id: DERIVED.to_owned(), state, key, made_at: String::from("-") }
}

pub(crate) fn new_key(state: KeyState, now: Timestamp) -> RingKey {
    let id: [u8; 5] = rand::random();
    RingKey {
        id: format!("k{}", hex(&id)),
        state,
        key: SecretKey(rand::random()),
        made_at: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// Makes the file of a ring with one new key; one that is there meanwhile is left as it is.
///
/// # Errors
/// It cannot be written.
pub fn make_ring(path: &Path, now: Timestamp) -> Result<()> {
    let draft = draft_of(path);
    write_draft(&draft, &[new_key(KeyState::Current, now)]).map_err(|error| failed(path, &error))?;
    let linked = std::fs::hard_link(&draft, path);
    let _ = std::fs::remove_file(&draft);
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(failed(path, &error)),
        _ => Ok(()),
    }
}

fn draft_of(path: &Path) -> PathBuf {
    path.with_extension(format!("{}.tmp", std::process::id()))
}

/// Synced before it takes the place of the file: a machine that stops meanwhile leaves no half ring.
fn write_draft(draft: &Path, keys: &[RingKey]) -> std::io::Result<()> {
    if let Some(directory) = draft.parent() {
        std::fs::create_dir_all(directory)?;
    }
    let mut text = String::from(HEAD);
    for key in keys {
        let _ = writeln!(text, "{} {} {} {}", key.id, key.state.name(), hex(&key.key.0), key.made_at);
    }
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn read(path: &Path) -> Result<Vec<RingKey>> {
    let text = std::fs::read_to_string(path).map_err(|error| failed(path, &error))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Option<Vec<RingKey>> = lines.map(parse_line).collect();
    let is_one_current =
        |keys: &Vec<RingKey>| keys.iter().filter(|key| key.state == KeyState::Current).count() == 1;
    keys.filter(is_one_current).ok_or_else(|| {
        let path = path.display();
        Error::internal(format!(
            "{path} is no ring of encryption keys: it needs lines `id state hex date`, one current"
        ))
    })
}

fn parse_line(line: &str) -> Option<RingKey> {
    let mut words = line.split_whitespace();
    let id = words.next()?;
    let state = words.next()?;
    let state = KeyState::ALL.into_iter().find(|known| known.name() == state)?;
    let is_id = (1..=40).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let key = SecretKey(unhex(words.next()?)?);
    let made_at = words.next().unwrap_or("-").to_owned();
    is_id.then(|| RingKey { id: id.to_owned(), state, key, made_at })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::internal(format!("the encryption keys at {} cannot be used: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_ring_is_made_once_and_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys/encryption.keys");
        let make = || KeyRing::read_or_make(&path, &Keys::new([7; 32]), Timestamp::UNIX_EPOCH).unwrap();
        let (first, second) = (make(), make());
        assert_eq!(first.current().unwrap().id, second.current().unwrap().id);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!format!("{first:?}").contains(&hex(&first.current().unwrap().key.0)));
    }

    #[test]
    fn what_is_no_ring_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("encryption.keys");
        for text in ["", "k1 current ff -", &format!("k1 old {} -", "0f".repeat(32)), "k1 fresh"] {
            std::fs::write(&path, text).unwrap();
            assert!(KeyRing::read(&path, &Keys::new([7; 32])).is_err(), "{text}");
        }
    }
}
