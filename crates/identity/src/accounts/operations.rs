//! Changes to accounts.

use platform::{Audit, Error, Event, IfMatch, Permission, Result, Target, Tx};
use uuid::Uuid;

use super::model::{Account, AccountCreate, AccountUpdate};
use super::queries;
use crate::ids::AccountId;

/// How many accounts may stand above one another.
const HEIGHT_MAX: usize = 8;

pub(crate) async fn create(tx: &mut Tx, new: AccountCreate) -> Result<Account> {
    tx.require(Permission::AccountCreate)?;
    let id: AccountId = tx.new_id();
    if let Some(parent_id) = new.parent_id {
        require_parent(tx, id, parent_id).await?;
    }
    let account = tx.run(queries::insert(&tx.actor, id, tx.now, &new)).await?;
    tx.audit(audit("account.created", &account).change("kind", (), account.kind));
    tx.emit(event("account.created", &account));
    Ok(account)
}

pub(super) async fn update(
    tx: &mut Tx,
    id: AccountId,
    if_match: &IfMatch,
    changes: AccountUpdate,
) -> Result<Account> {
    let before = load(tx, id).await?;
    if_match.check(before.version)?;
    let mut after = before.clone();
    if let Some(name) = changes.name {
        name.trim().clone_into(&mut after.name);
    }
    after.parent_id = changes.parent_id.unwrap_or(before.parent_id);
    if after == before {
        return Ok(before);
    }
    if after.name != before.name && before.client_id.is_some() {
        let detail = "The account is named as its client. Rename the client.";
        return Err(Error::conflict("account_of_client", detail));
    }
    if let Some(parent_id) = after.parent_id.filter(|_| after.parent_id != before.parent_id) {
        require_parent(tx, id, parent_id).await?;
    }
    store(tx, "account.updated", &before, &after).await
}

/// Takes an account out of the lists. What belongs to it stays; once more is no error and changes nothing.
pub(super) async fn archive(tx: &mut Tx, id: AccountId) -> Result<()> {
    let before = load(tx, id).await?;
    if before.client_id.is_some() {
        let detail = "The account belongs to a client's page and stays as long as that does.";
        return Err(Error::conflict("account_of_client", detail));
    }
    if before.archived_at.is_none() {
        let after = Account { archived_at: Some(tx.now), ..before.clone() };
        store(tx, "account.archived", &before, &after).await?;
    }
    Ok(())
}

/// The account, locked, for who sees it and may change it.
async fn load(tx: &mut Tx, id: AccountId) -> Result<Account> {
    let reach = tx.actor.reach(Permission::AccountRead);
    let account = tx.run(queries::find_for_update(reach, id)).await?.ok_or(Error::NotFound)?;
    tx.require_in(Permission::AccountUpdate, &Target::account(id.uuid()))?;
    Ok(account)
}

/// A parent that the actor reaches, and that does not stand below the account itself.
async fn require_parent(tx: &mut Tx, id: AccountId, parent_id: AccountId) -> Result<()> {
    let invalid = |code, detail: &str| Err(Error::invalid("/parent_id", code, detail));
    tx.run(queries::lock_trees(tx.actor.tenant_id)).await?;
    let ancestors: Vec<Uuid> = tx.run(queries::list_ancestors(parent_id)).await?;
    if ancestors.is_empty() || !tx.actor.reach(Permission::AccountRead).contains(parent_id.uuid()) {
        return invalid("unknown_reference", "there is nothing with this id");
    }
    if ancestors.contains(&id.uuid()) {
        return invalid("cycle", "the account would stand above itself");
    }
    if ancestors.len() >= HEIGHT_MAX {
        return invalid("too_deep", "eight accounts above one another are the most");
    }
    Ok(())
}

async fn store(tx: &mut Tx, action: &'static str, before: &Account, after: &Account) -> Result<Account> {
    let account = tx.run(queries::update(tx.now, after)).await?;
    tx.audit(
        audit(action, &account)
            .change("name", &before.name, &account.name)
            .change("parent_id", before.parent_id, account.parent_id)
            .change("archived_at", before.archived_at, account.archived_at),
    );
    tx.emit(event(action, &account));
    Ok(account)
}

fn audit(action: &'static str, account: &Account) -> Audit {
    Audit::new(action, "account", account.id.uuid(), &account.name).client(account.id.uuid())
}

fn event(kind: &'static str, account: &Account) -> Event {
    Event::new(kind, "account", account.id.uuid()).client(account.id.uuid()).version(account.version)
}
