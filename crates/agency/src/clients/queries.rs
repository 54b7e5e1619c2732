//! Statements on `clients`. `$1` of a reading statement is what the actor reaches.

use db::{Query, params};
use platform::{Actor, Permission, Reach};
use uuid::Uuid;

use super::{Client, ClientCreate, ClientId};

/// The columns of [`Client`] around a statement on `clients`. `$2` is where the actor sees what is internal:
/// the client's side is not told of what is decided without it.
macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " clients.id, clients.name, clients.name_key, clients.industry, clients.website,
            clients.description,
            clients.approval_policy, clients.channels, clients.contact_name, clients.contact_email,
            clients.row_version, clients.created_at, clients.updated_at, clients.archived_at,
            (select count(*) from exercise_responses e
             where e.tenant_id = clients.tenant_id and e.client_id = clients.id and e.state = 'completed')
                as exercises_completed,
            (select count(*) from campaigns k
             where k.tenant_id = clients.tenant_id and k.client_id = clients.id and k.state = 'active')
                as campaigns_active,
            (select count(*) from ideas i
             where i.tenant_id = clients.tenant_id and i.client_id = clients.id
               and i.state in ('internal_review', 'client_review')
               and (i.state = 'client_review' or atelier.reaches($2, clients.id)))
                as ideas_waiting ",
            $after
        )
    };
}

db::statements! {
    pub(crate) FIND = columns!("select", "from clients where atelier.reaches($1, id) and id = $3");

    pub(crate) FIND_FOR_UPDATE = columns!("select",
        "from clients where atelier.reaches($1, id) and id = $3 for no key update of clients");

    pub(crate) LIST = columns!("select", "from clients
        where atelier.reaches($1, id) and (name_key, id) > ($3, $4)
        order by name_key, id limit $5");

    // A tenant has as many clients as people can look after: looking at each name is cheap.
    pub(crate) SEARCH = columns!("select", "from clients
        where atelier.reaches($1, id) and (name_key, id) > ($3, $4) and strpos(name_key, lower($6)) > 0
        order by name_key, id limit $5");

    pub(crate) INSERT = "
        insert into clients (tenant_id, id, name, industry, website, description, approval_policy, channels,
            contact_name, contact_email, created_at, created_by, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11)
        returning id, name, name_key, industry, website, description, approval_policy, channels,
        contact_name, contact_email,
            row_version, created_at, updated_at, archived_at, 0::bigint as exercises_completed,
            0::bigint as campaigns_active, 0::bigint as ideas_waiting";

    pub(crate) UPDATE = columns!("
        update clients set name = $3, industry = $4, website = $5, description = $6, approval_policy = $7,
            channels = $8, contact_name = $9, contact_email = $10, updated_at = $11, row_version =
            row_version + 1
        where atelier.reaches($1, id) and id = $12 returning", "");

    pub(crate) LOCK_NAME = "
        select name from clients where atelier.reaches($1, id) and id = $2 for no key update";
}

pub fn find(actor: &Actor, id: ClientId) -> Query<Option<Client>> {
    find_within(actor, actor.reach(Permission::ClientRead), id)
}

/// The client of something that was found within reach, or of whatever else is reached.
pub(crate) fn find_within(actor: &Actor, reach: Reach, id: ClientId) -> Query<Option<Client>> {
    Query::optional(&FIND, params![reach, actor.reach(Permission::InternalRead), id])
}

pub(crate) fn find_for_update(actor: &Actor, id: ClientId) -> Query<Option<Client>> {
    let (reach, internal) = (actor.reach(Permission::ClientRead), actor.reach(Permission::InternalRead));
    Query::optional(&FIND_FOR_UPDATE, params![reach, internal, id])
}

/// A page by name. `after` is the key of the last client of the page before.
pub(crate) fn list(
    actor: &Actor,
    search: Option<&str>,
    after: Option<(String, Uuid)>,
    rows: i64,
) -> Query<Vec<Client>> {
    let (name_key, id) = after.unwrap_or_default();
    let (reach, internal) = (actor.reach(Permission::ClientRead), actor.reach(Permission::InternalRead));
    let mut params = params![reach, internal, name_key, id, rows];
    match search {
        None => Query::many(&LIST, params),
        Some(search) => {
            params.push(Box::new(search.to_owned()));
            Query::many(&SEARCH, params)
        }
    }
}

pub(crate) fn insert(actor: &Actor, id: ClientId, now: jiff::Timestamp, new: ClientCreate) -> Query<Client> {
    let policy = new.approval_policy.unwrap_or(super::ApprovalPolicy::InternalClient);
    let channels = super::Channel::distinct(new.channels.unwrap_or_default());
    Query::one(
        &INSERT,
        params![
            actor.tenant_id,
            id,
            new.name.trim().to_owned(),
            new.industry,
            new.website,
            new.description,
            policy,
            channels,
            new.contact_name,
            new.contact_email,
            now,
            actor.member_id(),
        ],
    )
}

pub(crate) fn update(actor: &Actor, now: jiff::Timestamp, client: Client) -> Query<Client> {
    Query::one(
        &UPDATE,
        params![
            actor.reach(Permission::ClientRead),
            actor.reach(Permission::InternalRead),
            client.name,
            client.industry,
            client.website,
            client.description,
            client.approval_policy,
            client.channels,
            client.contact_name,
            client.contact_email,
            now,
            client.id,
        ],
    )
}

/// The name of a client whose exercises the actor sees, its row locked: changes to one client's exercises and
/// voice come one after the other.
pub(crate) fn lock_name(actor: &Actor, id: ClientId) -> Query<Option<String>> {
    Query::optional(&LOCK_NAME, params![actor.reach(Permission::ExerciseRead), id])
}
