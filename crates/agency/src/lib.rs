//! Clients, campaigns, exercises, voices, prompts, ideas, approvals.
//!
//! An agency's day: a client answers its brand exercises, which compile to a voice; a campaign is briefed;
//! ideas are generated in that voice, edited, and approved by whoever the client's policy names.
//!
//! Invariants: whoever belongs to a client sees that client only, by a condition in every statement; states
//! change only through their machines (`states`, `ideas::model`), which are pure; every change is in the
//! activity log.

mod answers;
pub mod approvals;
pub mod campaigns;
pub mod clients;
pub mod comments;
pub mod demo;
pub mod exercises;
pub mod generation;
pub mod home;
pub mod ideas;
pub mod imports;
mod optional;
pub mod prompts;
pub mod review;
pub mod rules;
mod scope;
pub mod voices;
mod words;

pub use generation::Models;
use platform::App;
use platform::versions::Aggregate;
use utoipa_axum::router::OpenApiRouter;

/// Every route below `/api/v1` of this area.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(clients::routes())
        .merge(exercises::routes())
        .merge(voices::routes())
        .merge(campaigns::routes())
        .merge(generation::routes())
        .merge(ideas::routes())
        .merge(approvals::routes())
        .merge(comments::routes())
        .merge(review::routes())
        .merge(prompts::routes())
        .merge(rules::routes())
        .merge(home::routes())
}

/// What this area keeps versions of.
#[must_use]
pub fn aggregates() -> Vec<&'static Aggregate> {
    vec![
        &clients::history::CLIENT,
        &campaigns::history::CAMPAIGN,
        &ideas::history::IDEA,
        &prompts::history::PROMPT,
    ]
}

/// Every statement of this crate, for the test that prepares them.
pub fn statements() -> Vec<&'static db::Sql> {
    [
        clients::queries::ALL,
        exercises::queries::ALL,
        voices::queries::ALL,
        campaigns::queries::ALL,
        approvals::queries::ALL,
        comments::queries::ALL,
        generation::queries::ALL,
        ideas::queries::ALL,
        prompts::queries::ALL,
        review::queries::ALL,
        imports::queries::ALL,
        home::queries::ALL,
        demo::queries::ALL,
    ]
    .concat()
}

/// Names the handlers of this area's jobs.
#[must_use]
pub fn register_jobs(registry: jobs::Registry, app: App, models: Models) -> jobs::Registry {
    generation::Generator::new(app, models).register(registry)
}
