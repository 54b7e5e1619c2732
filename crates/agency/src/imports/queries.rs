//! Statements of the import, each for a whole batch.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use platform::Actor;
use uuid::Uuid;

use super::rows::CampaignRow;
use crate::words::words;

db::statements! {
    // Names are compared as the unique constraint compares them; of two spellings in one batch the first is
    // kept.
    pub(crate) ENSURE_CLIENTS = "
        with named as (
            select distinct on (lower(name)) id, name
            from unnest($2::uuid[], $3::text[]) as given (id, name)
            order by lower(name), id
        )
        insert into clients (tenant_id, id, name, approval_policy, created_at, created_by, updated_at)
        select $1, id, name, 'internal_client', $4, $5, $4 from named
        on conflict on constraint client_name_taken do nothing";

    // A row that says what is stored is not touched, so it is not returned either. An archived campaign is
    // read-only, and one with ideas stays with its client, whom they, their links and comments belong to:
    // such rows are returned as refused.
    pub(crate) UPSERT = "
        with given as (
            select g.id, clients.id as client_id, g.external_id, g.name, g.kind, g.state,
                nullif(g.objective, '') as objective, g.starts_on, g.ends_on,
                string_to_array(g.channels, ',') as channels, g.budget_minor, g.currency,
                nullif(g.notes, '') as notes
            from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                    $9::date[], $10::date[], $11::text[], $12::bigint[], $13::text[], $14::text[])
                as g (id, client, external_id, name, kind, state, objective, starts_on, ends_on, channels,
                      budget_minor, currency, notes)
            join clients on clients.name_key = lower(g.client)
        ),
        stored as (
            insert into campaigns (tenant_id, id, client_id, external_id, name, kind, state, objective,
                starts_on, ends_on, channels, budget_minor, currency, notes, created_at, created_by,
                created_by_name, updated_at)
            select $1, id, client_id, external_id, name, kind, state, objective, starts_on, ends_on,
                channels, budget_minor, currency, notes, $15, $16, $17, $15
            from given
            on conflict on constraint campaign_external_id_taken do update set
                client_id = excluded.client_id, name = excluded.name, kind = excluded.kind,
                state = excluded.state, objective = excluded.objective, starts_on = excluded.starts_on,
                ends_on = excluded.ends_on, channels = excluded.channels,
                budget_minor = excluded.budget_minor, currency = excluded.currency, notes = excluded.notes,
                updated_at = excluded.updated_at, row_version = campaigns.row_version + 1
            where campaigns.state <> 'archived'
              and (campaigns.client_id = excluded.client_id or campaigns.idea_counts = '{}')
              and (campaigns.client_id, campaigns.name, campaigns.kind, campaigns.state,
                   campaigns.objective, campaigns.starts_on, campaigns.ends_on, campaigns.channels,
                   campaigns.budget_minor, campaigns.currency, campaigns.notes)
                is distinct from
                  (excluded.client_id, excluded.name, excluded.kind, excluded.state,
                   excluded.objective, excluded.starts_on, excluded.ends_on, excluded.channels,
                   excluded.budget_minor, excluded.currency, excluded.notes)
            returning campaigns.external_id, (campaigns.xmax = 0) as is_new
        )
        select external_id, case when is_new then 'created' else 'updated' end as outcome from stored
        union all
        select c.external_id,
            case when c.state = 'archived' then 'campaign_archived' else 'client_changed' end
        from given g
        join campaigns c on c.external_id = g.external_id
        where (c.state = 'archived' or (c.client_id <> g.client_id and c.idea_counts <> '{}'))
          and (c.client_id, c.name, c.kind, c.state, c.objective, c.starts_on, c.ends_on, c.channels,
               c.budget_minor, c.currency, c.notes)
            is distinct from
              (g.client_id, g.name, g.kind, g.state, g.objective, g.starts_on, g.ends_on, g.channels,
               g.budget_minor, g.currency, g.notes)";
}

words! {
    /// What became of a row that does not say what is stored already.
    pub enum RowOutcome {
        Created = "created",
        Updated = "updated",
        CampaignArchived = "campaign_archived",
        ClientChanged = "client_changed",
    }
}

/// A row that says something new, and what became of it.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) external_id: String,
    pub(super) outcome: RowOutcome,
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { external_id: row.get("external_id")?, outcome: row.get("outcome")? })
    }
}

/// Makes the clients that do not exist; answers how many.
pub(super) fn ensure_clients(
    actor: &Actor,
    now: Timestamp,
    ids: Vec<Uuid>,
    names: Vec<String>,
) -> Query<u64> {
    Query::execute(&ENSURE_CLIENTS, params![actor.tenant_id, ids, names, now, actor.member_id()])
}

/// Stores a batch in which every external id stands once; answers the rows that say something new.
pub(super) fn upsert(
    actor: &Actor,
    now: Timestamp,
    ids: Vec<Uuid>,
    rows: &[CampaignRow],
) -> Query<Vec<Stored>> {
    fn column<T>(rows: &[CampaignRow], of: impl Fn(&CampaignRow) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    let channels =
        |row: &CampaignRow| row.channels.iter().map(|channel| channel.as_str()).collect::<Vec<_>>().join(",");
    Query::many(
        &UPSERT,
        params![
            actor.tenant_id,
            ids,
            column(rows, |row| row.client.clone()),
            column(rows, |row| row.external_id.clone()),
            column(rows, |row| row.name.clone()),
            column(rows, |row| row.kind),
            column(rows, |row| row.state),
            column(rows, |row| row.objective.clone()),
            column(rows, |row| row.starts_on),
            column(rows, |row| row.ends_on),
            column(rows, channels),
            column(rows, |row| row.budget_minor),
            column(rows, |row| row.currency),
            column(rows, |row| row.notes.clone()),
            now,
            actor.member_id(),
            actor.name.to_string(),
        ],
    )
}
