//! All settings. `default.toml` documents each one and is compiled in; a file and `ATELIER__SECTION__KEY`
//! override.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use config::{File, FileFormat};
use secrecy::SecretString;
use serde::Deserialize;

pub const DEFAULTS: &str = include_str!("default.toml");

/// The settings cannot be read: which one and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub security: Security,
    pub http: Http,
    pub mail: Mail,
    pub sign_in: SignIn,
    pub jobs: Jobs,
    pub llm: Llm,
    pub outbound: Outbound,
    pub webhooks: Webhooks,
    pub audit: Audit,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: String,
    pub data_dir: String,
    pub drain_secs: u64,
    pub failpoint: String,
}

impl Server {
    /// The address that people use, without a slash at its end.
    pub fn base_url(&self) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{}", self.listen),
            url => url.to_owned(),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub url_file: String,
    pub app_url: String,
    pub app_url_file: String,
    pub system_url: String,
    pub system_url_file: String,
    pub pool_size: usize,
    pub shared_connections: usize,
    pub system_pool_size: usize,
    pub statement_timeout_ms: u64,
    pub binaries_dir: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    pub environment: Environment,
    pub secret: SecretString,
    pub secret_file: String,
    pub encryption_keys_file: String,
    pub session_days: u32,
    pub access_token_secs: u32,
    pub step_up_minutes: u32,
    pub password_hashers: usize,
    pub password_queue: usize,
    pub trusted_proxies: usize,
}

/// What the credentials of an installation say that it is for, so that one of a rehearsal opens nothing real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    Live,
    Test,
}

impl Environment {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub body_bytes_max: usize,
    pub json_depth_max: usize,
    pub request_timeout_secs: u64,
    pub rate_limit_per_minute: u32,
    pub rate_limit_anonymous_per_minute: u32,
    pub rate_limit_tenant_per_minute: u32,
    pub cors_origins: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// May hold a password.
    pub url: SecretString,
    pub url_file: String,
    pub from: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// By a short name that is part of addresses.
    pub providers: BTreeMap<String, IdentityProvider>,
}

/// Somebody else who says who a person is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProvider {
    /// As people read it on the button.
    pub name: String,
    #[serde(default)]
    pub kind: ProviderKind,
    #[serde(default)]
    pub issuer: String,
    pub client_id: String,
    #[serde(default)]
    pub client_secret: SecretString,
    #[serde(default)]
    pub client_secret_file: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// OpenID Connect: the issuer describes itself and signs who somebody is.
    #[default]
    Oidc,
    /// OAuth 2 alone: who somebody is has to be asked, and no address is verified.
    Spotify,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    pub concurrency: usize,
    pub lease_secs: u64,
    pub poll_ms: u64,
}

/// One account at a vendor of language models.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LlmAccount {
    pub base_url: String,
    pub model: String,
    #[serde(default)]
    pub api_key: SecretString,
    #[serde(default)]
    pub api_key_file: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Llm {
    pub base_url: String,
    pub model: String,
    pub api_key: SecretString,
    pub api_key_file: String,
    pub fallback_base_url: String,
    pub fallback_model: String,
    pub fallback_api_key: SecretString,
    pub fallback_api_key_file: String,
    pub timeout_secs: u64,
    pub monthly_budget_micros: i64,
    /// By the tenant's short name: accounts of their own.
    pub tenants: BTreeMap<String, LlmAccount>,
}

impl Llm {
    /// The account that is asked first.
    pub fn primary(&self) -> LlmAccount {
        LlmAccount {
            base_url: self.base_url.clone(),
            model: self.model.clone(),
            api_key: self.api_key.clone(),
            api_key_file: String::new(),
        }
    }

