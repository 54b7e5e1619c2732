//! The job that generates a batch.

use jiff::SignedDuration;
use jobs::{Claimed, ErrorClass, JobError, Registry};
use llm::cache::{self, CacheKey};
use platform::{Actor, App, Error, Permission, Reach, Tx};
use serde::Deserialize;
use uuid::Uuid;

use super::ask::{self, NoAnswer, Question, Reason, judge};
use super::model::{Batch, BatchId, BatchStage};
use super::models::{Models, is_sandbox};
use super::queries::{self, Progress};
use super::{answer, operations, store};
use crate::ideas::{Content, IdeaKind, IdeaSource};
use crate::prompts::queries::CurrentPrompt;
use crate::prompts::{self, Brief, Template};
use crate::scope;

/// The kind of job.
pub const GENERATE_IDEAS: &str = "generate_ideas";
const CACHE_DAYS: i64 = 30;
const NO_RIGHTS: &str = "The person who ordered this has not the right to generate ideas any more.";
const OUR_FAULT: &str = "Something went wrong on our side. Generate again; it was recorded.";

#[derive(Deserialize)]
struct Order {
    batch_id: Uuid,
}

/// Generates batches. Cheap to clone.
#[derive(Clone)]
pub struct Generator {
    pub(super) app: App,
    models: Models,
}

/// A batch in the hands of one attempt.
pub(super) struct Work {
    pub(super) job: Claimed,
    pub(super) actor: Actor,
    pub(super) batch: Batch,
    pub(super) brief: Brief,
    prompts: Vec<CurrentPrompt>,
    pub(super) written: Vec<Written>,
}

/// An idea that is ready to be stored.
pub(super) struct Written {
    pub(super) kind: IdeaKind,
    pub(super) content: Content,
    pub(super) source: IdeaSource,
    pub(super) model: Option<String>,
}

/// Why an attempt stops before everything is written.
enum Halt {
    Later {
        class: ErrorClass,
        after: Option<std::time::Duration>,
        reason: Reason,
    },
    Never(Reason),
    /// The attempt itself failed, or is not wanted any more.
    Job(JobError),
}

impl From<JobError> for Halt {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl Generator {
    pub fn new(app: App, models: Models) -> Self {
        Self { app, models }
    }

    /// Names this as the handler of its kind of job.
    #[must_use]
    pub fn register(self, registry: Registry) -> Registry {
        registry.on(GENERATE_IDEAS, move |job| {
            let generator = self.clone();
            async move { generator.run(job).await }
        })
    }

    /// One attempt at a batch.
    ///
    /// # Errors
    /// `Retry` when a later attempt may succeed; the batch is over otherwise.
    pub async fn run(&self, job: Claimed) -> Result<(), JobError> {
        let order: Order = job.payload_as()?;
        let id = BatchId::from(order.batch_id);
        let result = self.attempt(&job, id).await;
        let is_final = job.is_last_attempt() || matches!(result, Err(JobError::Fail { .. }));
        if result.is_err() && is_final {
            store::fail(self, &job, id, OUR_FAULT).await?;
        }
        result
    }

    async fn attempt(&self, job: &Claimed, id: BatchId) -> Result<(), JobError> {
        let ids = (job.tenant_id(), job.id());
        let actor = identity::job_actor(&self.app, ids, job.actor()).await.map_err(|e| job_error(&e))?;
        let Some(actor) = actor.filter(|actor| actor.may(Permission::IdeaGenerate)) else {
            return store::fail(self, job, id, NO_RIGHTS).await;
        };
        let Some(mut work) = self.begin(job.clone(), actor, id).await? else { return Ok(()) };
        match self.write(&mut work).await {
            Ok(()) => store::finish(self, work, None).await,
            Err(Halt::Job(error)) => Err(error),
            Err(Halt::Later { class, after, reason }) if !work.job.is_last_attempt() => {
                self.wait(&work, reason).await?;
                let message = reason.text();
                Err(after.map_or_else(
                    || JobError::retry(class, message),
                    |after| JobError::retry_after(class, after, message),
                ))
            }
            Err(Halt::Later { reason, .. } | Halt::Never(reason)) => {
                store::finish(self, work, Some(reason)).await
            }
        }
    }

