//! What a delivery is, what an answer means for it, and when it is tried again. Pure.

use std::time::Duration;

use db::{DbError, FromRow, Row};
use garde::Validate;
use jiff::{SignedDuration, Timestamp};
use platform::{Versioned, define_id};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::catalogue;
use crate::endpoints::model::{WebhookEndpointId, words};

define_id!(WebhookDeliveryId, "whd");
define_id!(WebhookAttemptId, "wha");

words! {
    DeliveryState {
        /// On its way, or waiting for its next attempt.
        Pending = "pending",
        Delivered = "delivered",
        /// Given up, until somebody replays it.
        Failed = "failed",
    }
}

/// A message on its way to an endpoint.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookDelivery {
    #[schema(value_type = String)]
    pub(crate) id: WebhookDeliveryId,
    #[schema(value_type = String)]
    pub(crate) endpoint_id: WebhookEndpointId,
    /// The `webhook-id` of every attempt.
    #[schema(value_type = String, example = "evt_01k6ht0z0hfrx9tqjbdy64gxxa")]
    #[serde(serialize_with = "as_event_id")]
    pub(crate) event_id: Uuid,
    #[serde(rename = "type")]
    #[schema(example = "idea.approved")]
    pub(crate) kind: String,
    pub(crate) state: DeliveryState,
    #[schema(minimum = 0)]
    pub(crate) attempts: i32,
    /// When it is tried next; while an attempt is under way, when it is taken for lost.
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) due_at: Option<Timestamp>,
    /// The status of the last answer.
    #[schema(required = true)]
    pub(crate) last_status: Option<i32>,
    #[schema(required = true)]
    pub(crate) last_error: Option<String>,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) created_at: Timestamp,
    #[schema(value_type = Option<String>, format = "date-time", required = true)]
    pub(crate) finished_at: Option<Timestamp>,
}

impl Versioned for WebhookDelivery {
    fn location(&self) -> Option<String> {
        Some(format!("/webhook-endpoints/{}/deliveries/{}", self.endpoint_id, self.id))
    }
}

fn as_event_id<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&catalogue::shown(*id))
}

impl FromRow for WebhookDelivery {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let state = DeliveryState::parse(&row.get::<String>("state")?);
        Ok(Self {
            id: row.get("id")?,
            endpoint_id: row.get("endpoint_id")?,
            event_id: row.get("message_id")?,
            kind: row.get("type")?,
            state: state.ok_or_else(|| DbError::Other("no such state of a delivery".to_owned()))?,
            attempts: row.get("attempts")?,
            due_at: row.get("due_at")?,
            last_status: row.get("last_status")?,
            last_error: row.get("last_error")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
        })
    }
}

/// One exchange, or why there was none.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookAttempt {
    #[schema(value_type = String)]
    pub(crate) id: WebhookAttemptId,
    #[schema(minimum = 1)]
    pub(crate) number: i32,
    #[schema(value_type = String, format = "date-time")]
    pub(crate) at: Timestamp,
    #[schema(minimum = 0)]
    pub(crate) duration_ms: i32,
    pub(crate) url: String,
    #[schema(schema_with = platform::openapi::object::<100>)]
    pub(crate) request_headers: Value,
    #[schema(required = true)]
    pub(crate) status: Option<i32>,
    #[schema(schema_with = platform::openapi::optional_object::<100>)]
    pub(crate) response_headers: Option<Value>,
    /// The first kilobyte.
    #[schema(required = true)]
    pub(crate) response_body: Option<String>,
    #[schema(required = true)]
    pub(crate) error: Option<String>,
}

impl FromRow for WebhookAttempt {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            at: row.get("at")?,
            duration_ms: row.get("duration_ms")?,
            url: row.get("url")?,
            request_headers: row.get("request_headers")?,
            status: row.get("status")?,
            response_headers: row.get("response_headers")?,
            response_body: row.get("response_body")?,
            error: row.get("error")?,
        })
    }
}

/// A delivery with everything that is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookDeliveryDetail {
    #[serde(flatten)]
    pub(crate) delivery: WebhookDelivery,
    /// The body of every attempt, byte for byte.
    pub(crate) payload: String,
    /// The newest first, at most 50.
    pub(crate) attempt_log: Vec<WebhookAttempt>,
}

impl Versioned for WebhookDeliveryDetail {}

/// Which deliveries are replayed together: by default all that failed.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookReplayOrder {
    #[garde(skip)]
    pub(crate) state: Option<DeliveryState>,
    /// Made at this time or later.
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub(crate) since: Option<Timestamp>,
    /// Made before this time.
    #[garde(skip)]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub(crate) until: Option<Timestamp>,
}

/// How many deliveries are on their way again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WebhookReplay {
    #[schema(minimum = 0)]
    pub(crate) replayed: i64,
    /// How many are left for the next call: there is a limit a minute.
    #[schema(minimum = 0)]
    pub(crate) left: i64,
}