    /// The account that is asked when the first cannot answer; its address is empty when there is none.
    pub fn fallback(&self) -> LlmAccount {
        LlmAccount {
            base_url: self.fallback_base_url.clone(),
            model: self.fallback_model.clone(),
            api_key: self.fallback_api_key.clone(),
            api_key_file: String::new(),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbound {
    pub allowed_networks: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Waits before the second attempt, the third, and so on.
    pub retry_secs: Vec<u64>,
    pub timeout_secs: u64,
    pub concurrency: usize,
    pub concurrency_per_endpoint: usize,
    pub poll_ms: u64,
    pub disable_hours: u32,
    pub rotation_hours: u32,
    pub replays_per_minute: u32,
    pub keep_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    pub seal_secs: u64,
    pub export_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Json,
    Text,
}

/// Settings that are lists, comma-separated in the environment.
const LISTS: [&str; 3] = ["http.cors_origins", "outbound.allowed_networks", "webhooks.retry_secs"];

/// The variables of some settings, as texts: a secret of digits must not become a number on the way.
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn environment(is_wanted: impl Fn(&str) -> bool) -> config::Environment {
    let key = |name: &str| name.strip_prefix("ATELIER__").map(|key| key.replace("__", ".").to_lowercase());
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| key(name).is_some_and(|key| is_wanted(&key)));
    let source = config::Environment::with_prefix("ATELIER").prefix_separator("__").separator("__");
    source.source(Some(variables.collect()))
}

fn lists(environment: config::Environment) -> config::Environment {
    let environment = environment.list_separator(",").try_parsing(true);
    LISTS.into_iter().fold(environment, config::Environment::with_list_parse_key)
}

impl Config {
    /// The defaults, then `file`, then the environment. A key that nobody knows is an error.
    pub fn load(file: Option<PathBuf>) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml));
        }
        let mut config: Self = builder
            .add_source(environment(|key| !LISTS.contains(&key)))
            .add_source(lists(environment(|key| LISTS.contains(&key))))
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| ConfigError(format!("settings: {error}")))?;
        config.read_secret_files()?;
        config.check()?;
        Ok(config)
    }

    /// What can be read and yet not be meant.
    fn check(&self) -> Result<(), ConfigError> {
        let at_least_one = [
            ("server.drain_secs", self.server.drain_secs),
            ("database.pool_size", self.database.pool_size as u64),
            ("database.system_pool_size", self.database.system_pool_size as u64),
            ("database.statement_timeout_ms", self.database.statement_timeout_ms),
            ("security.session_days", u64::from(self.security.session_days)),
            ("security.access_token_secs", u64::from(self.security.access_token_secs)),
            ("http.body_bytes_max", self.http.body_bytes_max as u64),
            ("http.json_depth_max", self.http.json_depth_max as u64),
            ("http.request_timeout_secs", self.http.request_timeout_secs),
            ("jobs.concurrency", self.jobs.concurrency as u64),
            ("jobs.lease_secs", self.jobs.lease_secs),
            ("jobs.poll_ms", self.jobs.poll_ms),
            ("llm.timeout_secs", self.llm.timeout_secs),
            ("webhooks.timeout_secs", self.webhooks.timeout_secs),
            ("webhooks.concurrency", self.webhooks.concurrency as u64),
            ("webhooks.concurrency_per_endpoint", self.webhooks.concurrency_per_endpoint as u64),
            ("webhooks.poll_ms", self.webhooks.poll_ms),
            ("audit.seal_secs", self.audit.seal_secs),
        ];
        if let Some((key, _)) = at_least_one.iter().find(|(_, value)| *value == 0) {
            return Err(ConfigError(format!("settings: {key} must be at least 1")));
        }
        if self.security.access_token_secs > 600 {
            return Err(ConfigError(String::from(
                "settings: security.access_token_secs must be at most 600",
            )));
        }
        let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        if !(self.server.public_url.is_empty() || is_web(&self.server.public_url)) {
            let problem = "settings: server.public_url must begin with https:// or http://";
            return Err(ConfigError(problem.to_owned()));
        }
        self.check_providers()?;
        match self.http.cors_origins.iter().find(|origin| !is_web(origin)) {
            Some(origin) => Err(ConfigError(format!(
                "settings: http.cors_origins: `{origin}` is no origin; write for example https://app.example.com"
            ))),
            None => Ok(()),
        }
    }

    fn check_providers(&self) -> Result<(), ConfigError> {
        let is_key = |key: &str| {
            let letters =
                |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            !key.is_empty() && key.len() <= 63 && key.chars().all(letters)
        };
        for (key, provider) in &self.sign_in.providers {
            if !is_key(key) {
                return Err(ConfigError(format!(
                    "settings: sign_in.providers.{key}: use lower-case letters, digits and hyphens"
                )));
            }
            if provider.kind == ProviderKind::Oidc && !provider.issuer.starts_with("http") {
                return Err(ConfigError(format!(
                    "settings: sign_in.providers.{key}.issuer: give the address of the issuer"
                )));
            }
        }
        Ok(())
    }

    fn read_secret_files(&mut self) -> Result<(), ConfigError> {
        read_into(&self.database.url_file, &mut self.database.url)?;
        read_into(&self.database.app_url_file, &mut self.database.app_url)?;
        read_into(&self.database.system_url_file, &mut self.database.system_url)?;
        read_secret(&self.security.secret_file, &mut self.security.secret)?;
        read_secret(&self.mail.url_file, &mut self.mail.url)?;
        read_secret(&self.llm.api_key_file, &mut self.llm.api_key)?;
        read_secret(&self.llm.fallback_api_key_file, &mut self.llm.fallback_api_key)?;
        for provider in self.sign_in.providers.values_mut() {
            read_secret(&provider.client_secret_file, &mut provider.client_secret)?;
        }
        for account in self.llm.tenants.values_mut() {
            read_secret(&account.api_key_file, &mut account.api_key)?;
        }
        Ok(())
    }
}

/// `$XDG_DATA_HOME`, or `~/.local/share`: where a user's programs keep what they need.
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
pub fn user_data_dir() -> PathBuf {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || variable("HOME").unwrap_or_else(|| PathBuf::from("/tmp"));
    variable("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local/share"))
}

fn read_into(path: &str, target: &mut String) -> Result<(), ConfigError> {
    if !path.is_empty() {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError(format!("settings: {path} cannot be read: {error}")))?;
        text.trim().clone_into(target);
    }
    Ok(())
}

fn read_secret(path: &str, target: &mut SecretString) -> Result<(), ConfigError> {
    let mut text = String::new();
    read_into(path, &mut text)?;
    if !text.is_empty() {
        *target = SecretString::from(text);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_defaults_are_complete() {
        let config = Config::load(None).unwrap();
        assert_eq!(config.server.listen.port(), 8080);
    }

    #[test]
    fn unknown_keys_are_errors() {
        let file = std::env::temp_dir().join(format!("atelier-config-{}.toml", std::process::id()));
        std::fs::write(&file, "[server]\nlisten_on = \"127.0.0.1:1\"\n").unwrap();
        let error = Config::load(Some(file.clone())).unwrap_err();
        std::fs::remove_file(file).unwrap();
        assert!(error.to_string().contains("listen_on"), "{error}");
    }
}
