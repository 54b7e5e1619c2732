//! The editorial state machine of an idea. Pure: [`advance`] decides, the operations write.
//!
//! The states and moves are the product's contract with its users. Delivery is no part of it: whether an
//! approved idea was published is derived from its targets, never stored as a state here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clients::ApprovalPolicy;
use crate::words::words;

words! {
    /// Where an idea stands.
    pub enum IdeaState {
        /// Written by a model (or the fallback template) and looked at by nobody yet.
        Generated = "generated",
        Draft = "draft",
        InternalReview = "internal_review",
        ChangesRequested = "changes_requested",
        ClientReview = "client_review",
        Approved = "approved",
        OnHold = "on_hold",
        Rejected = "rejected",
        Archived = "archived",
    }
}

impl IdeaState {
    /// The stage that is being decided in this state.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::InternalReview => Some(Stage::Internal),
            Self::ClientReview => Some(Stage::Client),
            _ => None,
        }
    }
}

/// The state under the name that users of other tools know. `CLIENT_APPROVED` is approved in a client stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IdeaStatus {
    Generated,
    Draft,
    InternalReview,
    ChangesRequested,
    ClientReview,
    Approved,
    ClientApproved,
    OnHold,
    Rejected,
    Archived,
}

impl IdeaStatus {
    /// `approved_in` is the stage whose decision approved the idea; `None` when the policy has no stage.
    pub fn of(state: IdeaState, approved_in: Option<Stage>) -> Self {
        match (state, approved_in) {
            (IdeaState::Approved, Some(Stage::Client)) => Self::ClientApproved,
            (IdeaState::Approved, _) => Self::Approved,
            (IdeaState::Generated, _) => Self::Generated,
            (IdeaState::Draft, _) => Self::Draft,
            (IdeaState::InternalReview, _) => Self::InternalReview,
            (IdeaState::ChangesRequested, _) => Self::ChangesRequested,
            (IdeaState::ClientReview, _) => Self::ClientReview,
            (IdeaState::OnHold, _) => Self::OnHold,
            (IdeaState::Rejected, _) => Self::Rejected,
            (IdeaState::Archived, _) => Self::Archived,
        }
    }
}

impl ApprovalPolicy {
    pub fn has_internal_stage(self) -> bool {
        matches!(self, Self::Internal | Self::InternalClient)
    }

    pub fn has_client_stage(self) -> bool {
        matches!(self, Self::Client | Self::InternalClient)
    }
}

words! {
    /// Who decides in a round.
    pub enum Stage {
        Internal = "internal",
        Client = "client",
    }
}

impl Stage {
    fn state(self) -> IdeaState {
        match self {
            Self::Internal => IdeaState::InternalReview,
            Self::Client => IdeaState::ClientReview,
        }
    }
}

words! {
    /// What people do with an idea; the last segment of the operation's path.
    pub enum IdeaEvent {
        Accept = "accept",
        Discard = "discard",
        Submit = "submit",
        Approve = "approve",
        RequestChanges = "request_changes",
        Reject = "reject",
        Hold = "hold",
        Resume = "resume",
        Withdraw = "withdraw",
        Archive = "archive",
    }
}

impl IdeaEvent {
    /// The action under which it is audited and announced.
    pub fn past(self) -> &'static str {
        match self {
            Self::Accept => "idea.accepted",
            Self::Discard => "idea.discarded",
            Self::Submit => "idea.submitted",
            Self::Approve => "idea.approved",
            Self::RequestChanges => "idea.changes_requested",
            Self::Reject => "idea.rejected",
            Self::Hold => "idea.held",
            Self::Resume => "idea.resumed",
            Self::Withdraw => "idea.withdrawn",
            Self::Archive => "idea.archived",
        }
    }
}

/// What moves an idea: an event, or a change of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Event(IdeaEvent),
    /// The content, and so its hash, changes: whatever was approved or is being reviewed is something else.
    EditMaterial,
    /// A note or the order on the board changes; an approval is about the content and stays.
    EditNote,
}

/// The content that the actor says they decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    Current,
    Stale,
    Unsaid,
}

