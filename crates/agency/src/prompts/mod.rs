//! Prompt templates: what a model is asked, one template for posts and one for reels, versioned.
//!
//! Invariants: a version is never changed, a new one is written; a version that does not compile is never
//! stored, so generation cannot fail on a template; brief values are data and are never read as template; a
//! template has neither files nor globals, and bounded work.

mod brief;
pub(crate) mod history;
mod http;
mod model;
pub mod operations;
pub(crate) mod queries;
mod scan;
mod template;

pub use brief::{Brief, BriefDates, BriefVoice};
pub use http::routes;
pub use model::{Prompt, PromptId, PromptVersion, PromptVersionCreate, PromptWithVersions};
pub use template::{BODY_CHARS_MAX, Template, TemplateError, Variable, VariableType};

/// The first version of every tenant's templates.
pub const POST_DEFAULT: &str = include_str!("post.md.j2");
pub const REEL_DEFAULT: &str = include_str!("reel.md.j2");

#[cfg(test)]
pub(crate) use brief::tests::brief as sample_brief;
