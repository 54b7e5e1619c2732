//! Campaigns: a brief (objective, themes, dates, channels, how many posts and reels), what state it is in,
//! and whose.
//!
//! Invariants: the state changes only through [`operations::transition`]; an archived campaign is read-only;
//! dates are in order; a campaign that was made here has a name of its own within its client; `external_id`
//! is what an import knows it by. Reading one campaign and listing them is one statement each and counts
//! nothing.

pub(crate) mod history;
mod http;
mod model;
pub mod operations;
pub mod queries;
mod states;

pub use http::routes;
pub use model::{Campaign, CampaignCreate, CampaignId, CampaignTransition, CampaignUpdate};
pub use states::{
    BriefFacts, CampaignEvent, CampaignKind, CampaignState, Language, TransitionError, allowed_events,
    are_dates_in_order, target, transition,
};
