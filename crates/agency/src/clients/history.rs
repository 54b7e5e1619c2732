//! What the versions of a client are made of, and how one goes back to them.

use platform::versions::{Aggregate, Fields, Found, fields_of};
use platform::{IfMatch, Valid};

use super::{Client, ClientId, ClientUpdate, operations, queries};

const RESTORABLE: &[&str] = &[
    "name",
    "industry",
    "website",
    "description",
    "approval_policy",
    "channels",
    "contact_name",
    "contact_email",
];

/// Archiving is an operation of its own.
const FIXED: &[&str] = &["archived_at"];

pub(crate) static CLIENT: Aggregate = Aggregate {
    kind: "client",
    prefix: "cli",
    read: platform::Permission::ClientRead,
    casts: &[],
    restorable: RESTORABLE,
    derived: &[],
    personal: &["contact_name", "contact_email"],
    load: |tx, id| {
        Box::pin(async move {
            let client = tx.run(queries::find_for_update(&tx.actor, ClientId::from(id))).await?;
            Ok(client.map(|client| Found {
                fields: fields(&client),
                client_id: Some(client.id.uuid()),
                name: client.name,
            }))
        })
    },
    expand: Aggregate::as_stored,
    apply: |tx, id, fields| {
        Box::pin(async move {
            let changes: ClientUpdate = Valid::of_stored(fields)?;
            operations::update(tx, ClientId::from(id), &IfMatch::any(), changes).await.map(drop)
        })
    },
    retract: None,
};

pub(super) fn fields(client: &Client) -> Fields {
    fields_of(client, &[RESTORABLE, FIXED])
}