/// What [`advance`] has to know besides the state.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub policy: ApprovalPolicy,
    /// The state that a hold was put on.
    pub held_from: Option<IdeaState>,
    pub seen: Seen,
    pub has_comment: bool,
    /// The text breaks a rule of a platform.
    pub has_errors: bool,
}

/// What becomes of the open approval round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundEnd {
    Approved,
    ChangesRequested,
    Rejected,
    /// Its content is no longer the content: nothing was decided.
    Void,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effects {
    /// `None` leaves an open round open.
    pub round_end: Option<RoundEnd>,
    /// A round that opens, bound to the content hash after the move.
    pub round_open: Option<Stage>,
    /// The move approves the idea for publication.
    pub approves: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub to: IdeaState,
    pub effects: Effects,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IllegalTransition {
    #[error("an idea in this state cannot make this move")]
    WrongState,
    #[error("the content changed after it was read")]
    StaleContent,
    #[error("the decision has to name the content it is about")]
    ContentUnsaid,
    #[error("a comment is needed, so that the author knows what to do")]
    CommentMissing,
    #[error("the text breaks a rule of a channel")]
    ContentHasErrors,
}

/// Whether and where the move leads.
pub fn advance(state: IdeaState, by: Move, context: Context) -> Result<Step, IllegalTransition> {
    match by {
        Move::Event(event) => advance_event(state, event, context),
        Move::EditMaterial => edit(state, context.policy),
        Move::EditNote if state == IdeaState::Archived => Err(IllegalTransition::WrongState),
        Move::EditNote => Ok(to(state)),
    }
}

fn advance_event(state: IdeaState, event: IdeaEvent, context: Context) -> Result<Step, IllegalTransition> {
    use IdeaEvent as E;
    use IdeaState as S;
    match (state, event) {
        (S::Generated, E::Accept) => Ok(to(S::Draft)),
        (S::Generated, E::Discard) => Ok(to(S::Archived)),
        (S::Draft | S::ChangesRequested | S::Rejected, E::Submit) => submit(state, context),
        (S::Draft, E::Approve) if context.policy == ApprovalPolicy::None => {
            checked(context, false)?;
            Ok(Step { to: S::Approved, effects: Effects { approves: true, ..Effects::default() } })
        }
        (S::InternalReview | S::ClientReview, E::Approve) => approve(state, context),
        (S::InternalReview | S::ClientReview, E::RequestChanges) => {
            decline(context, S::ChangesRequested, RoundEnd::ChangesRequested)
        }
        (S::InternalReview | S::ClientReview, E::Reject) => decline(context, S::Rejected, RoundEnd::Rejected),
        (S::InternalReview | S::ClientReview, E::Withdraw) => Ok(ending(S::Draft, RoundEnd::Void)),
        (S::Approved | S::InternalReview | S::ClientReview, E::Hold) => Ok(to(S::OnHold)),
        (S::OnHold, E::Resume) => context.held_from.map(to).ok_or(IllegalTransition::WrongState),
        (S::Archived, _) => Err(IllegalTransition::WrongState),
        (_, E::Archive) => Ok(ending(S::Archived, RoundEnd::Void)),
        _ => Err(IllegalTransition::WrongState),
    }
}

fn submit(state: IdeaState, context: Context) -> Result<Step, IllegalTransition> {
    let stage = match (context.policy, state) {
        (ApprovalPolicy::Internal | ApprovalPolicy::InternalClient, _) => Stage::Internal,
        // what the client rejected goes back to them only as something else
        (ApprovalPolicy::Client, IdeaState::Draft | IdeaState::ChangesRequested) => Stage::Client,
        _ => return Err(IllegalTransition::WrongState),
    };
    if context.has_errors {
        return Err(IllegalTransition::ContentHasErrors);
    }
    Ok(opening(stage, None))
}

fn approve(state: IdeaState, context: Context) -> Result<Step, IllegalTransition> {
    checked(context, state == IdeaState::ClientReview)?;
    if state == IdeaState::InternalReview && context.policy.has_client_stage() {
        return Ok(opening(Stage::Client, Some(RoundEnd::Approved)));
    }
    let effects = Effects { round_end: Some(RoundEnd::Approved), round_open: None, approves: true };
    Ok(Step { to: IdeaState::Approved, effects })
}

fn decline(context: Context, to: IdeaState, end: RoundEnd) -> Result<Step, IllegalTransition> {
    if context.seen == Seen::Stale {
        return Err(IllegalTransition::StaleContent);
    }
    if !context.has_comment {
        return Err(IllegalTransition::CommentMissing);
    }
    Ok(ending(to, end))
}

/// An approval is for exactly the content that was seen, and for nothing that a platform would refuse.
fn checked(context: Context, must_say: bool) -> Result<(), IllegalTransition> {
    match context.seen {
        Seen::Stale => Err(IllegalTransition::StaleContent),
        Seen::Unsaid if must_say => Err(IllegalTransition::ContentUnsaid),
        Seen::Current | Seen::Unsaid if context.has_errors => Err(IllegalTransition::ContentHasErrors),
        Seen::Current | Seen::Unsaid => Ok(()),
    }
}

/// A material edit. What was reviewed or approved is void and goes back to the first stage of the policy:
/// into internal review where there is one. A client who is looking keeps looking, at the new content and in
/// a new round; nothing that was approved reaches the client again unless a person sends it.
fn edit(state: IdeaState, policy: ApprovalPolicy) -> Result<Step, IllegalTransition> {
    use IdeaState as S;
    match state {
        S::Generated => Ok(to(S::Draft)),
        S::Draft | S::ChangesRequested | S::Rejected => Ok(to(state)),
        S::InternalReview | S::ClientReview | S::Approved if policy.has_internal_stage() => {
            Ok(opening(Stage::Internal, Some(RoundEnd::Void)))
        }
        S::InternalReview => Ok(opening(Stage::Internal, Some(RoundEnd::Void))),
        S::ClientReview => Ok(opening(Stage::Client, Some(RoundEnd::Void))),
        S::Approved => Ok(ending(S::Draft, RoundEnd::Void)),
        // resuming returns to what was held, so what was held must not change
        S::OnHold | S::Archived => Err(IllegalTransition::WrongState),
    }
}

fn to(state: IdeaState) -> Step {
    Step { to: state, effects: Effects::default() }
}

fn ending(state: IdeaState, end: RoundEnd) -> Step {
    Step { to: state, effects: Effects { round_end: Some(end), ..Effects::default() } }
}

fn opening(stage: Stage, end: Option<RoundEnd>) -> Step {
    Step { to: stage.state(), effects: Effects { round_end: end, round_open: Some(stage), approves: false } }
}

/// The rights that the moves ask for.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "five independent permissions, read by name")]
pub struct Rights {
    pub create: bool,
    pub update: bool,
    pub submit: bool,
    pub approve_internal: bool,
    pub decide_as_client: bool,
}

impl Rights {
    /// Whether these rights cover the event in this state, without asking whether the state allows it.
    pub fn cover(self, state: IdeaState, event: IdeaEvent) -> bool {
        match event {
            IdeaEvent::Accept => self.create,
            IdeaEvent::Discard | IdeaEvent::Archive => self.update,
            IdeaEvent::Submit | IdeaEvent::Withdraw => self.submit,
            IdeaEvent::Approve | IdeaEvent::RequestChanges | IdeaEvent::Reject => match state {
                IdeaState::ClientReview => self.decide_as_client,
                IdeaState::InternalReview => self.approve_internal,
                // of a policy without stages: nobody else is asked
                IdeaState::Draft => self.submit,
                _ => self.submit || self.approve_internal || self.decide_as_client,
            },
            IdeaEvent::Hold | IdeaEvent::Resume => self.approve_internal || self.decide_as_client,
        }
    }
}

/// The events that somebody with these rights may trigger now, given what the event itself needs (a comment,
/// the content's hash, a text that fits).
pub fn allowed_events(
    state: IdeaState,
    held_from: Option<IdeaState>,
    policy: ApprovalPolicy,
    rights: Rights,
) -> Vec<IdeaEvent> {
    let willing = Context { policy, held_from, seen: Seen::Current, has_comment: true, has_errors: false };
    IdeaEvent::ALL
        .iter()
        .copied()
        .filter(|&event| rights.cover(state, event))
        .filter(|&event| advance(state, Move::Event(event), willing).is_ok())
        .collect()
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
