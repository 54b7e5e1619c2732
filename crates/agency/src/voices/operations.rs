//! Compiling voices. Called by the exercises, in their transaction and with the client's row locked: whoever
//! answers changes the voice, whether they may read it or not.

use platform::{Audit, Event, Reach, Result, Tx};

use super::{Voice, compile as compiler, queries};
use crate::clients::ClientId;
use crate::exercises::answers::ExerciseState;
use crate::exercises::operations::Responses;

/// Stores a new version when the completed exercises say something else than the newest one.
pub(crate) async fn compile(
    tx: &mut Tx,
    client_id: ClientId,
    client_name: &str,
    responses: &Responses,
) -> Result<()> {
    let completed = responses
        .iter()
        .filter(|(_, response)| response.state == Some(ExerciseState::Completed))
        .map(|(key, response)| (*key, response.answers.clone()))
        .collect();
    let Some(profile) = compiler::compile(client_name, &completed) else { return Ok(()) };
    let latest = tx.run(queries::find_latest(Reach::all(), client_id)).await?;
    if latest.as_ref().is_some_and(|latest| latest.says(&profile)) {
        return Ok(());
    }
    let version = latest.map_or(1, |latest| latest.version + 1);
    let id = tx.new_id();
    tx.defer(queries::insert(&tx.actor, id, client_id, Voice::of(profile, version, tx.now)));
    let name = format!("{client_name}, version {version}");
    tx.audit(Audit::new("voice.compiled", "voice", id, name).client(client_id.uuid()));
    tx.emit(
        Event::new("voice.compiled", "client", client_id.uuid())
            .client(client_id.uuid())
            .version(version.into())
            .internal(),
    );
    Ok(())
}
