//! Ideas: posts and reels on their way from a first draft to the client's approval.
//!
//! Invariants: a state changes only by [`model::advance`], with the row locked; an approval is for exactly
//! one content hash; a version is never changed; what was not sent to the client is not found by the client's
//! side, and the client's side reads the version that was sent, not the one that is being worked on; every
//! change is in the activity log.

pub mod content;
pub(crate) mod history;
mod http;
pub(crate) mod idea;
pub mod model;
pub mod operations;
pub(crate) mod queries;
pub(crate) mod scope;
mod submission;

pub use content::{Content, IdeaKind, Scene, Variant, Variants};
pub use http::routes;
pub use idea::{
    Idea, IdeaCreate, IdeaId, IdeaSource, IdeaStatusUpdate, IdeaTransition, IdeaUpdate, IdeaVersion,
};
pub use model::{IdeaEvent, IdeaState, IdeaStatus, Stage};
pub use submission::{Submission, SubmissionResult, SubmissionResults};
