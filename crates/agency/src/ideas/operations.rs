//! Changes to ideas: writing, editing, moving.

use platform::{Audit, Error, Event, IfMatch, Permission, Result, Tx};

use super::content::Content;
use super::idea::{
    IdeaCreate, IdeaRow, IdeaSource, IdeaStatusUpdate, IdeaTransition, IdeaUpdate, NewIdea, rights,
};
use super::model::{Context, Effects, IdeaEvent, IllegalTransition, Move, Seen, Step, advance};
use super::queries::{self, NewVersion};
use super::scope::Scope;
use super::{Idea, IdeaId, IdeaState, history};
use crate::approvals::{self, Decided};
use crate::comments;
use crate::scope;

/// Writes an idea of a person's own: a draft.
pub async fn create(tx: &mut Tx, new: IdeaCreate) -> Result<Idea> {
    tx.require(Permission::IdeaCreate)?;
    let idea = NewIdea {
        id: tx.new_id(),
        kind: new.kind,
        state: IdeaState::Draft,
        content: new.content.normalized(),
        source: IdeaSource::Person,
        model: None,
        batch_id: None,
    };
    require_title(&idea.content)?;
    if tx.run(queries::insert(&tx.actor, new.campaign_id, tx.now, &idea)).await? == 0 {
        let detail = "there is no campaign with this id, or it is over; choose one that is not";
        return Err(Error::invalid("/campaign_id", "unknown_reference", detail));
    }
    insert_first_version(tx, &idea).await?;
    let scope = Scope::of_tx(tx).await?;
    let row = tx.run(queries::find(&scope, idea.id)).await?.ok_or(Error::NotFound)?;
    scope::require_on(tx, Permission::IdeaCreate, row.client_id, &row.content.channels())?;
    tell(tx, "idea.created", &row, None, false);
    Ok(row.shown_to(&tx.actor))
}

/// The first version of a new idea, in the same transaction.
pub(crate) async fn insert_first_version(tx: &mut Tx, idea: &NewIdea) -> Result<()> {
    let hash = idea.content.hash();
    let version = NewVersion { idea_id: idea.id, n: 1, content: &idea.content, hash: &hash, note: "" };
    tx.run(queries::insert_version(&tx.actor, tx.now, &version)).await?;
    Ok(())
}

fn require_title(content: &Content) -> Result<()> {
    if content.title.is_empty() {
        return Err(Error::invalid("/content/title", "length", "must not be empty"));
    }
    Ok(())
}

/// The idea, locked. Whoever cannot see it gets the same answer as for one that does not exist.
async fn load(tx: &mut Tx, id: IdeaId) -> Result<IdeaRow> {
    let scope = Scope::of_tx(tx).await?;
    tx.run(queries::lock(vec![id.uuid()])).await?;
    tx.run(queries::find(&scope, id)).await?.ok_or(Error::NotFound)
}

/// Edits content, order or status.
pub async fn update(tx: &mut Tx, id: IdeaId, if_match: &IfMatch, changes: IdeaUpdate) -> Result<Idea> {
    let row = load(tx, id).await?;
    if_match.check(row.version)?;
    if let Some(status) = changes.status {
        if changes.content.is_some() || changes.position.is_some() || changes.note.is_some() {
            let detail = "write the status alone; content and order are a change of their own";
            return Err(Error::invalid("/status", "exclusive", detail));
        }
        return write_status(tx, row, status, changes.expected_content_hash);
    }
    scope::require_on(tx, Permission::IdeaUpdate, row.client_id, &row.content.channels())?;
    if let Some(content) = &changes.content {
        scope::require_on(tx, Permission::IdeaUpdate, row.client_id, &content.channels())?;
    }
    edit(tx, row, changes).await
}

