//! Whom the server runs as: the current user, or a dedicated one when the current user is root.

use std::{
    fs::Metadata,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use tokio::process::Command;

use super::{EmbeddedError, io};

/// The system user that owns the clusters of a machine where `Atelier` is started as root.
const USER: &str = "atelier-postgres";
const CREATE_ATTEMPTS: u32 = 20;
const CREATE_PAUSE: Duration = Duration::from_millis(100);

#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    pub(super) uid: u32,
    gid: u32,
    /// Whether this differs from the user of this process.
    is_dedicated: bool,
}

impl Account {
    /// The account for this process, created when it is needed and missing.
    pub(super) async fn find() -> Result<Self, EmbeddedError> {
        let (uid, gid) = (rustix::process::geteuid(), rustix::process::getegid());
        if !uid.is_root() {
            return Ok(Self { uid: uid.as_raw(), gid: gid.as_raw(), is_dedicated: false });
        }
        let mut reason = String::new();
        for _ in 0..CREATE_ATTEMPTS {
            if let Some(account) = dedicated().await {
                return Ok(account);
            }
            // Fails when another process holds the lock of the user database, likely to create the same user.
            match create().await {
                Ok(output) if output.status.success() => {}
                Ok(output) => String::from_utf8_lossy(&output.stderr).trim().clone_into(&mut reason),
                Err(error) => {
                    return Err(EmbeddedError::AccountMissing {
                        user: USER,
                        reason: format!("useradd: {error}"),
                    });
                }
            }
            tokio::time::sleep(CREATE_PAUSE).await;
        }
        Err(EmbeddedError::AccountMissing { user: USER, reason })
    }

    /// A program that runs as this account, with nothing of our environment.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/local/bin:/usr/bin:/bin").env("TZ", "UTC");
        // A current directory that the account may not enter would stop initdb.
        command.current_dir("/").stdin(Stdio::null());
        if self.is_dedicated {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Gives `path` to this account.
    pub(super) fn take(&self, path: &Path) -> Result<(), EmbeddedError> {
        if self.is_dedicated {
            chown(path, Some(self.uid), Some(self.gid)).map_err(io("change the owner of", path))?;
        }
        Ok(())
    }

    /// The outermost of `path` and the directories above it that this account may not enter.
    pub(super) fn blocked_at(&self, path: &Path) -> Result<Option<PathBuf>, EmbeddedError> {
        if !self.is_dedicated {
            return Ok(None);
        }
        let path = path.canonicalize().map_err(io("find", path))?;
        let mut ancestors: Vec<&Path> = path.ancestors().collect();
        ancestors.reverse();
        for ancestor in ancestors {
            let metadata = ancestor.metadata().map_err(io("read", ancestor))?;
            if !self.may_enter(&metadata) {
                return Ok(Some(ancestor.to_owned()));
            }
        }
        Ok(None)
    }

    /// An error that says what to do when this account cannot reach `path`.
    pub(super) fn require_reach(&self, path: &Path) -> Result<(), EmbeddedError> {
        match self.blocked_at(path)? {
            None => Ok(()),
            Some(blocked) => Err(EmbeddedError::Unreachable { user: USER, path: path.to_owned(), blocked }),
        }
    }

    fn may_enter(&self, directory: &Metadata) -> bool {
        let class = if directory.uid() == self.uid {
            0o100
        } else if directory.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        !directory.is_dir() || directory.mode() & class != 0
    }

    #[cfg(test)]
    pub(super) fn imagined(uid: u32, gid: u32) -> Self {
        Self { uid, gid, is_dedicated: true }
    }
}

/// The dedicated account, if the system knows it. `id` also asks the directories that `/etc/passwd` does not
/// hold.
async fn dedicated() -> Option<Account> {
    let uid = numeric_id("-u").await?;
    let gid = numeric_id("-g").await?;
    Some(Account { uid, gid, is_dedicated: true })
}

async fn create() -> std::io::Result<Output> {
    Command::new("useradd")
        .args([
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            USER,
        ])
        .stdin(Stdio::null())
        .output()
        .await
}

async fn numeric_id(option: &str) -> Option<u32> {
    let output = Command::new("id").args([option, USER]).stdin(Stdio::null()).output().await.ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
