//! Accounts with their profiles, as a story tells them: made through the operations that people use.

use platform::{Actor, App, Permission, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::accounts::queries::{self as accounts, Filter};
use crate::accounts::{Account, AccountCreate, AccountKind, create};
use crate::ids::AccountId;
use crate::profiles::{self, ProfileCreate, ProfileKind};

/// The accounts of a tenant, each after the one that it belongs to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelsSeed {
    accounts: Vec<AccountSeed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountSeed {
    kind: AccountKind,
    name: String,
    /// The name of the account that it belongs to.
    parent: Option<String>,
    #[serde(default)]
    profiles: Vec<ProfileSeed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileSeed {
    kind: ProfileKind,
    name: String,
    attributes: Map<String, Value>,
}

/// By name. An account that has profiles is left as it is.
pub async fn ensure_levels(app: &App, actor: &Actor, levels: &LevelsSeed) -> Result<()> {
    for seed in &levels.accounts {
        let (id, has_profiles) = ensure_account(app, actor, seed).await?;
        for profile in seed.profiles.iter().filter(|_| !has_profiles) {
            let ProfileSeed { kind, name, attributes } = profile.clone();
            let new = ProfileCreate { account_id: id, member_id: None, kind, name, attributes };
            let mut tx = app.begin(actor, Permission::ProfileCreate).await?;
            profiles::create(&mut tx, new).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

async fn ensure_account(app: &App, actor: &Actor, seed: &AccountSeed) -> Result<(AccountId, bool)> {
    if let Some(found) = find(app, actor, &seed.name).await? {
        return Ok((found.id, found.profiles_count > 0));
    }
    let parent_id = match &seed.parent {
        Some(parent) => find(app, actor, parent).await?.map(|parent| parent.id),
        None => None,
    };
    let new = AccountCreate { kind: seed.kind, name: seed.name.clone(), parent_id };
    let mut tx = app.begin(actor, Permission::AccountCreate).await?;
    let made = create(&mut tx, new).await?;
    tx.commit().await?;
    Ok((made.id, false))
}

async fn find(app: &App, actor: &Actor, name: &str) -> Result<Option<Account>> {
    let filter = Filter { kind: None, search: Some(name.to_owned()), with_archived: true };
    let list = accounts::list(actor.reach(Permission::AccountRead), filter, None, 50);
    let found = app.read(actor, Permission::AccountRead, list).await?;
    Ok(found.into_iter().find(|account| account.name == name))
}
