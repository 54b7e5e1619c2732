//! The end of a batch: ideas, batch and job in one transaction.

use jobs::{Claimed, JobError};
use platform::{Actor, Error, Reach, Tx, incidents};

use super::ask::Reason;
use super::draft;
use super::generator::{Generator, Work, Written, job_error};
use super::model::{Batch, BatchId, BatchStage, BatchState};
use super::queries::{self, End};
use super::{models, operations};
use crate::campaigns;
use crate::ideas::idea::NewIdea;
use crate::ideas::queries as ideas;
use crate::ideas::{IdeaKind, IdeaSource, IdeaState};

/// Stores what was written. With a reason, template drafts stand in for what is missing.
pub(super) async fn finish(
    generator: &Generator,
    mut work: Work,
    reason: Option<Reason>,
) -> Result<(), JobError> {
    generator.advance(&work, BatchStage::Store).await?;
    if reason.is_some() {
        fill_with_drafts(&mut work);
    }
    let mut tx = generator.open(&work.actor).await?;
    // The fence first: whoever is past it is the only one to store this batch.
    work.job.finish_in(tx.tenant_tx()).await?;
    store(&mut tx, work, reason).await.map_err(|error| job_error(&error))?;
    tx.commit().await.map_err(|error| job_error(&error))
}

fn fill_with_drafts(work: &mut Work) {
    for (kind, wanted) in [(IdeaKind::Post, work.batch.posts), (IdeaKind::Reel, work.batch.reels)] {
        let written = work.written.iter().filter(|written| written.kind == kind).count();
        let missing = usize::try_from(wanted).unwrap_or_default().saturating_sub(written);
        for content in draft::write(kind, &work.brief, missing) {
            work.written.push(Written { kind, content, source: IdeaSource::Template, model: None });
        }
    }
}

async fn store(tx: &mut Tx, work: Work, reason: Option<Reason>) -> Result<(), Error> {
    let mut batch = work.batch.clone();
    let find = campaigns::queries::find_for_update(&tx.actor, batch.campaign_id);
    let campaign = tx.run(find).await?.ok_or(Error::NotFound)?;
    let usage = tx.run(llm::queries::work_usage(tx.actor.tenant_id, batch.id.uuid())).await?;
    let model = work.written.iter().find_map(|written| written.model.clone());
    let mut end = End {
        state: end_state(reason, &usage),
        stage: BatchStage::Done,
        ideas: i32::try_from(work.written.len()).unwrap_or(i32::MAX),
        is_sandbox: model.as_deref().is_some_and(models::is_sandbox),
        model,
        usage,
        detail: reason.map(fell_back),
    };
    if let Err(error) = operations::require_open(&campaign) {
        end = End { state: BatchState::Failed, ideas: 0, detail: Some(error.detail()), ..end };
    } else {
        for written in work.written {
            insert(tx, &batch, written);
        }
        if let Some(reason) = reason {
            let message = format!("{} Campaign: {}.", fell_back(reason), batch.campaign_name);
            incidents::record(tx, reason.incident(), message, batch.id.uuid());
        }
    }
    batch.state = end.state;
    tx.defer(queries::finish(tx.actor.tenant_id, batch.id, tx.now, end));
    operations::tell(tx, past(batch.state), &batch);
    Ok(())
}

/// An attempt that died may have asked a model and left its answers in the cache: the ledger knows of all of
/// them.
fn end_state(reason: Option<Reason>, usage: &llm::queries::WorkUsage) -> BatchState {
    match (reason, usage.calls) {
        (Some(_), _) => BatchState::Fallback,
        (None, 0) => BatchState::Cached,
        (None, _) => BatchState::Succeeded,
    }
}

fn insert(tx: &mut Tx, batch: &Batch, written: Written) {
    let idea = NewIdea {
        id: tx.new_id(),
        kind: written.kind,
        state: IdeaState::Generated,
        content: written.content,
        source: written.source,
        model: written.model,
        batch_id: Some(batch.id),
    };
    let hash = idea.content.hash();
    let version = ideas::NewVersion { idea_id: idea.id, n: 1, content: &idea.content, hash: &hash, note: "" };
    tx.defer(ideas::insert(&tx.actor, batch.campaign_id, tx.now, &idea));
    tx.defer(ideas::insert_version(&tx.actor, tx.now, &version));
}

fn fell_back(reason: Reason) -> String {
    format!(
        "Not every idea could be generated: {}. Drafts from a template stand in, labelled as such. Edit \
         them, or generate again later.",
        reason.text()
    )
}

fn past(state: BatchState) -> &'static str {
    match state {
        BatchState::Fallback => "batch.fell_back",
        BatchState::Failed => "batch.failed",
        _ => "batch.finished",
    }
}

/// Ends a batch that this attempt cannot go on with: nothing is stored. An attempt that lost its job changes
/// nothing.
pub(super) async fn fail(
    generator: &Generator,
    job: &Claimed,
    id: BatchId,
    detail: &str,
) -> Result<(), JobError> {
    let mut tx = generator.open(&Actor::system(job.tenant_id())).await?;
    let fail = queries::fail(job.tenant_id(), id, job.attempt(), detail, tx.now);
    if tx.run(fail).await.map_err(|error| job_error(&error))? == 1 {
        let batch = tx.run(queries::find(Reach::all(), id)).await.map_err(|error| job_error(&error))?;
        if let Some(batch) = batch {
            operations::tell(&mut tx, past(batch.state), &batch);
        }
    }
    tx.commit().await.map_err(|error| job_error(&error))
}
