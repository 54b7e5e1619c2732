//! Telling open pages that something changed.
//!
//! One [`Feed`] a process reads the outbox and hands each settled row to the streams it concerns. A frame
//! says that a subject changed, never how: the page loads it again with its own rights. A stream that falls
//! behind, or whose gap is too large to fill, gets an explicit `reset` and the page loads everything again.

mod feed;
mod http;

pub use feed::Feed;
pub use http::routes;
