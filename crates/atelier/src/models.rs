//! The language models of the settings, for every tenant or for one.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use agency::Models;
use llm::{Endpoint, Gateway, Hosted, Ledger, Options, Prices, Route, Vendor};
use platform::App;
use platform::config::LlmAccount;

/// Why the models cannot be used: which setting and what to do.
#[derive(Debug, thiserror::Error)]
#[error("llm settings: {0}")]
pub struct ModelsError(String);

/// Makes the ways to the models. Nothing is called yet.
pub async fn models(app: &App) -> Result<Models, ModelsError> {
    let settings = &app.config().llm;
    let mut networks = Vec::new();
    for network in &app.config().outbound.allowed_networks {
        networks
            .push(network.parse().map_err(|error| refused(&format!("outbound.allowed_networks: {error}")))?);
    }
    let timeout = Duration::from_secs(settings.timeout_secs);
    let outbound = outbound::Client::new(outbound::Settings { networks, timeout, ..Default::default() })
        .map_err(|error| refused(&error))?;
    let ledger = Ledger::new(app.db().clone(), settings.monthly_budget_micros);
    let options = Options { attempt_timeout: timeout, ..Options::default() };
    let gateway = Gateway::new(ledger, Prices::builtin(), options, new_id);
    let mut by_tenant = HashMap::new();
    for (slug, account) in &settings.tenants {
        let tenant =
            identity::seed::find_tenant(app, slug).await.map_err(|error| refused(&error.detail()))?;
        let tenant =
            tenant.ok_or_else(|| refused(&format!("llm.tenants.{slug}: there is no such tenant")))?;
        by_tenant.insert(tenant.uuid(), routes(&outbound, slug, std::slice::from_ref(account))?);
    }
    let routes = routes(&outbound, "default", &[settings.primary(), settings.fallback()])?;
    Ok(Models { gateway, routes, by_tenant, timeout: timeout * 3 })
}

fn routes(
    outbound: &outbound::Client,
    owner: &str,
    accounts: &[LlmAccount],
) -> Result<Vec<Route>, ModelsError> {
    let given = accounts.iter().enumerate().filter(|(_, account)| !account.base_url.is_empty());
    given.map(|(number, account)| route(outbound, &format!("{owner}-{number}"), account)).collect()
}

fn route(outbound: &outbound::Client, name: &str, account: &LlmAccount) -> Result<Route, ModelsError> {
    let (vendor, model) = account.model.split_once("::").unwrap_or(("openai", &account.model));
    let vendor = match vendor {
        "openai" => Vendor::OpenAiCompatible,
        "anthropic" => Vendor::Anthropic,
        other => {
            return Err(refused(&format!(
                "model: `{other}::` is not known; use `openai::` or `anthropic::`"
            )));
        }
    };
    let endpoint = Endpoint {
        name: name.to_owned(),
        vendor,
        base_url: account.base_url.clone(),
        key: account.api_key.clone(),
    };
    let provider = Hosted::new(outbound, endpoint)
        .map_err(|error| refused(&format!("base_url {}: {error}", account.base_url)))?;
    Ok(Route { provider: Arc::new(provider), model: model.to_owned() })
}

fn new_id() -> uuid::Uuid {
    platform::Clock::System.new_uuid()
}

fn refused(problem: &dyn std::fmt::Display) -> ModelsError {
    ModelsError(problem.to_string())
}
