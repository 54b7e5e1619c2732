//! What the law gives people: a copy of what is known of them, and its erasure.
//!
//! Both are jobs, and both are compiled from `migrations/tables.toml`, which says of every column whether it
//! is personal and whose it is; a table that is not listed there fails a test.
//!
//! Erasing destroys the key of the person first of all in effect: what was sealed with it (the activity log,
//! versions) stays as it was sealed and cannot be read. Then the live rows are rewritten, and the names and
//! addresses are taken out of what others wrote.
//!
//! Invariants: what is held is not erased; nobody is exported or erased without a fresh proof of presence;
//! an erasure is on record without saying who it was.

mod http;
mod model;
mod operations;
mod plan;
pub(crate) mod queries;
mod work;

pub(crate) use http::routes;
pub(crate) use model::{Subject, SubjectKind};
pub(crate) use operations::exists;
pub(crate) use work::register;
