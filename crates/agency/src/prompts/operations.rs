//! Changes to prompt templates.

use platform::{Audit, Error, Event, Permission, Result, Tx};

use super::model::{Prompt, PromptId, PromptVersion, PromptVersionCreate, PromptWithVersions};
use super::template::{Template, TemplateError};
use super::{POST_DEFAULT, REEL_DEFAULT};
use super::{history, queries};
use crate::ideas::IdeaKind;

/// Makes the templates that a tenant does not have yet, so that there is one of each kind.
pub(crate) async fn ensure_defaults(tx: &mut Tx) -> Result<()> {
    let defaults = [(IdeaKind::Post, "Posts", POST_DEFAULT), (IdeaKind::Reel, "Reels", REEL_DEFAULT)];
    for (kind, name, body) in defaults {
        let template = Template::compile(body).map_err(Error::internal)?;
        let id = tx.new_id();
        let insert = queries::insert_default(&tx.actor, id, tx.now, (kind, name), (body, &template));
        tx.run(insert).await?;
    }
    Ok(())
}

/// A template that does not compile, as an error of the request.
pub(super) fn invalid_body(error: &TemplateError) -> Error {
    Error::invalid("/body", "template", error.to_string())
}

/// Writes a new version and makes it the current one.
pub async fn create_version(
    tx: &mut Tx,
    id: PromptId,
    new: PromptVersionCreate,
) -> Result<PromptWithVersions> {
    tx.require(Permission::PromptUpdate)?;
    let template = Template::compile(&new.body).map_err(|error| invalid_body(&error))?;
    let mut prompt = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    let version = PromptVersion {
        n: prompt.versions_count + 1,
        body: new.body,
        variables: template.variables().to_vec(),
        note: new.note.trim().to_owned(),
        created_at: tx.now,
        created_by_name: tx.actor.name.to_string(),
    };
    tx.run(queries::insert_version(&tx.actor, id, &version)).await?;
    prompt.versions_count = version.n;
    make_current(tx, &mut prompt, version.n, "prompt.version_created").await?;
    let versions = tx.run(queries::list_versions(id)).await?;
    Ok(PromptWithVersions { prompt, versions })
}

/// Chooses the version that generation uses; going back is choosing an older one.
pub async fn set_current(tx: &mut Tx, id: PromptId, n: i32) -> Result<PromptWithVersions> {
    tx.require(Permission::PromptUpdate)?;
    let mut prompt = tx.run(queries::find_for_update(id)).await?.ok_or(Error::NotFound)?;
    if n > prompt.versions_count {
        let detail = format!("there is no version {n}; the newest is {}", prompt.versions_count);
        return Err(Error::invalid("/n", "unknown_version", detail));
    }
    if n != prompt.current_version {
        make_current(tx, &mut prompt, n, "prompt.version_chosen").await?;
    }
    let versions = tx.run(queries::list_versions(id)).await?;
    Ok(PromptWithVersions { prompt, versions })
}

async fn make_current(tx: &mut Tx, prompt: &mut Prompt, n: i32, action: &'static str) -> Result<()> {
    let audit = Audit::new(action, "prompt", prompt.id.uuid(), &*prompt.name);
    tx.audit(audit.change("current_version", prompt.current_version, n));
    let chosen_before = std::mem::replace(&mut prompt.current_version, n);
    prompt.version += 1;
    prompt.updated_at = tx.now;
    tx.run(queries::update(&tx.actor, prompt)).await?;
    tx.snapshot(history::snapshot(prompt, chosen_before));
    tx.emit(Event::new(action, "prompt", prompt.id.uuid()).version(prompt.version).internal());
    Ok(())
}
