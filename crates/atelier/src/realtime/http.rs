//! The stream of one page: Server-Sent Events, resumable by `Last-Event-ID`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use futures_util::stream::unfold;
use http::HeaderMap;
use identity::Authenticator;
use platform::event::queries::{self, Recorded};
use platform::{Actor, ActorKind, App, Permission, Reach, Result};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, interval};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::Feed;

/// The largest gap that is filled row by row.
const GAP_MAX: i64 = 500;
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const AUDIT_RECORDED: &str = "audit.recorded";
/// How often a stream asks whether its person may still listen.
const RECHECK: Duration = Duration::from_secs(1);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(stream_events))
}

/// What changed, as it happens. Each frame is `event: change` with the topic, the type, the id and the
/// version of the subject; `event: reset` means that frames were lost and everything on the page should be
/// loaded again.
#[utoipa::path(get, path = "/events/stream", operation_id = "stream_events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last frame received.",
        max_length = 64)),
    responses((status = 200, description = "The stream", content_type = "text/event-stream", body = String)))]
async fn stream_events(
    State(app): State<App>,
    actor: Actor,
    Extension(feed): Extension<Feed>,
    Extension(authenticator): Extension<Authenticator>,
    headers: HeaderMap,
) -> Result<Response> {
    let listener = Listener::open(&app, actor, feed, authenticator, &headers).await?;
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE).text("keep-alive");
    Ok(Sse::new(listener.frames()).keep_alive(keep_alive).into_response())
}

/// The rows after a place, and whether some are lost: too many, or removed since.
async fn missed_since(
    app: &App,
    actor: &Actor,
    (written_by, seq): (String, i64),
) -> Result<(Vec<Recorded>, bool)> {
    let is_whole = queries::is_whole_after(actor.tenant_id, written_by.clone(), seq);
    if !app.read(actor, Permission::IdeaRead, is_whole).await? {
        return Ok((Vec::new(), true));
    }
    let query = queries::follow_tenant(actor.tenant_id, written_by, seq, GAP_MAX + 1);
    let missed = app.read(actor, Permission::IdeaRead, query).await?;
    let is_lost = i64::try_from(missed.len()).unwrap_or(i64::MAX) > GAP_MAX;
    Ok(if is_lost { (Vec::new(), true) } else { (missed, false) })
}

/// The ideas that a link is for, which never change; `None` for who is not bound to some.
async fn linked_ideas(app: &App, actor: &Actor) -> Result<Option<Vec<Uuid>>> {
    let ActorKind::AccessLink { link_id } = actor.kind else { return Ok(None) };
    Ok(Some(app.read(actor, Permission::IdeaRead, identity::linked_ideas(link_id)).await?))
}

/// `<transaction>-<number>`, opaque to the receiver.
fn parse_id(id: &str) -> Option<(String, i64)> {
    let (written_by, seq) = id.split_once('-')?;
    let written_by: u64 = written_by.parse().ok()?;
    Some((written_by.to_string(), seq.parse().ok()?))
}

/// Where a row stands in the outbox: a later transaction may have taken the smaller number.
fn place(row: &Recorded) -> (u64, i64) {
    (row.written_by.parse().unwrap_or(u64::MAX), row.seq)
}

struct Listener {
    receiver: Receiver<Arc<Recorded>>,
    waiting: VecDeque<Arc<Recorded>>,
    /// The place of the last row that filled the gap: the feed may deliver it again.
    last: Option<(u64, i64)>,
    is_lost: bool,
    /// Goes on through rows of whomever: with a wait begun anew at each, a busy stream would never ask.
    recheck: Interval,
    /// What a link may hear of: its ideas, as everywhere else.
    idea_ids: Option<Vec<Uuid>>,
    hearing: Hearing,
    actor: Actor,
    feed: Feed,
    authenticator: Authenticator,
    credential: Option<identity::Credential>,
}

impl Listener {
    /// Listens before it reads what was missed, so that nothing falls between.
    async fn open(
        app: &App,
        actor: Actor,
        feed: Feed,
        authenticator: Authenticator,
        headers: &HeaderMap,
    ) -> Result<Self> {
        let receiver = feed.subscribe();
        let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(parse_id);
        let (missed, is_lost) = match resumed {
            Some(place) => missed_since(app, &actor, place).await?,
            None => (Vec::new(), false),
        };
        Ok(Self {
            last: missed.last().map(place),
            waiting: missed.into_iter().map(Arc::new).collect(),
            is_lost,
            recheck: interval(RECHECK),
            receiver,
            idea_ids: linked_ideas(app, &actor).await?,
            hearing: Hearing::of(&actor),
            credential: authenticator.credential_of(headers),
            actor,
            feed,
            authenticator,
        })
    }