impl Versioned for WebhookReplay {}

#[derive(Clone, Debug, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveryFilter {
    #[garde(skip)]
    #[param(inline)]
    pub(crate) state: Option<DeliveryState>,
}

/// What an attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Delivered,
    /// 410: never again.
    Gone,
    /// The other side asks for time.
    Throttled(Duration),
    Failed,
}

/// Nobody is waited for longer because they ask.
const PATIENCE: Duration = Duration::from_hours(24);

impl Outcome {
    /// 3xx are failures: redirects are not followed.
    pub(crate) fn of(status: u16, retry_after: Option<Duration>) -> Self {
        match (status, retry_after) {
            (200..=299, _) => Self::Delivered,
            (410, _) => Self::Gone,
            (429 | 502 | 503 | 504, Some(after)) => Self::Throttled(after.min(PATIENCE)),
            _ => Self::Failed,
        }
    }
}

/// When a delivery is tried again; `None` when it has failed. `tries` counts from 1; `dice` is in 0..1 and
/// spreads those that failed together by up to a tenth.
pub(crate) fn next_try(
    schedule: &[u64],
    tries: i32,
    outcome: &Outcome,
    now: Timestamp,
    dice: f64,
) -> Option<Timestamp> {
    if *outcome == Outcome::Gone {
        return None;
    }
    let place = usize::try_from(tries.saturating_sub(1)).unwrap_or(0);
    let wait = Duration::from_secs(*schedule.get(place)?);
    let wait = wait.saturating_add(wait.mul_f64(dice.clamp(0.0, 1.0) / 10.0));
    let wait = match outcome {
        Outcome::Throttled(asked) => wait.max(*asked),
        _ => wait,
    };
    now.checked_add(SignedDuration::try_from(wait).ok()?).ok()
}

/// Failures in a row that open the circuit.
pub(crate) const FAILURES_TO_PAUSE: i32 = 5;

/// For how long an endpoint is left alone after this many failures in a row: then one delivery is tried.
pub(crate) fn pause(failures_in_row: i32) -> Option<SignedDuration> {
    let beyond = u32::try_from(failures_in_row - FAILURES_TO_PAUSE).ok()?;
    Some(SignedDuration::from_secs(10 * (1 << beyond.min(5))).min(SignedDuration::from_mins(5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEDULE: [u64; 3] = [5, 300, 1800];

    fn seconds(tries: i32, outcome: &Outcome, dice: f64) -> Option<i64> {
        let now = Timestamp::UNIX_EPOCH;
        next_try(&SCHEDULE, tries, outcome, now, dice).map(|at| at.duration_since(now).as_secs())
    }

    #[test]
    fn answers_mean_what_the_specification_says() {
        let asked = Some(Duration::from_mins(1));
        for (status, retry_after, outcome) in [
            (200, None, Outcome::Delivered),
            (204, asked, Outcome::Delivered),
            (301, None, Outcome::Failed),
            (308, asked, Outcome::Failed),
            (400, asked, Outcome::Failed),
            (404, None, Outcome::Failed),
            (410, asked, Outcome::Gone),
            (429, asked, Outcome::Throttled(Duration::from_mins(1))),
            (429, None, Outcome::Failed),
            (503, asked, Outcome::Throttled(Duration::from_mins(1))),
            (503, Some(Duration::MAX), Outcome::Throttled(PATIENCE)),
            (500, asked, Outcome::Failed),
        ] {
            assert_eq!(Outcome::of(status, retry_after), outcome, "{status}");
        }
    }

    #[test]
    fn waits_follow_the_schedule_and_end_with_it() {
        let tried: Vec<_> = (1..=4).map(|tries| seconds(tries, &Outcome::Failed, 0.0)).collect();
        assert_eq!(tried, [Some(5), Some(300), Some(1800), None]);
        assert_eq!(seconds(2, &Outcome::Failed, 1.0), Some(330));
        assert_eq!(seconds(1, &Outcome::Gone, 0.0), None);
    }

    #[test]
    fn what_is_asked_for_is_waited_at_least() {
        assert_eq!(seconds(1, &Outcome::Throttled(Duration::from_mins(1)), 0.0), Some(60));
        assert_eq!(seconds(2, &Outcome::Throttled(Duration::from_mins(1)), 0.0), Some(300));
    }

    #[test]
    fn pauses_begin_with_the_fifth_failure_and_double() {
        let pauses: Vec<_> = (4..=11).map(|n| pause(n).map(|pause| pause.as_secs())).collect();
        let expected = [None, Some(10), Some(20), Some(40), Some(80), Some(160), Some(300), Some(300)];
        assert_eq!(pauses, expected);
        assert_eq!(pause(i32::MAX).map(|pause| pause.as_secs()), Some(300));
    }
}
