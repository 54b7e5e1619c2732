//! The job of a webhook that came in: what it means here.

use jobs::{Claimed, ErrorClass, JobError, Registry};
use platform::{Actor, App, Error, Event, Permission, Result, Tx, failpoint};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::model::{InsightId, ReceivedState, WebhookReceived, WebhookReceivedId, place_of};
use super::operations::HANDLE_WEBHOOK;
use super::queries;
use crate::catalogue;

/// What comes through a connector of this name is an insight.
const INSIGHTS: &str = "insight-created";
/// Longer fields are cut: an event is small.
const FIELD_CHARS: usize = 2000;

#[derive(Deserialize)]
struct Order {
    received_id: uuid::Uuid,
}

pub(crate) fn register(registry: Registry, app: App) -> Registry {
    registry.on(HANDLE_WEBHOOK, move |job| {
        let app = app.clone();
        async move { run(&app, &job).await }
    })
}

async fn run(app: &App, job: &Claimed) -> std::result::Result<(), JobError> {
    let order: Order = job.payload_as()?;
    let id = WebhookReceivedId::from(order.received_id);
    let actor = Actor::system(job.tenant_id());
    let handled = handle(app, &actor, job, id).await;
    let Err(error) = handled else { return Ok(()) };
    let error = match error {
        Handling::Lost(error) => return Err(error),
        Handling::Failed(error) => error,
    };
    let is_final = job.is_last_attempt() || matches!(error, Error::Invalid { .. } | Error::Malformed { .. });
    let state = if is_final { ReceivedState::Dead } else { ReceivedState::Failed };
    let problem: String = error.detail().chars().take(500).collect();
    let noted = note(app, &actor, id, (state, problem.clone())).await;
    noted.map_err(|error| JobError::retry(ErrorClass::Transient, error.detail()))?;
    Err(if is_final { JobError::fail(problem) } else { JobError::retry(ErrorClass::Internal, problem) })
}

/// Why a webhook was not worked on.
enum Handling {
    /// The job is somebody else's by now.
    Lost(JobError),
    Failed(Error),
}

impl From<Error> for Handling {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What it means and that it is done, in one transaction with the end of the job.
async fn handle(
    app: &App,
    actor: &Actor,
    job: &Claimed,
    id: WebhookReceivedId,
) -> std::result::Result<(), Handling> {
    let mut tx = app.begin(actor, Permission::WebhookUpdate).await?;
    if let Some(received) = tx.run(queries::find_for_update(id)).await?
        && received.state != ReceivedState::Done
    {
        mean(&mut tx, &received).await?;
        let now = tx.now;
        tx.run(queries::set_state(id, ReceivedState::Done, None, Some(now), 1)).await?;
    }
    job.finish_in(tx.tenant_tx()).await.map_err(Handling::Lost)?;
    failpoint(app, "handle.before_commit");
    Ok(tx.commit().await?)
}

async fn mean(tx: &mut Tx, received: &WebhookReceived) -> Result<()> {
    let event = if received.connector_name == INSIGHTS {
        let (_, sealed) = tx.run(queries::find_content(received.id)).await?.ok_or(Error::NotFound)?;
        let body = tx.open(place_of(received.id), &sealed).await?.text()?;
        // The same webhook, worked on again, is the same insight.
        let id = InsightId::from(received.id.uuid());
        Event::new(catalogue::CREATED, "insight", id.uuid()).data(Value::Object(insight(&body)?))
    } else {
        let told = json!({"connector": received.connector_name, "type": received.kind,
            "event_id": received.event_id});
        Event::new("webhook.received", "webhook_received", received.id.uuid()).data(told)
    };
    tx.emit(event.internal());
    Ok(())
}

/// What an insight says. Automations send it as it is or, as a `CloudEvent` does, under `data`.
fn insight(body: &str) -> Result<Map<String, Value>> {
    let whole: Value = serde_json::from_str(body)
        .map_err(|_| Error::Malformed { detail: "The insight is not JSON.".to_owned() })?;
    let said = whole.get("data").filter(|data| data.is_object()).unwrap_or(&whole);
    let said = said
        .as_object()
        .ok_or_else(|| Error::Malformed { detail: "The insight is not an object.".to_owned() })?;
    let mut kept = Map::new();
    for name in catalogue::insight_fields() {
        match said.get(name) {
            Some(Value::String(text)) => {
                kept.insert(name.to_owned(), text.chars().take(FIELD_CHARS).collect::<String>().into());
            }
            Some(Value::Number(number)) => {
                kept.insert(name.to_owned(), number.to_string().into());
            }
            _ => {}
        }
    }
    if kept.is_empty() {
        return Err(Error::invalid("", "empty", "the insight says nothing that is known: give it a title"));
    }
    Ok(kept)
}

async fn note(
    app: &App,
    actor: &Actor,
    id: WebhookReceivedId,
    (state, problem): (ReceivedState, String),
) -> Result<()> {
    let mut tx = app.begin(actor, Permission::WebhookUpdate).await?;
    let finished_at = (state == ReceivedState::Dead).then_some(tx.now);
    tx.run(queries::set_state(id, state, Some(problem), finished_at, 1)).await?;
    tx.commit().await
}
