//! Voices: how a client's texts have to sound, compiled from its completed exercises.
//!
//! Invariants: a version never changes, and a new one is stored only when the compiled voice is another one;
//! versions of a client count up without a gap. Generation takes the newest.

pub mod compile;
mod http;
pub mod measure;
mod model;
pub mod operations;
pub mod queries;

pub use http::routes;
pub use model::Voice;
