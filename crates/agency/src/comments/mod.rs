//! Comments on ideas, anchored to a passage when they are about one.
//!
//! Invariants: an internal comment never reaches the client's side. It is not filtered out of an answer:
//! statements for the client's side do not select it, and what they answer is a [`ClientComment`], which
//! cannot be made of an internal one. An anchor names a passage of the version that the comment was made on,
//! and is checked against it.

mod http;
mod model;
mod operations;
pub(crate) mod queries;

pub use http::routes;
pub use model::{
    Anchor, AnchorCreate, AnchorField, AuthorKind, ClientComment, Comment, CommentCreate, CommentId,
    Visibility,
};
pub(crate) use operations::{add_to_move, create};
