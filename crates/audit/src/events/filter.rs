//! Which events are asked for.

use garde::Validate;
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, AuditClass, Error, Result, decode_id};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::{NoContext, Uuid};

/// Ids are of the moment at which an event is made, `at` is of the beginning of its transaction.
const SLACK: SignedDuration = SignedDuration::from_hours(1);

/// An hour, as ids of version 7 count: milliseconds in the upper 48 bits. No request takes longer.
const REQUEST_SPAN: u128 = 3_600_000 << 80;

/// As people write it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventFilter {
    /// Exactly this action, for example `idea.approved`.
    #[garde(length(max = 80), custom(platform::text::optional_line))]
    #[param(max_length = 80)]
    #[schema(max_length = 80)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) action: Option<String>,
    /// Only events of this class.
    #[garde(skip)]
    #[param(inline)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) class: Option<AuditClass>,
    /// The id of what it was done to.
    #[garde(length(max = 60), custom(platform::text::optional_line))]
    #[param(max_length = 60)]
    #[schema(max_length = 60)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target: Option<String>,
    /// The id of who did it.
    #[garde(length(max = 60), custom(platform::text::optional_line))]
    #[param(max_length = 60)]
    #[schema(max_length = 60)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<String>,
    /// From this moment on.
    #[garde(skip)]
    #[param(value_type = Option<String>, format = "date-time")]
    #[schema(value_type = Option<String>, format = "date-time")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<Timestamp>,
    /// Before this moment.
    #[garde(skip)]
    #[param(value_type = Option<String>, format = "date-time")]
    #[schema(value_type = Option<String>, format = "date-time")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Timestamp>,
    /// Everything that one request did.
    #[garde(length(max = 60), custom(platform::text::optional_line))]
    #[param(max_length = 60)]
    #[schema(max_length = 60)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<String>,
    /// Beside the filter in an address; [`platform::Paging`] reads them.
    #[garde(skip)]
    #[param(ignore)]
    #[schema(ignore)]
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "named so that it is not unknown")]
    limit: Option<String>,
    #[garde(skip)]
    #[param(ignore)]
    #[schema(ignore)]
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "named so that it is not unknown")]
    cursor: Option<String>,
}

/// As the database is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) action: Option<String>,
    pub(crate) class: Option<String>,
    pub(crate) target_id: Option<Uuid>,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) since: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    pub(crate) request: Option<String>,
    /// What concerns this account only, whatever is asked for.
    pub(crate) account_id: Option<Uuid>,
}

impl EventFilter {
    /// Whoever is confined to an account sees what concerns it.
    pub(crate) fn of(&self, actor: &Actor) -> Result<Filter> {
        if self.request.as_deref().is_some_and(|request| decode_id("req", request).is_err()) {
            return Err(Error::invalid("/query/request", "id", "is not the id of a request"));
        }
        Ok(Filter {
            action: self.action.clone(),
            class: self.class.map(|class| class.name().to_owned()),
            target_id: any_id("/query/target", self.target.as_deref())?,
            actor_id: any_id("/query/actor", self.actor.as_deref())?,
            since: self.since,
            until: self.until,
            request: self.request.clone(),
            account_id: actor.account_id,
        })
    }
}

impl Filter {
    /// The ids between which events of these moments are.
    pub(crate) fn ids(&self) -> (Uuid, Uuid) {
        if let Some(request) = self.request.as_deref() {
            // Ids are in order of time: what a request did has ids from its own on.
            let Ok(first) = decode_id("req", request) else { return (Uuid::max(), Uuid::nil()) };
            return (first, Uuid::from_u128(first.as_u128().saturating_add(REQUEST_SPAN)));
        }
        let id = |at: Timestamp| {
            let seconds = u64::try_from(at.as_second()).unwrap_or(0);
            Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, 0))
        };
        let from = self.since.and_then(|at| at.checked_sub(SLACK).ok()).map_or(Uuid::nil(), id);
        let to = self.until.and_then(|at| at.checked_add(SLACK).ok()).map_or(Uuid::max(), id);
        (from, to)
    }
}

/// An id of whatever kind.
fn any_id(pointer: &str, text: Option<&str>) -> Result<Option<Uuid>> {
    let Some(text) = text else { return Ok(None) };
    let prefix = text.rsplit_once('_').map_or("", |(prefix, _)| prefix);
    let id = decode_id(prefix, text).ok().filter(|_| !prefix.is_empty());
    let id = id.ok_or_else(|| Error::invalid(pointer, "id", "is not an id, such as mem_…"))?;
    Ok(Some(id))
}
