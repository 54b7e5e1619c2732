//! Statements on `prompt_templates` and `prompt_versions`.

use db::{DbError, FromRow, Query, Row, params};
use jiff::Timestamp;
use platform::Actor;

use super::model::{Prompt, PromptId, PromptVersion};
use super::template::Template;
use crate::ideas::IdeaKind;

db::statements! {
    pub(crate) LIST = "
        select id, name, kind, current_version, versions_count, row_version, updated_at
        from prompt_templates order by kind";

    pub(crate) FIND = "
        select id, name, kind, current_version, versions_count, row_version, updated_at
        from prompt_templates where id = $1";

    pub(crate) FIND_FOR_UPDATE = "
        select id, name, kind, current_version, versions_count, row_version, updated_at
        from prompt_templates where id = $1 for no key update";

    pub(crate) LIST_VERSIONS = "
        select n, body, variables, note, created_at, created_by_name
        from prompt_versions where template_id = $1 order by n desc";

    pub(crate) FIND_BODY = "select body from prompt_versions where template_id = $1 and n = $2";

    pub(crate) LIST_CURRENT = "
        select p.id, p.kind, v.n, v.body
        from prompt_templates p
        join prompt_versions v on v.tenant_id = p.tenant_id and v.template_id = p.id and v.n =
        p.current_version";

    // Two first readers at once: one makes it, the other finds it made.
    pub(crate) INSERT_DEFAULT = "
        with made as (
            insert into prompt_templates
                (tenant_id, id, kind, name, current_version, versions_count, created_at, updated_at)
            values ($1, $2, $3, $4, 1, 1, $7, $7)
            on conflict (tenant_id, kind) do nothing
            returning tenant_id, id
        )
        insert into prompt_versions (tenant_id, template_id, n, body, variables, note, created_at,
        created_by_name)
        select tenant_id, id, 1, $5, $6, '', $7, 'Atelier' from made";

    pub(crate) INSERT_VERSION = "
        insert into prompt_versions (tenant_id, template_id, n, body, variables, note, created_at,
        created_by_name)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";

    pub(crate) UPDATE = "
        update prompt_templates
        set current_version = $3, versions_count = $4, updated_at = $5, row_version = row_version + 1
        where tenant_id = $1 and id = $2";
}

pub(super) fn list() -> Query<Vec<Prompt>> {
    Query::many(&LIST, params![])
}

pub(super) fn find(id: PromptId) -> Query<Option<Prompt>> {
    Query::optional(&FIND, params![id])
}

pub(super) fn find_for_update(id: PromptId) -> Query<Option<Prompt>> {
    Query::optional(&FIND_FOR_UPDATE, params![id])
}

pub(super) fn list_versions(id: PromptId) -> Query<Vec<PromptVersion>> {
    Query::many(&LIST_VERSIONS, params![id])
}

/// The text of one version.
pub(super) fn find_body(id: PromptId, n: i32) -> Query<Option<String>> {
    Query::optional(&FIND_BODY, params![id, n])
}

/// The version of a template that generation uses.
#[derive(Debug, Clone)]
pub(crate) struct CurrentPrompt {
    pub(crate) id: PromptId,
    pub(crate) kind: IdeaKind,
    pub(crate) n: i32,
    pub(crate) body: String,
}

impl FromRow for CurrentPrompt {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { id: row.get("id")?, kind: row.get("kind")?, n: row.get("n")?, body: row.get("body")? })
    }
}

/// Of every kind.
pub(crate) fn list_current() -> Query<Vec<CurrentPrompt>> {
    Query::many(&LIST_CURRENT, params![])
}

pub(super) fn insert_default(
    actor: &Actor,
    id: PromptId,
    now: Timestamp,
    (kind, name): (IdeaKind, &str),
    (body, template): (&str, &Template),
) -> Query<u64> {
    let variables = serde_json::json!(template.variables());
    let (name, body) = (name.to_owned(), body.to_owned());
    Query::execute(&INSERT_DEFAULT, params![actor.tenant_id, id, kind, name, body, variables, now])
}

pub(super) fn insert_version(actor: &Actor, id: PromptId, version: &PromptVersion) -> Query<u64> {
    let variables = serde_json::json!(version.variables);
    Query::execute(
        &INSERT_VERSION,
        params![
            actor.tenant_id,
            id,
            version.n,
            version.body.clone(),
            variables,
            version.note.clone(),
            version.created_at,
            version.created_by_name.clone(),
        ],
    )
}

pub(super) fn update(actor: &Actor, prompt: &Prompt) -> Query<u64> {
    Query::execute(
        &UPDATE,
        params![actor.tenant_id, prompt.id, prompt.current_version, prompt.versions_count, prompt.updated_at],
    )
}
