//! Adding, changing and deleting connectors.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use platform::{Audit, Error, Event, IfMatch, Keys, Permission, Place, Result, Tx};

use super::model::{
    Scheme, WebhookConnector, WebhookConnectorCreate, WebhookConnectorId, WebhookConnectorUpdate,
    WebhookConnectorWithSecret,
};
use super::queries;
use crate::endpoints::model::EndpointState;

const CONNECTORS_MAX: i64 = 200;

/// Where the secret of a connector is sealed.
pub(crate) fn place_of(id: WebhookConnectorId) -> Place {
    Place::new("webhook_connectors", "secret_sealed", id.uuid())
}

/// By what a shared secret is found.
pub(crate) fn hash_of(keys: &Keys, secret: &str) -> [u8; 32] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &keys.derive("webhook connector secrets"));
    let mut hash = [0; 32];
    hash.copy_from_slice(hmac::sign(&key, secret.as_bytes()).as_ref());
    hash
}

pub(super) async fn create(tx: &mut Tx, new: WebhookConnectorCreate) -> Result<WebhookConnectorWithSecret> {
    tx.require(Permission::WebhookUpdate)?;
    if tx.run(queries::count()).await? >= CONNECTORS_MAX {
        let detail = format!("A tenant has at most {CONNECTORS_MAX} connectors.");
        return Err(Error::conflict("too_many_webhook_connectors", detail));
    }
    let made = match &new.secret {
        Some(_) => None,
        None if new.scheme.makes_secret() => Some(generate(new.scheme)),
        None => return Err(Error::invalid("/secret", "required", "give what the other side signs with")),
    };
    // A tenant is found by it: one that people think of could be somebody else's.
    if new.scheme == Scheme::SharedSecret && new.secret.as_ref().is_some_and(|secret| secret.len() < 24) {
        return Err(Error::invalid("/secret", "length", "must have at least 24 characters, or leave it out"));
    }
    let secret = new.secret.or_else(|| made.clone()).unwrap_or_default();
    let connector = WebhookConnector {
        id: tx.new_id(),
        name: new.name,
        scheme: new.scheme,
        settings: new.settings.unwrap_or_default(),
        url: String::new(),
        state: EndpointState::Enabled,
        last_received_at: None,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    };
    let kept = keep(tx, &connector, &secret).await?;
    tx.run(queries::insert(&tx.actor, &connector, kept)).await?;
    tx.audit(audit("webhook_connector.created", &connector).change("scheme", (), connector.scheme));
    tx.emit(event("webhook_connector.created", &connector));
    let connector = connector.at(&tx.app().config().server.base_url());
    Ok(WebhookConnectorWithSecret { connector, secret: made })
}

pub(super) async fn update(
    tx: &mut Tx,
    (id, if_match): (WebhookConnectorId, &IfMatch),
    changes: WebhookConnectorUpdate,
) -> Result<WebhookConnector> {
    tx.require(Permission::WebhookUpdate)?;
    let before = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if_match.check(before.version)?;
    let after = WebhookConnector {
        settings: changes.settings.unwrap_or_else(|| before.settings.clone()),
        state: changes.state.unwrap_or(before.state),
        version: before.version + 1,
        updated_at: tx.now,
        ..before.clone()
    };
    if let Some(secret) = &changes.secret {
        let kept = keep(tx, &after, secret).await?;
        tx.run(queries::replace_secret(id, kept)).await?;
    }
    tx.run(queries::update(&after, tx.now)).await?;
    let audit = audit("webhook_connector.updated", &after)
        .change("settings", &before.settings, &after.settings)
        .change("state", before.state, after.state)
        .change("secret", (), changes.secret.map(|_| "replaced"));
    tx.audit(audit);
    tx.emit(event("webhook_connector.updated", &after));
    Ok(after.at(&tx.app().config().server.base_url()))
}

/// Deletes a connector with everything that came in through it.
pub(super) async fn delete(tx: &mut Tx, id: WebhookConnectorId) -> Result<()> {
    tx.require(Permission::WebhookUpdate)?;
    let connector = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    tx.run(queries::delete(id)).await?;
    tx.audit(audit("webhook_connector.deleted", &connector).change("scheme", connector.scheme, ()));
    tx.emit(event("webhook_connector.deleted", &connector));
    Ok(())
}

async fn keep(tx: &Tx, connector: &WebhookConnector, secret: &str) -> Result<(String, Option<[u8; 32]>)> {
    let hash = (connector.scheme == Scheme::SharedSecret).then(|| hash_of(tx.app().keys(), secret));
    Ok((tx.seal(place_of(connector.id), secret).await?, hash))
}

fn generate(scheme: Scheme) -> String {
    let bytes: [u8; 32] = rand::random();
    match scheme {
        Scheme::StandardWebhooks => format!("whsec_{}", STANDARD.encode(bytes)),
        _ => format!("whs_{}", URL_SAFE_NO_PAD.encode(bytes)),
    }
}

fn audit(action: &'static str, connector: &WebhookConnector) -> Audit {
    Audit::new(action, "webhook_connector", connector.id.uuid(), &*connector.name)
}

fn event(kind: &'static str, connector: &WebhookConnector) -> Event {
    Event::new(kind, "webhook_connector", connector.id.uuid()).version(connector.version).internal()
}
