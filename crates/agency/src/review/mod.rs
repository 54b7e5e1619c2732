//! The client's review: what was sent to them in one campaign, with the conversation about it and what they
//! decided.
//!
//! Also the access links by which somebody without an account gets there. Links themselves belong to
//! `identity`; here is what they are made of (ideas of one campaign) and what they open.
//!
//! Invariants: a review shows the versions that were sent and nothing that is internal, by the types it is
//! made of; a link opens the ideas it was made for, and those only while they are with the client or decided.

mod http;
mod links;
mod model;
pub(crate) mod queries;

pub use http::routes;
pub use model::{Review, ReviewIdea};
