//! Making, changing, rotating and revoking keys.

use jiff::{SignedDuration, Timestamp};
use platform::{ActorKind, Audit, Error, Event, IfMatch, Permission, Result, Tx};

use super::model::{
    ApiKey, ApiKeyCreate, ApiKeyId, ApiKeyRotation, ApiKeyUpdate, ApiKeyWithSecret, KeyKind, KeyState,
    StoredKey,
};
use super::queries::{self, NewKey};
use crate::credentials::{Pepper, canonical_network};
use crate::ids::AccountId;
use crate::scopes::Scopes;

/// Makes a key, which is shown this once.
pub(super) async fn create(tx: &mut Tx, pepper: &Pepper, new: ApiKeyCreate) -> Result<ApiKeyWithSecret> {
    tx.require(Permission::ApiKeyCreate)?;
    require_maker(tx).await?;
    let kind = new.kind.unwrap_or(KeyKind::Tenant);
    if kind == KeyKind::Service {
        tx.require(Permission::SettingsUpdate)?;
    }
    if new.expires_at.is_some_and(|end| end <= tx.now) {
        return Err(Error::invalid("/expires_at", "range", "must be in the future"));
    }
    let scopes = Scopes::given(&new.scopes, &tx.actor.rights)?;
    let allowed_networks = networks(new.allowed_networks.unwrap_or_default())?;
    let secret = pepper.generate(kind.credential());
    let id: ApiKeyId = tx.new_id();
    let made = NewKey {
        id,
        kind,
        name: new.name.trim().to_owned(),
        prefix: secret.prefix,
        hash: secret.hash,
        scopes: scopes.texts(),
        account_id: new.account_id.map(AccountId::uuid),
        allowed_networks,
        rate_limit_per_minute: new.rate_limit_per_minute,
        expires_at: new.expires_at,
    };
    let api_key = insert(tx, made).await?;
    tx.audit(created(&api_key));
    tx.emit(event("api_key.created", id));
    Ok(ApiKeyWithSecret { api_key, key: secret.text })
}

/// A program cannot make or change a key, and nobody makes one in another's name.
async fn require_maker(tx: &mut Tx) -> Result<()> {
    let minutes = tx.app().config().security.step_up_minutes;
    tx.actor.require_presence(tx.now, minutes)?;
    if tx.actor.assurance.impersonator.is_some() {
        return Err(Error::forbidden("Keys are made by who they belong to, not in somebody else's name."));
    }
    let ActorKind::Member { member_id, .. } = tx.actor.kind else {
        return Err(Error::forbidden("Only a person who is signed in may do this."));
    };
    let member = tx.run(crate::members::queries::find_by_id(member_id)).await?;
    member.map(drop).ok_or_else(|| {
        Error::forbidden("A key belongs to a member of the tenant. Ask one of its administrators for it.")
    })
}

async fn insert(tx: &mut Tx, new: NewKey) -> Result<ApiKey> {
    let id = new.id;
    tx.run(queries::insert(&tx.actor, tx.now, new)).await?;
    let stored = tx.run(queries::find(id)).await?.ok_or(Error::NotFound)?;
    Ok(stored.at(tx.now))
}

fn created(key: &ApiKey) -> Audit {
    Audit::new("api_key.created", "api_key", key.id.uuid(), &key.name)
        .change("kind", (), key.kind)
        .change("scopes", (), &key.scopes)
        .change("allowed_networks", (), &key.allowed_networks)
        .change("expires_at", (), key.expires_at)
}

fn event(kind: &'static str, id: ApiKeyId) -> Event {
    Event::new(kind, "api_key", id.uuid()).internal()
}

/// In their one spelling.
fn networks(texts: Vec<String>) -> Result<Vec<String>> {
    let mut networks = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate() {
        let network = canonical_network(text.trim()).ok_or_else(|| {
            let pointer = format!("/allowed_networks/{place}");
            Error::invalid(&pointer, "network", "must be an address or a network as 192.0.2.0/24")
        })?;
        networks.push(network);
    }
    networks.sort();
    networks.dedup();
    Ok(networks)
}