    /// Reads what the batch needs. `None` when it is over already.
    async fn begin(&self, job: Claimed, actor: Actor, id: BatchId) -> Result<Option<Work>, JobError> {
        let mut tx = self.open(&actor).await?;
        let find = queries::find(Reach::all(), id);
        let batch = tx.run(find).await.map_err(|error| job_error(&error))?;
        let Some(batch) = batch.filter(|batch| !batch.state.is_over()) else { return Ok(None) };
        prompts::operations::ensure_defaults(&mut tx).await.map_err(|error| job_error(&error))?;
        let prompts = tx.run(prompts::queries::list_current()).await.map_err(|error| job_error(&error))?;
        let brief =
            operations::brief_of(&mut tx, batch.campaign_id).await.map_err(|error| job_error(&error))?;
        scope::require_on(&tx, Permission::IdeaGenerate, batch.client_id.into(), &brief.channels)
            .map_err(|error| job_error(&error))?;
        tx.commit().await.map_err(|error| job_error(&error))?;
        let instructions = batch.instructions.clone();
        let brief = Brief { posts: batch.posts, reels: batch.reels, instructions, ..brief };
        Ok(Some(Work { job, actor, batch, brief, prompts, written: Vec::new() }))
    }

    pub(super) async fn open(&self, actor: &Actor) -> Result<Tx, JobError> {
        self.app.begin(actor, Permission::IdeaGenerate).await.map_err(|error| job_error(&error))
    }

    async fn write(&self, work: &mut Work) -> Result<(), Halt> {
        for (kind, wanted) in [(IdeaKind::Post, work.batch.posts), (IdeaKind::Reel, work.batch.reels)] {
            let mut missing = wanted;
            let mut at_once = ask::IDEAS_MAX;
            while missing > 0 {
                let count = missing.min(at_once);
                match self.ask(work, kind, count).await {
                    Ok(()) => missing -= count,
                    Err(NoAnswer::TooLong) if count > 1 => at_once = count / 2,
                    Err(NoAnswer::TooLong) => return Err(Halt::Never(Reason::TooLong)),
                    Err(NoAnswer::Never(reason)) => return Err(Halt::Never(reason)),
                    Err(NoAnswer::Later { class, after, reason }) => {
                        return Err(Halt::Later { class, after, reason });
                    }
                    Err(NoAnswer::Cancelled) => return Err(JobError::from(jobs::LeaseLost).into()),
                    Err(NoAnswer::Failed(error)) => return Err(Halt::Job(error)),
                }
            }
        }
        Ok(())
    }

    /// Gets `count` ideas of a kind, from the cache or from a model.
    async fn ask(&self, work: &mut Work, kind: IdeaKind, count: i32) -> Result<(), NoAnswer> {
        let routes = self.models.routes_of(work.actor.tenant_id).to_vec();
        let Some(route) = routes.first() else { return Err(NoAnswer::Never(Reason::NoModel)) };
        let prompt = work.prompts.iter().find(|prompt| prompt.kind == kind);
        let prompt = prompt.ok_or_else(|| JobError::fail("the tenant has no prompt of this kind"))?.clone();
        let question = question(work, kind, count, &prompt);
        let (hash, asked) = (question.brief.hash(), count.to_string());
        let key = CacheKey::new(work.actor.tenant_id, &question.cache_parts(&route.model, &hash, &asked));
        self.advance(work, BatchStage::Cache).await?;
        let now = self.app.clock().now();
        let cached = self.app.read(&work.actor, Permission::IdeaGenerate, cache::find(key, now)).await;
        if let Some(cached) = cached.map_err(|error| job_error(&error))?
            && let Ok(contents) = read(&cached.answer, &question)
        {
            keep(work, kind, contents, &cached.model);
            return Ok(self.advance(work, BatchStage::Validate).await?);
        }
        self.advance(work, BatchStage::Prompt).await?;
        let template =
            Template::compile(&prompt.body).and_then(|template| template.render(&question.brief, count));
        let text = template.map_err(|error| JobError::fail(format!("the prompt cannot be used: {error}")))?;
        self.advance(work, BatchStage::Model).await?;
        let generated = self.generate(work, &question, text, routes).await?;
        self.advance(work, BatchStage::Validate).await?;
        let contents = read(&generated.value, &question).map_err(|error| {
            tracing::warn!(%error, model = generated.model, "an answer cannot be used");
            NoAnswer::Later { class: ErrorClass::Transient, after: None, reason: Reason::Invalid }
        })?;
        self.remember(work, key, &generated).await?;
        keep(work, kind, contents, &generated.model);
        Ok(())
    }

