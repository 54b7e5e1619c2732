//! Answering exercises.

use std::collections::BTreeMap;

use identity::MemberId;
use platform::{Audit, Error, Event, FieldError, IfMatch, Permission, Result, Tx};

use super::answers::{AnswerError, ExerciseState, answer};
use super::definition::{ExerciseKey, exercise};
use super::model::{AnsweredBy, AnswersUpdate, Response};
use super::queries;
use crate::clients::{self, ClientId};
use crate::scope;
use crate::voices;

/// What a client has answered, by exercise.
pub(crate) type Responses = BTreeMap<ExerciseKey, Response>;

/// Merges answers into one exercise of a client and compiles the voice when that changes it.
pub async fn answer_exercise(
    tx: &mut Tx,
    client_id: ClientId,
    key: ExerciseKey,
    if_match: &IfMatch,
    update: AnswersUpdate,
) -> Result<Response> {
    tx.require(Permission::ExerciseAnswer)?;
    let definition = exercise(key).ok_or(Error::NotFound)?;
    let client_name =
        tx.run(clients::queries::lock_name(&tx.actor, client_id)).await?.ok_or(Error::NotFound)?;
    scope::require(tx, Permission::ExerciseAnswer, client_id)?;
    let mut responses = load(tx, client_id).await?;
    let before = responses.remove(&key).unwrap_or_default();
    if_match.check(before.version)?;
    let answered = answer(definition, &before.answers, &update.answers, update.complete).map_err(invalid)?;
    let was_completed = before.state == Some(ExerciseState::Completed);
    if answered.changed.is_empty() && Some(answered.state) == before.state {
        return Ok(before);
    }
    let mut after = Response {
        state: Some(answered.state),
        answers: answered.answers,
        answered_by: before.answered_by.clone(),
        completed_at: update.complete.then_some(tx.now),
        completed_by_name: update.complete.then(|| tx.actor.name.to_string()),
        version: before.version,
    };
    sign(tx, &mut after, &answered.changed);
    after.version = tx.run(queries::upsert(&tx.actor, client_id, key, tx.now, &after)).await?;
    record(tx, (client_id, &client_name), key, &answered.changed, (&before, &after));
    let is_completed = update.complete;
    responses.insert(key, after.clone());
    if is_completed || was_completed {
        voices::operations::compile(tx, client_id, &client_name, &responses).await?;
    }
    Ok(after)
}

async fn load(tx: &mut Tx, client_id: ClientId) -> Result<Responses> {
    let rows = tx.run(queries::list_of_client(&tx.actor, client_id)).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.exercise?, row.response))).collect())
}

/// Notes who gave the answers that changed.
fn sign(tx: &Tx, response: &mut Response, changed: &[String]) {
    for question in changed {
        if response.answers.contains_key(question) {
            let name = tx.actor.name.to_string();
            let by = AnsweredBy { member_id: tx.actor.member_id().map(MemberId::from), name, at: tx.now };
            response.answered_by.insert(question.clone(), by);
        } else {
            response.answered_by.remove(question);
        }
    }
}

/// The activity log and the pages that are open somewhere. An exercise is found by its client, so an event
/// carries no version: it could be taken for that of another exercise.
fn record(
    tx: &mut Tx,
    (client_id, client_name): (ClientId, &str),
    key: ExerciseKey,
    changed: &[String],
    (before, after): (&Response, &Response),
) {
    let is_completed = after.state == Some(ExerciseState::Completed);
    let action = if is_completed { "exercise.completed" } else { "exercise.answered" };
    let name = format!("{client_name}: {key}");
    let mut audit = Audit::new(action, "exercise", client_id.uuid(), name).client(client_id.uuid());
    audit = audit.change("state", before.state, after.state);
    for question in changed {
        audit = audit.change(question, before.answers.get(question), after.answers.get(question));
    }
    tx.audit(audit);
    tx.emit(Event::new(action, "exercise", client_id.uuid()).client(client_id.uuid()));
}

fn invalid(errors: Vec<AnswerError>) -> Error {
    let field = |error: AnswerError| FieldError {
        pointer: format!("/answers/{}", error.question.replace('~', "~0").replace('/', "~1")),
        code: error.code.to_owned(),
        detail: error.detail,
    };
    Error::Invalid { fields: errors.into_iter().map(field).collect() }
}