    fn frames(self) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
        unfold(self, |mut listener| async move { listener.next().await.map(|frame| (Ok(frame), listener)) })
    }

    async fn next(&mut self) -> Option<Event> {
        if std::mem::take(&mut self.is_lost) {
            return Some(reset());
        }
        loop {
            if let Some(row) = self.waiting.pop_front() {
                if self.concerns(&row) {
                    return Some(frame(&row));
                }
                continue;
            }
            tokio::select! {
                () = self.feed.shutdown().begun() => return None,
                _ = self.recheck.tick() => {
                    if !self.may_still_listen().await {
                        return None;
                    }
                }
                received = self.receiver.recv() => match received {
                    Ok(row) if self.last.is_some_and(|last| place(&row) <= last) => {}
                    Ok(row) => self.waiting.push_back(row),
                    Err(RecvError::Lagged(_)) => return Some(reset()),
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }

    async fn may_still_listen(&self) -> bool {
        match &self.credential {
            Some(credential) => self.authenticator.still_gives(credential, &self.actor).await,
            None => false,
        }
    }

    fn concerns(&self, row: &Recorded) -> bool {
        if row.kind == AUDIT_RECORDED && !self.actor.may(Permission::AuditRead) {
            return false;
        }
        row.tenant_id == self.actor.tenant_id
            && self.idea_ids.as_ref().is_none_or(|ids| ids.contains(&row.subject_id))
            && match row.client_id {
                Some(account) => self.hearing.concerns(account, row.is_internal),
                None => self.hearing.is_tenant_heard(row, &self.actor),
            }
    }
}

/// The accounts that somebody hears of. A stream ends when the rights of its person change.
struct Hearing {
    reaches: Vec<Reach>,
    internal: Reach,
    is_client_side: bool,
}

impl Hearing {
    fn of(actor: &Actor) -> Self {
        let seen = [
            Permission::AccountRead,
            Permission::CampaignRead,
            Permission::ClientRead,
            Permission::ExerciseRead,
            Permission::IdeaRead,
            Permission::ProfileRead,
        ];
        Self {
            reaches: seen.into_iter().map(|permission| actor.reach(permission)).collect(),
            internal: actor.reach(Permission::InternalRead),
            is_client_side: actor.is_client_side(),
        }
    }

    fn concerns(&self, account: Uuid, is_internal: bool) -> bool {
        self.reaches.iter().any(|reach| reach.contains(account))
            && (!is_internal || self.internal.contains(account))
    }

    /// What concerns no account. Everybody hears that roles changed and of themselves: pages ask again for
    /// what they may show.
    fn is_tenant_heard(&self, row: &Recorded, actor: &Actor) -> bool {
        match actor.kind {
            ActorKind::AccessLink { .. } => false,
            _ if row.kind.starts_with("role.") || Some(row.subject_id) == actor.member_id() => true,
            _ if self.is_client_side => false,
            _ if row.is_internal => matches!(self.internal, Reach::AllBut(_)),
            _ => true,
        }
    }
}

fn frame(row: &Recorded) -> Event {
    let subject_kind = row.topic.split(':').next().unwrap_or_default();
    let id = identity::shown_id(subject_kind, row.subject_id);
    let content = json!({
        "topic": format!("{subject_kind}:{id}"),
        "type": row.kind,
        "id": id,
        "client_id": row.client_id.map(|id| identity::shown_id("client", id)),
        "campaign_id": row.campaign_id.map(|id| identity::shown_id("campaign", id)),
        "version": row.version,
        "seq": row.seq,
    });
    let frame = Event::default().event("change").data(content.to_string());
    // Nobody resumes from an event of the audit log: it is not in the outbox.
    if row.kind == AUDIT_RECORDED { frame } else { frame.id(format!("{}-{}", row.written_by, row.seq)) }
}

fn reset() -> Event {
    Event::default().event("reset").data("{}")
}

#[cfg(test)]
mod tests {
    use super::parse_id;

    #[test]
    fn only_ids_of_this_stream_are_read() {
        assert_eq!(parse_id("812-44"), Some(("812".to_owned(), 44)));
        for id in ["", "44", "a-1", "1-b", "812-44-1", "-1-2", "99999999999999999999-1"] {
            assert_eq!(parse_id(id), None, "{id}");
        }
    }
}
