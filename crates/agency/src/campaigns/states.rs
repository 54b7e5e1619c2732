//! What a campaign may become, and what its brief must say first. Pure.

use jiff::civil::Date;

use crate::clients::Channel;
use crate::words::words;

words! {
    /// Where a campaign stands.
    pub enum CampaignState {
        Draft = "draft",
        Planned = "planned",
        Active = "active",
        Paused = "paused",
        Completed = "completed",
        Cancelled = "cancelled",
        /// Read-only.
        Archived = "archived",
    }
}

words! {
    /// What somebody does to a campaign.
    pub enum CampaignEvent {
        Plan = "plan",
        Activate = "activate",
        Pause = "pause",
        Resume = "resume",
        Complete = "complete",
        Cancel = "cancel",
        Archive = "archive",
    }
}

words! {
    /// What sort of work a campaign is.
    pub enum CampaignKind {
        Social = "social",
        Linkedin = "linkedin",
        Release = "release",
        Paid = "paid",
        Casting = "casting",
    }
}

words! {
    /// The language that ideas are written in.
    pub enum Language {
        En = "en",
        De = "de",
    }
}

/// What the guards of a transition look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BriefFacts {
    pub has_owner: bool,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub channels: Vec<Channel>,
}

/// What a brief lacks before it can be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Owner,
    StartsOn,
    EndsOn,
    Channels,
}

impl Missing {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::StartsOn => "start date",
            Self::EndsOn => "end date",
            Self::Channels => "channel",
        }
    }
}

/// Why a transition is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    #[error("a campaign that is {from} cannot {event}; possible now: {}", possible(*.from))]
    Illegal { from: CampaignState, event: CampaignEvent },
    #[error("the brief has no {}; add it, then plan the campaign again", listed(.0))]
    Incomplete(Vec<Missing>),
    #[error("say why the campaign is cancelled")]
    ReasonRequired,
}

fn possible(from: CampaignState) -> String {
    let events: Vec<&str> = allowed_events(from).map(CampaignEvent::as_str).collect();
    if events.is_empty() { "nothing, it is read-only".to_owned() } else { events.join(", ") }
}

fn listed(missing: &[Missing]) -> String {
    missing.iter().map(|missing| missing.as_str()).collect::<Vec<_>>().join(", no ")
}

/// The state machine without its guards: `None` is an illegal move.
pub const fn target(from: CampaignState, event: CampaignEvent) -> Option<CampaignState> {
    use CampaignEvent as E;
    use CampaignState as S;
    match (from, event) {
        (S::Draft, E::Plan) => Some(S::Planned),
        (S::Planned, E::Activate) | (S::Paused, E::Resume) => Some(S::Active),
        (S::Active, E::Pause) => Some(S::Paused),
        (S::Active | S::Paused, E::Complete) => Some(S::Completed),
        (S::Archived, E::Cancel) => None,
        (_, E::Cancel) => Some(S::Cancelled),
        (S::Completed | S::Cancelled, E::Archive) => Some(S::Archived),
        _ => None,
    }
}

/// The events that a campaign in this state accepts.
pub fn allowed_events(from: CampaignState) -> impl Iterator<Item = CampaignEvent> {
    CampaignEvent::ALL.iter().copied().filter(move |event| target(from, *event).is_some())
}

/// What a brief lacks before `plan`, in the order of the form.
fn missing_for_plan(brief: &BriefFacts) -> Vec<Missing> {
    let mut missing = Vec::new();
    if !brief.has_owner {
        missing.push(Missing::Owner);
    }
    if brief.starts_on.is_none() {
        missing.push(Missing::StartsOn);
    }
    if brief.ends_on.is_none() {
        missing.push(Missing::EndsOn);
    }
    if brief.channels.is_empty() {
        missing.push(Missing::Channels);
    }
    missing
}

/// The state after `event`, or why not. Legality is decided before the guards, so that the answer names the
/// real obstacle.
pub fn transition(
    from: CampaignState,
    event: CampaignEvent,
    brief: &BriefFacts,
    reason: Option<&str>,
) -> Result<CampaignState, TransitionError> {
    let to = target(from, event).ok_or(TransitionError::Illegal { from, event })?;
    match event {
        CampaignEvent::Plan => match missing_for_plan(brief) {
            missing if missing.is_empty() => Ok(to),
            missing => Err(TransitionError::Incomplete(missing)),
        },
        CampaignEvent::Cancel if reason.is_none_or(|reason| reason.trim().is_empty()) => {
            Err(TransitionError::ReasonRequired)
        }
        _ => Ok(to),
    }
}

