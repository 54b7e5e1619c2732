//! Text rules of the platforms, as data, and the one implementation that counts and checks text against them.
//!
//! A limit is a row of `rules.toml` with its unit, source, date and confidence. Saving an idea, repairing a
//! model's answer and `POST /rules/check` all call [`check`] here, so the editor can never disagree with the
//! server about a length.
//!
//! Invariants: pure, no I/O and no database; a count never depends on the locale; text is never changed, only
//! measured ([`fit`] returns a shorter copy).

mod check;
mod count;
mod fit;
mod http;
pub mod little_text;
mod model;
mod tags;
mod weighted;

pub use check::{ChannelText, check, counts, fold};
pub use count::count;
pub use fit::{clip, fit};
pub use http::routes;
pub use model::{Field, Fold, Issue, Rule, RuleValue, Severity, TextChannel, TextCount, Unit, all};
pub use tags::{hashtags, normalize_hashtag};
