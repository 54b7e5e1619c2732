//! Statements on `idea_batches`.

use db::{Query, params};
use jiff::Timestamp;
use platform::{Actor, Reach};
use uuid::Uuid;

use super::model::{Batch, BatchId, BatchStage, BatchState};
use crate::campaigns::CampaignId;

/// A [`Batch`]. A process that dies under the same job again and again takes the job with it; the batch shows
/// it.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select b.id, b.campaign_id, b.client_id, c.name as campaign_name,
                    case when j.state = 'dead' and b.state in ('queued', 'running') then 'failed' else
                    b.state end
                        as state,
                    b.stage, b.progress_done, b.progress_total, b.posts, b.reels, b.ideas_created, b.model,
                    b.is_sandbox, b.tokens_in, b.tokens_out, b.cost_micros, b.attempt, b.instructions,
                    b.job_id,
                    case when j.state = 'dead' and b.state in ('queued', 'running')
                        then 'The work was interrupted too often. Generate again.' else b.detail end as
                        detail,
                    b.created_at, coalesce(b.finished_at, j.finished_at) as finished_at, b.created_by_name
             from idea_batches b
             join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
             left join jobs j on j.tenant_id = b.tenant_id and j.id = b.job_id ",
            $rest
        )
    };
}

db::statements! {
    pub(crate) FIND = select!("where atelier.reaches($1, b.client_id) and b.id = $2");

    pub(crate) FIND_FOR_UPDATE = select!("
        where atelier.reaches($1, b.client_id) and b.id = $2 for no key update of b");

    pub(crate) LIST = select!("
        where atelier.reaches($1, b.client_id) and ($2::uuid is null or b.campaign_id = $2)
          and ($3::uuid is null or b.id < $3)
        order by b.id desc limit $4");

    pub(crate) INSERT = "
        insert into idea_batches (tenant_id, id, campaign_id, client_id, posts, reels, progress_total,
        instructions,
            job_id, created_by, created_by_name, created_at)
        values ($1, $2, $3, $4, $5, $6, $5::integer + $6::integer, $7, $8, $9, $10, $11)";

    // A batch that is over, or in the hands of a later attempt, is not touched.
    pub(crate) ADVANCE = "
        update idea_batches
        set state = 'running', stage = $4, progress_done = $5, attempt = $3, detail = $6, row_version =
        row_version + 1
        where tenant_id = $1 and id = $2 and attempt <= $3 and state in ('queued', 'running')";

    pub(crate) FINISH = "
        update idea_batches
        set state = $3, stage = $4, progress_done = $5, ideas_created = $5, model = $6, is_sandbox = $7,
            tokens_in = $8, tokens_out = $9, cost_micros = $10, detail = $11, finished_at = $12,
            row_version = row_version + 1
        where tenant_id = $1 and id = $2 and state in ('queued', 'running')";

    // Only while the attempt still has the job: a later one may be about to succeed.
    pub(crate) FAIL = "
        update idea_batches b
        set state = 'failed', detail = $4, finished_at = $5, row_version = row_version + 1
        where b.tenant_id = $1 and b.id = $2 and b.state in ('queued', 'running')
          and exists (select from jobs j where j.tenant_id = b.tenant_id and j.id = b.job_id
                      and j.attempt = $3 and j.state = 'running')";

    pub(crate) CANCEL = "
        update idea_batches set state = 'cancelled', finished_at = $3, row_version = row_version + 1
        where tenant_id = $1 and id = $2 and state in ('queued', 'running')";
}

pub(crate) fn find(reach: Reach, id: BatchId) -> Query<Option<Batch>> {
    Query::optional(&FIND, params![reach, id])
}

pub(super) fn find_for_update(reach: Reach, id: BatchId) -> Query<Option<Batch>> {
    Query::optional(&FIND_FOR_UPDATE, params![reach, id])
}

/// The newest first. `before` is the last batch of the page before.
pub(crate) fn list(
    reach: Reach,
    campaign_id: Option<CampaignId>,
    before: Option<Uuid>,
    rows: i64,
) -> Query<Vec<Batch>> {
    Query::many(&LIST, params![reach, campaign_id, before, rows])
}

pub(super) fn insert(actor: &Actor, now: Timestamp, batch: &Batch) -> Query<u64> {
    Query::execute(
        &INSERT,
        params![
            actor.tenant_id,
            batch.id,
            batch.campaign_id,
            batch.client_id,
            batch.posts,
            batch.reels,
            batch.instructions.clone(),
            batch.job_id,
            actor.member_id(),
            actor.name.to_string(),
            now,
        ],
    )
}

/// How far an attempt is.
pub(super) struct Progress {
    pub(super) attempt: i32,
    pub(super) stage: BatchStage,
    pub(super) done: i32,
    pub(super) detail: Option<String>,
}

/// Answers 0 when the attempt has nothing to say any more.
pub(super) fn advance(tenant_id: Uuid, id: BatchId, progress: Progress) -> Query<u64> {
    Query::execute(
        &ADVANCE,
        params![tenant_id, id, progress.attempt, progress.stage, progress.done, progress.detail],
    )
}

/// How a batch ended.
pub(super) struct End {
    pub(super) state: BatchState,
    pub(super) stage: BatchStage,
    pub(super) ideas: i32,
    pub(super) model: Option<String>,
    pub(super) is_sandbox: bool,
    pub(super) usage: llm::queries::WorkUsage,
    pub(super) detail: Option<String>,
}

pub(super) fn finish(tenant_id: Uuid, id: BatchId, now: Timestamp, end: End) -> Query<u64> {
    let usage = end.usage;
    Query::execute(
        &FINISH,
        params![
            tenant_id,
            id,
            end.state,
            end.stage,
            end.ideas,
            end.model,
            end.is_sandbox,
            usage.tokens_in,
            usage.tokens_out,
            usage.cost_micros,
            end.detail,
            now,
        ],
    )
}

/// Ends a batch whose attempt failed for good.
pub(super) fn fail(tenant_id: Uuid, id: BatchId, attempt: i32, detail: &str, now: Timestamp) -> Query<u64> {
    Query::execute(&FAIL, params![tenant_id, id, attempt, detail.to_owned(), now])
}

pub(super) fn cancel(tenant_id: Uuid, id: BatchId, now: Timestamp) -> Query<u64> {
    Query::execute(&CANCEL, params![tenant_id, id, now])
}
