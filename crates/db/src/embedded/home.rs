//! The directory that holds the cluster, its socket and its first log: owned by the server's account, closed
//! to others.
//!
//! It is `DATA_DIR/postgres`. Where root starts `Atelier` with a data directory that the server's account
//! cannot reach (below `/root`, say), that is a link, and the directory lies below
//! `/var/lib/atelier/clusters`.

use std::{
    fs::{DirBuilder, Permissions, create_dir_all, remove_dir_all, remove_file, set_permissions},
    hash::{DefaultHasher, Hash, Hasher},
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use super::{EmbeddedError, account::Account, io};

const RELOCATED: &str = "/var/lib/atelier/clusters";

#[derive(Debug)]
pub(super) struct Home {
    /// Free of links, so that what the server says of itself can be compared with it.
    pub(super) path: PathBuf,
    link: Option<PathBuf>,
}

impl Home {
    pub(super) fn prepare(data_dir: &Path, account: &Account) -> Result<Self, EmbeddedError> {
        let entry = data_dir.join("postgres");
        let home = match entry.symlink_metadata() {
            Ok(found) if found.is_symlink() => {
                let target = entry.read_link().map_err(io("read", &entry))?;
                if !target.is_dir() {
                    return Err(EmbeddedError::ClusterGone { link: entry, target });
                }
                Self { path: target, link: Some(entry) }
            }
            Ok(_) => Self { path: entry, link: None },
            Err(_) => Self::create(data_dir, entry, account)?,
        };
        let path = home.path.canonicalize().map_err(io("find", &home.path))?;
        let owner = path.metadata().map_err(io("read", &path))?.uid();
        if owner != account.uid {
            return Err(EmbeddedError::WrongOwner { path, owner, account: account.uid });
        }
        account.require_reach(&path)?;
        Ok(Self { path, link: home.link })
    }

    fn create(data_dir: &Path, entry: PathBuf, account: &Account) -> Result<Self, EmbeddedError> {
        let absolute = data_dir.canonicalize().map_err(io("find", data_dir))?;
        if account.blocked_at(&absolute)?.as_ref() == Some(&absolute) {
            // The data directory is ours; what lies in it keeps its own permissions.
            let mode = absolute.metadata().map_err(io("read", &absolute))?.mode();
            set_permissions(&absolute, Permissions::from_mode(mode | 0o011))
                .map_err(io("open", &absolute))?;
        }
        if account.blocked_at(&absolute)?.is_none() {
            private_directory(&entry, account)?;
            return Ok(Self { path: entry, link: None });
        }
        create_dir_all(RELOCATED).map_err(io("create", Path::new(RELOCATED)))?;
        let path = relocated(&absolute, account)?;
        symlink(&path, &entry).map_err(io("link", &entry))?;
        Ok(Self { path, link: Some(entry) })
    }

    /// Removes the cluster and all of its data.
    pub(super) fn remove(&self) -> Result<(), EmbeddedError> {
        remove_dir_all(&self.path).map_err(io("remove", &self.path))?;
        match &self.link {
            Some(link) => remove_file(link).map_err(io("remove", link)),
            None => Ok(()),
        }
    }
}

/// A new directory for the cluster of `data_dir`. The number keeps apart a data directory that was deleted
/// from one that was made again under its name.
fn relocated(data_dir: &Path, account: &Account) -> Result<PathBuf, EmbeddedError> {
    let mut hasher = DefaultHasher::new();
    data_dir.hash(&mut hasher);
    let name = format!("{:012x}", hasher.finish() >> 16);
    let mut number = 1;
    loop {
        let path = Path::new(RELOCATED).join(format!("{name}-{number}"));
        if path.exists() {
            number += 1;
        } else {
            private_directory(&path, account)?;
            return Ok(path);
        }
    }
}

/// A directory that only `account` may enter.
pub(super) fn private_directory(path: &Path, account: &Account) -> Result<(), EmbeddedError> {
    DirBuilder::new().mode(0o700).create(path).map_err(io("create", path))?;
    account.take(path)
}
