//! Adding, changing, rotating and deleting endpoints.

use jiff::SignedDuration;
use platform::{Audit, Error, Event, IfMatch, Permission, Place, Result, Tx};

use super::model::{
    DisabledReason, EndpointState, Ordering, WebhookEndpoint, WebhookEndpointCreate, WebhookEndpointId,
    WebhookEndpointUpdate, WebhookEndpointWithSecret,
};
use super::queries;
use crate::signing::Keyring;

/// More is a mistake: one endpoint can take any number of types.
const ENDPOINTS_MAX: i64 = 100;

/// Where the keys of an endpoint are sealed.
pub(crate) fn place_of(id: WebhookEndpointId) -> Place {
    Place::new("webhook_endpoints", "keys_sealed", id.uuid())
}

/// Adds an endpoint whose address was admitted. The secret is shown this once.
pub(super) async fn create(tx: &mut Tx, new: WebhookEndpointCreate) -> Result<WebhookEndpointWithSecret> {
    tx.require(Permission::WebhookUpdate)?;
    if tx.run(queries::count()).await? >= ENDPOINTS_MAX {
        let detail = format!("A tenant has at most {ENDPOINTS_MAX} endpoints.");
        return Err(Error::conflict("too_many_webhook_endpoints", detail));
    }
    if let Some(application) = new.application_id {
        let found = tx.run(queries::find_application(application.uuid())).await?;
        let unknown = || Error::invalid("/application_id", "unknown_reference", "is no approved application");
        found.ok_or_else(unknown)?;
    }
    let keys = Keyring::generate();
    let endpoint = WebhookEndpoint {
        id: tx.new_id(),
        url: new.url.trim().to_owned(),
        description: new.description.trim().to_owned(),
        event_types: sorted(new.event_types),
        application_id: new.application_id,
        ordering: new.ordering.unwrap_or(Ordering::None),
        state: EndpointState::Enabled,
        disabled_reason: None,
        public_key: keys.current.public_key(),
        previous_until: None,
        failures_in_row: 0,
        failing_since: None,
        paused_until: None,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    };
    let sealed = seal(tx, endpoint.id, &keys).await?;
    tx.run(queries::insert(&tx.actor, &endpoint, sealed)).await?;
    let audit = audit("webhook_endpoint.created", &endpoint)
        .change("event_types", (), &endpoint.event_types)
        .change("application_id", (), endpoint.application_id)
        .change("ordering", (), endpoint.ordering);
    tx.audit(audit);
    tx.emit(event("webhook_endpoint.created", &endpoint));
    Ok(WebhookEndpointWithSecret { endpoint, secret: keys.current.secret })
}

/// Changes an endpoint; a new address was admitted before.
pub(super) async fn update(
    tx: &mut Tx,
    (id, if_match): (WebhookEndpointId, &IfMatch),
    changes: WebhookEndpointUpdate,
) -> Result<WebhookEndpoint> {
    tx.require(Permission::WebhookUpdate)?;
    let before = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if_match.check(before.version)?;
    let mut after = before.clone();
    after.url = changes.url.map_or(after.url, |url| url.trim().to_owned());
    after.description = changes.description.map_or(after.description, |text| text.trim().to_owned());
    after.event_types = changes.event_types.map_or(after.event_types, sorted);
    after.ordering = changes.ordering.unwrap_or(after.ordering);
    if let Some(state) = changes.state {
        after.state = state;
        after.disabled_reason = match state {
            EndpointState::Enabled => None,
            EndpointState::Disabled => before.disabled_reason.or(Some(DisabledReason::ByHand)),
        };
    }
    if changes.state == Some(EndpointState::Enabled) || after.url != before.url {
        (after.failures_in_row, after.failing_since, after.paused_until) = (0, None, None);
    }
    after.version += 1;
    after.updated_at = tx.now;
    tx.run(queries::update(&after, tx.now)).await?;
    let audit = audit("webhook_endpoint.updated", &after)
        .change("url", &before.url, &after.url)
        .change("description", &before.description, &after.description)
        .change("event_types", &before.event_types, &after.event_types)
        .change("ordering", before.ordering, after.ordering)
        .change("state", before.state, after.state);
    tx.audit(audit);
    tx.emit(event("webhook_endpoint.updated", &after));
    Ok(after)
}

/// New keys. Those so far go on signing beside them for the time of the settings.
pub(super) async fn rotate(tx: &mut Tx, id: WebhookEndpointId) -> Result<WebhookEndpointWithSecret> {
    tx.require(Permission::WebhookUpdate)?;
    let mut endpoint = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    let sealed = tx.run(queries::find_keys(id)).await?.ok_or(Error::NotFound)?;
    let keys = open(&tx.open(place_of(id), &sealed).await?.text()?)?.rotated();
    let hours = i64::from(tx.app().config().webhooks.rotation_hours);
    endpoint.public_key = keys.current.public_key();
    endpoint.previous_until = tx.now.checked_add(SignedDuration::from_hours(hours)).ok();
    endpoint.version += 1;
    endpoint.updated_at = tx.now;
    let sealed = seal(tx, id, &keys).await?;
    tx.run(queries::rotate(&endpoint, sealed, tx.now)).await?;
    let audit = Audit::new("webhook_secret.rotated", "webhook_endpoint", id.uuid(), &*endpoint.url);
    tx.audit(audit.change("previous_until", (), endpoint.previous_until));
    tx.emit(event("webhook_endpoint.updated", &endpoint));
    Ok(WebhookEndpointWithSecret { endpoint, secret: keys.current.secret })
}

/// Deletes an endpoint with everything on its way to it.
pub(super) async fn delete(tx: &mut Tx, id: WebhookEndpointId) -> Result<()> {
    tx.require(Permission::WebhookUpdate)?;
    let endpoint = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    tx.run(queries::delete(id)).await?;
    tx.audit(audit("webhook_endpoint.deleted", &endpoint).change("url", &endpoint.url, ()));
    tx.emit(event("webhook_endpoint.deleted", &endpoint));
    Ok(())
}

async fn seal(tx: &Tx, id: WebhookEndpointId, keys: &Keyring) -> Result<String> {
    tx.seal(place_of(id), &serde_json::to_string(keys).map_err(Error::internal)?).await
}

/// Keys as they were sealed.
pub(crate) fn open(text: &str) -> Result<Keyring> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn sorted(mut types: Vec<String>) -> Vec<String> {
    types.sort();
    types.dedup();
    types
}

fn audit(action: &'static str, endpoint: &WebhookEndpoint) -> Audit {
    Audit::new(action, "webhook_endpoint", endpoint.id.uuid(), &*endpoint.url)
}

fn event(kind: &'static str, endpoint: &WebhookEndpoint) -> Event {
    Event::new(kind, "webhook_endpoint", endpoint.id.uuid()).version(endpoint.version).internal()
}
