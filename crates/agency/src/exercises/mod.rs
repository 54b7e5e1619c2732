//! Brand exercises: what a client answers once, so that everything written for it sounds right.
//!
//! The four exercises (tone, audience, do and don't, sample texts) are compiled in; answers belong to the
//! client, each with the person who gave it. Completing an exercise, or reopening one, compiles the client's
//! voice anew in the same transaction, so a voice never lags behind its exercises.

pub mod answers;
pub mod definition;
mod http;
mod model;
pub mod operations;
pub mod queries;

pub use definition::exercises;
pub use http::routes;
pub use model::{AnswersUpdate, Exercise};
