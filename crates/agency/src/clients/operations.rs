//! Changes to clients.

use platform::versions::Snapshot;
use platform::{Audit, Error, Event, IfMatch, Permission, Result, Tx};

use super::history::{CLIENT, fields};
use super::{Client, ClientCreate, ClientId, ClientUpdate, queries};
use crate::scope;

pub async fn create(tx: &mut Tx, new: ClientCreate) -> Result<Client> {
    tx.require(Permission::ClientCreate)?;
    let id = tx.new_id();
    let client = tx.run(queries::insert(&tx.actor, id, tx.now, new)).await?;
    tx.audit(Audit::new("client.created", "client", id.uuid(), &client.name).client(id.uuid()));
    tx.snapshot(Snapshot::created(&CLIENT, id.uuid(), &client.name, fields(&client)));
    tx.emit(Event::new("client.created", "client", id.uuid()).client(id.uuid()).version(client.version));
    Ok(client)
}

pub async fn update(tx: &mut Tx, id: ClientId, if_match: &IfMatch, changes: ClientUpdate) -> Result<Client> {
    tx.require(Permission::ClientUpdate)?;
    let before = tx.run(queries::find_for_update(&tx.actor, id)).await?.ok_or(Error::NotFound)?;
    scope::require(tx, Permission::ClientUpdate, id)?;
    if_match.check(before.version)?;
    let after = changes.apply(&before);
    if after == before {
        return Ok(before);
    }
    let client = tx.run(queries::update(&tx.actor, tx.now, after)).await?;
    tx.audit(
        Audit::new("client.updated", "client", id.uuid(), &client.name)
            .client(id.uuid())
            .change("name", &before.name, &client.name)
            .change("industry", &before.industry, &client.industry)
            .change("website", &before.website, &client.website)
            .change("description", &before.description, &client.description)
            .change("approval_policy", before.approval_policy, client.approval_policy)
            .change("channels", &before.channels, &client.channels)
            .change("contact_name", &before.contact_name, &client.contact_name)
            .change("contact_email", &before.contact_email, &client.contact_email),
    );
    let states = (fields(&before), fields(&client));
    tx.snapshot(Snapshot::changed(&CLIENT, id.uuid(), &client.name, states));
    tx.emit(Event::new("client.updated", "client", id.uuid()).client(id.uuid()).version(client.version));
    Ok(client)
}
