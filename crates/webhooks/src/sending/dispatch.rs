//! From the outbox to deliveries, across tenants: with the cursor, in one transaction, by one process at a
//! time.

use std::collections::HashMap;

use db::{DbError, FromRow, Query, Row, SystemTask, params};
use platform::event::catalogue::{self, EventType};
use platform::event::queries::{Told, follow_whole};
use platform::{App, Permission, Result, failpoint};
use uuid::Uuid;

use super::queries;
use crate::endpoints::model::{Ordering, matches};

/// Events turned into deliveries at once.
const BATCH: i64 = 500;

/// An endpoint, as far as it says what it is told of.
struct Listener {
    tenant_id: Uuid,
    id: Uuid,
    event_types: Vec<String>,
    ordering: Ordering,
    created_at: jiff::Timestamp,
    is_application: bool,
    scopes: Vec<String>,
}

impl FromRow for Listener {
    fn from_row(row: &Row) -> std::result::Result<Self, DbError> {
        let ordering = Ordering::parse(&row.get::<String>("ordering")?);
        Ok(Self {
            tenant_id: row.get("tenant_id")?,
            id: row.get("id")?,
            event_types: row.get("event_types")?,
            ordering: ordering.unwrap_or(Ordering::None),
            created_at: row.get("created_at")?,
            is_application: row.get("is_application")?,
            scopes: row.get::<Option<Vec<String>>>("scopes")?.unwrap_or_default(),
        })
    }
}

impl Listener {
    fn takes(&self, event: &Told, kind: &EventType) -> bool {
        self.created_at <= event.at
            && self.event_types.iter().any(|pattern| matches(pattern, &event.kind))
            && (!self.is_application || self.may_read(kind.permission))
    }

    fn may_read(&self, permission: Permission) -> bool {
        self.scopes.iter().any(|scope| scope == permission.name())
    }

    fn ordering_key(&self, event: &Told) -> String {
        match self.ordering {
            Ordering::None => String::new(),
            Ordering::Subject => event.topic.clone(),
            Ordering::Account => event.client_id.map_or_else(|| "-".to_owned(), |id| id.to_string()),
            Ordering::Endpoint => "*".to_owned(),
        }
    }
}

/// Columns of new rows.
#[derive(Default)]
struct Messages {
    tenants: Vec<Uuid>,
    ids: Vec<Uuid>,
    kinds: Vec<String>,
    payloads: Vec<String>,
    traces: Vec<Option<String>>,
    times: Vec<jiff::Timestamp>,
}

#[derive(Default)]
struct Deliveries {
    tenants: Vec<Uuid>,
    ids: Vec<Uuid>,
    endpoints: Vec<Uuid>,
    messages: Vec<Uuid>,
    kinds: Vec<String>,
    keys: Vec<String>,
}

/// One batch. Answers how many events were read; 0 as well when another process is at it.
pub(super) async fn dispatch(app: &App) -> Result<i64> {
    let mut tx = app.db().system(SystemTask::DeliverWebhooks);
    let cursor: Option<(String, i64)> = tx.run(Query::optional(&queries::TAKE_CURSOR, params![])).await?;
    let Some((written_by, seq)) = cursor else { return Ok(0) };
    let events = tx.run(follow_whole(written_by, seq, BATCH)).await?;
    let Some(last) = events.last() else { return Ok(0) };
    failpoint(app, "dispatch.after_read");
    let place = params![last.written_by.clone(), last.seq];
    let mut tenants: Vec<Uuid> = events.iter().map(|event| event.tenant_id).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let listeners = tx.run(Query::many(&queries::LIST_LISTENERS, params![tenants])).await?;
    let (messages, deliveries) = addressed(app, &events, listeners);
    if !deliveries.ids.is_empty() {
        let Messages { tenants, ids, kinds, payloads, traces, times } = messages;
        tx.defer(Query::execute(
            &queries::INSERT_MESSAGES,
            params![tenants, ids, kinds, payloads, traces, times],
        ));
        let Deliveries { tenants, ids, endpoints, messages, kinds, keys } = deliveries;
        let now = app.clock().now();
        let rows = params![tenants, ids, endpoints, messages, kinds, keys, now];
        tx.defer(Query::execute(&queries::INSERT_DELIVERIES, rows));
    }
    tx.defer(Query::execute(&queries::MOVE_CURSOR, place));
    tx.flush().await?;
    failpoint(app, "dispatch.before_commit");
    tx.commit().await?;
    failpoint(app, "dispatch.after_commit");
    Ok(i64::try_from(events.len()).unwrap_or(BATCH))
}

/// Who is told of what.
fn addressed(app: &App, events: &[Told], listeners: Vec<Listener>) -> (Messages, Deliveries) {
    let mut by_tenant: HashMap<Uuid, Vec<Listener>> = HashMap::new();
    for listener in listeners {
        by_tenant.entry(listener.tenant_id).or_default().push(listener);
    }
    let base_url = app.config().server.base_url();
    let (mut messages, mut deliveries) = (Messages::default(), Deliveries::default());
    for event in events {
        let Some(kind) = catalogue::find(&event.kind) else {
            tracing::error!(kind = event.kind, "an event of a type that is not in the catalogue");
            continue;
        };
        let listening = by_tenant.get(&event.tenant_id).into_iter().flatten();
        let mut is_new = true;
        for listener in listening.filter(|listener| listener.takes(event, kind)) {
            if std::mem::take(&mut is_new) {
                messages.add(event, crate::catalogue::message(&base_url, event).to_string());
            }
            deliveries.add(app.clock().new_uuid(), event, listener);
        }
    }
    (messages, deliveries)
}

impl Messages {
    fn add(&mut self, event: &Told, payload: String) {
        self.tenants.push(event.tenant_id);
        self.ids.push(event.id);
        self.kinds.push(event.kind.clone());
        self.payloads.push(payload);
        self.traces.push(event.trace_id.clone());
        self.times.push(event.at);
    }
}

impl Deliveries {
    fn add(&mut self, id: Uuid, event: &Told, listener: &Listener) {
        self.tenants.push(event.tenant_id);
        self.ids.push(id);
        self.endpoints.push(listener.id);
        self.messages.push(event.id);
        self.kinds.push(event.kind.clone());
        self.keys.push(listener.ordering_key(event));
    }
}