/// `CLIENT_APPROVED` is the client's approval, from whom knows only this way to say it.
fn write_status(
    tx: &mut Tx,
    row: IdeaRow,
    status: IdeaStatusUpdate,
    expected_hash: Option<String>,
) -> Result<Idea> {
    match status {
        IdeaStatusUpdate::Generated => {
            scope::require_on(tx, Permission::IdeaUpdate, row.client_id, &row.content.channels())?;
            if row.state != IdeaState::Generated {
                return Err(refused(&row, "GENERATED", IllegalTransition::WrongState));
            }
            Ok(row.shown_to(&tx.actor))
        }
        IdeaStatusUpdate::ClientApproved => {
            scope::require(tx, Permission::IdeaDecideAsClient, row.client_id)?;
            if row.state != IdeaState::ClientReview {
                return Err(refused(&row, "CLIENT_APPROVED", IllegalTransition::WrongState));
            }
            // There is no way to say the hash in this form; the row is locked, so the current one is what is
            // there.
            let content_hash = expected_hash.or_else(|| Some(row.content_hash.clone()));
            let said = IdeaTransition { content_hash, ..IdeaTransition::default() };
            Ok(apply_event(tx, row, IdeaEvent::Approve, &said)?.shown_to(&tx.actor))
        }
    }
}

async fn edit(tx: &mut Tx, mut row: IdeaRow, changes: IdeaUpdate) -> Result<Idea> {
    if row.seen(changes.expected_content_hash.as_deref()) == Seen::Stale {
        return Err(refused(&row, "edit", IllegalTransition::StaleContent));
    }
    let before = row.clone();
    let content = changes.content.map(Content::normalized);
    content.as_ref().map_or(Ok(()), require_title)?;
    let note = changes.note.as_deref().map(str::trim).unwrap_or_default();
    let is_material = content.as_ref().is_some_and(|content| content.hash() != row.content_hash);
    let by = if is_material { Move::EditMaterial } else { Move::EditNote };
    let step = advance(row.state, by, context(&row, Seen::Unsaid, false))
        .map_err(|reason| refused(&row, "edit", reason))?;
    if is_material || !note.is_empty() {
        row.content_version += 1;
        if let Some(content) = content {
            row.content_hash = content.hash();
            row.content = content;
        }
        let version = NewVersion {
            idea_id: row.id,
            n: row.content_version,
            content: &row.content,
            hash: &row.content_hash,
            note,
        };
        tx.run(queries::insert_version(&tx.actor, tx.now, &version)).await?;
    }
    row.position = changes.position.unwrap_or(row.position);
    let is_changed = row.content_version != before.content_version || row.position != before.position;
    if is_changed {
        write(tx, &mut row, step);
        tx.defer(queries::update_content(tx.actor.tenant_id, &row));
        tell(tx, "idea.updated", &row, Some(&before), before.is_visible_to_client());
    }
    Ok(row.shown_to(&tx.actor))
}

/// Moves an idea by an event.
pub async fn transition(tx: &mut Tx, id: IdeaId, event: IdeaEvent, said: &IdeaTransition) -> Result<Idea> {
    let row = load(tx, id).await?;
    Ok(apply_event(tx, row, event, said)?.shown_to(&tx.actor))
}

/// The step that an event would take, by the actor's rights and the state; nothing is written.
pub(super) fn step_of(tx: &Tx, row: &IdeaRow, event: IdeaEvent, said: &IdeaTransition) -> Result<Step> {
    if !rights(&tx.actor, row).cover(row.state, event) {
        return Err(Error::forbidden(not_yours(row.state, event)));
    }
    let context = context(row, row.seen(said.content_hash.as_deref()), said.comment().is_some());
    advance(row.state, Move::Event(event), context).map_err(|reason| refused(row, event.as_str(), reason))
}

/// The move itself, of a row that is locked. Its statements leave with the commit.
pub(super) fn apply_event(
    tx: &mut Tx,
    mut row: IdeaRow,
    event: IdeaEvent,
    said: &IdeaTransition,
) -> Result<IdeaRow> {
    let step = step_of(tx, &row, event, said)?;
    let anchor = match &said.anchor {
        Some(anchor) => Some(anchor.located_in(&row.content, "/anchor")?),
        None => None,
    };
    let before = row.clone();
    if let Some(verdict) = Decided::by(event) {
        approvals::decide(tx, &row, verdict, said.comment());
    }
    if let Some(comment) = said.comment() {
        comments::add_to_move(tx, &row, comment, anchor);
        row.open_comments += 1;
    }
    write(tx, &mut row, step);
    let was_visible = before.is_visible_to_client();
    tell_with(tx, event.past(), &row, Some(&before), was_visible, said.comment());
    Ok(row)
}

fn context(row: &IdeaRow, seen: Seen, has_comment: bool) -> Context {
    Context {
        policy: row.policy,
        held_from: row.held_from,
        seen,
        has_comment,
        has_errors: row.content.has_errors(),
    }
}

