//! Statements on `exercise_responses`.

use db::{Query, params};
use platform::{Actor, Permission};
use serde_json::json;

use super::definition::ExerciseKey;
use super::model::{Response, ResponseRow};
use crate::clients::ClientId;

db::statements! {
    // The client's own row comes along, so that no client and no answers can be told apart.
    pub(crate) LIST_OF_CLIENT = "
        select e.exercise, e.state, e.answers, e.answered_by, e.completed_at, e.completed_by_name,
        e.row_version
        from clients c
        left join exercise_responses e on e.tenant_id = c.tenant_id and e.client_id = c.id
        where atelier.reaches($1, c.id) and c.id = $2";

    pub(crate) UPSERT = "
        insert into exercise_responses (tenant_id, client_id, exercise, state, answers, answered_by,
        completed_at,
            completed_by, completed_by_name, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (tenant_id, client_id, exercise) do update set
            state = excluded.state, answers = excluded.answers, answered_by = excluded.answered_by,
            completed_at = excluded.completed_at, completed_by = excluded.completed_by,
            completed_by_name = excluded.completed_by_name, updated_at = excluded.updated_at,
            row_version = exercise_responses.row_version + 1
        returning row_version";
}

/// The exercises that a client has begun; one row without an exercise when there is none; no row without the
/// client.
pub(crate) fn list_of_client(actor: &Actor, client_id: ClientId) -> Query<Vec<ResponseRow>> {
    Query::many(&LIST_OF_CLIENT, params![actor.reach(Permission::ExerciseRead), client_id])
}

/// Stores a response; answers its new version.
pub(crate) fn upsert(
    actor: &Actor,
    client_id: ClientId,
    exercise: ExerciseKey,
    now: jiff::Timestamp,
    response: &Response,
) -> Query<i64> {
    let completed_by = response.completed_at.and_then(|_| actor.member_id());
    Query::one(
        &UPSERT,
        params![
            actor.tenant_id,
            client_id,
            exercise,
            response.state,
            json!(response.answers),
            json!(response.answered_by),
            response.completed_at,
            completed_by,
            response.completed_by_name.clone(),
            now,
        ],
    )
}
