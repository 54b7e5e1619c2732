//! Letters on their way: kept sealed until the mail server has them.
//!
//! What causes a letter posts an [`Order`] in its own transaction: both happen, or neither. Whether there
//! is anybody to write to is looked up when the letter is made, by the worker; so asking for a letter is
//! the same work, and the same answer, whoever is asked for.

mod delivery;
mod letters;
mod model;
pub(crate) mod notices;
pub(crate) mod queries;

pub use delivery::{deliver_mails, run_mails};
pub(crate) use letters::Language;
pub(crate) use model::{Invited, Order};
pub(crate) use queries::post;