/// Writes the row after a step: rounds, approval, what was sent to the client.
fn write(tx: &mut Tx, row: &mut IdeaRow, step: Step) {
    let Effects { round_end, round_open, approves } = step.effects;
    if let Some(end) = round_end {
        tx.defer(approvals::close_round(tx.actor.tenant_id, row.id, end, tx.now));
    }
    if let Some(stage) = round_open {
        approvals::open_round(tx, row, stage);
    }
    let before = row.state;
    row.held_from = (step.to == IdeaState::OnHold).then_some(row.held_from.unwrap_or(before));
    row.approved_in = match step.to {
        IdeaState::Approved if approves => before.stage(),
        IdeaState::Approved | IdeaState::OnHold => row.approved_in,
        _ => None,
    };
    if approves || round_open == Some(super::Stage::Client) {
        send(row);
    } else if matches!(step.to, IdeaState::Draft | IdeaState::InternalReview) {
        take_back(row);
    }
    row.state = step.to;
    row.version += 1;
    row.updated_at = tx.now;
    tx.defer(queries::update(tx.actor.tenant_id, tx.now, row));
}

/// From now on the client sees this version.
fn send(row: &mut IdeaRow) {
    let last = row.sent_version.replace(row.content_version);
    if last.is_some() && last != row.sent_version {
        row.sent_version_before = last;
    }
}

/// The agency has it on its desk again: whatever is decided there is not the client's matter until it is
/// sent again.
fn take_back(row: &mut IdeaRow) {
    row.sent_version_before = row.sent_version.take().or(row.sent_version_before);
}

/// The activity log and the pages that are open somewhere.
fn tell(tx: &mut Tx, action: &'static str, row: &IdeaRow, before: Option<&IdeaRow>, was_visible: bool) {
    tell_with(tx, action, row, before, was_visible, None);
}

fn tell_with(
    tx: &mut Tx,
    action: &'static str,
    row: &IdeaRow,
    before: Option<&IdeaRow>,
    was_visible: bool,
    note: Option<&str>,
) {
    let mut audit = Audit::new(action, "idea", row.id.uuid(), &*row.content.title)
        .client(row.client_id.uuid())
        .campaign(row.campaign_id.uuid());
    if let Some(before) = before {
        audit = audit
            .change("state", before.state, row.state)
            .change("content_version", before.content_version, row.content_version)
            .change("position", before.position, row.position);
    }
    if let Some(note) = note {
        audit = audit.said(&tx.actor, note);
    }
    tx.audit(audit);
    tx.snapshot(history::snapshot(row, before));
    let event = Event::new(action, "idea", row.id.uuid())
        .client(row.client_id.uuid())
        .campaign(row.campaign_id.uuid())
        .version(row.version);
    let is_clients_matter = was_visible || row.is_visible_to_client();
    tx.emit(if is_clients_matter { event } else { event.internal() });
}

/// Why a move is refused, in words for the one who tried.
pub(super) fn refused(row: &IdeaRow, event: &str, reason: IllegalTransition) -> Error {
    let state = row.state.as_str().replace('_', " ");
    match reason {
        IllegalTransition::WrongState => Error::conflict(
            "illegal_transition",
            format!("An idea that is in {state} does not take {event}. Load it again to see what it takes."),
        ),
        IllegalTransition::StaleContent => Error::conflict(
            "stale_content",
            "The idea has changed since you read it. Read the new version, then decide again.",
        ),
        IllegalTransition::ContentUnsaid => {
            Error::invalid("/content_hash", "required", "say which content you approve: its content_hash")
        }
        IllegalTransition::CommentMissing => Error::invalid(
            "/comment",
            "required",
            "say what should change, so that the author knows what to do",
        ),
        IllegalTransition::ContentHasErrors => Error::conflict(
            "content_breaks_rules",
            "A text breaks a rule of its channel. Correct what is listed under issues, then repeat.",
        ),
    }
}

fn not_yours(state: IdeaState, event: IdeaEvent) -> String {
    if state == IdeaState::ClientReview && event != IdeaEvent::Withdraw {
        return "The idea is with the client: only the client decides now. You can withdraw it.".to_owned();
    }
    format!("You do not have the right to {} this idea.", event.as_str().replace('_', " "))
}
