//! Replaying deliveries, and testing an endpoint.

use jiff::SignedDuration;
use platform::event::queries::Told;
use platform::{Audit, Error, Permission, Result, Tx};

use super::model::{DeliveryState, WebhookDelivery, WebhookDeliveryId, WebhookReplay, WebhookReplayOrder};
use super::queries;
use crate::catalogue;
use crate::endpoints::model::{EndpointState, WebhookEndpoint, WebhookEndpointId};
use crate::endpoints::queries as endpoints;

pub(crate) const TESTED: &str = "webhook_endpoint.tested";

/// Puts one delivery on its way again, whatever became of it: under the same `webhook-id`.
pub(super) async fn replay(
    tx: &mut Tx,
    endpoint_id: WebhookEndpointId,
    id: WebhookDeliveryId,
) -> Result<WebhookDelivery> {
    let endpoint = enabled(tx, endpoint_id).await?;
    let mut delivery = tx.run(queries::find_for_update(endpoint_id, id)).await?.ok_or(Error::NotFound)?;
    quota(tx).await?;
    tx.run(queries::replay(id, tx.now)).await?;
    delivery.state = DeliveryState::Pending;
    delivery.due_at = Some(tx.now);
    delivery.finished_at = None;
    let audit = Audit::new("webhook_delivery.replayed", "webhook_endpoint", endpoint_id.uuid(), endpoint.url);
    tx.audit(audit.change("delivery", (), delivery.id).change(
        "event",
        (),
        catalogue::shown(delivery.event_id),
    ));
    Ok(delivery)
}

/// Puts many on their way again: as many as the limit a minute leaves.
pub(super) async fn replay_many(
    tx: &mut Tx,
    endpoint_id: WebhookEndpointId,
    order: &WebhookReplayOrder,
) -> Result<WebhookReplay> {
    let endpoint = enabled(tx, endpoint_id).await?;
    let limit = quota(tx).await?;
    let replayed = tx.run(queries::replay_many(endpoint_id, order, limit, tx.now)).await?;
    let left = tx.run(queries::count(endpoint_id, order, tx.now)).await?;
    let left = if order.state == Some(DeliveryState::Delivered) { 0 } else { left };
    let audit =
        Audit::new("webhook_deliveries.replayed", "webhook_endpoint", endpoint_id.uuid(), endpoint.url);
    tx.audit(audit.change("replayed", 0, replayed));
    Ok(WebhookReplay { replayed: i64::try_from(replayed).unwrap_or(i64::MAX), left })
}

/// Sends a message that says that it is a test, the way every message goes.
pub(super) async fn test(tx: &mut Tx, endpoint_id: WebhookEndpointId) -> Result<WebhookDelivery> {
    let endpoint = enabled(tx, endpoint_id).await?;
    quota(tx).await?;
    let event = Told {
        tenant_id: tx.actor.tenant_id,
        id: tx.new_id(),
        seq: 0,
        written_by: String::new(),
        at: tx.now,
        topic: format!("webhook_endpoint:{}", endpoint_id.uuid()),
        kind: TESTED.to_owned(),
        subject_id: endpoint_id.uuid(),
        client_id: None,
        campaign_id: None,
        version: endpoint.version,
        data: None,
        trace_id: None,
    };
    let payload = catalogue::message(&tx.app().config().server.base_url(), &event).to_string();
    let delivery = WebhookDelivery {
        id: tx.new_id(),
        endpoint_id,
        event_id: event.id,
        kind: event.kind,
        state: DeliveryState::Pending,
        attempts: 0,
        due_at: Some(tx.now),
        last_status: None,
        last_error: None,
        created_at: tx.now,
        finished_at: None,
    };
    tx.run(queries::insert_message(&tx.actor, event.id, TESTED, payload, tx.now)).await?;
    tx.run(queries::insert(&tx.actor, &delivery)).await?;
    tx.audit(Audit::new(TESTED, "webhook_endpoint", endpoint_id.uuid(), endpoint.url));
    Ok(delivery)
}

async fn enabled(tx: &mut Tx, id: WebhookEndpointId) -> Result<WebhookEndpoint> {
    tx.require(Permission::WebhookUpdate)?;
    let endpoint = tx.run(endpoints::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if endpoint.state == EndpointState::Disabled {
        let detail = "The endpoint is disabled: enable it first.";
        return Err(Error::conflict("webhook_endpoint_disabled", detail));
    }
    Ok(endpoint)
}

/// How many more may be replayed in this minute.
async fn quota(tx: &mut Tx) -> Result<i64> {
    let minute = tx.now.checked_sub(SignedDuration::from_mins(1)).unwrap_or(tx.now);
    let limit = i64::from(tx.app().config().webhooks.replays_per_minute);
    let left = limit - tx.run(queries::count_replayed(minute)).await?;
    if left > 0 { Ok(left) } else { Err(Error::RateLimited { retry_after_secs: 60 }) }
}
