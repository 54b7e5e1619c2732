//! Generation: ideas from a campaign's brief, written by a language model, in a batch.
//!
//! A batch is a job: look into the cache, write the prompt, ask the model, validate, store. Nothing is held
//! open while the model thinks; what it wrote becomes ideas in one transaction, together with the end of the
//! batch and of its job, behind the fence of the attempt. So whenever a process dies, another one finishes
//! the batch, once.
//!
//! Invariants: the job has the rights that its orderer has when it runs; a batch always ends, after the
//! retries with template drafts that are labelled as such and an incident; a tenant's answers are cached for
//! that tenant only.

mod answer;
mod ask;
mod draft;
mod generator;
mod http;
mod model;
mod models;
mod operations;
pub(crate) mod queries;
mod store;

pub use generator::{GENERATE_IDEAS, Generator};
pub use http::routes;
pub use model::{Batch, BatchCreate, BatchId, BatchStage, BatchState};
pub use models::Models;
pub(crate) use operations::brief_of;