/// A campaign's dates are a span that does not run backwards.
pub fn are_dates_in_order(starts_on: Option<Date>, ends_on: Option<Date>) -> bool {
    starts_on.zip(ends_on).is_none_or(|(starts_on, ends_on)| starts_on <= ends_on)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::CampaignEvent as E;
    use super::CampaignState as S;
    use super::*;

    fn complete_brief() -> BriefFacts {
        BriefFacts {
            has_owner: true,
            starts_on: Some(date(2026, 12, 1)),
            ends_on: Some(date(2026, 12, 31)),
            channels: vec![Channel::Linkedin],
        }
    }

    /// Every legal move; what is not listed is illegal.
    const LEGAL: &[(S, E, S)] = &[
        (S::Draft, E::Plan, S::Planned),
        (S::Planned, E::Activate, S::Active),
        (S::Active, E::Pause, S::Paused),
        (S::Paused, E::Resume, S::Active),
        (S::Active, E::Complete, S::Completed),
        (S::Paused, E::Complete, S::Completed),
        (S::Draft, E::Cancel, S::Cancelled),
        (S::Planned, E::Cancel, S::Cancelled),
        (S::Active, E::Cancel, S::Cancelled),
        (S::Paused, E::Cancel, S::Cancelled),
        (S::Completed, E::Cancel, S::Cancelled),
        (S::Cancelled, E::Cancel, S::Cancelled),
        (S::Completed, E::Archive, S::Archived),
        (S::Cancelled, E::Archive, S::Archived),
    ];

    #[test]
    fn every_state_and_event_is_decided_as_the_table_says() {
        for &from in S::ALL {
            for &event in E::ALL {
                let expected = LEGAL.iter().find(|(f, e, _)| (*f, *e) == (from, event)).map(|(_, _, to)| *to);
                let actual = transition(from, event, &complete_brief(), Some("the client moved the launch"));
                match expected {
                    Some(to) => assert_eq!(actual, Ok(to), "{from} {event}"),
                    None => {
                        assert_eq!(actual, Err(TransitionError::Illegal { from, event }), "{from} {event}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_archived_campaign_accepts_nothing() {
        assert_eq!(allowed_events(S::Archived).count(), 0);
    }

    #[test]
    fn plan_names_everything_that_is_missing() {
        let refused = transition(S::Draft, E::Plan, &BriefFacts::default(), None).unwrap_err();
        assert_eq!(
            refused,
            TransitionError::Incomplete(vec![
                Missing::Owner,
                Missing::StartsOn,
                Missing::EndsOn,
                Missing::Channels
            ])
        );
        assert_eq!(
            refused.to_string(),
            "the brief has no owner, no start date, no end date, no channel; add it, then plan the \
             campaign again"
        );
    }

    #[test]
    fn cancel_needs_a_reason_that_says_something() {
        for reason in [None, Some(""), Some("  \n")] {
            assert_eq!(
                transition(S::Active, E::Cancel, &complete_brief(), reason),
                Err(TransitionError::ReasonRequired)
            );
        }
    }

    #[test]
    fn an_illegal_move_says_what_is_possible() {
        let refused = transition(S::Draft, E::Pause, &complete_brief(), None).unwrap_err();
        assert_eq!(refused.to_string(), "a campaign that is draft cannot pause; possible now: plan, cancel");
    }

    fn any_brief() -> impl Strategy<Value = BriefFacts> {
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(owner, start, end, channel)| BriefFacts {
                has_owner: owner,
                starts_on: start.then(|| date(2026, 1, 1)),
                ends_on: end.then(|| date(2026, 2, 1)),
                channels: if channel { vec![Channel::X] } else { vec![] },
            },
        )
    }

    proptest! {
        /// Whatever people do in whatever order: nothing leaves `archived`, nothing returns to `draft`, and a
        /// campaign that was ever planned had a complete brief.
        #[test]
        fn any_history_keeps_the_invariants(
            brief in any_brief(),
            events in prop::collection::vec(prop::sample::select(E::ALL), 0..40),
        ) {
            let mut state = S::Draft;
            for event in events {
                let Ok(next) = transition(state, event, &brief, Some("reason")) else { continue };
                prop_assert_ne!(state, S::Archived);
                prop_assert_ne!(next, S::Draft);
                if !matches!(next, S::Cancelled | S::Archived) {
                    prop_assert!(missing_for_plan(&brief).is_empty());
                }
                state = next;
            }
        }

        #[test]
        fn allowed_events_are_exactly_those_that_lead_somewhere(
            from in prop::sample::select(S::ALL),
            event in prop::sample::select(E::ALL),
        ) {
            let is_allowed = allowed_events(from).any(|allowed| allowed == event);
            prop_assert_eq!(is_allowed, transition(from, event, &complete_brief(), Some("reason")).is_ok());
        }
    }
}