    async fn generate(
        &self,
        work: &Work,
        question: &Question,
        text: String,
        routes: Vec<llm::Route>,
    ) -> Result<llm::Generated, NoAnswer> {
        let request = question.request(text).map_err(|error| JobError::fail(error.to_string()))?;
        let context = llm::Context {
            tenant_id: work.actor.tenant_id,
            work_id: work.batch.id.uuid(),
            now: self.app.clock().now(),
            timeout: self.models.timeout,
            routes,
        };
        let mut cancelled = work.job.cancelled();
        let gateway = &self.models.gateway;
        judge(gateway.generate_unless(&request, &context, async move { cancelled.wait().await }).await)
    }

    /// Keeps a usable answer at once: if this attempt dies later, the next one need not pay for it again.
    async fn remember(&self, work: &Work, key: CacheKey, generated: &llm::Generated) -> Result<(), JobError> {
        let mut tx = self.open(&work.actor).await?;
        let keep = SignedDuration::from_hours(24 * CACHE_DAYS);
        tx.defer(cache::put(key, &generated.model, generated.value.clone(), tx.now, keep));
        tx.commit().await.map_err(|error| job_error(&error))
    }

    /// Shows where the attempt is. An attempt that lost its batch (cancelled, taken over) ends here.
    pub(super) async fn advance(&self, work: &Work, stage: BatchStage) -> Result<(), JobError> {
        self.show(work, stage, None).await
    }

    async fn wait(&self, work: &Work, reason: Reason) -> Result<(), JobError> {
        let detail = format!("Trying again in a moment: {}.", reason.text());
        self.show(work, BatchStage::Queued, Some(detail)).await
    }

    async fn show(&self, work: &Work, stage: BatchStage, detail: Option<String>) -> Result<(), JobError> {
        let done = i32::try_from(work.written.len()).unwrap_or(i32::MAX);
        let progress = Progress { attempt: work.job.attempt(), stage, done, detail };
        let mut tx = self.open(&work.actor).await?;
        let advance = queries::advance(work.actor.tenant_id, work.batch.id, progress);
        if tx.run(advance).await.map_err(|error| job_error(&error))? == 0 {
            return Err(jobs::LeaseLost.into());
        }
        operations::announce(&mut tx, "batch.progressed", &work.batch);
        tx.commit().await.map_err(|error| job_error(&error))
    }
}

/// What is asked now: so many ideas of one kind, none like those that are there.
fn question(work: &Work, kind: IdeaKind, count: i32, prompt: &CurrentPrompt) -> Question {
    let (posts, reels) = if kind == IdeaKind::Post { (count, 0) } else { (0, count) };
    let same_kind = work.written.iter().filter(|written| written.kind == kind);
    let avoid = same_kind.map(|written| written.content.title.clone()).collect();
    let brief = Brief { posts, reels, avoid, ..work.brief.clone() };
    Question { kind, count, brief, prompt: format!("{}#{}", prompt.id, prompt.n) }
}

fn read(value: &serde_json::Value, question: &Question) -> Result<Vec<Content>, answer::AnswerError> {
    let count = usize::try_from(question.count).unwrap_or_default();
    answer::read(value, &question.brief.channels, count)
}

fn keep(work: &mut Work, kind: IdeaKind, contents: Vec<Content>, model: &str) {
    let source = if is_sandbox(model) { IdeaSource::SandboxModel } else { IdeaSource::Model };
    let written = contents.into_iter().map(|content| {
        let model = Some(model.to_owned());
        Written { kind, content, source, model }
    });
    work.written.extend(written);
}

/// What a failure of the platform means for the job.
pub(super) fn job_error(error: &Error) -> JobError {
    match error {
        Error::Unavailable { detail } => JobError::retry(ErrorClass::Transient, *detail),
        Error::Internal { log } => JobError::retry(ErrorClass::Internal, log.clone()),
        error => JobError::fail(error.detail()),
    }
}