/// Changes what does not make another key of it.
pub(super) async fn update(
    tx: &mut Tx,
    id: ApiKeyId,
    if_match: &IfMatch,
    changes: ApiKeyUpdate,
) -> Result<ApiKey> {
    tx.require(Permission::ApiKeyCreate)?;
    require_maker(tx).await?;
    let before = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?.at(tx.now);
    if_match.check(before.version)?;
    require_alive(&before)?;
    let name = changes.name.map_or_else(|| before.name.clone(), |name| name.trim().to_owned());
    let allowed_networks = match changes.allowed_networks {
        Some(texts) => networks(texts)?,
        None => before.allowed_networks.clone(),
    };
    let limit = changes.rate_limit_per_minute.or(before.rate_limit_per_minute);
    tx.run(queries::update(id, name, allowed_networks, limit, tx.now)).await?;
    let after = find(tx, id).await?;
    tx.audit(
        Audit::new("api_key.updated", "api_key", id.uuid(), &after.name)
            .change("name", &before.name, &after.name)
            .change("allowed_networks", &before.allowed_networks, &after.allowed_networks)
            .change("rate_limit_per_minute", before.rate_limit_per_minute, after.rate_limit_per_minute),
    );
    tx.emit(event("api_key.updated", id));
    Ok(after)
}

async fn find(tx: &mut Tx, id: ApiKeyId) -> Result<ApiKey> {
    let stored: Option<StoredKey> = tx.run(queries::find(id)).await?;
    Ok(stored.ok_or(Error::NotFound)?.at(tx.now))
}

fn require_alive(key: &ApiKey) -> Result<()> {
    match key.state {
        KeyState::Active | KeyState::Rotating => Ok(()),
        KeyState::Expired | KeyState::Revoked => {
            Err(Error::conflict("api_key_ended", "This key is not valid any more. Make a new one."))
        }
    }
}

/// Makes a key that takes the place of another; both are good until the overlap ends. The new one is bounded
/// by the rights of who rotates.
pub(super) async fn rotate(
    tx: &mut Tx,
    pepper: &Pepper,
    id: ApiKeyId,
    rotation: &ApiKeyRotation,
) -> Result<ApiKeyWithSecret> {
    tx.require(Permission::ApiKeyCreate)?;
    require_maker(tx).await?;
    let old = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?.at(tx.now);
    require_alive(&old)?;
    if old.replaced_by.is_some() {
        let detail = "This key was replaced already. Rotate the one that took its place.";
        return Err(Error::conflict("api_key_replaced", detail));
    }
    if old.kind == KeyKind::Service {
        tx.require(Permission::SettingsUpdate)?;
    }
    let secret = pepper.generate(old.kind.credential());
    let made = NewKey {
        id: tx.new_id(),
        kind: old.kind,
        name: old.name.clone(),
        prefix: secret.prefix,
        hash: secret.hash,
        scopes: old.scopes.clone(),
        account_id: old.account_id.map(AccountId::uuid),
        allowed_networks: old.allowed_networks.clone(),
        rate_limit_per_minute: old.rate_limit_per_minute,
        expires_at: old.expires_at.and_then(|end| later(tx.now, end.duration_since(old.created_at))),
    };
    let api_key = insert(tx, made).await?;
    let end = later(tx.now, SignedDuration::from_hours(24 * rotation.overlap_days)).unwrap_or(tx.now);
    let end = old.expires_at.map_or(end, |before| before.min(end));
    tx.run(queries::replace(id, api_key.id, end, tx.now)).await?;
    tx.audit(created(&api_key).note(format!("in place of {id}")));
    tx.audit(
        Audit::new("api_key.rotated", "api_key", id.uuid(), &old.name)
            .change("replaced_by", (), api_key.id)
            .change("expires_at", old.expires_at, end),
    );
    tx.emit(event("api_key.rotated", id));
    Ok(ApiKeyWithSecret { api_key, key: secret.text })
}

fn later(now: Timestamp, by: SignedDuration) -> Option<Timestamp> {
    now.checked_add(by).ok()
}

/// Ends a key. Once more is no error and changes nothing.
pub(super) async fn revoke(tx: &mut Tx, id: ApiKeyId) -> Result<()> {
    tx.require(Permission::ApiKeyRevoke)?;
    let key = find(tx, id).await?;
    if tx.run(queries::revoke(id, tx.now)).await? > 0 {
        tx.audit(Audit::new("api_key.revoked", "api_key", id.uuid(), &key.name));
        tx.emit(event("api_key.revoked", id));
    }
    Ok(())
}
