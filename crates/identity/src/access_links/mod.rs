//! Access links: a way in for one named audience of a client, without an account.
//!
//! A link opens the ideas that were sent with it, until it expires or is revoked, and nothing else. Its token
//! is shown once; the table keeps a hash. `agency` makes links and serves what they open; it calls the
//! operations here.

mod model;
mod operations;
pub(crate) mod queries;
pub(crate) mod token;

pub use model::{AccessLink, AccessLinkCreate, AccessLinkId};
pub use operations::{create_link, revoke_link};
pub use queries::{find as find_link, linked_ideas, links_of_campaign};
